//! The operations on accounts, tables, letters, webhooks and directories, once right each.

use serde_json::{Value, json};

use idp::usecase::upkeep::deliver_events::deliver;
use idp::usecase::upkeep::seal_audit::seal_all;

use super::deeds::Round;
use crate::support::Page;

/// A table, as it is sent.
pub(super) async fn table(scene: &super::Scene, token: &str, query: &str, csv: &str) -> Page {
    let what = ("POST", format!("/tenants/acme/user-table{query}"));
    let headers = [("content-type", "text/csv")];
    let mut request = super::request(token, (what.0, &what.1), &headers, None);
    *request.body_mut() = axum::body::Body::from(csv.to_owned());
    scene.idp.door().send(request).await
}

pub(super) async fn all(round: &mut Round) {
    accounts(round).await;
    tables(round).await;
    directories_and_webhooks(round).await;
    letters_and_events(round).await;
}

async fn accounts(round: &mut Round) {
    let new = json!({ "user_id": "jiro", "devices": [{ "mail": "jiro@acme.test", "kind": "pc" }] });
    let create = ("user.create", "POST", "/tenants/acme/users");
    let jiro = round.doing(create, Some(new), 201).await.json();
    let at = |below: &str| format!("/tenants/acme/users/{}{below}", jiro["id"].as_str().unwrap());
    let to = Some(json!({ "user_id": "Jiro2" }));
    let page = round.doing(("user.rename", "PUT", &at("/user-id")), to, 200).await;
    assert_eq!(page.json()["user_id"], "jiro2");
    let devices = json!([{ "mail": "j@acme.test", "kind": "mobile" }, { "mail": "jiro@acme.test", "kind": "pc" }]);
    let put = ("user.addresses", "PUT", &*at("/devices"));
    let page = round.doing(put, Some(json!({ "devices": devices })), 200).await.json();
    let mails: Vec<_> =
        page["devices"].as_array().unwrap().iter().map(|one| &one["mail"]).collect();
    assert_eq!(mails, ["jiro@acme.test", "j@acme.test"]);
    for wrong in
        [json!([]), json!([devices[0], devices[0]]), json!([{ "mail": "x", "kind": "pc" }])]
    {
        let page = round.scene.ask("PUT", &at("/devices"), Some(json!({ "devices": wrong }))).await;
        assert_eq!(page.status(), 422, "{page:?}");
    }
    let taken = Some(json!({ "user_id": "alice" }));
    assert_eq!(round.scene.ask("PUT", &at("/user-id"), taken).await.status(), 409);
    agree(round).await;
    let consent = round.scene.alice_at(&format!("/consents/{}", round.scene.portal.id()));
    round.doing(("user.revoke_consent", "DELETE", &consent), None, 204).await;
    assert_eq!(round.scene.ask("DELETE", &consent, None).await.status(), 404);
    round.doing(("user.remove", "DELETE", &at("")), None, 204).await;
    assert_eq!(round.scene.ask("GET", &at(""), None).await.status(), 404);
}

/// Alice agrees to something at the website.
async fn agree(round: &Round) {
    let (acme, alice) = (round.scene.acme.tenant.id, round.scene.alice.user.id);
    let client = idp::model::ids::ClientId(round.scene.portal.id().to_owned());
    let (scope, app) =
        (idp::wire::scope::Scope::parse("openid email").unwrap(), &round.scene.idp.app);
    let (given, now) = ((&client, &scope), app.now());
    let write = |tx: idp::store::Tx| async move {
        idp::store::consents::save(&tx, acme, alice, given, now).await
    };
    app.database.write(write).await.unwrap();
}

async fn tables(round: &mut Round) {
    let csv = "user_id,mail1,name\ntaro2,taro2@acme.test,=1+1\nalice,,Alice\n";
    let page = table(&round.scene, &round.scene.operator, "?dry_run=true&language=en", csv).await;
    let told = page.json();
    assert_eq!((page.status(), &told["created"], &told["changed"]), (200, &json!(1), &json!(1)));
    assert_eq!(told["differences"][1]["user_id"], "alice", "{told}");
    assert_eq!(told["differences"][1]["fields"][0]["after"], "Alice", "{told}");
    assert_eq!(
        round.scene.ask("GET", "/tenants/acme/users?user_id=taro2", None).await.json()["items"],
        json!([])
    );
    let page = table(&round.scene, &round.scene.operator, "", csv).await;
    assert_eq!((page.status(), &page.json()["created"]), (200, &json!(1)), "{page:?}");
    round.is_noted("user.import").await;
    round.has_done("user.import");
    let wrong = "user_id,mail1\nsaburo,nowhere\nshiro,shiro@acme.test\n";
    let page = table(&round.scene, &round.scene.operator, "?language=en", wrong).await;
    assert_eq!(
        (page.status(), &page.json()["errors"][0]["pointer"]),
        (422, &json!("/2")),
        "{page:?}"
    );
    let page = table(&round.scene, &round.scene.operator, "?skip_wrong=true", wrong).await;
    assert_eq!(
        (&page.json()["created"], &page.json()["wrong"]),
        (&json!(1), &json!(1)),
        "{page:?}"
    );
    let get = ("user.export", "GET", "/tenants/acme/user-table?language=en");
    let page = round.doing(get, None, 200).await;
    assert_eq!(page.header("content-type"), Some("text/csv; charset=utf-8"));
    // EX-01: no cell is a formula.
    assert!(page.body.contains("\"'=1+1\"") && page.body.contains("shiro"), "{page:?}");
    assert!(!page.body.contains("argon2"));
    let get = "/tenants/acme/user-table?language=ja&encoding=cp932";
    let page = round.doing(("user.export", "GET", get), None, 200).await;
    assert_eq!(page.header("content-type"), Some("text/csv; charset=windows-31j"));
    let (text, _, lost) = encoding_rs::SHIFT_JIS.decode(&page.bytes);
    assert!(!lost && text.contains("ユーザID") && text.contains("shiro"), "{text}");
    round.is_noted("user.export").await;
}

