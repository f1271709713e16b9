//! Every deed that has a page, done by its page, and noted in the name of whoever did it.

use idp::model::admin::{Deed, Role};
use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;
use idp::usecase::upkeep::carry_imports::carry;
use idp::usecase::upkeep::deliver_events::deliver;
use idp::usecase::upkeep::seal_audit::seal_all;

use super::policy::{filled, pairs, with};
use super::{administrator, entered, page_of, system};
use crate::doors::DOORS;
use crate::support::{Browser, TestIdp, TestTenant, TestUser, minutes};

const AT: &str = "/console/t/acme";

/// Opens a page of the console and sends its form.
async fn does(browser: &mut Browser, page: &str, fields: &[(&str, &str)]) {
    let page = if page.starts_with("/console") { page.to_owned() } else { format!("{AT}{page}") };
    assert_eq!(browser.open(&page).await.status(), 200, "{page}");
    let end = page.rsplit('/').next().unwrap();
    let after = browser.submit(&format!("/{end}"), fields).await;
    assert!(after.status() < 400 && after.problem().is_none(), "{page} {after:?}");
}

/// Follows a link of the page in front to the page before a deed, and does it.
async fn follows(browser: &mut Browser, id: &str) {
    let link = browser.page().attribute(&format!("#{id}"), "href");
    let link = link.unwrap_or_else(|| panic!("no #{id} in {:?}", browser.page()));
    does(browser, &link, &[]).await;
}

fn contract() -> Policy {
    let mut policy = Policy::classic();
    policy.login_methods.allowed = LoginMethod::ALL.into();
    policy.conceal_first_step = false;
    policy.reissue = Policy::standard().reissue;
    policy
}

