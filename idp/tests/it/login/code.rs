//! The mailed code.

use idp::model::client::Authentication;
use idp::model::policy::Policy;
use keys::signing::Algorithm;
use serde_json::json;

use crate::support::{TestIdp, Website, minutes, seconds};

#[tokio::test]
async fn password_then_mailed_code_signs_in_to_the_website() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;

    let mut browser = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    idp.clock.advance(seconds(20));
    browser.submit("/code", &[("otp", &code)]).await;
    idp.clock.advance(seconds(20));

    let tokens = portal.redeem(&browser.arrival()).await;
    let now = idp.app.clock.now().seconds();
    assert_eq!(tokens.subject(), alice.subject());
    assert_eq!(tokens.claims["amr"], json!(["pwd", "otp", "mfa"]));
    assert_eq!(tokens.claims["acr"], "urn:sekisho:acr:password-otp");
    assert_eq!(tokens.claims["auth_time"], now - 20);
    assert_eq!(tokens.claims["iat"], now);
    assert_eq!(tokens.claims["exp"], now + 3_600);
    assert_eq!(tokens.claims["sid"].as_str().unwrap().len(), 36);
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
    let deeds = acme.actions().await;
    let since_login: Vec<_> = deeds.iter().filter(|deed| deed.contains(['l', 'c'])).collect();
    assert!(since_login.iter().any(|deed| *deed == "login.signed_in"), "{deeds:?}");
    assert!(since_login.iter().any(|deed| *deed == "code.issue"), "{deeds:?}");
}

#[tokio::test]
async fn every_kind_of_client_gets_its_tokens_under_both_presets() {
    let idp = TestIdp::start().await;
    for (slug, policy) in [("old", Policy::classic()), ("new", Policy::standard())] {
        let tenant = idp.tenant(slug, policy).await;
        let alice = tenant.user("alice").await;
        for (algorithm, way) in [
            (Algorithm::Es256, Authentication::ClientSecretBasic),
            (Algorithm::Rs256, Authentication::ClientSecretPost),
            (Algorithm::Es256, Authentication::None),
        ] {
            let website = Website::register(&tenant, "portal", |client| {
                if way == Authentication::None {
                    Website::public(client);
                }
                client.authentication = way;
                client.settings.id_token_signed_response_alg = algorithm;
            })
            .await;
            let mut browser = tenant.past_password(&website, &alice).await;
            idp.enter_code(&mut browser, &alice).await;
            let tokens = website.redeem(&browser.arrival()).await;
            assert_eq!(tokens.subject(), alice.subject());
            assert_eq!(tokens.algorithm, algorithm.to_string());
        }
        idp.clock.advance(minutes(20));
    }
    idp.deliver().await;
}

#[tokio::test]
async fn a_wrong_code_is_refused_and_the_right_one_still_stands() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let letter = idp.mailbox(&alice).newest().await;

    let page = browser.submit("/code", &[("otp", &letter.another_code())]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("wrong_credentials")));
    idp.clock.advance(seconds(1));
    browser.submit("/code", &[("otp", &letter.one_time_code())]).await;
    assert!(browser.has_left());
    assert_eq!(acme.outcomes(&alice).await, ["wrong_code", "signed_in"]);
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut early = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    idp.clock.advance(minutes(10) - time::Duration::milliseconds(1));
    early.submit("/code", &[("otp", &code)]).await;
    assert!(early.has_left());

    let mut late = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    idp.clock.advance(minutes(10));
    let page = late.submit("/code", &[("otp", &code)]).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("code_expired")));
    assert!(late.cookie("session").is_none());
}

#[tokio::test]
async fn a_resent_code_kills_the_one_before() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let first = idp.mailbox(&alice).newest().await;
    idp.clock.advance(seconds(30));
    browser.submit("/code/again", &[]).await;
    let second = idp.mailbox(&alice).newest().await;
    assert_ne!(first.mail.subject, second.mail.subject, "the reference changes");

    if first.one_time_code() != second.one_time_code() {
        let page = browser.submit("/code", &[("otp", &first.one_time_code())]).await;
        assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    }
    browser.submit("/code", &[("otp", &second.one_time_code())]).await;
    assert!(browser.has_left());
}

