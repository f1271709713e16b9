//! What nobody can do alone, and what nobody can do at all (AD-35, AD-40 to AD-42).

use clap::CommandFactory;
use idp::model::admin::{Deed, Grant, Role};
use idp::usecase::admin::{roles, set_up};
use serde_json::{Value, json};

use super::{Scene, all_scopes, code, described, key};
use crate::support::tenant::{ADMIN, credentials};

/// All names of members that may be sent, of every operation.
fn sent(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let shape = &operation["requestBody"]["content"]["application/json"]["schema"];
            names(document, shape, &mut found, 0);
        }
    }
    found
}

fn names(document: &Value, shape: &Value, found: &mut Vec<String>, depth: u8) {
    if depth > 12 {
        return;
    }
    if let Some(to) = shape["$ref"].as_str() {
        let shape = document.pointer(to.trim_start_matches('#')).unwrap();
        return names(document, shape, found, depth + 1);
    }
    for (name, member) in shape["properties"].as_object().into_iter().flatten() {
        found.push(name.clone());
        names(document, member, found, depth + 1);
    }
    for list in ["oneOf", "anyOf", "allOf"] {
        for one in shape[list].as_array().into_iter().flatten() {
            names(document, one, found, depth + 1);
        }
    }
    names_of_items(document, shape, found, depth);
}

fn names_of_items(document: &Value, shape: &Value, found: &mut Vec<String>, depth: u8) {
    if shape["items"].is_object() {
        names(document, &shape["items"], found, depth + 1);
    }
}

/// AD-35: an authority is the tenant's own, made by the server; nobody brings one, and nobody has another tenant's issue.
#[tokio::test]
async fn nobody_brings_an_authority() {
    let scene = Scene::set().await;
    let names = sent(&described(&scene.idp).await);
    assert!(names.iter().any(|name| name == "csr"), "the shapes are walked: {names:?}");
    for name in &names {
        let trusted = ["authorit", "anchor", "trust", "ca_", "root", "chain"];
        assert!(!trusted.iter().any(|word| name.contains(word)), "{name}");
    }
    let owner = key(&scene.acme, Role::Owner, &all_scopes()).await;
    let theirs = scene.other.certificate_user("theirs").await.user.id;
    let ours = scene.acme.certificate_user("ours").await.user.id;
    let issue = || Some(json!({ "device": 1 }));
    let at = |tenant: &str, id| format!("/tenants/{tenant}/users/{id}/certificates");
    assert_eq!(scene.by(&owner, "POST", &at("acme", ours), issue()).await.status(), 201);
    assert_eq!(scene.by(&owner, "POST", &at("acme", theirs), issue()).await.status(), 404);
    let page = scene.by(&owner, "POST", &at("other", theirs), issue()).await;
    assert_eq!((page.status(), code(&page).as_str()), (401, "invalid_token"));
    let mut policy = json!(super::policy());
    policy["client_authorities"] = json!(["-----BEGIN CERTIFICATE-----"]);
    let page = scene.by(&owner, "PUT", "/tenants/acme/policy", Some(policy)).await;
    assert_eq!((page.status(), code(&page).as_str()), (422, "invalid"), "{page:?}");
    let patch = Some(json!({ "metadata": { "client_authorities": ["x"] } }));
    let at = format!("/tenants/acme/clients/{}", scene.portal.id());
    assert_eq!(scene.by(&owner, "PATCH", &at, patch).await.status(), 422);
}

/// AD-40: what four eyes would have to guard is not there: no key leaves, nothing is done to everybody at once, and the
/// code of the first day is gone once somebody runs the installation.
#[tokio::test]
async fn no_key_leaves_and_nothing_is_done_to_everybody() {
    let scene = Scene::set().await;
    let document = described(&scene.idp).await;
    let exports: Vec<_> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .filter(|path| path.contains("export") || path.contains("table"))
        .collect();
    assert_eq!(
        exports,
        ["/api/v1/tenants/{tenant}/audit/export", "/api/v1/tenants/{tenant}/user-table",]
    );
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let word = operation["operationId"].as_str().unwrap();
            let of_people = word.starts_with("user.") && !word.contains("port");
            let beside = ["user.list", "user.create"].contains(&word);
            assert!(!of_people || beside || path.contains("/users/{id}"), "{word} is for many");
        }
    }
    let keys = scene.ask("GET", "/tenants/acme/keys", None).await;
    for one in keys.json()["items"].as_array().unwrap() {
        let members: Vec<_> = one.as_object().unwrap().keys().map(String::as_str).collect();
        let secret = ["d", "p", "q", "k", "private", "sealed", "pkcs8", "pem"];
        assert!(members.iter().all(|name| !secret.contains(name)), "{members:?}");
    }
    let tree = idp::cli::CommandLine::command();
    for noun in ["key", "certificate"] {
        let noun = tree.find_subcommand(noun).unwrap();
        let verbs: Vec<_> = noun.get_subcommands().map(clap::Command::get_name).collect();
        assert!(verbs.iter().all(|verb| !verb.contains("export")), "{verbs:?}");
    }
    let unlock = tree.find_subcommand("user").unwrap().find_subcommand("unlock").unwrap();
    let named = unlock.get_arguments().find(|one| one.get_id() == "user_id").unwrap();
    assert!(
        named.is_required_set() && named.get_num_args().is_none_or(|range| range.max_values() == 1)
    );
    scene.system.user("boss").await;
    assert!(set_up::code(&scene.idp.app, ADMIN).await.unwrap().is_some());
    let name = idp::model::names::LoginName::parse("boss").unwrap();
    let grant = Grant { role: Role::Operator, over: None };
    roles::grant(&scene.idp.app, &name, grant, ADMIN).await.unwrap();
    assert!(set_up::code(&scene.idp.app, ADMIN).await.unwrap().is_none());
}