async fn directories_and_webhooks(round: &mut Round) {
    let tokens = "/tenants/acme/scim-tokens";
    let terms = Some(json!({ "name": "directory", "days": 9 }));
    let made = round.doing(("scim_token.create", "POST", tokens), terms.clone(), 201).await.json();
    assert_eq!(round.scene.ask("POST", tokens, terms).await.status(), 409);
    let secret = made["token"].as_str().unwrap();
    let page = round.doing(("scim_token.list", "GET", tokens), None, 200).await;
    assert!(!page.body.contains(secret) && page.body.contains("directory"));
    let one = format!("{tokens}/{}", made["about"]["id"].as_str().unwrap());
    round.doing(("scim_token.revoke", "DELETE", &one), None, 204).await;
    assert_eq!(round.scene.ask("DELETE", &one, None).await.status(), 404);
    let hooks = "/tenants/acme/webhooks";
    let terms = Some(json!({ "url": "https://hooks.example/events", "events": ["user."] }));
    let made = round.doing(("webhook.create", "POST", hooks), terms, 201).await.json();
    let secret = made["secret"].as_str().unwrap();
    for wrong in ["http://hooks.example/", "https://127.0.0.1/", "x"] {
        let page = round.scene.ask("POST", hooks, Some(json!({ "url": wrong }))).await;
        assert_eq!(page.status(), 422, "{wrong} {page:?}");
    }
    let page = round.doing(("webhook.list", "GET", hooks), None, 200).await;
    assert!(!page.body.contains(secret) && page.json()["items"][0]["events"] == json!(["user."]));
    let one = format!("{hooks}/{}", made["id"].as_str().unwrap());
    round.doing(("webhook.test", "POST", &format!("{one}/test")), None, 204).await;
    round.scene.idp.outside.answers("https://hooks.example/events", 204, "text/plain", "");
    seal_all(&round.scene.idp.app).await.unwrap();
    while deliver(&round.scene.idp.app).await.unwrap() > 0 {}
    let list = format!("{one}/deliveries");
    let page = round.doing(("webhook.deliveries", "GET", &list), None, 200).await;
    let newest = page.json()["items"][0].clone();
    assert_eq!((&newest["action"], &newest["answer"]), (&json!("webhook.test"), &json!("204")));
    assert_eq!((&newest["outcome"], &newest["next_try_at"]), (&json!("delivered"), &Value::Null));
    let again = format!("{list}/{}/retry", newest["number"]);
    round.doing(("webhook.retry", "POST", &again), None, 204).await;
    assert_eq!(round.scene.ask("POST", &again, None).await.status(), 404, "it waits already");
    round.doing(("webhook.remove", "DELETE", &one), None, 204).await;
    for (method, below) in [("GET", &list), ("POST", &again), ("POST", &format!("{one}/test"))] {
        assert_eq!(round.scene.ask(method, below, None).await.status(), 404, "{below}");
    }
}

async fn letters_and_events(round: &mut Round) {
    let invite = round.scene.newcomer_at("/invite");
    round.scene.ask("POST", &invite, Some(json!({ "delivery": "mail" }))).await;
    let list = ("outbox.list", "GET", "/tenants/acme/outbox?state=waiting");
    let page = round.doing(list, None, 200).await;
    let letters = page.json()["items"].as_array().unwrap().clone();
    assert!(letters.len() >= 2 && letters.iter().all(|one| one["state"] == "waiting"), "{page:?}");
    assert!(!page.body.contains("/enrol/e_"));
    let one = Some(json!({ "id": letters[0]["id"] }));
    let page = round.doing(("outbox.retry", "POST", "/tenants/acme/outbox/retry"), one, 200).await;
    assert_eq!(page.json()["letters"], 1);
    let none = Some(json!({ "id": "00000000-0000-7000-8000-000000000000" }));
    assert_eq!(round.scene.ask("POST", "/tenants/acme/outbox/retry", none).await.status(), 404);
    let export = ("audit.export", "GET", "/tenants/acme/audit/export?action=user.");
    let page = round.doing(export, None, 200).await;
    let lines: Vec<Value> =
        page.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() > 3 && lines[0]["number"].as_i64() < lines[1]["number"].as_i64());
    assert!(lines.iter().all(|line| line["action"].as_str().unwrap().starts_with("user.")));
    round.is_noted("audit.export").await;
    let verify = "/tenants/acme/audit/verify";
    let told = round.doing(("audit.verify", "GET", verify), None, 200).await.json();
    assert_eq!(
        (&told["broken"], told["number"].as_i64() > Some(3)),
        (&json!(null), true),
        "{told}"
    );
    let known = format!("{verify}?known={}:{}", told["number"], told["link"].as_str().unwrap());
    assert_eq!(round.scene.ask("GET", &known, None).await.json()["broken"], json!(null));
    let other = format!("{verify}?known={}:{}", told["number"], "00".repeat(32));
    let broken = round.scene.ask("GET", &other, None).await.json();
    assert_eq!(broken["broken"]["how"], "changed", "{broken}");
}
