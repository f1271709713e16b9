//! The main ways in WebKitGTK, the engine of Safari, on a display of its own. By https, for WebKit keeps no `Secure`
//! cookie that comes from http, not even from this machine.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop a test the way tests do"
)]

#[path = "../engines/mod.rs"]
mod engines;
#[path = "../browser/support/guard.rs"]
mod guard;
mod window;

use engines::demo::Demo;
use engines::walks;
use window::Safari;

#[tokio::test]
async fn webkit_walks_the_main_ways() {
    let demo = Demo::start("webkit-demo", &["--tls"]);
    let mut safari = Safari::start().await;
    walks::every_main_way(&demo, &mut safari, "p-02-usr701").await;
    safari.quit().await;
}
