//! What is done to people, and that it is noted in the name of whoever did it.

use idp::model::admin::Role;
use idp::model::login_method::LoginMethod;
use idp::model::user::Stage;

use super::{administrator, entered, page_of};
use crate::support::tenant::credentials;
use crate::support::{TestIdp, TestTenant, TestUser};

async fn now(tenant: &TestTenant, user: &TestUser) -> idp::model::user::User {
    let read = tenant.app.database.read();
    idp::store::users::by_id(read, tenant.tenant.id, user.user.id).await.unwrap().unwrap()
}

/// The actors of the deeds of this name.
async fn noted(tenant: &TestTenant, action: &str) -> Vec<String> {
    let all = tenant.audit().await;
    all.into_iter().filter(|one| one.action == action).map(|one| one.actor).collect()
}

#[tokio::test]
async fn a_locked_person_is_explained_and_unlocked() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let website = acme.website("portal").await;
    for _ in 0..5 {
        let mut browser = acme.at_login(&website).await;
        browser.submit("/password", &[("username", "alice"), ("password", "wrong-1")]).await;
    }
    let desk = administrator(&idp, "hanako", Role::SupportDesk, Some(&acme)).await;
    let mut browser = entered(&idp, &desk, &page_of(&acme, &alice, "")).await;
    let page = browser.page();
    assert_eq!(page.attribute("#user-state", "data-state").as_deref(), Some("locked"));
    assert!(page.text("#obstacles").contains("ロックされています"), "{}", page.text("#obstacles"));
    assert_eq!(page.attributes("#tries tbody tr", "class").len(), 0);
    assert!(page.text("#tries").contains("パスワードが違いました"));
    assert!(!page.body.contains("wrong-1"));
    browser.open("/console/t/acme").await;
    assert_eq!(browser.page().text("#figure-locked"), "1");
    browser.open(&page_of(&acme, &alice, "/deeds/unlock")).await;
    let page = browser.submit("/deeds/unlock", &[]).await;
    assert!(page.has("#notice") && page.has("#no-obstacle"), "{page:?}");
    assert_eq!(page.attribute("#user-state", "data-state").as_deref(), Some("active"));
    assert_eq!(noted(&acme, "user.unlock").await, ["hanako"]);
    idp.deliver().await;
}

#[tokio::test]
async fn a_person_is_disabled_enabled_and_made_to_choose_a_password() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, &page_of(&acme, &alice, "/deeds/disable")).await;
    browser.submit("/deeds/disable", &[]).await;
    assert!(matches!(now(&acme, &alice).await.stage, Stage::Disabled(_)));
    assert!(browser.page().has("#deed-enable") && !browser.page().has("#deed-disable"));
    browser.open(&page_of(&acme, &alice, "/deeds/enable")).await;
    browser.submit("/deeds/enable", &[]).await;
    assert!(now(&acme, &alice).await.is_active());
    let mut person = acme.signed_in(&idp, &alice, "/account").await;
    assert!(browser.open(&page_of(&acme, &alice, "")).await.has("#session-end-1"));
    browser.open(&page_of(&acme, &alice, "/deeds/force-change")).await;
    browser.submit("/deeds/force-change", &[]).await;
    assert!(person.open(acme.at("/account")).await.has("#username"));
    person.submit("/password", &credentials(&alice)).await;
    assert!(person.page().has("#new-password"), "a new password is due");
    for action in ["user.disable", "user.enable", "user.force_change"] {
        assert_eq!(noted(&acme, action).await, ["hanako"], "{action}");
    }
}

#[tokio::test]
async fn one_session_and_one_consent_end() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let website = acme.website("portal").await;
    let mut person = acme.past_password(&website, &alice).await;
    idp.enter_code(&mut person, &alice).await;
    let desk = administrator(&idp, "hanako", Role::SupportDesk, Some(&acme)).await;
    let mut browser = entered(&idp, &desk, &page_of(&acme, &alice, "")).await;
    let of = |browser: &crate::support::Browser, id: &str| {
        browser.page().attribute(&format!("#{id}"), "href").unwrap()
    };
    let (session, consent) = (of(&browser, "session-end-1"), of(&browser, "consent-revoke-1"));
    browser.open(&session).await;
    let page = browser.submit("/end", &[]).await;
    assert!(page.has("#notice") && !page.has("#session-end-1"));
    assert_eq!(browser.open(&session).await.status(), 404);
    browser.open(&consent).await;
    let page = browser.submit("/revoke", &[]).await;
    assert!(page.has("#notice") && !page.has("#consent-revoke-1"));
    assert_eq!(noted(&acme, "user.end_sessions").await, ["hanako"]);
    assert_eq!(noted(&acme, "user.revoke_consent").await, ["hanako"]);
}

