//! The machine and the API that it calls: no person, no browser.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::example::{TENANT, folder, free_port, run};
use crate::support::demo;

#[tokio::test]
async fn a_machine_calls_an_api_by_client_credentials() {
    let port = free_port();
    let api = format!("http://localhost:{port}");
    let files = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (key, keys) = (files.join("machine-key.json"), files.join("machine-keys.json"));
    let _ = std::fs::remove_file(&key);
    let start = folder().join("machine/start");
    let made = machine(&start, "key", &[("KEY", &key)]);
    std::fs::write(&keys, &made.stdout).unwrap();

    let registered = register(
        "Machine",
        &[
            "--token-endpoint-auth-method",
            "private_key_jwt",
            "--jwks",
            keys.to_str().unwrap(),
            "--resource",
            &api,
        ],
    );
    let of_api = register("API", &["--is-resource", &api]);
    let _api = run(&[start.to_str().unwrap(), "api"], &of_api, port);
    let text = |name: &str| PathBuf::from(registered[name].as_str().unwrap());
    let called = machine(
        &start,
        "client",
        &[
            ("ISSUER", &text("issuer")),
            ("CLIENT_ID", &text("client_id")),
            ("PORT", &PathBuf::from(port.to_string())),
            ("KEY", &key),
        ],
    );
    let told = String::from_utf8(called.stdout).unwrap();
    assert!(called.status.success(), "{told}");
    assert!(told.contains("/signature 200") && told.contains("/introspection 200"), "{told}");

    for way in ["/signature", "/introspection"] {
        let client = reqwest::Client::new();
        let without = client.get(format!("{api}{way}")).send().await.unwrap();
        assert_eq!((without.status().as_u16(), challenge(&without)), (401, "Bearer"));
        let wrong = client.get(format!("{api}{way}")).bearer_auth("a.b.c").send().await.unwrap();
        let expected = (401, "Bearer error=\"invalid_token\"");
        assert_eq!((wrong.status().as_u16(), challenge(&wrong)), expected, "{way}");
    }
}

fn register(name: &str, words: &[&str]) -> Value {
    let mut all = vec!["client", "create", "--profile", "service", "--name", name];
    all.extend(words);
    demo().run(TENANT, &all, "")
}

fn machine(start: &Path, part: &str, settings: &[(&str, &PathBuf)]) -> Output {
    let settings = settings.iter().copied();
    Command::new(start).arg(part).envs(settings).output().expect("the machine starts")
}

fn challenge(answer: &reqwest::Response) -> &str {
    answer.headers()["www-authenticate"].to_str().unwrap()
}
