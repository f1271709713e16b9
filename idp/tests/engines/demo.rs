//! The program's demo for one browser: started, spoken to by its command line, its mailbox read.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::guard::Guarded;

/// The password of every user that a walk makes.
pub(crate) const PASSWORD: &str = "kamome-no-suidou-8K";

pub(crate) struct Demo {
    pub(crate) ready: Value,
    data: PathBuf,
    client: reqwest::Client,
    _running: Guarded,
}

/// A folder of the tests' own, empty.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Demo {
    pub(crate) fn start(name: &str, more: &[&str]) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let files = folder(name);
        let data = files.join("data");
        let ports = ["--port=0", "--website-port=0", "--certificate-port=0"];
        let mut command = vec![env!("CARGO_BIN_EXE_sekisho"), "demo", "--fresh", "--json"];
        command.extend(ports.iter().chain(more));
        command.extend(["--data", data.to_str().unwrap()]);
        let (running, ready) = Guarded::start(&command, &files.join("demo.log"), |line| {
            serde_json::from_str::<Value>(line).ok()
        });
        let client = reqwest::Client::builder();
        let authority = ready["certificate"]["ca_file"].as_str().unwrap();
        let authority = reqwest::Certificate::from_pem(&std::fs::read(authority).unwrap()).unwrap();
        let client = client.tls_certs_only([authority]).build().unwrap();
        Self { ready, data, client, _running: running }
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap()
    }

    /// An address of the classic tenant.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.ready["tenants"][0]["issuer"].as_str().unwrap())
    }

    /// Runs the command line beside the demo.
    pub(crate) fn run(&self, words: &[&str], input: &str) -> Value {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sekisho"))
            .args(words)
            .args(["--tenant", "demo", "--json", "--data"])
            .arg(&self.data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", output.status);
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The code in the letter with the reference.
    pub(crate) async fn code(&self, reference: &str) -> String {
        assert!(!reference.is_empty(), "the page shows no reference");
        self.letter(|one| {
            let here = one["subject"].as_str()?.contains(reference);
            here.then(|| one["code"].as_str().unwrap().to_owned())
        })
        .await
    }

    /// The address with `path` in the newest letter to somebody.
    pub(crate) async fn link(&self, to: &str, path: &str) -> String {
        self.letter(|one| {
            let mut words = one["text"].as_str()?.split_whitespace();
            let link = words.find(|word| word.starts_with("http") && word.contains(path))?;
            (one["to"] == *to).then(|| link.to_owned())
        })
        .await
    }

    /// What the newest letter that `wanted` likes says.
    async fn letter<T>(&self, wanted: impl Fn(&Value) -> Option<T>) -> T {
        for _ in 0..300 {
            let letters = self.client.get(self.text("mailbox_json")).send().await.unwrap();
            let letters: Vec<Value> = letters.json().await.unwrap();
            if let Some(found) = letters.iter().find_map(&wanted) {
                return found;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the letter did not come")
    }
}
