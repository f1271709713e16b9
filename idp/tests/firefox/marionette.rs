//! Firefox by its own remote protocol, Marionette: one TCP connection, messages of JSON behind their length.

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::engines::{Window, picture};
use crate::guard::Guarded;

/// A browser with a profile of its own.
pub(crate) struct Firefox {
    to: TcpStream,
    from: BufReader<TcpStream>,
    sent: u64,
    _running: Guarded,
}

const PATIENCE: Duration = Duration::from_mins(1);

impl Firefox {
    /// Starts Firefox on a profile; it takes the certificate that fits without asking.
    pub(crate) fn start(profile: &Path, port: u16) -> Self {
        let settings = format!(
            "user_pref(\"marionette.port\", {port});\n\
             user_pref(\"security.default_personal_cert\", \"Select Automatically\");\n\
             user_pref(\"intl.accept_languages\", \"ja\");\n\
             user_pref(\"datareporting.policy.dataSubmissionEnabled\", false);\n"
        );
        std::fs::write(profile.join("user.js"), settings).unwrap();
        let folder = profile.to_str().unwrap();
        let command = [
            "env",
            "HOME",
            "firefox-esr",
            "--headless",
            "--marionette",
            "--remote-allow-system-access",
            "--no-remote",
            "--profile",
        ];
        let home = format!("HOME={folder}");
        let mut command: Vec<&str> = command.into();
        command[1] = &home;
        command.push(folder);
        // It says nothing by which it could be known to be ready: the port answers.
        let script = format!("{} & echo started; wait", command.join(" "));
        let log = profile.join("firefox.log");
        let (running, ()) =
            Guarded::start(&["sh", "-c", &script], &log, |line| (line == "started").then_some(()));
        let to = connect(port);
        let from = BufReader::new(to.try_clone().unwrap());
        let mut firefox = Self { to, from, sent: 0, _running: running };
        firefox.read();
        let wanted = json!({ "capabilities": { "alwaysMatch": { "acceptInsecureCerts": false } } });
        firefox.call("WebDriver:NewSession", &wanted).unwrap();
        firefox
    }

    /// Those of this page's host.
    pub(crate) fn forget_cookies(&mut self) {
        self.call("WebDriver:DeleteAllCookies", &json!({})).unwrap();
    }

    /// From the next page on.
    pub(crate) fn switch_scripts_off(&mut self) {
        let context = |value: &str| json!({ "value": value });
        self.call("Marionette:SetContext", &context("chrome")).unwrap();
        let script = "Services.prefs.setBoolPref('javascript.enabled', false);";
        self.call("WebDriver:ExecuteScript", &json!({ "script": script, "args": [] })).unwrap();
        self.call("Marionette:SetContext", &context("content")).unwrap();
    }

    fn click(&mut self, selector: &str) {
        let element = self.element(selector);
        self.call("WebDriver:ElementClick", &json!({ "id": element })).unwrap();
    }

    /// The element, as soon as it is there.
    fn element(&mut self, selector: &str) -> String {
        let begun = Instant::now();
        let wanted = json!({ "using": "css selector", "value": selector });
        loop {
            if let Ok(found) = self.call("WebDriver:FindElement", &wanted) {
                let found = found["value"].as_object().unwrap().values().next().unwrap();
                return found.as_str().unwrap().to_owned();
            }
            if begun.elapsed() > PATIENCE {
                let at = self.call("WebDriver:GetCurrentURL", &json!({}));
                panic!("no {selector} at {at:?}");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn call(&mut self, command: &str, parameters: &Value) -> Result<Value, Value> {
        self.sent += 1;
        let message = json!([0, self.sent, command, parameters]).to_string();
        write!(self.to, "{}:{message}", message.len()).unwrap();
        let answer = self.read();
        if answer[2].is_null() { Ok(answer[3].clone()) } else { Err(answer[2].clone()) }
    }

    fn read(&mut self) -> Value {
        let mut length = String::new();
        loop {
            let mut byte = [0];
            self.from.read_exact(&mut byte).unwrap();
            if byte[0] == b':' {
                break;
            }
            length.push(char::from(byte[0]));
        }
        let mut message = vec![0; length.parse().unwrap()];
        self.from.read_exact(&mut message).unwrap();
        serde_json::from_slice(&message).unwrap()
    }
}

impl Window for Firefox {
    async fn open(&mut self, address: &str) {
        self.call("WebDriver:Navigate", &json!({ "url": address })).unwrap();
    }

    async fn address(&mut self) -> String {
        let found = self.call("WebDriver:GetCurrentURL", &json!({})).unwrap();
        found["value"].as_str().unwrap().to_owned()
    }

    async fn fill(&mut self, id: &str, text: &str) {
        let element = self.element(&format!("#{id}"));
        self.call("WebDriver:ElementClear", &json!({ "id": element })).unwrap();
        let keys = json!({ "id": element, "text": text });
        self.call("WebDriver:ElementSendKeys", &keys).unwrap();
    }

    async fn mark(&mut self, selector: &str) {
        self.click(selector);
    }

    async fn press(&mut self, id: &str) {
        let before = self.element("html");
        self.click(&format!("#{id}"));
        let begun = Instant::now();
        while self.call("WebDriver:GetElementTagName", &json!({ "id": before })).is_ok() {
            assert!(begun.elapsed() < PATIENCE, "#{id} led nowhere");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    async fn text(&mut self, id: &str) -> String {
        let element = self.element(&format!("#{id}"));
        let text = self.call("WebDriver:GetElementText", &json!({ "id": element })).unwrap();
        text["value"].as_str().unwrap().to_owned()
    }

    async fn attribute(&mut self, id: &str, name: &str) -> String {
        let wanted = json!({ "id": self.element(&format!("#{id}")), "name": name });
        let found = self.call("WebDriver:GetElementAttribute", &wanted).unwrap();
        found["value"].as_str().unwrap_or_default().to_owned()
    }

    async fn picture(&mut self, name: &str) {
        if let Some(file) = picture("firefox", name) {
            self.element("main");
            let wanted = json!({ "full": true });
            let taken = self.call("WebDriver:TakeScreenshot", &wanted).unwrap();
            let taken = STANDARD.decode(taken["value"].as_str().unwrap()).unwrap();
            std::fs::write(file, taken).unwrap();
        }
    }
}

fn connect(port: u16) -> TcpStream {
    let begun = Instant::now();
    loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => return stream,
            Err(error) if begun.elapsed() > PATIENCE * 2 => panic!("Firefox: {error}"),
            Err(_) => std::thread::sleep(Duration::from_millis(200)),
        }
    }
}
