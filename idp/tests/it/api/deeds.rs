//! Every operation once right, and every write noted with who did it and from where.

use std::collections::BTreeSet;

use idp::model::policy::Policy;
use serde_json::{Value, json};

use super::{Scene, described};
use crate::support::{Page, minutes};

/// Does operations, one after the other, and remembers which.
pub(super) struct Round {
    pub(super) scene: Scene,
    done: BTreeSet<String>,
}

impl Round {
    pub(super) async fn doing(
        &mut self,
        what: (&str, &str, &str),
        body: Option<Value>,
        status: u16,
    ) -> Page {
        let (word, method, path) = what;
        let page = self.scene.ask(method, path, body).await;
        assert_eq!(page.status(), status, "{word} {path} {page:?}");
        self.done.insert(word.to_owned());
        if method != "GET" && word != "policy.simulate" {
            self.is_noted(word).await;
        }
        self.scene.idp.clock.advance(minutes(1));
        page
    }

    pub(super) fn has_done(&mut self, word: &str) {
        self.done.insert(word.to_owned());
    }

    /// Somewhere in the audit trail it stands that the operator did it, and from where.
    pub(super) async fn is_noted(&self, word: &str) {
        let mut found = Vec::new();
        for tenant in ["acme", "system", "newco"] {
            let path = format!("/tenants/{tenant}/audit?action={word}");
            let page = self.scene.ask("GET", &path, None).await;
            if page.status() == 200 {
                found.extend(page.json()["items"].as_array().unwrap().clone());
            }
        }
        let by = |event: &&Value| {
            event["actor"] == "api-key:system-operator" && event["address"] == "127.0.0.1"
        };
        assert!(found.iter().any(|event| by(&event)), "{word}: {found:?}");
    }
}

#[tokio::test]
async fn every_operation_does_its_deed_and_every_write_is_noted() {
    let mut round = Round { scene: Scene::set().await, done: BTreeSet::new() };
    tenants_and_policies(&mut round).await;
    users(&mut round).await;
    clients(&mut round).await;
    certificates_and_keys(&mut round).await;
    access(&mut round).await;
    super::deeds_more::all(&mut round).await;
    let document = described(&round.scene.idp).await;
    let all: BTreeSet<_> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(round.done, all);
}

async fn tenants_and_policies(round: &mut Round) {
    let new = json!({ "slug": "newco", "name": "新社", "preset": "standard" });
    let page = round.doing(("tenant.create", "POST", "/tenants"), Some(new), 201).await;
    assert_eq!(page.location(), Some("/api/v1/tenants/newco"));
    let page = round.doing(("tenant.list", "GET", "/tenants"), None, 200).await;
    assert_eq!(page.json()["items"].as_array().unwrap().len(), 4);
    let page = round.doing(("tenant.show", "GET", "/tenants/newco"), None, 200).await;
    assert!(page.header("etag").is_some() && page.json()["name"] == "新社");
    let name = Some(json!({ "name": "新々社" }));
    let page = round.doing(("tenant.rename", "PATCH", "/tenants/newco"), name, 200).await;
    assert_eq!(page.json()["name"], "新々社");
    let none = Some(json!({ "image": null }));
    round.doing(("tenant.images", "PUT", "/tenants/newco/images/logo"), none, 204).await;
    let show = ("policy.show", "GET", "/tenants/newco/policy");
    let before = round.doing(show, None, 200).await.json();
    let mut policy = before["policy"].clone();
    policy["history_days"] = json!(77);
    let change = ("policy.change", "PUT", "/tenants/newco/policy");
    assert_eq!(round.doing(change, Some(policy.clone()), 200).await.json()["version"], 2);
    let asked = Some(json!({ "policy": Policy::classic(), "user_id": "alice" }));
    let simulate = ("policy.simulate", "POST", "/tenants/acme/policy/simulate");
    let told = round.doing(simulate, asked, 200).await.json();
    assert_eq!(told["before"]["users"], 2);
    assert!(told["user_after"]["steps"].is_array());
    let back = ("policy.roll_back", "POST", "/tenants/newco/policy/roll-back");
    let page = round.doing(back, Some(json!({ "version": 1 })), 200).await;
    assert_eq!(page.json()["version"], 3);
    let history = ("policy.history", "GET", "/tenants/newco/policy/history");
    let all = round.doing(history, None, 200).await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 3);
    assert_eq!(all["items"][0]["policy"], before["policy"]);
    let overview = round.doing(("overview", "GET", "/tenants/acme/overview"), None, 200).await;
    assert_eq!(overview.json()["locked"], 0);
}

