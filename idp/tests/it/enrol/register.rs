//! The last step: password, secret question and answer, recovery codes. All of it stands, or nothing does.

use idp::model::policy::Policy;

use crate::support::person::NEW;
use crate::support::tenant::address;
use crate::support::{Browser, Page, TestIdp};

const PET: &str = "初めて飼ったペットの名前は?";
const ANSWER: &str = "かざまる";

async fn register(browser: &mut Browser, password: &str, question: &str, answer: &str) -> Page {
    let fields = [
        ("new_password", password),
        ("new_password_confirm", password),
        ("question", question),
        ("answer", answer),
    ];
    browser.submit("/register", &fields).await.clone()
}

#[tokio::test]
async fn classic_sets_password_and_question_and_the_user_signs_in() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = crate::support::Website::register(&acme, "portal", |client| {
        client.settings.client_uri = Some("https://portal.test/".to_owned());
    })
    .await;
    let alice = acme.newcomer("p-01-usr012").await;
    let (mut browser, link) = acme.at_credentials(&idp, &alice).await;
    let page = browser.page();
    assert_eq!(
        (page.url.as_str(), page.text("[aria-current=step]").as_str()),
        (&*link, "認証情報登録")
    );
    assert_eq!(page.text("#question option[selected]"), PET);
    assert_eq!(page.attribute("#new-password", "autocomplete").as_deref(), Some("new-password"));
    assert!(!page.body.contains(crate::support::PASSWORD) && page.has("#answer"));

    let page = register(&mut browser, NEW, PET, ANSWER).await;
    assert!(page.has("#enrol-done") && page.has("#account-link"), "{}", page.body);
    assert_eq!(page.text("[aria-current=step]"), "認証情報登録完了");
    assert_eq!(page.attribute("#website-link", "href").as_deref(), Some("https://portal.test/"));
    assert!(!page.body.contains(NEW) && !page.body.contains(ANSWER));
    assert!(browser.cookie("session").is_none(), "an enrolment signs nobody in");
    assert_eq!(acme.question(&alice).await.as_deref(), Some(PET));
    assert!(acme.actions().await.contains(&"user.enrol".to_owned()));

    let mut browser = acme.at_login(&portal).await;
    browser.submit("/password", &[("username", "p-01-usr012"), ("password", NEW)]).await;
    idp.enter_code(&mut browser, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    assert_eq!(tokens.subject(), alice.subject());
}

#[tokio::test]
async fn standard_has_recovery_codes_and_no_question() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, link) = acme.at_credentials(&idp, &alice).await;
    assert!(!browser.page().has("#question") && !browser.page().has("#answer"));
    let fields = [("new_password", NEW), ("new_password_confirm", NEW)];
    let page = browser.submit("/register", &fields).await.clone();
    assert!(page.has("#enrol-done") && page.has("#recovery-codes"), "{}", page.body);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let read = acme.app.database.read();
    let left = idp::store::recovery_codes::left(read, acme.tenant.id, alice.user.id).await.unwrap();
    let shown = page.html().select(&crate::support::page::css("#recovery-codes li")).count();
    assert!(left.count >= 8 && shown == usize::try_from(left.count).unwrap(), "{shown}");
    assert_eq!(acme.question(&alice).await, None);
    let reload = browser.open(&link).await;
    assert!(!reload.has("#recovery-codes") && reload.problem().as_deref() == Some("link_used"));

    let mut browser = acme.at_login(&portal).await;
    browser.submit("/password", &[("username", "alice"), ("password", NEW)]).await;
    idp.enter_code(&mut browser, &alice).await;
    assert_eq!(portal.redeem(&browser.arrival()).await.subject(), alice.subject());
}