#[tokio::test]
async fn every_deed_of_a_page_is_noted() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", contract()).await;
    let alice = acme.user("alice").await;
    let holder = acme.certificate_user("holder").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    people(&idp, &acme, &mut browser, &alice).await;
    consents_and_certificates(&acme, &mut browser, (&alice, &holder)).await;
    rules_and_clients(&mut browser).await;
    access(&idp, &mut browser).await;
    idp.deliver().await;
    let mut missing = Vec::new();
    // Roles are given to people of the tenant of administrators, and noted there.
    let mut trail = acme.audit().await;
    trail.extend(system(&idp).await.audit().await);
    for (deed, ..) in DOORS {
        // Tenants are made by operators: `console::look`.
        let own = *deed != Deed::TenantCreate;
        let writes = !deed.scope().as_str().ends_with(":read") || *deed == Deed::AuditExport;
        let there = trail.iter().any(|one| one.action == deed.as_str() && one.actor == "hanako");
        if writes && own && !there {
            missing.push(deed);
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

async fn people(idp: &TestIdp, acme: &TestTenant, browser: &mut Browser, alice: &TestUser) {
    let new = [("user_id", "bob"), ("mail", "bob@acme.test"), ("method", "password_otp")];
    does(browser, "/users/new", &new).await;
    let bob = format!("{AT}/users?q=bob");
    let bob = browser.open(&bob).await.attribute("#users th a", "href").unwrap();
    does(browser, &format!("{bob}/invite"), &[("delivery", "mail")]).await;
    browser.open(format!("{AT}/outbox")).await;
    follows(browser, "outbox-retry-1").await;
    does(browser, &format!("{bob}/rename"), &[("user_id", "bob-2")]).await;
    does(browser, &format!("{bob}/addresses"), &[("mail_1", "b@acme.test")]).await;
    does(browser, &format!("{bob}/remove"), &[("user_id", "bob-2")]).await;
    browser.open(format!("{AT}/table")).await;
    let table = b"user_id,mail\r\ncarol,carol@acme.test\r\n";
    let at = browser.upload("/table", &[], table).await.url.clone();
    carry(&idp.app, || false).await.unwrap();
    browser.open(at).await;
    browser.submit("/write", &[]).await;
    carry(&idp.app, || false).await.unwrap();
    let at = |below: &str| page_of(acme, alice, below);
    let link = crate::reissue::link(idp, acme, alice).await;
    crate::reissue::confirmed(idp, &link).await;
    for deed in ["approve-reissue", "unlock", "end-sessions", "force-change", "disable", "enable"] {
        does(browser, &at(&format!("/deeds/{deed}")), &[]).await;
    }
    does(browser, &at("/method"), &[("method", "password")]).await;
    does(browser, &at("/claims"), &[("name", "田中 花子")]).await;
}

async fn consents_and_certificates(
    acme: &TestTenant,
    browser: &mut Browser,
    (alice, holder): (&TestUser, &TestUser),
) {
    let website = acme.website("portal").await;
    let client = idp::model::ids::ClientId(website.id().to_owned());
    let scope = idp::wire::scope::Scope::parse("openid email").unwrap();
    let (given, now) = ((&client, &scope), acme.app.now());
    let (tenant, user) = (acme.tenant.id, alice.user.id);
    let write = |tx: idp::store::Tx| async move {
        idp::store::consents::save(&tx, tenant, user, given, now).await
    };
    acme.app.database.write(write).await.unwrap();
    browser.open(&page_of(acme, alice, "")).await;
    follows(browser, "consent-revoke-1").await;
    does(browser, &page_of(acme, holder, "/certificates/1/issue"), &[]).await;
    browser.submit("/certificates/1/download", &[("form", "modern")]).await;
    browser.open(&page_of(acme, holder, "")).await;
    follows(browser, "revoke-1").await;
}

async fn rules_and_clients(browser: &mut Browser) {
    does(browser, "/look/name", &[("name", "あおば商店")]).await;
    browser.open(format!("{AT}/look/logo")).await;
    browser.upload("/logo", &[], b"").await;
    let rules = format!("{AT}/policy");
    let form = with(filled(browser.open(&rules).await), "devices_at_most", "7");
    browser.submit("/preview", &pairs(&form)).await;
    assert!(browser.submit("/policy", &[]).await.has("#notice"));
    let page = browser.open(format!("{rules}/history")).await;
    let back = page.attribute("#back-to-1", "href").unwrap();
    browser.open(&back).await;
    assert!(browser.submit("/policy", &[]).await.has("#notice"));
    let redirect = "https://shop.example/callback";
    let new = [("profile", "web"), ("client_name", "店"), ("redirect_uris", redirect)];
    does(browser, "/clients/new", &new).await;
    let client = browser.page().attribute("#client-change", "href").unwrap();
    let client = client.replace("/change", "");
    let changed = [("client_name", "書店"), ("redirect_uris", redirect)];
    does(browser, &format!("{client}/change"), &changed).await;
    does(browser, &format!("{client}/try"), &[("scope", "openid")]).await;
    does(browser, &format!("{client}/rotate"), &[("overlap", "hour")]).await;
    does(browser, &format!("{client}/remove"), &[]).await;
    let token = [("note", "取引先"), ("uses", "3"), ("days", "7")];
    does(browser, "/clients/initial-access-tokens/new", &token).await;
    let token = browser.page().text("#secret");
    browser.open(format!("{AT}/clients/initial-access-tokens")).await;
    assert!(!browser.page().text("main").contains(&token));
    follows(browser, "initial-token-revoke-1").await;
    does(browser, "/keys/rotate", &[("how", "urgent")]).await;
    assert_eq!(browser.open(format!("{AT}/audit/export")).await.status(), 200);
}

async fn access(idp: &TestIdp, browser: &mut Browser) {
    system(idp).await.user("jiro").await;
    does(browser, "/access/roles/new", &[("user_id", "jiro"), ("role", "support_desk")]).await;
    let all = idp::usecase::admin::roles::all(&idp.app).await.unwrap();
    let jiro = all.iter().find(|one| one.login_name.as_str() == "jiro").unwrap().held.id;
    does(browser, &format!("/access/roles/{jiro}/revoke"), &[]).await;
    let terms = [("name", "夜間の処理"), ("role", "owner"), ("reach", "read"), ("days", "30")];
    does(browser, "/access/api-keys/new", &terms).await;
    browser.open(format!("{AT}/access")).await;
    follows(browser, "api-key-revoke-1").await;
    does(browser, "/access/scim-tokens/new", &[("name", "名簿"), ("days", "365")]).await;
    browser.open(format!("{AT}/access")).await;
    follows(browser, "scim-token-revoke-1").await;
    let hook = [("url", "https://hook.example/x"), ("events", "user.")];
    does(browser, "/webhooks/new", &hook).await;
    browser.open(format!("{AT}/webhooks")).await;
    let own = browser.page().attribute("#webhook-1", "href").unwrap();
    browser.open(&own).await;
    follows(browser, "webhook-test").await;
    assert!(browser.page().has("#notice"), "{:?}", browser.page());
    idp.outside.answers("https://hook.example/x", 503, "text/plain", "");
    seal_all(&idp.app).await.unwrap();
    deliver(&idp.app).await.unwrap();
    let page = browser.open(&own).await;
    assert!(page.text("#deliveries").contains("応答 503") && !page.has("#webhook-retry-1"));
    idp.clock.advance(minutes(1));
    idp.outside.answers("https://hook.example/x", 204, "text/plain", "");
    deliver(&idp.app).await.unwrap();
    let page = browser.open(&own).await;
    assert!(page.text("#deliveries").contains("webhook.test"), "{page:?}");
    follows(browser, "webhook-retry-1").await;
    assert!(browser.page().text("#deliveries").contains("送信待ち"), "{:?}", browser.page());
    browser.open(format!("{AT}/webhooks")).await;
    follows(browser, "webhook-remove-1").await;
    assert_eq!(browser.open(&own).await.status(), 404);
}
