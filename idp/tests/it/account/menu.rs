//! The menu and the door: what the contract has, and how fresh a login must be.

use idp::model::login_method::LoginMethod;
use idp::model::policy::{MethodChange, Policy};
use idp::usecase::admin::users;

use crate::support::person::prove;
use crate::support::tenant::{ADMIN, credentials};
use crate::support::{TestIdp, minutes, seconds};

#[tokio::test]
async fn the_menu_has_what_the_contract_has() {
    let idp = TestIdp::start().await;
    for (slug, policy, has, has_not) in [
        ("old", Policy::classic(), ["menu-question", "menu-method"], "menu-recovery"),
        ("new", Policy::standard(), ["menu-recovery", "menu-method"], "menu-question"),
    ] {
        let tenant = idp.tenant(slug, policy).await;
        let alice = tenant.user("alice").await;
        let browser = tenant.signed_in(&idp, &alice, "/account/password").await;
        let page = browser.page();
        let ids = page.attributes("nav.menu a", "id");
        for id in has.into_iter().chain(["menu-account", "menu-password"]) {
            assert!(ids.iter().any(|one| one == id), "{slug}: no {id} in {ids:?}");
        }
        assert!(!ids.iter().any(|one| one == has_not), "{slug}");
        assert!(page.has("form button#menu-logout"));
        assert_eq!(page.attributes("nav.menu [aria-current=page]", "id"), ["menu-password"]);
        assert!(page.text("nav.menu").contains("alice"));
    }
    idp.deliver().await;
}

#[tokio::test]
async fn the_labels_are_the_manuals() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let browser = acme.signed_in(&idp, &alice, "/account").await;
    for (id, label) in [
        ("#menu-account", "アカウント管理"),
        ("#menu-password", "パスワード変更"),
        ("#menu-question", "秘密の質問・答え変更"),
        ("#menu-history", "ログイン履歴閲覧"),
        ("#menu-method", "ログイン方法の変更"),
        ("#menu-logout", "ログアウト"),
        ("#device-add", "追加"),
        ("#device-change", "変更"),
        ("#device-delete", "削除"),
    ] {
        assert_eq!(browser.page().text(id), label);
    }
}

type Off = fn(&mut Policy);

/// Whatever is off is absent from the menu and not found at its address, for people and strangers alike.
#[tokio::test]
async fn what_is_off_is_not_found_at_any_of_its_addresses() {
    let idp = TestIdp::start().await;
    let cases: [(Off, &str, &[&str]); 6] = [
        (|policy| policy.account_site.password_change = false, "#menu-password", &["password"]),
        (|policy| policy.account_site.question_change = false, "#menu-question", &["question"]),
        (
            |policy| policy.login_methods.user_may_change = MethodChange::No,
            "#menu-method",
            &["method", "method/execute", "method/done"],
        ),
        (
            |policy| policy.account_site.device_add = false,
            "#device-add",
            &["devices/new", "devices/new/back", "devices/new/register", "devices/ID/added"],
        ),
        (
            |policy| policy.account_site.device_change = false,
            "#device-change",
            &[
                "devices/ID/change",
                "devices/ID/change/back",
                "devices/ID/change/register",
                "devices/ID/changed",
            ],
        ),
        (
            |policy| policy.account_site.device_delete = false,
            "#device-delete",
            &["devices/ID/delete"],
        ),
    ];
    for (turn, (off, handle, addresses)) in cases.into_iter().enumerate() {
        let mut acme = idp.tenant(&format!("t{turn}"), Policy::classic()).await;
        let alice = acme.simple_user("alice").await;
        let mut browser = acme.signed_in(&idp, &alice, "/account").await;
        assert!(browser.page().has(handle), "{handle}");
        let device = acme.devices(&alice).await[0].id.to_string();
        let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
        acme.change_policy(off).await;
        idp.clock.advance(minutes(1));
        for below in addresses {
            let url = acme.at(&format!("/account/{}", below.replace("ID", &device)));
            let got = browser.open(&url).await.status();
            let posted = browser.post(&url, &[("csrf", &csrf)]).await.status();
            let form_only = below.ends_with("back") || below.ends_with("register");
            let page_only = below.ends_with("ed") || below.ends_with("done");
            let form_only = form_only || below.ends_with("execute");
            assert_eq!(got, if form_only { 405 } else { 404 }, "GET {url}");
            assert_eq!(posted, if page_only { 405 } else { 404 }, "POST {url}");
            let stranger = idp.door().get(&url).await.status();
            assert_eq!(stranger, got, "a stranger at {url}");
        }
        assert!(!browser.open(acme.at("/account")).await.has(handle), "{handle}");
    }
}

#[tokio::test]
async fn a_contract_without_the_site_has_none_of_its_pages() {
    let idp = TestIdp::start().await;
    let mut acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let device = acme.devices(&alice).await[0].id;
    acme.change_policy(|policy| policy.account_site.on = false).await;
    idp.clock.advance(minutes(1));
    for below in [
        String::new(),
        "/password".to_owned(),
        "/question".to_owned(),
        "/method".to_owned(),
        "/method/done".to_owned(),
        "/recovery-codes".to_owned(),
        "/devices/new".to_owned(),
        format!("/devices/{device}/change"),
        format!("/devices/{device}/delete"),
        format!("/devices/{device}/added"),
        format!("/devices/proof/{device}"),
    ] {
        let url = acme.at(&format!("/account{below}"));
        assert_eq!(browser.open(&url).await.status(), 404, "{url}");
        assert_eq!(idp.door().get(&url).await.status(), 404, "{url}");
    }
}