/// EN-08: nothing stands after a POST that was refused. The words are those of `PW` and `SQ-05`.
#[tokio::test]
async fn whatever_is_refused_leaves_nothing_behind() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme
        .user_as("usr-alice", |new| {
            new.password = None;
            new.addresses.push(address("kazahaya@phone.test"));
        })
        .await;
    let (mut browser, link) = acme.at_credentials(&idp, &alice).await;
    for (password, question, answer, word) in [
        ("Kaza-77", PET, ANSWER, "password_too_short"),
        (&"Kaza-guruma-77".repeat(3)[..], PET, ANSWER, "password_too_long"),
        ("風車がまわる-77", PET, ANSWER, "password_characters"),
        ("xxUSR-ALICE77xx", PET, ANSWER, "password_contains_id"),
        ("77-Kazahaya-77", PET, ANSWER, "password_contains_id"),
        ("password1", PET, ANSWER, "password_common"),
        (NEW, PET, "かぜ", "answer_too_short"),
        (NEW, PET, PET, "answer_is_question"),
        (NEW, PET, "USR-alice", "answer_is_login_name"),
        (NEW, PET, "タカハシ", "answer_common"),
        (NEW, "いつもの?", ANSWER, "unknown_question"),
    ] {
        let page = register(&mut browser, password, question, answer).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(word)), "{password}");
        assert!(!page.body.contains(password) || password == NEW, "a password is not shown again");
        assert!(acme.is_invited(&alice).await && acme.question(&alice).await.is_none(), "{word}");
    }
    let page = browser
        .submit("/register", &[("new_password", NEW), ("new_password_confirm", "another-77")])
        .await;
    assert_eq!(page.problem().as_deref(), Some("password_mismatch"));
    assert!(acme.is_invited(&alice).await && acme.question(&alice).await.is_none());
    assert!(browser.open(&link).await.has("#new-password"), "and the way on is open");
    assert!(register(&mut browser, NEW, PET, ANSWER).await.has("#enrol-done"));
}

#[tokio::test]
async fn a_refused_form_keeps_the_question_that_was_chosen() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (mut browser, _) = acme.at_credentials(&idp, &alice).await;
    let town = "子どものころ住んでいた町の名前は?";
    let page = register(&mut browser, "short", town, ANSWER).await;
    assert_eq!(page.text("#question option[selected]"), town);
    let english =
        browser.open(format!("{}?lang=en", browser.page().url.trim_end_matches("/register"))).await;
    assert_eq!(english.text("#question option[selected]"), "What was the name of your first pet?");
    assert_eq!(english.attribute("#question option[selected]", "value").as_deref(), Some(PET));
}

/// EN-06, FL-07: credentials are set by the browser that knew the code, and in that order.
#[tokio::test]
async fn only_the_browser_that_entered_the_code_sets_credentials() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (link, code) = acme.handed_over(&alice).await;
    let fields = |csrf: &str| {
        let pairs = [
            ("csrf", csrf),
            ("new_password", NEW),
            ("new_password_confirm", NEW),
            ("question", PET),
            ("answer", ANSWER),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let mut thief = idp.browser();
    thief.open(&link).await;
    let csrf = thief.page().attribute("input[name=csrf]", "value").unwrap();
    let skips = fields(&csrf);
    let skips: Vec<_> = skips.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let register = format!("{link}/register");
    assert!(thief.post(&register, &skips).await.has("#initial-code"), "the code comes first");

    let mut owner = idp.browser();
    owner.open(&link).await;
    owner.submit("/code", &[("otp", &code)]).await;
    let page = thief.post(&register, &skips).await;
    assert_eq!((page.status(), page.problem().as_deref()), (403, Some("other_browser")));
    let page = thief.post(&format!("{link}/code"), &[("csrf", &csrf), ("otp", &code)]).await;
    assert_eq!(page.problem().as_deref(), Some("other_browser"));
    thief.set_cookie("__Host-sekisho_browser_acme", "b_forged");
    assert_eq!(thief.post(&register, &skips).await.status(), 403);
    assert_eq!(idp.door().post(&register, &skips).await.status(), 403);
    assert!(acme.is_invited(&alice).await);
    assert!(owner.open(&link).await.has("#new-password"), "the owner is not disturbed");
}

#[tokio::test]
async fn strangers_who_tried_the_user_id_before_do_not_lock_its_owner_out() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.newcomer("alice").await;
    for _ in 0..5 {
        let mut browser = acme.at_login(&portal).await;
        browser.submit("/password", &[("username", "alice"), ("password", "guess-77-guess")]).await;
    }
    let (mut browser, _) = acme.at_credentials(&idp, &alice).await;
    assert!(register(&mut browser, NEW, PET, ANSWER).await.has("#enrol-done"));
    let mut browser = acme.at_login(&portal).await;
    browser.submit("/password", &[("username", "alice"), ("password", NEW)]).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());
}

#[tokio::test]
async fn full_width_passwords_are_the_same_as_half_width_ones() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", Policy::classic()).await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("bob").await;
    assert!(acme.past_password(&portal, &alice).await.has_left());
    let carol = acme.newcomer("carol").await;
    let (mut browser, _) = acme.at_credentials(&idp, &carol).await;
    let wide = "Ｈａｓｈｉ-wo-wataru-５";
    assert!(register(&mut browser, wide, PET, ANSWER).await.has("#enrol-done"));
    let mut browser = acme.at_login(&portal).await;
    let page = browser.submit("/password", &[("username", "carol"), ("password", NEW)]).await;
    assert!(page.has("#otp"), "{:?}", page.problem());
    idp.deliver().await;
}
