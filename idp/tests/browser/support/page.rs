//! A browser window, in the words of the walks.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;
use thirtyfour::{By, WebDriver, WebElement};

use super::Language;
use super::chrome::Browser;
use super::demo::{Letter, PASSWORD, User, demo};

pub(crate) struct Page {
    pub(super) driver: WebDriver,
    pub(super) browser: Browser,
    pub(super) flow: &'static str,
}

/// Asks until there is an answer, for a minute; the only place that waits.
pub(crate) async fn eventually<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let begun = Instant::now();
    loop {
        let answer = ask().await;
        if answer.is_some() || begun.elapsed() > Duration::from_mins(1) {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

impl Page {
    pub(super) const fn new(driver: WebDriver, browser: Browser, flow: &'static str) -> Self {
        Self { driver, browser, flow }
    }

    pub(crate) const fn driver(&self) -> &WebDriver {
        &self.driver
    }

    pub(crate) const fn language(&self) -> Language {
        self.browser.language
    }

    pub(crate) async fn open(&self, address: &str) {
        self.driver.goto(address).await.unwrap();
    }

    pub(crate) async fn address(&self) -> String {
        self.driver.current_url().await.unwrap().to_string()
    }

    /// The element with this id, as soon as it is there.
    pub(crate) async fn element(&self, id: &str) -> WebElement {
        let found = eventually(async || self.find(id).await).await;
        match found {
            Some(element) => element,
            None => panic!("no #{id} at {}", self.address().await),
        }
    }

    async fn find(&self, id: &str) -> Option<WebElement> {
        self.driver.find(By::Id(id.to_owned())).await.ok()
    }

    /// Whether the page that stands there now has the element.
    pub(crate) async fn has(&self, id: &str) -> bool {
        self.find(id).await.is_some()
    }

    pub(crate) async fn text(&self, id: &str) -> String {
        self.element(id).await.text().await.unwrap()
    }

    pub(crate) async fn attribute(&self, id: &str, name: &str) -> Option<String> {
        self.element(id).await.attr(name.to_owned()).await.unwrap()
    }

    /// Replaces what stands in a field.
    pub(crate) async fn fill(&self, id: &str, text: &str) {
        let field = self.element(id).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Presses a button or follows a link, and waits until its page is gone.
    pub(crate) async fn press(&self, id: &str) {
        let button = self.element(id).await;
        self.leaving(async || button.click().await.unwrap()).await;
    }

    /// Does something that leads to another page, and waits until this one is gone.
    pub(crate) async fn leaving(&self, act: impl AsyncFnOnce()) {
        let before = self.driver.find(By::Tag("html")).await.unwrap();
        act().await;
        let gone = eventually(async || before.tag_name().await.is_err().then_some(())).await;
        assert!(gone.is_some(), "nothing led away from {}", self.address().await);
    }

    /// The word of the problem that the page tells.
    pub(crate) async fn problem(&self) -> String {
        self.attribute("problem", "data-problem").await.unwrap()
    }

    /// Fills in and sends the first page of a login.
    pub(crate) async fn enter_password(&self, user_id: &str, password: &str) {
        self.fill("username", user_id).await;
        self.fill("password", password).await;
        self.press("login-submit").await;
    }

    /// The letter that belongs to the code page shown.
    pub(crate) async fn letter(&self) -> Letter {
        demo().letter(&self.text("otp-reference").await).await
    }

    pub(crate) async fn enter_code(&self, code: &str) {
        self.fill("otp", code).await;
        self.press("otp-submit").await;
    }

    /// From the first page of a login to its end.
    pub(crate) async fn log_in(&self, user: &User) {
        self.enter_password(&user.id, PASSWORD).await;
        let letter = self.letter().await;
        self.enter_code(&letter.code).await;
    }

    /// Follows the website's button to the first page of a login.
    pub(crate) async fn come_from_the_website(&self) {
        self.open(&demo().website).await;
        self.press("sign-in").await;
        self.element("username").await;
    }

    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver.execute(script, arguments).await.unwrap().json().clone()
    }

    pub(super) async fn photograph_failure(&self) {
        let name = format!("failed-{}-{}.png", self.flow, self.language().tag());
        let _ = self.driver.screenshot(&screenshots().join(name)).await;
        if let Ok(address) = self.driver.current_url().await {
            eprintln!("the walk {} stopped at {address}", self.flow);
        }
    }
}

/// Where pictures go: `screenshots/` of the repository, made on demand.
pub(super) fn screenshots() -> PathBuf {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../screenshots"));
    std::fs::create_dir_all(&folder).expect("the folder for pictures can be made");
    folder
}