async fn users(round: &mut Round) {
    let new = json!({
        "user_id": "Ｔａｒｏ", "login_method": "password_otp",
        "devices": [{ "mail": "taro@acme.test", "kind": "pc" }],
    });
    let create = ("user.create", "POST", "/tenants/acme/users");
    let taro = round.doing(create, Some(new), 201).await.json();
    assert_eq!((&taro["user_id"], &taro["state"]), (&json!("taro"), &json!("to_enrol")));
    let at = |below: &str| format!("/tenants/acme/users/{}{below}", taro["id"].as_str().unwrap());
    let hand = Some(json!({ "delivery": "caller" }));
    let page = round.doing(("user.invite", "POST", &at("/invite")), hand, 200).await.json();
    assert!(page["address"].as_str().unwrap().contains("/t/acme/enrol/e_"), "{page}");
    let code = page["initial_code"].as_str().unwrap();
    let mut browser = round.scene.idp.browser();
    browser.open(page["address"].as_str().unwrap()).await;
    browser.submit("/code", &[("otp", code)]).await;
    assert!(browser.page().has("#new-password"), "{:?}", browser.page());

    let page = round.doing(("user.list", "GET", "/tenants/acme/users"), None, 200).await;
    assert_eq!(page.json()["items"].as_array().unwrap().len(), 3);
    let alice = |below: &str| round.scene.alice_at(below);
    let (show, claims, history) = (alice(""), alice("/claims"), alice("/history"));
    let method = alice("/login-method");
    let [unlock, disable, enable, force, end, approve] =
        ["unlock", "disable", "enable", "force-change", "end-sessions", "approve-reissue"]
            .map(|deed| alice(&format!("/{deed}")));
    let told = Some(json!({ "name": "山田 花子" }));
    round.doing(("user.claims", "PUT", &claims), told, 200).await;
    round.doing(("user.disable", "POST", &disable), None, 204).await;
    let page = round.doing(("user.show", "GET", &show), None, 200).await.json();
    assert_eq!(
        (&page["state"], &page["claims"]["name"]),
        (&json!("disabled"), &json!("山田 花子"))
    );
    assert_eq!(page["obstacles"][0]["why"], "disabled");
    round.doing(("user.enable", "POST", &enable), None, 204).await;
    round.doing(("user.unlock", "POST", &unlock), None, 204).await;
    round.doing(("user.end_sessions", "POST", &end), None, 200).await;
    approve_one(round, &approve).await;
    round.doing(("user.force_change", "POST", &force), None, 204).await;
    let page = round.doing(("user.show", "GET", &show), None, 200).await.json();
    assert!(page["steps"].as_array().unwrap().contains(&json!("new_password_reset")), "{page}");
    round.doing(("user.history", "GET", &history), None, 200).await;
    let to = Some(json!({ "login_method": "password" }));
    let page = round.doing(("user.login_method", "PUT", &method), to, 200).await;
    assert_eq!(page.json()["login_method"], "password");
}

/// A reissue that waits for a second proof gets it.
async fn approve_one(round: &mut Round, approve: &str) {
    let (idp, acme, alice) = (&round.scene.idp, &round.scene.acme, &round.scene.alice);
    let link = crate::reissue::link(idp, acme, alice).await;
    let mut browser = crate::reissue::confirmed(idp, &link).await;
    assert!(!browser.page().has("#new-password"));
    round.doing(("user.approve_reissue", "POST", approve), None, 204).await;
    assert!(browser.open(round.scene.acme.at("/reissue/continue")).await.has("#new-password"));
}

async fn clients(round: &mut Round) {
    let new = json!({ "profile": "web", "metadata": {
        "client_name": "shop", "redirect_uris": ["https://shop.test/callback"],
    }});
    let create = ("client.create", "POST", "/tenants/acme/clients");
    let made = round.doing(create, Some(new), 201).await.json();
    assert!(made["client_secret"].as_str().unwrap().starts_with("k_"));
    let at = format!("/tenants/acme/clients/{}", made["client"]["client_id"].as_str().unwrap());
    let page = round.doing(("client.show", "GET", &at), None, 200).await;
    assert!(!page.body.contains("k_") && page.json()["metadata"]["client_name"] == "shop");
    let page = round.doing(("client.list", "GET", "/tenants/acme/clients"), None, 200).await;
    assert_eq!(page.json()["items"].as_array().unwrap().len(), 2);
    let patch = Some(json!({ "metadata": { "client_name": "market" } }));
    let page = round.doing(("client.change", "PATCH", &at), patch, 200).await.json();
    assert_eq!(page["client"]["metadata"]["client_name"], "market");
    assert_eq!(page["client_secret"], Value::Null);
    let rotate = format!("{at}/rotate-secret");
    let overlap = Some(json!({ "overlap_seconds": 60 }));
    let page = round.doing(("client.rotate_secret", "POST", &rotate), overlap, 200).await;
    assert_ne!(page.json()["client_secret"], made["client_secret"]);
    let begin = ("client.try", "POST", format!("{at}/trials"));
    let trial = round.doing((begin.0, begin.1, &begin.2), Some(json!({})), 201).await.json();
    assert!(trial["open"].as_str().unwrap().contains("/t/acme/try/x_"), "{trial}");
    let trial = format!("{}/{}", begin.2, trial["trial_id"].as_str().unwrap());
    let page = round.doing(("client.trial", "GET", &trial), None, 200).await.json();
    assert_eq!((&page["state"], &page["open"]), (&"waiting".into(), &Value::Null));
    round.doing(("client.remove", "DELETE", &at), None, 204).await;
    let tokens = "/tenants/acme/initial-access-tokens";
    let terms = Some(json!({ "uses": 2, "days": 3, "note": "for the shop" }));
    let create = ("client.initial_access_token.create", "POST", tokens);
    let made = round.doing(create, terms, 201).await.json();
    assert!(made["token"].as_str().unwrap().starts_with("i_"));
    let list = ("client.initial_access_token.list", "GET", tokens);
    let page = round.doing(list, None, 200).await;
    assert_eq!(page.json()["items"][0], made["about"]);
    let one = format!("{tokens}/{}", made["about"]["id"].as_str().unwrap());
    round.doing(("client.initial_access_token.revoke", "DELETE", &one), None, 204).await;
}

