//! What others make of our documents, and we of theirs: OpenSSL, NSS (of Firefox and Chromium) and
//! Java. Where one of them is missing, these tests fail.

mod bundles;
mod certificates;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use keys::ca::{Authority, Certificate, Profile, Request, pem};
use tempfile::TempDir;

use crate::support::{DAY, System, profile};

/// A folder with an authority that is valid now: these programs look at the clock.
struct Desk {
    folder: TempDir,
    authority: Authority,
    now: i64,
}

impl Desk {
    #[expect(clippy::disallowed_methods, reason = "the programs look at the clock, too")]
    fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let now = i64::try_from(now).unwrap();
        let authority = Authority::create("Acme Client CA", now, &System).unwrap();
        let desk = Self { folder: TempDir::new().unwrap(), authority, now };
        desk.put("ca.pem", pem(desk.authority.certificate_der()).unwrap().as_bytes());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, content: &[u8]) {
        std::fs::write(self.path(name), content).unwrap();
    }

    fn get(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    fn profile(&self) -> Profile<'static> {
        Profile { not_before: self.now - 60, not_after: self.now + 30 * DAY, ..profile() }
    }

    /// Issues a certificate for `request` and puts it into the folder.
    fn issue(&self, name: &str, request: &Request) -> Certificate {
        let leaf = self.authority.issue(request, &self.profile()).unwrap();
        self.put(name, pem(&leaf.der).unwrap().as_bytes());
        leaf
    }

    /// Runs a program in the folder and gives whether it succeeded and all that it printed.
    fn run(&self, line: &str) -> (bool, String) {
        let mut words = line.split_whitespace();
        let program = words.next().unwrap();
        let output = Command::new(program)
            .args(words)
            .current_dir(Path::new(self.folder.path()))
            .env("LC_ALL", "C.UTF-8")
            .output();
        assert!(output.is_ok(), "{program}: {output:?}; ./check installs it");
        let output = output.unwrap();
        let printed = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&printed).into_owned())
    }

    /// Runs a program that has to succeed.
    fn done(&self, line: &str) -> String {
        let (succeeded, printed) = self.run(line);
        assert!(succeeded, "{line}\n{printed}");
        printed
    }
}
