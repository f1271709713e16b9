//! The initial one-time password: right, wrong, too often wrong, and typed the way people type.

use idp::model::policy::Policy;
use idp::usecase::enrolment::invite::Delivery;

use crate::support::person::{DESK, with_desk};
use crate::support::{Browser, Page, TestIdp, days};

const WRONG: &str = "WR0NG-WR0NG";

async fn wrong(browser: &mut Browser) -> Page {
    browser.submit("/code", &[("otp", WRONG)]).await.clone()
}

#[tokio::test]
async fn a_wrong_code_says_so_in_the_manuals_words() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (address, code) = acme.handed_over(&alice).await;
    let mut browser = idp.browser();
    let page = browser.open(&address).await;
    assert_eq!(page.text("[aria-current=step]"), "初回認証");
    let page = wrong(&mut browser).await;
    assert_eq!((page.status(), page.problem().as_deref()), (422, Some("code_mismatch")));
    assert!(page.text("#problem").contains("ワンタイムパスワードが一致しません"));
    assert!(!page.body.contains(&code));
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}

/// EN-01.
#[tokio::test]
async fn five_wrong_codes_close_it_and_the_desk_is_told() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", with_desk(Policy::classic())).await;
    let alice = acme.newcomer("alice").await;
    let (address, code) = acme.handed_over(&alice).await;
    let mut browser = idp.browser();
    browser.open(&address).await;
    for _ in 0..4 {
        assert_eq!(wrong(&mut browser).await.problem().as_deref(), Some("code_mismatch"));
    }
    assert!(idp.letters_to(DESK).letters().await.is_empty());
    let page = wrong(&mut browser).await;
    assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_closed")));
    assert!(page.text("#support-desk").contains("ご利用者窓口"), "where to turn");
    assert!(!page.body.contains(DESK), "the desk's own address is not for people");

    let letters = idp.letters_to(DESK).letters().await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].mail.text.contains("alice") && !letters[0].mail.text.contains(&code));
    let mut other = idp.browser();
    assert_eq!(other.open(&address).await.problem().as_deref(), Some("link_closed"));
    assert!(acme.is_invited(&alice).await);
    let tries = acme.actions().await;
    assert_eq!(tries.iter().filter(|action| *action == "enrolment.wrong_code").count(), 5);

    let (address, code) = acme.handed_over(&alice).await;
    other.open(&address).await;
    assert!(other.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}

#[tokio::test]
async fn wrong_codes_are_counted_over_all_browsers() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (address, _) = acme.handed_over(&alice).await;
    for turn in 1..=5 {
        let mut browser =
            if turn % 2 == 0 { idp.browser().at(idp.replica().await) } else { idp.browser() };
        browser.open(&address).await;
        let expected = if turn == 5 { "link_closed" } else { "code_mismatch" };
        assert_eq!(wrong(&mut browser).await.problem().as_deref(), Some(expected), "{turn}");
    }
}

#[tokio::test]
async fn an_empty_field_is_no_try() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (address, code) = acme.handed_over(&alice).await;
    let mut browser = idp.browser();
    browser.open(&address).await;
    for typed in ["", " ", "　", "", "", " "] {
        let page = browser.submit("/code", &[("otp", typed)]).await;
        assert_eq!(
            (page.status(), page.problem().as_deref()),
            (422, Some("required")),
            "{typed:?}"
        );
    }
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}

#[tokio::test]
async fn a_code_may_be_typed_the_way_people_type() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let wide = |code: &str| -> String {
        code.chars().map(|one| char::from_u32(u32::from(one) + 0xfee0).unwrap()).collect()
    };
    let ways: [&dyn Fn(&str) -> String; 5] = [
        &|code| wide(code),
        &str::to_lowercase,
        &|code| wide(&code.to_lowercase()),
        &|code| format!(" {}-{}　", &code[..5], &code[5..]),
        &|code| format!("{} {}", wide(&code[..3]), code[3..].to_lowercase()),
    ];
    for (turn, way) in ways.iter().enumerate() {
        let user = acme.newcomer(&format!("user-{turn}")).await;
        let (address, code) = acme.handed_over(&user).await;
        let mut browser = idp.browser();
        browser.open(&address).await;
        let page = browser.submit("/code", &[("otp", &way(&code))]).await;
        assert!(page.has("#new-password"), "{}: {:?}", way(&code), page.problem());
    }
}

/// EN-02: a code is good for its own enrolment alone.
#[tokio::test]
async fn the_code_of_another_person_is_a_wrong_one() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let (alice, bob) = (acme.newcomer("p-01-usr006").await, acme.newcomer("p-01-usr007").await);
    let namesake = other.newcomer("p-01-usr006").await;
    let (address, code) = acme.handed_over(&alice).await;
    let (_, code_of_bob) = acme.handed_over(&bob).await;
    let (address_elsewhere, code_elsewhere) = other.handed_over(&namesake).await;
    let mut browser = idp.browser();
    browser.open(&address).await;
    for foreign in [&code_of_bob, &code_elsewhere] {
        let page = browser.submit("/code", &[("otp", foreign)]).await;
        assert_eq!(page.problem().as_deref(), Some("code_mismatch"));
    }
    let moved = address_elsewhere.replace("/t/other/", "/t/acme/");
    let page = idp.browser().open(&moved).await.clone();
    assert_eq!((page.status(), page.problem().as_deref()), (404, Some("link_unknown")));
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}

/// EN-04, to the millisecond.
#[tokio::test]
async fn address_and_code_live_as_long_as_the_contract_says() {
    let idp = TestIdp::start().await;
    for (slug, policy, life) in [("old", Policy::classic(), 30), ("new", Policy::standard(), 7)] {
        let tenant = idp.tenant(slug, policy).await;
        let user = tenant.newcomer("alice").await;
        let (address, code) = tenant.handed_over(&user).await;
        let mut browser = idp.browser();
        browser.open(&address).await;
        idp.clock.advance(days(life) - time::Duration::milliseconds(1));
        assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
        idp.clock.advance(time::Duration::milliseconds(1));
        let fields = [("new_password", crate::support::person::NEW)];
        let page = browser.submit("/register", &fields).await;
        assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_expired")));
        assert!(tenant.is_invited(&user).await);

        let (address, code) = tenant.handed_over(&user).await;
        let mut browser = idp.browser();
        browser.open(&address).await;
        idp.clock.advance(days(life));
        let page = browser.submit("/code", &[("otp", &code)]).await;
        assert_eq!((page.status(), page.problem().as_deref()), (410, Some("link_expired")));
    }
}

#[tokio::test]
async fn an_invitation_that_ran_out_is_not_mailed() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.newcomer("alice").await;
    acme.invite(&alice, Delivery::Mail).await;
    idp.clock.advance(days(7));
    assert!(idp.mailbox(&alice).letters().await.is_empty());
}

/// ML: a scanner that opens the link, any number of times, uses nothing up.
#[tokio::test]
async fn opening_the_address_uses_nothing_up() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.newcomer("alice").await;
    let (address, code) = acme.handed_over(&alice).await;
    for _ in 0..10 {
        assert!(idp.door().get(&address).await.has("#initial-code"));
    }
    let head = axum::http::Request::head(&address).body(axum::body::Body::empty()).unwrap();
    assert_eq!(idp.door().send(head).await.status(), 200);
    let mut browser = idp.browser();
    browser.open(&address).await;
    assert!(browser.submit("/code", &[("otp", &code)]).await.has("#new-password"));
}