/// AD-41: the desk gives half of a lost factor back and the person's own mailbox the other; alone it gets in nowhere.
#[tokio::test]
async fn a_desk_alone_releases_nobody() {
    let scene = Scene::set().await;
    let desk = key(&scene.acme, Role::SupportDesk, &all_scopes()).await;
    let alice = |below: &str| scene.alice_at(below);
    for (method, below, body) in [
        ("PUT", "/devices", json!({ "devices": [{ "mail": "desk@acme.test", "kind": "pc" }] })),
        ("PUT", "/login-method", json!({ "login_method": "password" })),
        ("PUT", "/claims", json!({ "email": "desk@acme.test" })),
        ("PUT", "/user-id", json!({ "user_id": "desk" })),
        ("POST", "/certificates", json!({ "device": 1 })),
    ] {
        let page = scene.by(&desk, method, &alice(below), Some(body)).await;
        assert_eq!((page.status(), code(&page).as_str()), (403, "forbidden_role"), "{below}");
    }
    // Nobody waits, so nobody is vouched for; and who is enrolled is not enrolled again.
    let approve = alice("/approve-reissue");
    let page = scene.by(&desk, "POST", &approve, None).await;
    assert_eq!((page.status(), code(&page).as_str()), (409, "not_possible"), "{page:?}");
    let hand = Some(json!({ "delivery": "caller" }));
    assert_eq!(scene.by(&desk, "POST", &alice("/invite"), hand).await.status(), 409);
    // The half of the person: the link that only her mailbox got, opened in her browser.
    let link = crate::reissue::link(&scene.idp, &scene.acme, &scene.alice).await;
    let mut hers = crate::reissue::confirmed(&scene.idp, &link).await;
    assert!(!hers.page().has("#new-password"));
    let mut desks = scene.idp.browser();
    assert_eq!(scene.by(&desk, "POST", &approve, None).await.status(), 204);
    for at in [link.clone(), scene.acme.at("/reissue/continue")] {
        assert!(!desks.open(&at).await.has("#new-password"), "the desk's own browser");
    }
    assert!(hers.open(scene.acme.at("/reissue/continue")).await.has("#new-password"));
    let events = scene.acme.audit().await;
    let vouched = events.iter().find(|one| one.action == "user.approve_reissue").unwrap();
    assert_eq!(vouched.actor, "api-key:acme-support_desk");
    // Nobody was signed in by it, and the old password still stands beside the second factor.
    let mut browser = scene.acme.at_login(&scene.portal).await;
    let page = browser.submit("/password", &credentials(&scene.alice)).await;
    assert!(page.has("#otp"), "{page:?}");
    scene.idp.deliver().await;
}

/// AD-42: whoever looks over the trail changes nothing, whoever changes something stands in it, and no door writes it.
#[tokio::test]
async fn nobody_rewrites_the_trail() {
    let scene = Scene::set().await;
    for deed in Deed::ALL {
        let reads = deed.scope().as_str().ends_with(":read");
        assert!(reads || !deed.roles().contains(&Role::Auditor), "{deed:?}");
    }
    let auditor = key(&scene.acme, Role::Auditor, &all_scopes()).await;
    scene.ask("POST", &scene.alice_at("/unlock"), None).await;
    let page = scene.by(&auditor, "GET", "/tenants/acme/audit?action=user.unlock", None).await;
    let event = page.json()["items"][0].clone();
    assert_eq!(
        event["actor"], "api-key:system-operator",
        "the operator too, and the owner sees it"
    );
    let id = event["id"].as_str().unwrap();
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        for at in ["/tenants/acme/audit".to_owned(), format!("/tenants/acme/audit/{id}")] {
            let page = scene.ask(method, &at, Some(json!({}))).await;
            assert!([404, 405].contains(&page.status()), "{method} {at} {page:?}");
        }
    }
    let tree = idp::cli::CommandLine::command();
    let verbs = tree.find_subcommand("audit").unwrap().get_subcommands();
    let verbs: Vec<_> = verbs.map(clap::Command::get_name).collect();
    assert_eq!(verbs, ["list", "export", "verify"]);
    // What leaves is noted, and the chain tells what was taken out.
    let page = scene.by(&auditor, "GET", "/tenants/acme/audit/export", None).await;
    assert_eq!(page.status(), 200);
    let events = scene.acme.audit().await;
    let left = events.iter().find(|one| one.action == "audit.export").unwrap();
    assert_eq!(left.actor, "api-key:acme-auditor");
}
