//! The conformance tester of the Python project scim2 (PyPI `scim2-tester`) against a listener of ours.

use std::process::Command;

use idp::http::layer::client_address::Proxies;
use idp::http::serve::{Limits, Site, serve};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::Scene;
use crate::support::BASE;

/// Prints the problems as JSON, and how many checks there were.
const PROGRAM: &str = r#"
import json, sys
from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

client = SyncSCIMClient(Client(base_url=sys.argv[1], timeout=60, headers={"Authorization": "Bearer " + sys.argv[2]}))
results = check_server(client)
fine = (Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE)
print(json.dumps({"checks": len(results), "problems": [
    f"{one.status.name} {one.title} {one.resource_type}: {one.reason}" for one in results if one.status not in fine]}))
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_scim_tester_finds_nothing() {
    let python = std::env::var_os("SEKISHO_TEST_SMTPD_PYTHON");
    let python = python.expect("SEKISHO_TEST_SMTPD_PYTHON is not set: run ./check");
    let scene = Scene::open().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = scene.at("").replace(BASE, &format!("http://{}", listener.local_addr().unwrap()));
    let router = idp::http::router(scene.idp.app.clone(), Proxies::default());
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve(listener, Site::new(router, Limits::default()), stop.clone()));
    let token = scene.token.clone();
    let run = move || Command::new(python).args(["-c", PROGRAM, &base, &token]).output();
    let output = tokio::task::spawn_blocking(run).await.unwrap().unwrap();
    stop.cancel();
    serving.await.unwrap().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(told["problems"], serde_json::json!([]));
    assert!(told["checks"].as_u64().unwrap() > 100, "{told}");
    scene.idp.letters_may_wait();
}
