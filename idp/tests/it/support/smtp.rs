//! A real SMTP server: aiosmtpd in a Python of its own, which prints every letter as a line of JSON.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;

pub struct SmtpServer {
    pub port: u16,
    child: Child,
    /// When this is closed, the server ends.
    lifeline: Option<ChildStdin>,
    lines: BufReader<ChildStdout>,
}

/// A letter as it came in.
#[derive(Debug, Deserialize)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    /// The headers as they stood on the wire.
    pub head: String,
    pub subject: String,
    pub message_id: String,
    pub text: String,
    pub html: String,
}

const PROGRAM: &str = r#"
import email, email.policy, json, sys
from aiosmtpd.controller import Controller

class Handler:
    async def handle_DATA(self, server, session, envelope):
        raw = envelope.original_content
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        part = lambda kind: mail.get_body((kind,)).get_content()
        head = raw.split(b"\r\n\r\n", 1)[0].decode("ascii")
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "head": head,
            "subject": str(mail["subject"]), "message_id": str(mail["message-id"]),
            "text": part("plain"), "html": part("html")}), flush=True)
        return "250 OK"

controller = Controller(Handler(), hostname="127.0.0.1", port=int(sys.argv[1]))
controller.start()
print(controller.server.sockets[0].getsockname()[1], flush=True)
sys.stdin.read()
controller.stop()
"#;

impl SmtpServer {
    /// On a free port, or, after it was down, on the same.
    pub fn start(port: u16) -> Self {
        let python = std::env::var_os("SEKISHO_TEST_SMTPD_PYTHON");
        let python = python.expect("SEKISHO_TEST_SMTPD_PYTHON is not set: run ./check");
        // A port that is known to be free: aiosmtpd calls itself to see that it is up.
        let free = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let port = if port == 0 { free().port() } else { port };
        let mut child = Command::new(python)
            .args(["-c", PROGRAM, &port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lifeline = child.stdin.take();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("the port of aiosmtpd");
        Self { port, child, lifeline, lines }
    }

    /// Waits for the next letter.
    pub fn receive(&mut self) -> Received {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("no letter: {line:?}"))
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let ended = self.child.wait();
        assert!(ended.is_ok() || std::thread::panicking());
    }
}
