//! What is demanded of every page, whatever it says, and its pictures.

use std::fmt::Debug;
use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};

use super::chrome::{Browser, browse};
use super::page::{Page, eventually, screenshots};
use super::{Language, axe, seen};

/// Returns what is wrong with the document, one line each.
const DEMANDS: &str = include_str!("demands.js");

/// Width and height in CSS pixels, and device pixels for each.
const DESKTOP: (u32, u32, u32) = (1280, 900, 1);
const PHONE: (u32, u32, u32) = (390, 844, 2);
/// A desktop at 400 % (WCAG 2.2 §1.4.10).
const NARROW: (u32, u32, u32) = (320, 640, 1);

/// Pictures cost more than all that is asked of a page, so they are taken when somebody wants to look at them.
static PICTURES: LazyLock<bool> =
    LazyLock::new(|| std::env::var_os("SEKISHO_TEST_PICTURES").is_some_and(|one| one == "1"));

/// A command of Chromium's own protocol, sent through its driver.
#[derive(Debug)]
struct DevTools(&'static str, Value);

impl ExtensionCommand for DevTools {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "cmd": self.0, "params": self.1 }))
    }

    fn method(&self) -> http::Method {
        http::Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        Arc::from("/goog/cdp/execute")
    }
}

impl Page {
    /// Checks the page that is shown and takes its pictures.
    pub(crate) async fn meet(&self, step: &str) {
        let faults = self.faults(step).await;
        let lines = faults.join("\n  ");
        let (language, address) = (self.language().tag(), self.address().await);
        assert!(faults.is_empty(), "{}-{step}-{language} at {address}:\n  {lines}", self.flow);
        let script = "return [document.body.dataset.page ?? '', \
            document.getElementById('problem')?.dataset.problem ?? '']";
        let shown = self.run(script, Vec::new()).await;
        let text = |at: usize| shown[at].as_str().expect("a word").to_owned();
        seen::note(self.language(), text(0), text(1));
    }

    async fn faults(&self, step: &str) -> Vec<String> {
        let ready = "return document.readyState === 'complete' || null";
        let loaded = eventually(async || self.run(ready, Vec::new()).await.as_bool()).await;
        assert!(loaded.is_some(), "{} does not load", self.address().await);
        let mut faults = self.console().await;
        faults.extend(self.demands().await);
        for (device, size) in [("phone", PHONE), ("narrow", NARROW), ("desktop", DESKTOP)] {
            self.resize(size, device == "phone").await;
            faults.extend(self.overflow(size.0).await.map(|how| format!("{device}: {how}")));
            if device != "narrow" && *PICTURES {
                self.photograph(step, device, size).await;
            }
        }
        faults.extend(self.violations().await);
        faults
    }

    async fn demands(&self) -> Vec<String> {
        let language = self.language();
        let arguments = vec![json!(language.tag()), json!(language.error_mark())];
        let found = self.run(DEMANDS, arguments).await;
        serde_json::from_value(found).expect("a list of lines")
    }

    /// Errors and breaches of the content security policy since the last look.
    async fn console(&self) -> Vec<String> {
        let entries = self.driver.get_log("browser").await.expect("the browser keeps a log");
        // A page that was refused comes with a status of 400 and more: that is no fault of the page.
        let is_status = |text: &str| text.contains("the server responded with a status of");
        entries
            .into_iter()
            .filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"))
            .filter(|entry| !is_status(&entry.message))
            .map(|entry| format!("console: {} {}", entry.level, entry.message))
            .collect()
    }

    /// Whether the page is wider than its window; one that does not adapt to a phone is.
    async fn overflow(&self, window: u32) -> Option<String> {
        let script = "return document.documentElement.scrollWidth";
        let width = self.run(script, Vec::new()).await.as_u64().expect("a width");
        (width > window.into()).then(|| format!("{width} px wide in {window} px"))
    }

    /// The whole page, even where it is longer than the window.
    async fn photograph(&self, step: &str, device: &str, size: (u32, u32, u32)) {
        let script = "return document.documentElement.scrollHeight";
        let height = self.run(script, Vec::new()).await.as_u64().expect("a height");
        let height = u32::try_from(height).expect("a height").max(size.1);
        self.resize((size.0, height, size.2), device == "phone").await;
        let name = format!("{}-{step}-{}-{device}.png", self.flow, self.language().tag());
        self.driver.screenshot(&screenshots().join(name)).await.expect("a picture");
        if device == "desktop" {
            self.emulate_scheme("dark").await;
            let name = format!("{}-{step}-{}-dark.png", self.flow, self.language().tag());
            self.driver.screenshot(&screenshots().join(name)).await.expect("a picture");
            self.emulate_scheme("light").await;
        }
    }

    /// Whether scripts of pages run that are opened from now on; those of the tests always do.
    pub(crate) async fn let_scripts_run(&self, run: bool) {
        self.dev_tools("Emulation.setScriptExecutionDisabled", json!({ "value": !run })).await;
    }

    pub(super) async fn emulate_scheme(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.dev_tools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    pub(crate) async fn resize(&self, size: (u32, u32, u32), mobile: bool) {
        let (width, height, ratio) = size;
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": ratio, "mobile": mobile,
        });
        self.dev_tools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Forgets everything that the walk left in the browser.
    pub(super) async fn wipe(&self) {
        let windows = self.driver.windows().await.expect("windows");
        let (last, others) = windows.split_last().expect("a window");
        for window in others {
            self.driver.switch_to_window(window.clone()).await.expect("a window");
            self.driver.close_window().await.expect("it closes");
        }
        self.driver.switch_to_window(last.clone()).await.expect("a window");
        self.open("about:blank").await;
        self.dev_tools("Network.clearBrowserCookies", json!({})).await;
        self.dev_tools("Emulation.clearDeviceMetricsOverride", json!({})).await;
        self.dev_tools("Emulation.setEmulatedMedia", json!({ "features": [] })).await;
        self.driver.get_log("browser").await.expect("the browser keeps a log");
    }

    async fn dev_tools(&self, name: &'static str, parameters: Value) {
        let command = Command::ExtensionCommand(Box::new(DevTools(name, parameters)));
        self.driver.handle().cmd(command).await.expect(name);
    }
}

/// The checks would look green too if they saw nothing.
#[tokio::test]
async fn a_bad_page_is_seen_through() {
    let page = "data:text/html;charset=utf-8,<title>Bad</title><div style='width:500px'>wide</div>\
        <h1>One</h1><h1>Two</h1><input id=otp maxlength=6><p id=problem role=alert>Oh</p>\
        <p style='color:%23999'>pale</p><script>console.error('loud')</script>";
    browse(Browser::speaking(Language::English), "bad", async |browser| {
        browser.open(page).await;
        let faults = browser.faults("page").await.join("\n");
        let seen = [
            "lang is",
            "2 h1",
            "0 main",
            "no label",
            "maxlength",
            "an error, and",
            "script or style",
        ];
        let measured = ["#otp: autocomplete", "phone: 980", "narrow: 50", "console: SEVERE"];
        let by_axe = ["html-has-lang", "color-contrast", "label: "];
        let by_axe = by_axe.iter().filter(|_| axe::axe().is_ok());
        for expected in seen.iter().chain(&measured).chain(by_axe) {
            assert!(faults.contains(expected), "{expected} is not among\n{faults}");
        }
    })
    .await;
}
