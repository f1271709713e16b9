//! Every verb that administers, by the program itself on a folder of its own, and every write noted as its deed.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use idp::cli::world;
use idp::model::admin::Deed::{self, *};
use idp::model::ids::{ClientId, WebhookId};
use idp::model::names::{LoginName, TenantSlug};
use idp::model::webhook::End;
use idp::usecase::admin::users;
use idp::wire::scope::Scope;
use serde_json::Value;
use tempfile::TempDir;

use super::DOORS;

const PASSWORD: &str = "kamome-no-suidou-8K";

struct Walk {
    folder: TempDir,
    done: BTreeSet<Deed>,
}

impl Walk {
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn start(&self, words: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sekisho"))
            .args(words)
            .args(["--json", "--data"])
            .arg(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    fn run(&self, line: &str, input: &str) -> Value {
        let words: Vec<_> = line.split(' ').collect();
        let output = self.start(&words, input);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {said}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{line}: no JSON"))
    }

    /// Does a deed by its words, at the tenant `acme` unless the line names another.
    fn does(&mut self, deed: Deed, line: &str) -> Value {
        self.reading(deed, line, "")
    }

    fn reading(&mut self, deed: Deed, line: &str, input: &str) -> Value {
        let words = DOORS.iter().find(|(one, ..)| *one == deed).unwrap().3;
        self.done.insert(deed);
        let elsewhere = ["tenant list", "tenant create", "role "].iter();
        let named =
            line.contains("--tenant") || elsewhere.clone().any(|one| words.starts_with(one));
        let of = if named { "" } else { " --tenant acme" };
        self.run(format!("{words} {line}{of}").replace("  ", " ").trim(), input)
    }

    /// What stands in the audit trail of a tenant, as action and doer.
    fn trail(&self, tenant: &str) -> BTreeSet<(String, String)> {
        let told = self.run(&format!("audit list --most 500 --tenant {tenant}"), "");
        let word = |event: &Value, member: &str| event[member].as_str().unwrap().to_owned();
        let events = told["events"].as_array().unwrap();
        events.iter().map(|event| (word(event, "action"), word(event, "actor"))).collect()
    }
}

#[tokio::test]
async fn every_verb_does_its_deed_and_every_write_is_noted() {
    let mut walk = Walk { folder: tempfile::tempdir().unwrap(), done: BTreeSet::new() };
    std::fs::write(walk.path("certificate_base"), "https://certificate.test").unwrap();
    walk.run("migrate up", "");
    tenants_and_policies(&mut walk);
    people(&mut walk);
    websites(&mut walk).await;
    certificates_keys_letters(&mut walk);
    access(&mut walk).await;
    trail(&mut walk);
    assert_eq!(walk.done, Deed::ALL.iter().copied().collect());
    let mut noted = walk.trail("acme");
    noted.extend(walk.trail("system"));
    for deed in Deed::ALL {
        let writes = !deed.scope().as_str().ends_with(":read");
        let told = writes || [AuditExport, UserExport].contains(deed);
        // Nobody waits for a word of the desk in this folder; `api::deeds` has somebody who does.
        let there = noted.contains(&(deed.as_str().to_owned(), "command line".to_owned()));
        assert_eq!(there, told && *deed != UserApproveReissue, "{deed:?}");
    }
}

fn tenants_and_policies(walk: &mut Walk) {
    walk.does(TenantCreate, "--slug acme --name Acme --preset classic");
    assert_eq!(walk.does(TenantRename, "--name Acme2")["name"], "Acme2");
    assert_eq!(walk.does(TenantList, "")[0]["slug"], "acme");
    assert_eq!(walk.does(TenantShow, "")["preset"], "classic");
    walk.does(TenantImages, "--place logo");
    let stands = walk.does(PolicyShow, "");
    let mut policy: idp::model::policy::Policy = serde_json::from_value(stands).unwrap();
    policy.history_days = 77;
    policy.login_methods.allowed = idp::model::login_method::LoginMethod::ALL.into();
    let file = walk.path("policy.toml");
    std::fs::write(&file, toml::to_string(&policy).unwrap()).unwrap();
    let told = walk.does(PolicySimulate, &format!("--file {file}"));
    assert_eq!(told["change"]["after"]["users"], 0, "{told}");
    assert_eq!(walk.does(PolicyChange, &format!("--file {file}"))["policy_version"], 2);
    assert_eq!(walk.does(PolicyRollBack, "--version 1")["policy_version"], 3);
    assert_eq!(walk.does(PolicyRollBack, "--version 2")["policy_version"], 4);
    let versions = walk.does(PolicyHistory, "");
    assert_eq!(
        (&versions[0]["stands"], &versions[0]["author"]),
        (&true.into(), &"command line".into())
    );
    assert_eq!(walk.does(Overview, "--days 3")["locked"], 0);
}

fn people(walk: &mut Walk) {
    let alice = "--user-id alice";
    let mail = format!("{alice} --mail alice@acme.test --password-stdin");
    assert_eq!(walk.reading(UserCreate, &mail, PASSWORD)["state"], "active");
    let letter = "--user-id newcomer --mail newcomer@acme.test";
    walk.does(UserCreate, letter);
    assert!(walk.does(UserInvite, "--user-id newcomer")["initial_code"].is_null());
    assert_eq!(walk.does(UserList, "--search ali --state active")[0]["user_id"], "alice");
    assert_eq!(walk.does(UserShow, alice)["can_log_in"], true);
    assert_eq!(walk.does(UserHistory, alice)["total"], 0);
    assert_eq!(walk.run("user sessions --user-id alice --tenant acme", ""), Value::Array(vec![]));
    walk.does(UserUnlock, alice);
    assert_eq!(walk.does(UserDisable, alice)["state"], "disabled");
    walk.does(UserEnable, alice);
    walk.does(UserEndSessions, alice);
    walk.does(UserForceChange, alice);
    walk.run("user reset --user-id alice --tenant acme", "kawasemi-no-mizu-3P");
    let set = walk.does(UserLoginMethod, "--user-id alice --method password_certificate");
    assert_eq!(set["login_method"], "password_certificate");
    assert_eq!(walk.does(UserClaims, "--user-id alice name=花子")["name"], "花子");
    let now = walk
        .does(UserAddresses, "--user-id alice --mail alice@acme.test --mail mobile:a@acme.test");
    assert_eq!(now["mail"].as_array().unwrap().len(), 2);
    let table = walk.path("users.csv");
    std::fs::write(&table, "user_id,mail1\njiro,jiro@acme.test\n").unwrap();
    walk.does(UserImport, &table);
    let export = walk.path("out.csv");
    walk.does(UserExport, &export);
    assert!(std::fs::read_to_string(&export).unwrap().contains("jiro@acme.test"));
    assert_eq!(walk.does(UserRename, "--user-id jiro --to saburo")["user_id"], "saburo");
    let asked = ["user", "remove", "--user-id", "saburo", "--tenant", "acme"];
    assert!(!walk.start(&asked, "").status.success(), "removed without a yes");
    assert_eq!(walk.does(UserRemove, "--user-id saburo --yes")["removed"], "saburo");
    let asked = ["user", "approve-reissue", "--user-id", "alice", "--tenant", "acme"];
    assert!(!walk.start(&asked, "").status.success(), "vouched for nobody");
    walk.done.insert(UserApproveReissue);
}

async fn websites(walk: &mut Walk) {
    let made = walk.does(ClientCreate, "--profile web --redirect-uri https://shop.test/callback");
    let id = format!("--client-id {}", made["client_id"].as_str().unwrap());
    assert_eq!(walk.does(ClientList, "")[0]["client_id"], made["client_id"]);
    assert_eq!(walk.does(ClientShow, &id)["client_name"], "shop.test");
    assert_eq!(walk.does(ClientChange, &format!("{id} --name Shop"))["client_name"], "Shop");
    let begun = walk.does(ClientTry, &id);
    assert_eq!(begun["state"], "waiting");
    let trial = format!("{id} --trial-id {}", begun["trial_id"].as_str().unwrap());
    assert_eq!(walk.does(ClientTrial, &trial)["outcome"], Value::Null);
    assert_ne!(walk.does(ClientRotateSecret, &id)["client_secret"], made["client_secret"]);
    agree(walk.folder.path(), made["client_id"].as_str().unwrap()).await;
    let consents = walk.run("user consents --user-id alice --tenant acme", "");
    assert_eq!(consents[0]["website"], "Shop");
    walk.does(
        UserRevokeConsent,
        &format!("--user-id alice --client {}", consents[0]["client"].as_str().unwrap()),
    );
    walk.does(ClientRemove, &id);
    let mut policy = walk.does(PolicyShow, "");
    policy["client_registration"] = "with_token".into();
    let policy: idp::model::policy::Policy = serde_json::from_value(policy).unwrap();
    let file = walk.path("policy.toml");
    std::fs::write(&file, toml::to_string(&policy).unwrap()).unwrap();
    walk.does(PolicyChange, &format!("--file {file}"));
    let token = walk.does(InitialAccessTokenCreate, "--uses 2");
    assert!(walk.does(InitialAccessTokenList, "")[0].get("initial_access_token").is_none());
    walk.does(InitialAccessTokenRevoke, &format!("--id {}", token["id"].as_str().unwrap()));
}

/// Alice agrees to something at the website.
async fn agree(folder: &Path, client: &str) {
    let app = world::open(world::of_demo(folder).unwrap()).await.unwrap();
    let slug = TenantSlug::parse("acme").unwrap();
    let tenants = idp::store::tenants::by_slug(app.database.read(), &slug).await;
    let acme = tenants.unwrap().unwrap();
    let name = LoginName::parse("alice").unwrap();
    let alice = users::show(&app, &acme, &name).await.unwrap().unwrap().user.id;
    let (client, scope) = (ClientId(client.to_owned()), Scope::parse("openid email").unwrap());
    let (given, now, acme) = ((&client, &scope), app.now(), acme.id);
    let write = |tx: idp::store::Tx| async move {
        idp::store::consents::save(&tx, acme, alice, given, now).await
    };
    app.database.write(write).await.unwrap();
}

fn certificates_keys_letters(walk: &mut Walk) {
    let device = "--user-id alice --device 1";
    let file = walk.path("alice.p12");
    let made = walk.does(CertificateIssue, &format!("{device} --out {file}"));
    assert!(std::fs::metadata(&file).unwrap().len() > 500 && made["password"].is_string());
    let authorities = walk.does(CertificateAuthorities, "");
    assert!(authorities[0]["certificate"].as_str().unwrap().contains("BEGIN CERTIFICATE"));
    assert_eq!(walk.does(CertificateList, "--user-id alice")[0]["serial"], made["serial"]);
    assert_eq!(walk.does(CertificateRevoke, device)["revoked"], 1);
    let before = walk.does(KeyList, "").as_array().unwrap().len();
    let after = walk.does(KeyRotate, "--urgent --algorithm ES256");
    assert_eq!(after.as_array().unwrap().len(), before + 1);
    let letters = walk.does(OutboxList, "--state waiting");
    let letter = letters["letters"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(walk.does(OutboxRetry, &format!("--id {letter}"))["letters"], 1);
}

async fn access(walk: &mut Walk) {
    assert!(walk.run("role set-up-code", "")["code"].as_str().unwrap().len() > 20);
    walk.run("user create --tenant system --user-id hanako --mail hanako@acme.test", "");
    walk.does(RoleGrant, "--user-id hanako --role owner --over acme");
    assert_eq!(walk.does(RoleList, "")[0]["over"], "acme");
    walk.does(RoleRevoke, "--user-id hanako --role owner --over acme");
    let terms = "--name nightly --role auditor --scope users:read";
    let key = walk.does(ApiKeyCreate, terms);
    assert!(key["api_key"].as_str().unwrap().starts_with("y_"));
    assert!(walk.does(ApiKeyList, "")[0].get("api_key").is_none());
    walk.does(ApiKeyRevoke, &format!("--id {}", key["id"].as_str().unwrap()));
    let token = walk.does(ScimTokenCreate, "--name directory");
    assert!(walk.does(ScimTokenList, "")[0].get("scim_token").is_none());
    walk.does(ScimTokenRevoke, &format!("--id {}", token["id"].as_str().unwrap()));
    let hook = walk.does(WebhookCreate, "--url http://localhost:9/events --event user.");
    assert!(hook["secret"].as_str().unwrap().starts_with("whsec_"));
    assert!(walk.does(WebhookList, "")[0].get("secret").is_none());
    let id = format!("--id {}", hook["id"].as_str().unwrap());
    walk.does(WebhookTest, &id);
    given_up(walk.folder.path(), hook["id"].as_str().unwrap()).await;
    let sent = walk.does(WebhookDeliveries, &id);
    assert_eq!(
        (&sent[0]["action"], &sent[0]["outcome"]),
        (&"webhook.test".into(), &"given_up".into())
    );
    walk.does(WebhookRetry, &format!("{id} --number {}", sent[0]["number"]));
    assert_eq!(walk.does(WebhookDeliveries, &id)[0]["outcome"], "waits");
    walk.does(WebhookRemove, &id);
}

/// What waits for a webhook is sealed and given up.
async fn given_up(folder: &Path, webhook: &str) {
    let app = world::open(world::of_demo(folder).unwrap()).await.unwrap();
    let slug = TenantSlug::parse("acme").unwrap();
    let tenants = idp::store::tenants::by_slug(app.database.read(), &slug).await;
    let acme = tenants.unwrap().unwrap().id;
    idp::usecase::upkeep::seal_audit::seal_all(&app).await.unwrap();
    let webhook = WebhookId(webhook.parse().unwrap());
    let write = |tx: idp::store::Tx| async move {
        idp::store::webhook_deliveries::end_all(&tx, acme, webhook, End::GivenUp).await
    };
    assert!(app.database.write(write).await.unwrap() > 0);
}

fn trail(walk: &mut Walk) {
    let told = walk.does(AuditList, "--action user.");
    assert!(told["events"].as_array().unwrap().len() > 10);
    assert!(walk.does(AuditVerify, "")[0]["broken"].is_null());
    let file = walk.path("trail.jsonl");
    walk.does(AuditExport, &file);
}
