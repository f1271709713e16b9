//! The user guide: a contract's people read of what the contract has, with its numbers, and of nothing else.

use std::collections::BTreeSet;

use idp::http::help::in_words;
use idp::model::client::{Authentication, Profile, Settings};
use idp::model::help::{Id, chapters};
use idp::model::login_method::LoginMethod;
use idp::model::policy::{Language, MethodChange, Policy, Release};
use idp::usecase::admin::clients;

use crate::support::tenant::ADMIN;
use crate::support::{Page, TestIdp, Website};

fn told(page: &Page) -> BTreeSet<String> {
    page.attributes("section.chapter[id]", "id").into_iter().collect()
}

fn named(ids: &[Id]) -> BTreeSet<String> {
    ids.iter().map(|id| format!("help-{}", id.as_str())).collect()
}

fn all_but(without: &[Id]) -> BTreeSet<String> {
    // No client of these runs on a device.
    &named(&Id::ALL) - &named(&[without, &[Id::Activate][..]].concat())
}

async fn help(idp: &TestIdp, slug: &str, policy: Policy, language: &str) -> Page {
    let tenant = idp.tenant(slug, policy).await;
    let page = idp.door().get(&tenant.at(&format!("/help?lang={language}"))).await;
    assert_eq!(page.status(), 200);
    page
}

#[tokio::test]
async fn each_contract_has_its_own_chapters() {
    let idp = TestIdp::start().await;
    let classic = help(&idp, "classic", Policy::classic(), "ja").await;
    assert_eq!(told(&classic), all_but(&[Id::ReissueSecondProof, Id::RecoveryCodes]));
    let standard = help(&idp, "standard", Policy::standard(), "ja").await;
    let absent = [Id::LoginPassword, Id::ReissueTemporary, Id::ChangeQuestion];
    assert_eq!(told(&standard), all_but(&absent));

    let mut bare = Policy::classic();
    bare.account_site.on = false;
    bare.reissue.on = false;
    bare.login_methods.allowed = [LoginMethod::PasswordOtp].into();
    let bare = help(&idp, "bare", bare, "ja").await;
    let left = [
        Id::Environment,
        Id::Passwords,
        Id::Enrolment,
        Id::LoginCode,
        Id::NewPassword,
        Id::Lock,
        Id::Logout,
    ];
    assert_eq!(told(&bare), named(&left));
    let links = bare.attributes("#help-contents a", "href");
    assert_eq!(links.len(), left.len(), "the contents name what there is");

    let mut policy = Policy::classic();
    policy.account_site.device_add = false;
    policy.account_site.device_delete = false;
    policy.account_site.history = false;
    policy.login_methods.user_may_change = MethodChange::No;
    let page = help(&idp, "some", policy, "en").await;
    let absent = [Id::DeviceAdd, Id::DeviceDelete, Id::History, Id::NotMe, Id::Method];
    let never = [Id::ReissueSecondProof, Id::RecoveryCodes];
    assert_eq!(told(&page), all_but(&[&absent[..], &never[..]].concat()));
}

/// The chapter on devices without a browser is for those who meet one.
#[tokio::test]
async fn devices_are_told_of_where_there_are_some() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let page = async || idp.door().get(&acme.at("/help?lang=ja")).await;
    let has = |page: &Page| told(page).contains("help-activate");
    acme.website("portal").await;
    assert!(!has(&page().await));
    let mut television = Website::register(&acme, "television", |client| {
        client.profile = Profile::Device;
        client.authentication = Authentication::None;
        client.redirect_uris.clear();
        client.post_logout_redirect_uris.clear();
        client.settings = Settings::of(Profile::Device);
    })
    .await
    .client;
    assert!(has(&page().await));
    television.settings.disabled = true;
    clients::change(&idp.app, &acme.tenant, &television, ADMIN).await.unwrap();
    assert!(!has(&page().await), "out of service");
}

