//! Starts the built program's demo on free ports and writes the configuration to judge it with.

mod proxy;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use conformance::config::Layers;
use conformance::prepare::Demo;
use conformance::report::Report;
use conformance::run::{Choice, Run};
use serde_json::{Value, json};

pub(crate) use proxy::{Answered, Fault, Sent, proxy};

/// Where static clients say they are; the browser never goes there.
pub(crate) const BASE: &str = "https://localhost:9443";

/// A running demo. It ends with the test.
pub(crate) struct Provider {
    child: Child,
    folder: PathBuf,
    pub(crate) demo: Demo,
}

impl Provider {
    pub(crate) fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("sekisho-conformance-{}", unique()));
        // What it says on its way is shown where it does not come up.
        let log = folder.with_extension("log");
        let mut child = Command::new(program())
            .args(["demo", "--port", "0", "--website-port", "0", "--certificate-port", "0"])
            .args(["--fresh", "--json", "--data"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said = std::fs::read_to_string(&log).unwrap();
        assert!(!line.is_empty(), "the demo did not come up:\n{said}");
        let ready = serde_json::from_str(&line).expect("the demo tells what it has");
        std::fs::remove_file(&log).unwrap();
        let demo = Demo { ready, sekisho: program(), suite: BASE.to_owned() };
        Self { child, folder, demo }
    }

    /// Runs a plan, or one module of it.
    pub(crate) async fn judge(&self, config: &Value, plan: &str, module: Option<&str>) -> Report {
        let layers = Layers::of(config.clone()).unwrap();
        let run = Run::begin(self.demo.issuer().unwrap(), layers).await.unwrap();
        let choice =
            Choice { plan: Some(plan.to_owned()), module: module.map(str::to_owned), jobs: 6 };
        run.judge(&choice).await.unwrap()
    }
}

/// A configuration whose requests go through a proxy.
pub(crate) fn through(mut config: Value, proxy: &str) -> Value {
    config["options"]["proxy"] = json!(proxy);
    config
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The program beside this test, in the same target folder.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.ancestors().nth(2).unwrap().join("sekisho");
    assert!(program.exists(), "{} is missing; build it first: cargo build", program.display());
    program
}

fn unique() -> String {
    let nanos = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    format!("{}-{nanos}", std::process::id())
}
