//! Chromium: one driver for all walks. A window that a walk leaves behind is wiped and serves the next of its kind.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use super::Language;
use super::guard::Guarded;
use super::page::Page;
use super::seen::walking;

/// What a browser is like.
#[derive(Clone, Copy, PartialEq, Eq)]
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
                    "download.default_directory": env!("CARGO_TARGET_TMPDIR"),
                    "profile.managed_default_content_settings.javascript": setting(self.scripts),
                    "profile.managed_default_content_settings.cookies": setting(self.cookies),
                },
            },
        });
        serde_json::from_value(wanted).expect("capabilities are an object")
    }
}

/// Browsers whose walk is over.
static IDLE: Mutex<Vec<(Browser, WebDriver)>> = Mutex::new(Vec::new());

/// A walk in a browser that knows nothing of any other walk.
pub(crate) async fn browse(browser: Browser, flow: &'static str, walk: impl AsyncFnOnce(&Page)) {
    let page = Page::new(take(browser).await, browser, flow);
    walk_on(&page, walk).await;
    page.wipe().await;
    IDLE.lock().expect("nobody panics with it").push((browser, page.driver));
}

/// The same for a person with a home of his own, where Chromium looks for his certificates.
pub(crate) async fn browse_at_home(
    home: &Path,
    browser: Browser,
    flow: &'static str,
    walk: impl AsyncFnOnce(&Page),
) {
    let home = format!("HOME={}", home.to_str().expect("a path in UTF-8"));
    let (_driver, address) = driver(&["env", &home], "browser-chromedriver-home.log");
    let page = Page::new(start(&address, browser).await, browser, flow);
    walk_on(&page, walk).await;
    page.driver.quit().await.expect("Chromium ends");
}

/// Whoever stumbles leaves a picture and no browser.
async fn walk_on(page: &Page, walk: impl AsyncFnOnce(&Page)) {
    let _walking = walking();
    let walked = AssertUnwindSafe(walk(page)).catch_unwind().await;
    if let Err(panic) = walked {
        page.photograph_failure().await;
        page.driver.clone().quit().await.expect("Chromium ends");
        resume_unwind(panic);
    }
}

/// Every command has a connection of its own: one that was kept would belong to the runtime of another walk, and end
/// with it.
fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().pool_max_idle_per_host(0);
    client.timeout(Duration::from_mins(2)).build().expect("a client")
}

async fn start(driver: &str, browser: Browser) -> WebDriver {
    let starting = WebDriver::builder(driver, browser.capabilities()).client(client());
    starting.connect().await.expect("Chromium starts")
}

async fn take(browser: Browser) -> WebDriver {
    let idle = {
        let mut idle = IDLE.lock().expect("nobody panics with it");
        let found = idle.iter().position(|(kind, _)| *kind == browser);
        found.map(|at| idle.swap_remove(at).1)
    };
    match idle {
        Some(driver) => driver,
        None => start(driver_address(), browser).await,
    }
}

/// The same walk in Japanese and in English, side by side.
pub(crate) async fn browse_in_both(flow: &'static str, walk: impl AsyncFn(&Page)) {
    let one = |language| {
        let browser = Browser::speaking(language);
        Box::pin(browse(browser, flow, async |page| walk(page).await))
    };
    tokio::join!(one(Language::Japanese), one(Language::English));
}

fn driver_address() -> &'static str {
    static DRIVER: LazyLock<(Guarded, String)> =
        LazyLock::new(|| driver(&[], "browser-chromedriver.log"));
    &DRIVER.1
}

fn driver(before: &[&str], log: &str) -> (Guarded, String) {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let program = installed("chromedriver");
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(log);
    let command = [before, &[program.to_str().expect("a path in UTF-8"), "--port=0"]].concat();
    Guarded::start(&command, &log, |line| {
        let port = line.strip_suffix('.')?.split_once("successfully on port ")?.1;
        Some(format!("http://127.0.0.1:{port}"))
    })
}

fn installed(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file()).unwrap_or_else(|| {
        panic!("{program} is not installed; these tests need the Debian packages chromium and chromium-driver")
    })
}
