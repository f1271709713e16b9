//! Chromium: one driver for all walks, a session for each.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use futures_util::FutureExt;
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use super::guard::Guarded;
use super::page::Page;
use super::{Language, demo};

/// What a browser is like.
#[derive(Clone, Copy)]
pub(crate) struct Browser {
    pub(crate) language: Language,
    pub(crate) scripts: bool,
    pub(crate) cookies: bool,
}

impl Browser {
    pub(crate) const fn speaking(language: Language) -> Self {
        Self { language, scripts: true, cookies: true }
    }

    fn capabilities(self) -> Capabilities {
        // 1 allows, 2 blocks.
        let setting = |allowed: bool| if allowed { 1 } else { 2 };
        let languages = match self.language {
            Language::Japanese => "ja,ja-JP",
            Language::English => "en-GB,en",
        };
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            &format!("--lang={}", self.language.tag()),
        ];
        let wanted = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": installed("chromium"),
                "args": arguments,
                "prefs": {
                    "intl.accept_languages": languages,
                    "credentials_enable_service": false,
                    "profile.managed_default_content_settings.javascript": setting(self.scripts),
                    "profile.managed_default_content_settings.cookies": setting(self.cookies),
                },
            },
        });
        serde_json::from_value(wanted).expect("capabilities are an object")
    }
}

/// A walk in a browser of its own, which is closed whatever becomes of the walk.
pub(crate) async fn browse(browser: Browser, flow: &'static str, walk: impl AsyncFnOnce(&Page)) {
    demo();
    let driver = WebDriver::builder(driver_address(), browser.capabilities())
        .request_timeout(Duration::from_mins(2))
        .connect()
        .await
        .expect("Chromium starts");
    let page = Page::new(driver.clone(), browser, flow);
    let walked = AssertUnwindSafe(walk(&page)).catch_unwind().await;
    if walked.is_err() {
        page.photograph_failure().await;
    }
    driver.quit().await.expect("Chromium ends");
    if let Err(panic) = walked {
        resume_unwind(panic);
    }
}

/// The same walk in Japanese and in English, side by side.
pub(crate) async fn browse_in_both(flow: &'static str, walk: impl AsyncFn(&Page)) {
    let one = |language| browse(Browser::speaking(language), flow, async |page| walk(page).await);
    tokio::join!(one(Language::Japanese), one(Language::English));
}

fn driver_address() -> &'static str {
    static DRIVER: LazyLock<(Guarded, String)> = LazyLock::new(|| {
        let program = installed("chromedriver");
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-chromedriver.log");
        let command = [program.to_str().expect("a path in UTF-8"), "--port=0"];
        Guarded::start(&command, &log, |line| {
            let port = line.strip_suffix('.')?.split_once("successfully on port ")?.1;
            Some(format!("http://127.0.0.1:{port}"))
        })
    });
    &DRIVER.1
}

fn installed(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file()).unwrap_or_else(|| {
        panic!("{program} is not installed; these tests need the Debian packages chromium and chromium-driver")
    })
}