#[tokio::test]
async fn a_code_is_good_for_its_own_login_alone() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.user("alice").await, acme.user("bob").await);
    let portal = acme.website("portal").await;
    let mut first = acme.past_password(&portal, &alice).await;
    let code_of_first = idp.mailbox(&alice).newest().await.one_time_code();
    let mut second = acme.past_password(&portal, &alice).await;
    let code_of_second = idp.mailbox(&alice).newest().await.one_time_code();
    let mut bobs = acme.past_password(&portal, &bob).await;
    let code_of_bob = idp.mailbox(&bob).newest().await.one_time_code();
    for (browser, code) in
        [(&mut second, &code_of_first), (&mut first, &code_of_bob), (&mut bobs, &code_of_second)]
    {
        let page = browser.submit("/code", &[("otp", code)]).await;
        assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    }
    first.submit("/code", &[("otp", &code_of_first)]).await;
    assert!(first.has_left());
}

#[tokio::test]
async fn a_code_works_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    let mut twin = browser.clone();
    browser.submit("/code", &[("otp", &code)]).await;
    let page = twin.submit("/code", &[("otp", &code)]).await;
    assert!(page.has("#restart") && !twin.has_left());
    assert_eq!(acme.outcomes(&alice).await, ["signed_in"]);
    assert!(twin.cookie("session").is_none());
}

#[tokio::test]
async fn a_code_may_be_typed_the_way_people_type() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let wide = |code: &str| -> String {
        code.chars()
            .map(|d| char::from_u32('０' as u32 + d.to_digit(10).unwrap()).unwrap())
            .collect()
    };
    let ways: [&dyn Fn(&str) -> String; 4] = [
        &|code| wide(code),
        &|code| format!(" {} {} ", &code[..3], &code[3..]),
        &|code| format!("{}-{}", &code[..3], &code[3..]),
        &|code| format!("{}　{}", wide(&code[..3]), wide(&code[3..])),
    ];
    for way in ways {
        let mut browser = acme.past_password(&portal, &alice).await;
        let code = idp.mailbox(&alice).newest().await.one_time_code();
        browser.submit("/code", &[("otp", &way(&code))]).await;
        assert!(browser.has_left(), "{}", way(&code));
    }
    idp.clock.advance(minutes(16));
    let mut browser = acme.past_password(&portal, &alice).await;
    let code = idp.mailbox(&alice).newest().await.one_time_code();
    for wrong in [format!("0x{code}"), format!("+{code}"), format!("{code}0"), format!("{code}.0")]
    {
        let page = browser.submit("/code", &[("otp", &wrong)]).await;
        assert_eq!(page.problem().as_deref(), Some("wrong_credentials"), "{wrong}");
    }
}

#[tokio::test]
async fn wrong_passwords_and_wrong_codes_are_counted_together() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    for _ in 0..2 {
        browser.submit("/password", &[("username", "alice"), ("password", "no")]).await;
    }
    let mut browser = acme.past_password(&portal, &alice).await;
    let letter = idp.mailbox(&alice).newest().await;
    let wrong = letter.another_code();
    for expected in ["wrong_credentials", "wrong_credentials", "account_locked"] {
        let page = browser.submit("/code", &[("otp", &wrong)]).await;
        assert_eq!(page.problem().as_deref(), Some(expected));
        if expected == "wrong_credentials" {
            assert!(page.has("#otp"));
        }
    }
    assert!(acme.past_password(&portal, &alice).await.page().has("#account-locked"));
    idp.deliver().await;
}

#[tokio::test]
async fn after_five_wrong_tries_only_a_new_code_helps() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let letter = idp.mailbox(&alice).newest().await;
    for _ in 0..5 {
        browser.submit("/code", &[("otp", &letter.another_code())]).await;
        idp.clock.advance(seconds(40));
    }
    let page = browser.submit("/code", &[("otp", &letter.one_time_code())]).await;
    assert_eq!(page.problem().as_deref(), Some("wrong_credentials"));
    idp.clock.advance(seconds(40));
    browser.submit("/code/again", &[]).await;
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());
}
