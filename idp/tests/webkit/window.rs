//! WebKitGTK's small browser, driven by WebDriver on a virtual display.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::{By, Capabilities, WebDriver, WebElement};

use crate::engines::{Window, demo, picture};
use crate::guard::Guarded;

const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Safari {
    driver: WebDriver,
    _running: [Guarded; 2],
}

impl Safari {
    pub(crate) async fn start() -> Self {
        let files = demo::folder("webkit");
        // The server looks for a free display itself, and tells which.
        let size = "1280x900x24";
        let command = ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"];
        let (display, number) = Guarded::start(&command, &files.join("xvfb.log"), |line| {
            line.trim().parse::<u16>().ok()
        });
        let port = free_port();
        let home = format!("HOME={}", files.display());
        let script = format!(
            "env '{home}' DISPLAY=:{number} LANG=C.UTF-8 LANGUAGE=ja LIBGL_ALWAYS_SOFTWARE=1 \
             WebKitWebDriver --host=127.0.0.1 --port={port} & echo started; wait"
        );
        let command = ["sh", "-c", &script];
        let (driver, ()) = Guarded::start(&command, &files.join("driver.log"), |line| {
            (line == "started").then_some(())
        });
        let running = [display, driver];
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < PATIENCE, "WebKitWebDriver does not listen");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities())
            .request_timeout(PATIENCE * 2)
            .connect()
            .await
            .expect("WebKit starts");
        Self { driver, _running: running }
    }

    pub(crate) async fn quit(self) {
        self.driver.quit().await.unwrap();
    }

    /// The element, as soon as it is there.
    async fn element(&self, selector: &str) -> WebElement {
        let begun = Instant::now();
        loop {
            if let Ok(found) = self.driver.find(By::Css(selector.to_owned())).await {
                return found;
            }
            if begun.elapsed() > PATIENCE {
                panic!("no {selector} at {:?}", self.driver.current_url().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Window for Safari {
    async fn open(&mut self, address: &str) {
        self.driver.goto(address).await.unwrap();
    }

    async fn address(&mut self) -> String {
        self.driver.current_url().await.unwrap().to_string()
    }

    async fn fill(&mut self, id: &str, text: &str) {
        let field = self.element(&format!("#{id}")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
        let stands = field.prop("value").await.unwrap();
        assert_eq!(stands.as_deref(), Some(text), "what was typed into #{id}");
    }

    async fn mark(&mut self, selector: &str) {
        self.element(selector).await.click().await.unwrap();
    }

    async fn press(&mut self, id: &str) {
        let button = self.element(&format!("#{id}")).await;
        let before = self.element("html").await;
        button.click().await.unwrap();
        let begun = Instant::now();
        while before.tag_name().await.is_ok() {
            assert!(begun.elapsed() < PATIENCE, "#{id} led nowhere");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn text(&mut self, id: &str) -> String {
        self.element(&format!("#{id}")).await.text().await.unwrap()
    }

    async fn attribute(&mut self, id: &str, name: &str) -> String {
        let found = self.element(&format!("#{id}")).await.attr(name.to_owned()).await.unwrap();
        found.unwrap_or_default()
    }

    async fn picture(&mut self, name: &str) {
        if let Some(file) = picture("webkit", name) {
            self.element("main").await;
            // A picture that is taken at once shows the page as it was before typing.
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.driver.screenshot(&file).await.unwrap();
        }
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn capabilities() -> Capabilities {
    let wanted = json!({
        "browserName": "MiniBrowser",
        "acceptInsecureCerts": true,
        "webkitgtk:browserOptions": {
            "binary": browser(),
            "args": ["--automation"],
        },
    });
    serde_json::from_value(wanted).unwrap()
}

/// Where Debian keeps it, by architecture.
fn browser() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().filter_map(Result::ok);
    let mut places = folders.map(|one| one.path().join("webkit2gtk-4.1/MiniBrowser"));
    places.find(|file| file.is_file()).expect("the Debian package webkit2gtk-driver is installed")
}