/// AC-06 to AC-09: what changes a credential needs a login of the last five minutes, by every step of the user's own
/// method, and leads back to the very page.
#[tokio::test]
async fn a_stale_login_is_led_through_another_and_back() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.user("alice").await, acme.simple_user("bob").await);
    for user in [&alice, &bob] {
        let device = acme.devices(user).await[0].id;
        for page in [
            "/account/question".to_owned(),
            "/account/method".to_owned(),
            "/account/devices/new".to_owned(),
            format!("/account/devices/{device}/change"),
            format!("/account/devices/{device}/delete"),
        ] {
            let mut browser = acme.signed_in(&idp, user, &page).await;
            assert_eq!(browser.page().url, acme.at(&page), "a fresh login is enough");
            idp.clock.advance(minutes(5) - seconds(1));
            assert_eq!(browser.open(acme.at(&page)).await.url, acme.at(&page));
            idp.clock.advance(seconds(1));
            assert!(browser.open(acme.at(&page)).await.has("#password"), "{page}");
            browser.submit("/password", &credentials(user)).await;
            if user.name() == "alice" {
                assert!(browser.page().has("#otp"), "every step of the user's own method");
                idp.enter_code(&mut browser, user).await;
            }
            assert_eq!(browser.page().url, acme.at(&page));
            assert!(browser.open(acme.at("/account")).await.has("#devices"));
            idp.clock.advance(minutes(20));
        }
    }
    idp.deliver().await;
}

#[tokio::test]
async fn a_stale_post_changes_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let device = acme.devices(&alice).await[0].clone();
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    let deeds = acme.actions().await;
    idp.clock.advance(minutes(6));
    let new = ("mail", "new@phone.test");
    let confirm = ("mail_confirm", "new@phone.test");
    let id = device.id;
    for (below, fields) in [
        ("question".to_owned(), vec![("answer", "かざまる"), ("question", "母親の旧姓は?")]),
        ("method/execute".to_owned(), vec![("method", "password_otp")]),
        ("devices/new/register".to_owned(), vec![new, confirm, ("kind", "pc")]),
        (format!("devices/{id}/change/register"), vec![new, confirm, ("kind", "pc")]),
        (format!("devices/{id}/delete"), vec![]),
    ] {
        let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields).collect();
        let page = browser.post(&acme.at(&format!("/account/{below}")), &fields).await;
        assert!(page.has("#password"), "{below}: {}", page.status());
    }
    assert_eq!(acme.actions().await, deeds);
    assert_eq!(acme.now(&alice).await.login_method, LoginMethod::Password);
    assert_eq!(acme.devices(&alice).await[0].address, device.address);
    assert!(idp.letters_to("new@phone.test").letters().await.is_empty());
}

#[tokio::test]
async fn a_login_by_less_than_the_method_of_now_is_not_enough() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account/question").await;
    assert!(browser.page().has("#question"));
    let name = &alice.user.login_name;
    let shown = users::show(&acme.app, &acme.tenant, name).await.unwrap().unwrap();
    let method = LoginMethod::PasswordOtp;
    users::set_login_method(&acme.app, &acme.tenant, &shown, method, ADMIN).await.unwrap();
    assert!(browser.open(acme.at("/account/question")).await.has("#password"));
    prove(&idp, &mut browser, &alice).await;
    assert!(browser.page().has("#question") && browser.page().has("#answer"));
}

/// FL-08: nothing of the site is shown or done before the last factor.
#[tokio::test]
async fn half_a_login_opens_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let mut browser = idp.browser();
    browser.open(acme.at("/account/question")).await;
    let page = browser.submit("/password", &credentials(&alice)).await;
    assert!(page.has("#otp"));
    let csrf = page.attribute("input[name=csrf]", "value").unwrap();
    for below in ["", "/password", "/question", "/method", "/devices/new"] {
        let page = browser.open(acme.at(&format!("/account{below}"))).await;
        assert!(page.has("#password") && !page.has("nav.menu"), "{below}");
    }
    let fields = [("csrf", &*csrf), ("question", "母親の旧姓は?"), ("answer", "かざまる")];
    assert!(browser.post(&acme.at("/account/question"), &fields).await.has("#password"));
    assert_eq!(acme.question(&alice).await, None);
    idp.deliver().await;
}

#[tokio::test]
async fn the_way_back_leads_to_pages_of_the_site_alone() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for strange in ["%0d%0aX-Y:z", "..%2f..%2f..%2fevil", "x%3fy", "%2f%2fevil.test", "1"] {
        for deed in ["change", "delete", "added"] {
            let url = acme.at(&format!("/account/devices/{strange}/{deed}"));
            let status = idp.door().get(&url).await.status();
            let expected = if deed == "added" { 303 } else { 404 };
            assert_eq!(status, expected, "{url}");
        }
    }
}
