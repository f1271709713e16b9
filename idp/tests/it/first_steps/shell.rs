//! One shell for all commands of the page: what one exports, the next finds.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub(super) struct Shell {
    child: Child,
    /// When this is closed, the shell ends, and all that it started.
    words: Option<ChildStdin>,
    told: BufReader<ChildStdout>,
}

const DONE: &str = "@@ done";

impl Shell {
    pub(super) fn start(folder: &Path) -> Self {
        let mut child = Command::new("sh")
            .process_group(0)
            .current_dir(folder)
            .env_remove("SEKISHO_CONFIG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut words = child.stdin.take().unwrap();
        writeln!(words, "trap 'trap - TERM; kill -- -$$' EXIT").unwrap();
        let told = BufReader::new(child.stdout.take().unwrap());
        Self { child, words: Some(words), told }
    }

    /// Runs commands, and returns what they print. They must succeed.
    pub(super) fn run(&mut self, commands: &str) -> String {
        let (text, status) = self.tried(commands);
        assert_eq!(status, "0", "{commands}\n{text}");
        text
    }

    /// The same for commands that may fail, with the status of the last.
    pub(super) fn tried(&mut self, commands: &str) -> (String, String) {
        let words = self.words.as_mut().unwrap();
        writeln!(words, "{{\n{commands}\n}} 2>&1 </dev/null; echo \"{DONE} $?\"").unwrap();
        words.flush().unwrap();
        let mut text = String::new();
        loop {
            let mut line = String::new();
            let read = self.told.read_line(&mut line).unwrap();
            assert!(read > 0, "the shell ended: {commands}\n{text}");
            if let Some(status) = line.strip_prefix(DONE) {
                return (text, status.trim().to_owned());
            }
            text.push_str(&line);
        }
    }

    /// Lets a command run on, as in a terminal of its own.
    pub(super) fn leave(&mut self, command: &str, log: &Path) {
        self.run(&format!("{command} >'{}' 2>&1 &", log.display()));
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        self.words = None;
        let _ = self.child.wait();
    }
}
