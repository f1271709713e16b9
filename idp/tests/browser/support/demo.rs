//! The program's demo, started once for all walks, and its command line.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

use super::guard::Guarded;
use super::page::eventually;

const PROGRAM: &str = env!("CARGO_BIN_EXE_sekisho");

/// The password of every user that a walk makes.
pub(crate) const PASSWORD: &str = "kamome-no-suidou-8K";

pub(crate) struct Demo {
    _running: Guarded,
    folder: PathBuf,
    pub(crate) base: String,
    pub(crate) website: String,
    pub(crate) mailbox: String,
    mailbox_json: String,
    /// The address that asks for a certificate, and the file of the authority that its server is known by.
    pub(crate) certificate: (String, String),
    /// Whoever administers: user ID, password, and where.
    pub(crate) administrator: (String, String, String),
}

/// A user that belongs to one walk alone.
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) mail: Vec<String>,
}

/// A mailed one-time password.
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) code: String,
}

pub(crate) fn demo() -> &'static Demo {
    static DEMO: LazyLock<Demo> = LazyLock::new(Demo::start);
    &DEMO
}

impl Demo {
    fn start() -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let files = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = files.join("browser-demo");
        let data = folder.to_str().expect("a path in UTF-8");
        let command =
            [PROGRAM, "demo", "--port=0", "--website-port=0", "--fresh", "--json", "--data", data];
        let (running, ready) = Guarded::start(&command, &files.join("browser-demo.log"), |line| {
            serde_json::from_str::<Value>(line).ok()
        });
        let text = |name: &str| ready[name].as_str().expect(name).to_owned();
        Self {
            base: text("base"),
            website: text("website"),
            mailbox: text("mailbox"),
            mailbox_json: text("mailbox_json"),
            certificate: (
                ready["certificate"]["address"].as_str().expect("an address").to_owned(),
                ready["certificate"]["ca_file"].as_str().expect("a file").to_owned(),
            ),
            administrator: {
                let text = |name: &str| ready["administrator"][name].as_str().expect(name);
                (text("user_id").into(), text("password").into(), text("console").into())
            },
            folder,
            _running: running,
        }
    }

    /// An address of a tenant.
    pub(crate) fn at(&self, tenant: &str, path: &str) -> String {
        format!("{}/t/{tenant}{path}", self.base)
    }

    /// Makes a user of the tenant with one-time passwords to so many addresses.
    pub(crate) fn user(&self, tenant: &str, addresses: usize) -> User {
        static MADE: AtomicU32 = AtomicU32::new(31);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let id = format!("p-02-usr{number:03}");
        let mail: Vec<_> =
            (1..=addresses).map(|one| format!("walker{number}.{one}@mail.example")).collect();
        let mut words = vec!["user", "create", "--user-id", &id, "--password-stdin"];
        words.extend(mail.iter().flat_map(|address| ["--mail", address]));
        self.run(tenant, &words, PASSWORD);
        User { id, mail }
    }

    /// Runs the command line on the demo's folder, beside the running demo.
    pub(crate) fn run(&self, tenant: &str, words: &[&str], input: &str) -> Value {
        let mut child = Command::new(PROGRAM)
            .args(words)
            .args(["--tenant", tenant, "--json", "--data"])
            .arg(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command line starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(input.as_bytes()).expect("the input is read");
        drop(stdin);
        let output = child.wait_with_output().expect("the command line ends");
        assert!(output.status.success(), "{words:?}: {}", output.status);
        serde_json::from_slice(&output.stdout).expect("the command line prints JSON")
    }

    /// The letter with this reference, as soon as it is there.
    pub(crate) async fn letter(&self, reference: &str) -> Letter {
        assert!(!reference.is_empty(), "the page shows no reference");
        let found = eventually(async || {
            let letters = self.letters().await;
            let letter = letters
                .iter()
                .find(|one| one["subject"].as_str().is_some_and(|text| text.contains(reference)))?;
            let text = |name: &str| Some(letter[name].as_str()?.to_owned());
            Some(Letter { to: text("to")?, code: text("code")? })
        })
        .await;
        found.unwrap_or_else(|| panic!("no letter with reference {reference}"))
    }

    /// The address with `path` in the newest letter to somebody that has one.
    pub(crate) async fn link(&self, to: &str, path: &str) -> String {
        let found = eventually(async || {
            let letters = self.letters().await;
            let texts = letters.iter().filter(|one| one["to"] == *to);
            let texts = texts.filter_map(|one| one["text"].as_str());
            let mut words = texts.flat_map(str::split_whitespace);
            words.find(|word| word.starts_with("http") && word.contains(path)).map(str::to_owned)
        })
        .await;
        found.unwrap_or_else(|| panic!("no letter to {to} with {path}"))
    }

    pub(crate) async fn letters(&self) -> Vec<Value> {
        let answer = reqwest::get(&self.mailbox_json).await.expect("the mailbox answers");
        answer.json().await.expect("the mailbox answers with JSON")
    }
}