#[tokio::test]
async fn the_numbers_told_are_the_policy_s() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.password.length_min = 11;
    policy.password.length_min_alone = 19;
    policy.password.length_max = 47;
    policy.password.valid_days = Some(77);
    policy.password.remind_days_before = [21, 3].into();
    policy.password.former_refused = 6;
    policy.one_time_code.digits = 8;
    policy.one_time_code.life_seconds = 420;
    policy.one_time_code.resend_wait_seconds = 45;
    policy.lockout.tries = 13;
    policy.lockout.answer_tries = Some(4);
    policy.lockout.release = Release::AfterMinutes(25);
    policy.enrolment.address_days = 16;
    policy.enrolment.tries = 9;
    policy.reissue.link_minutes = 37;
    policy.devices_at_most = 12;
    policy.history_days = 66;
    policy.certificate.valid_days = 222;
    policy.session.idle_minutes = 18;
    for (language, slug, chapter, sentences) in [
        (
            "ja",
            "a",
            "passwords",
            &["11文字以上、47文字以下", "19文字以上", "77日", "21、3日前", "過去6回"][..],
        ),
        (
            "en",
            "b",
            "passwords",
            &["11 to 47", "At least 19", "77 days", "21, 3 days", "last 6"][..],
        ),
        ("ja", "c", "login-code", &["8桁", "7分間", "45秒"][..]),
        ("ja", "d", "lock", &["合わせて13回", "答えを4回", "25分"][..]),
        ("ja", "e", "enrolment", &["16日間", "9回"][..]),
        ("ja", "f", "reissue-temporary", &["37分以内"][..]),
        ("ja", "g", "device-add", &["12台"][..]),
        ("ja", "h", "history", &["直近66日間"][..]),
        ("ja", "i", "certificate-renew", &["222日間"][..]),
        ("ja", "j", "logout", &["18分"][..]),
    ] {
        let page = help(&idp, slug, policy.clone(), language).await;
        let text = page.text(&format!("#help-{chapter}"));
        for sentence in sentences {
            assert!(text.contains(sentence), "{chapter}: no {sentence} in {text}");
        }
    }
}

#[tokio::test]
async fn steps_that_a_contract_lacks_are_left_out() {
    let idp = TestIdp::start().await;
    let classic = help(&idp, "classic", Policy::classic(), "en").await;
    let standard = help(&idp, "standard", Policy::standard(), "en").await;
    for (chapter, sentence, in_classic) in [
        ("passwords", "valid for 90 days", true),
        ("passwords", "does not expire", false),
        ("enrolment", "Secret question", true),
        ("enrolment", "Your recovery codes", false),
        ("login-code", "30 days", false),
        ("login-code", "Agree and go on", false),
        ("lock", "wrong answers", true),
        ("lock", "Unlock", false),
        ("lock", "15 minutes", false),
        ("new-password", "has expired", true),
        ("method", "within 24 hours", true),
        ("method", "only methods that are safer", false),
        ("certificate-download", "only once", false),
    ] {
        let has = |page: &Page| page.text(&format!("#help-{chapter}")).contains(sentence);
        assert_eq!(
            (has(&classic), has(&standard)),
            (in_classic, !in_classic),
            "{chapter}: {sentence}"
        );
    }
}

#[tokio::test]
async fn every_page_of_a_tenant_leads_there_and_it_is_one_of_them() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let login = acme.at_login(&portal).await;
    assert_eq!(login.page().attribute("#help-link", "href").unwrap(), "/t/acme/help");
    let page = idp.door().get(&acme.at("/help")).await;
    assert!(page.text("h1").contains("手引き") && page.has("#support-desk"));
    assert_eq!(page.attribute("#help-link", "href").unwrap(), "/t/acme/help");
    let elsewhere = idp.door().get("/t/nobody/help").await;
    assert_eq!(elsewhere.status(), 404);
}

/// Every text that any of these contracts may show is there in both languages.
#[test]
fn no_words_are_missing() {
    let mut other = Policy::classic();
    other.login_methods.allowed = [LoginMethod::Password].into();
    other.links.reissue = false;
    other.links.account = false;
    other.recovery_codes = true;
    other.conceal_first_step = true;
    let mut third = Policy::standard();
    third.account_site.on = false;
    third.reissue.on = false;
    third.one_time_code.life_seconds = 90;
    for policy in [Policy::classic(), Policy::standard(), other, third] {
        for language in [Language::Ja, Language::En] {
            for chapter in chapters(&policy, true) {
                let words = serde_json::to_string(&in_words(&chapter, &policy, language)).unwrap();
                let gaps = ["[help-", "{$", "{ $", "{help", "[rule-"];
                assert!(!gaps.iter().any(|gap| words.contains(gap)), "{words}");
            }
        }
    }
}