#[tokio::test]
async fn a_new_person_gets_two_slips_and_enrols_with_them() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, "/console/t/acme/users/new").await;
    let page = browser.submit("/users/new", &[("user_id", "alice"), ("mail", "nowhere")]).await;
    assert_eq!(page.problem().as_deref(), Some("bad_address"));
    let given = [("user_id", "alice"), ("mail", ""), ("method", "password_otp")];
    assert_eq!(
        browser.submit("/users/new", &given).await.problem().as_deref(),
        Some("needs_address")
    );
    let given = [("user_id", "alice"), ("mail", "alice@acme.test"), ("method", "password_otp")];
    assert!(browser.submit("/users/new", &given).await.has("#deed-invite"));
    let again = [("user_id", "ALICE"), ("mail", "a@acme.test")];
    browser.open("/console/t/acme/users/new").await;
    assert_eq!(
        browser.submit("/users/new", &again).await.problem().as_deref(),
        Some("user_exists")
    );
    browser.open("/console/t/acme/users?q=alice@acme").await;
    let person = browser.page().attribute("#users th a", "href").unwrap();
    browser.open(&format!("{person}/invite")).await;
    let page = browser.submit("/invite", &[("delivery", "print")]).await;
    let (address, code) = (page.text("#slip-address"), page.text("#slip-code"));
    assert!(!browser.open(&person).await.body.contains(&code));
    let mut person = idp.browser();
    person.open(&address).await;
    person.submit("/code", &[("otp", &code)]).await;
    assert!(person.page().has("#new-password"), "{:?}", person.page());
    assert_eq!(noted(&acme, "user.create").await, ["hanako"]);
    assert_eq!(noted(&acme, "user.invite").await, ["hanako"]);
}

#[tokio::test]
async fn method_and_details_are_changed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, &page_of(&acme, &alice, "/method")).await;
    browser.submit("/method", &[("method", "password")]).await;
    assert_eq!(now(&acme, &alice).await.login_method, LoginMethod::Password);
    browser.open(&page_of(&acme, &alice, "/claims")).await;
    let page = browser.submit("/claims", &[("name", "田中 一郎"), ("email", "x")]).await;
    assert_eq!(page.problem().as_deref(), Some("bad_claim"));
    assert!(page.has("#email[aria-invalid=true]"));
    let page = browser.submit("/claims", &[("name", "田中 一郎"), ("email", "i@acme.test")]).await;
    assert!(page.body.contains("田中 一郎"));
    // And he is found by his name.
    let page = browser.open("/console/t/acme/users?q=%E7%94%B0%E4%B8%AD").await;
    assert_eq!(page.text("#users tbody th"), "alice");
    assert_eq!(noted(&acme, "user.claims").await, ["hanako"]);
}

#[tokio::test]
async fn a_certificate_is_issued_downloaded_and_revoked() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let by_certificate = |new: &mut idp::usecase::admin::users::NewUser| {
        new.login_method = Some(LoginMethod::PasswordCertificate);
    };
    let alice = acme.user_as("alice", by_certificate).await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let issue = page_of(&acme, &alice, "/certificates/1/issue");
    let mut browser = entered(&idp, &owner, &issue).await;
    let page = browser.submit("/certificates/1/issue", &[]).await;
    assert!(page.has("#download-password"), "{page:?}");
    let file = browser.submit("/certificates/1/download", &[("form", "modern")]).await;
    assert_eq!(file.header("content-type"), Some("application/x-pkcs12"));
    assert!(!file.bytes.is_empty());
    let page = browser.open(&page_of(&acme, &alice, "")).await;
    let revoke = page.attribute("#revoke-1", "href").unwrap();
    browser.open(&revoke).await;
    let page = browser.submit("/revoke", &[]).await;
    assert!(page.has(".mark-revoked") && !page.has("#revoke-1"));
    browser.open(&revoke).await;
    assert_eq!(browser.submit("/revoke", &[]).await.problem().as_deref(), Some("nothing_valid"));
    idp.deliver().await;
}
