//! What the README says was tested is what the lock files hold.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stop a test the way tests do"
)]

use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The row of the README that begins with a link to the example.
fn row(example: &str) -> String {
    let readme = read("../README.md");
    let link = format!("](examples/{example})");
    let mut rows = readme.lines().filter(|line| line.starts_with("| [") && line.contains(&link));
    rows.next().unwrap_or_else(|| panic!("no row for {example}")).to_owned()
}

fn npm(example: &str, package: &str) -> String {
    let lock: serde_json::Value =
        serde_json::from_str(&read(&format!("{example}/package-lock.json"))).unwrap();
    let version = &lock["packages"][format!("node_modules/{package}")]["version"];
    format!("{package} {}", version.as_str().unwrap())
}

#[test]
fn the_versions_in_the_readme_are_those_of_the_lock_files() {
    let cargo = read("../Cargo.lock");
    let after = cargo.split("name = \"openidconnect\"\nversion = \"").nth(1).unwrap();
    let openidconnect = format!("openidconnect {}", after.split('"').next().unwrap());
    let python = read("python/requirements.txt");
    let authlib = python.lines().find(|line| line.starts_with("Authlib")).unwrap();
    for (example, expected) in [
        ("src/bin/minimal.rs", openidconnect),
        ("node/website.js", npm("node", "openid-client")),
        ("spa/app.js", npm("spa", "oauth4webapi")),
        ("machine/client.js", npm("machine", "openid-client")),
        ("machine/client.js", npm("machine", "oauth4webapi")),
        ("python/website.py", authlib.replace("==", " ")),
    ] {
        let row = row(example);
        assert!(row.contains(&format!("{expected} ")), "{expected} is not in: {row}");
    }
}

/// A lock file holds for every mirror, so it names none.
#[test]
fn lock_files_name_no_registry() {
    for example in ["node", "spa", "machine"] {
        assert!(
            !read(&format!("{example}/package-lock.json")).contains("\"resolved\""),
            "{example}"
        );
        assert!(
            read(&format!("{example}/.npmrc")).contains("omit-lockfile-registry-resolved=true")
        );
    }
    assert!(!read("python/requirements.txt").contains("://"));
}
