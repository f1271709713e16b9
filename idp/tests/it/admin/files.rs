//! The words `plan`, `apply` and `export` by the program itself, and what `docs/files.md` says of the files.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use idp::model::client::members;
use idp::model::declaration::TenantFile;
use idp::model::policy::Policy;
use tempfile::TempDir;

struct Desk(TempDir);

impl Desk {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Says words to the program. Its exit code, and all that it says.
    fn says(&self, words: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sekisho"));
        command.args(words).arg("--data").arg(self.path("data")).current_dir(self.0.path());
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    fn replace(&self, old: &str, new: &str) {
        let file = self.path("files/acme/tenant.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(old), "{old} in {text}");
        std::fs::write(file, text.replace(old, new)).unwrap();
    }
}

#[test]
fn what_was_planned_is_done_and_nothing_else() {
    let desk = Desk(tempfile::tempdir().unwrap());
    std::fs::create_dir(desk.path("data")).unwrap();
    assert_eq!(desk.says(&["migrate", "up"]).0, 0);
    let create = ["tenant", "create", "--slug", "acme", "--name", "Acme", "--preset", "classic"];
    assert_eq!(desk.says(&create).0, 0);
    assert_eq!(desk.says(&["export", "files"]).0, 0);
    assert_eq!(desk.says(&["plan", "files"]), (0, "nothing differs\n".to_owned()));
    desk.replace("history_days = ", "history_days = 1");
    let (code, said) = desk.says(&["plan", "files", "--out", "plan.json"]);
    assert!(code == 2 && said.contains("~ acme: policy.history_days: "), "{code}: {said}");
    // Somebody changes the file again: that was not planned.
    desk.replace("name = \"Acme\"", "name = \"Other\"");
    let (code, said) = desk.says(&["apply", "files", "--plan", "plan.json"]);
    assert!(code == 1 && said.contains("plan again"), "{code}: {said}");
    desk.replace("name = \"Other\"", "name = \"Acme\"");
    assert_eq!(desk.says(&["plan", "files"]).0, 2, "nothing was done");
    let (code, said) = desk.says(&["apply", "files", "--plan", "plan.json"]);
    assert!(code == 0 && said.contains("policy.history_days"), "{code}: {said}");
    assert_eq!(desk.says(&["plan", "files"]).0, 0);
    let (code, said) = desk.says(&["apply", "files", "--plan", "plan.json"]);
    assert!(code == 1 && said.contains("plan again"), "it is done: {code}: {said}");
    desk.replace("history_days = 1", "history_days = 99999");
    let (code, said) = desk.says(&["plan", "files"]);
    assert!(code == 1 && said.contains("tenant.toml:"), "{code}: {said}");
    let (code, said) = desk.says(&["apply", "files", "--plan", "elsewhere.json"]);
    assert!(code == 1 && said.contains("99999") || said.contains("history_days"), "{said}");
}

/// The keys of a table of `docs/files.md`: what stands in backquotes in its first column.
fn documented(heading: &str) -> BTreeSet<String> {
    let text = include_str!("../../../../docs/files.md");
    let section = text.split("\n## ").find(|part| part.starts_with(heading)).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let names = rows.flat_map(|row| row.split(" | ").next().unwrap().split('`').step_by(2));
    names.map(str::to_owned).collect()
}

#[test]
fn the_keys_of_files_are_documented() {
    let named = Some("a.png".to_owned());
    let (name, policy) = ("A".to_owned(), Policy::standard());
    let file = TenantFile { name, logo: named.clone(), seal: named, policy };
    let table = toml::Table::try_from(&file).unwrap();
    assert_eq!(documented("tenant.toml"), table.keys().cloned().collect());
    let members = members::all().map(str::to_owned).collect();
    assert_eq!(documented("Members of a client"), members);
}