async fn certificates_and_keys(round: &mut Round) {
    let holder = round.scene.acme.certificate_user("holder").await;
    let at = format!("/tenants/acme/users/{}/certificates", holder.user.id);
    let new = Some(json!({ "device": 1 }));
    let made = round.doing(("certificate.issue", "POST", &at), new, 201).await.json();
    let file = made["pkcs12"].as_str().unwrap();
    let file = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, file).unwrap();
    crate::support::Shown::import(&file, made["password"].as_str().unwrap());
    let page = round.doing(("certificate.list", "GET", &at), None, 200).await.json();
    assert_eq!(page["items"][0]["serial"], made["serial"]);
    assert!(page["items"][0].get("password").is_none());
    let all = "/tenants/acme/certificate-authorities";
    let page = round.doing(("certificate.authorities", "GET", all), None, 200).await.json();
    assert!(page["items"][0]["certificate"].as_str().unwrap().contains("BEGIN CERTIFICATE"));
    assert_eq!(page["items"][0]["issues"], true);
    let revoke = format!("{at}/1/revoke");
    let page = round.doing(("certificate.revoke", "POST", &revoke), None, 200).await;
    assert_eq!(page.json()["revoked"], 1);
    let keys = "/tenants/acme/keys";
    let before = round.doing(("key.list", "GET", keys), None, 200).await.json();
    let rotate = ("key.rotate", "POST", "/tenants/acme/keys/rotate");
    let how = Some(json!({ "urgent": true, "algorithm": "ES256" }));
    let after = round.doing(rotate, how, 200).await.json();
    let count = |page: &Value| page["items"].as_array().unwrap().len();
    assert_eq!(count(&after), count(&before) + 1);
    round.doing(("audit.list", "GET", "/tenants/acme/audit"), None, 200).await;
}

async fn access(round: &mut Round) {
    round.scene.system.user("hanako").await;
    let roles = "/tenants/acme/roles";
    let give = Some(json!({ "user_id": "hanako", "role": "support_desk" }));
    let made = round.doing(("role.grant", "POST", roles), give, 201).await.json();
    let page = round.doing(("role.list", "GET", roles), None, 200).await;
    assert_eq!(page.json()["items"], json!([made]));
    let one = format!("{roles}/{}", made["id"].as_str().unwrap());
    // Somebody must stay who runs the installation.
    let give = Some(json!({ "user_id": "hanako", "role": "operator" }));
    round.doing(("role.grant", "POST", "/tenants/system/roles"), give, 201).await;
    round.doing(("role.revoke", "DELETE", &one), None, 204).await;
    let keys = "/tenants/acme/api-keys";
    let terms =
        json!({ "name": "nightly", "role": "auditor", "scopes": ["users:read"], "days": 9 });
    let made = round.doing(("api_key.create", "POST", keys), Some(terms), 201).await.json();
    let secret = made["key"].as_str().unwrap();
    assert_eq!(round.scene.by(secret, "GET", "/tenants/acme/users", None).await.status(), 200);
    let page = round.doing(("api_key.list", "GET", keys), None, 200).await;
    assert!(!page.body.contains(secret) && page.body.contains("nightly"));
    let one = format!("{keys}/{}", made["about"]["id"].as_str().unwrap());
    round.doing(("api_key.revoke", "DELETE", &one), None, 204).await;
    // AD-13: at once.
    assert_eq!(round.scene.by(secret, "GET", "/tenants/acme/users", None).await.status(), 401);
}
