//! Guessing that is patient, or spread over many names and addresses.

use idp::model::throttle::Throttle;
use idp::stop::Fault;
use idp::store::audit::{self, Event};
use idp::usecase::upkeep::watch::watch;

use crate::support::tenant::credentials;
use crate::support::{
    Browser, PASSWORD, TestIdp, TestTenant, TestUser, Website, days, minutes, seconds,
};

const WRONG: &str = "not-this-one-77";

async fn problem(browser: &mut Browser, portal: &Website, name: &str, password: &str) -> String {
    browser.open(portal.sign_in_link()).await;
    let page = browser.submit("/password", &[("username", name), ("password", password)]).await;
    page.problem().unwrap_or_else(|| if page.has("#otp") { "otp" } else { "-" }.to_owned())
}

async fn owned(idp: &TestIdp, acme: &TestTenant, portal: &Website, user: &TestUser) -> Browser {
    let mut own = acme.past_password(portal, user).await;
    idp.enter_code(&mut own, user).await;
    own
}

/// LK-06, LK-10, LK-13: locks that run out are counted on; then only the desk or the owner's mail unlocks, and the
/// owner's browser is not kept out.
#[tokio::test]
async fn patient_guessing_comes_to_an_end() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut own = owned(&idp, &acme, &portal, &alice).await;
    for guess in 1..=30 {
        let mut stranger = idp.browser();
        let expected = if guess % 10 == 0 { "account_locked" } else { "wrong_credentials" };
        assert_eq!(problem(&mut stranger, &portal, "alice", WRONG).await, expected, "{guess}");
        idp.clock.advance(minutes(15));
    }
    idp.clock.advance(days(400));
    let mut other = idp.browser();
    assert_eq!(problem(&mut other, &portal, "alice", PASSWORD).await, "account_locked");
    let shown = idp::usecase::admin::users::show(&idp.app, &acme.tenant, &alice.user.login_name);
    let gate = shown.await.unwrap().unwrap().gate;
    assert!(format!("{gate:?}").contains("until: None"), "{gate:?}");
    assert_eq!(problem(&mut own, &portal, "alice", PASSWORD).await, "otp");

    let link = idp.mailbox(&alice).letters().await;
    let link = link.iter().rev().find(|one| one.has_link()).unwrap().link();
    other.open(&link).await;
    other.submit(&link.replace(crate::support::BASE, ""), &[]).await;
    assert_eq!(problem(&mut other, &portal, "alice", PASSWORD).await, "otp");
    idp.deliver().await;
}

/// LK-06: the browsers that the account knows have a bound of their own, all together.
#[tokio::test]
async fn a_known_browser_is_a_strangers_after_twenty_failures() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let portal = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let mut own = owned(&idp, &acme, &portal, &alice).await;
    // Its session ends; that it is known does not.
    idp.clock.advance(days(1));
    for guess in 1..=50 {
        // The twentieth is the last that counts for the browser; then strangers' count is at its beginning.
        let locks = guess % 10 == 0 && guess != 20;
        let expected = if locks { "account_locked" } else { "wrong_credentials" };
        assert_eq!(problem(&mut own, &portal, "alice", WRONG).await, expected, "{guess}");
        idp.clock.advance(minutes(15));
    }
    assert_eq!(acme.outcomes(&alice).await.len(), 1 + 50, "one login, and every try was looked at");
    idp.clock.advance(days(400));
    assert_eq!(problem(&mut own, &portal, "alice", PASSWORD).await, "account_locked");
    acme.unlock(&alice).await;
    assert_eq!(problem(&mut own, &portal, "alice", PASSWORD).await, "otp");
    idp.deliver().await;
}

/// LK-07: one network has more tries than one address, and an end of them.
#[tokio::test]
async fn a_network_is_bounded_as_a_whole() {
    let idp = TestIdp::start_bounded(Throttle { burst: 2, every: seconds(2) }).await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let mut turned_away = 0;
    for host in 1..=40 {
        let mut browser = Browser::new(acme.door.from(&format!("198.51.100.{host}")));
        browser.open(portal.sign_in_link()).await;
        let fields = [("username", "no user id"), ("password", "guess-77")];
        turned_away += u32::from(browser.submit("/password", &fields).await.status() == 429);
    }
    assert_eq!(turned_away, 8, "16 times the tries of one address");
    let mut browser = Browser::new(acme.door.from("198.51.101.1"));
    assert_eq!(problem(&mut browser, &portal, "no user id", WRONG).await, "wrong_credentials");
}

/// Notes the same outcome of many names.
async fn noted(acme: &TestTenant, action: &str, names: std::ops::Range<u32>) {
    for name in names {
        let (app, tenant, now) = (&acme.app, acme.tenant.id, acme.app.now());
        app.database
            .write(|tx| async move {
                let (actor, subject) = ("user", format!("user-{name}"));
                let details = serde_json::json!({});
                let event = Event { at: now, actor, action, subject, details, address: None };
                let id = idp::random::row_id(app.random(), now);
                audit::append(&tx, tenant, id, &event).await
            })
            .await
            .map_err(|fault: Fault| fault.to_string())
            .unwrap();
    }
}

async fn rung(acme: &TestTenant, alarm: &str) -> usize {
    acme.actions().await.iter().filter(|action| *action == alarm).count()
}

/// LK-07: few passwords, many names, from wherever.
#[tokio::test]
async fn many_names_failing_ring_an_alarm_of_their_tenant() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let quiet = idp.tenant("quiet", idp::model::policy::Policy::classic()).await;
    let portal = acme.website("portal").await;
    noted(&acme, "login.wrong_password", 0..99).await;
    assert_eq!(watch(&idp.app).await.unwrap(), 0);
    problem(&mut idp.browser(), &portal, "one-more", WRONG).await;
    assert_eq!(watch(&idp.app).await.unwrap(), 1);
    assert_eq!(watch(&idp.app).await.unwrap(), 0, "once is enough");
    assert_eq!(
        (rung(&acme, "alarm.passwords").await, rung(&quiet, "alarm.passwords").await),
        (1, 0)
    );
    let told = acme.audit().await.into_iter().find(|one| one.action == "alarm.passwords").unwrap();
    assert_eq!(told.details["failed"], 100);

    idp.clock.advance(minutes(10));
    noted(&acme, "login.wrong_password", 0..150).await;
    noted(&acme, "login.signed_in", 0..160).await;
    assert_eq!(watch(&idp.app).await.unwrap(), 0, "a busy morning");
}

/// SQ-09: answers guessed across users.
#[tokio::test]
async fn answers_guessed_of_many_users_ring_an_alarm() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    noted(&acme, "login.wrong_answer", 0..9).await;
    noted(&acme, "login.wrong_answer", 0..9).await;
    assert_eq!(watch(&idp.app).await.unwrap(), 0, "names are counted, not tries");
    noted(&acme, "login.wrong_answer", 9..10).await;
    assert_eq!(watch(&idp.app).await.unwrap(), 1);
    assert_eq!(rung(&acme, "alarm.answers").await, 1);
}

/// LK-08: a lock ends a code that is on its way to the website.
#[tokio::test]
async fn a_lock_ends_codes_under_way() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let arrival = acme.past_password(&portal, &alice).await.arrival();
    let bobs = acme.past_password(&portal, &bob).await.arrival();
    for _ in 0..5 {
        problem(&mut idp.browser(), &portal, "alice", WRONG).await;
    }
    let page = portal.token(&arrival, &[]).await;
    assert_eq!((page.status(), page.error().as_str()), (400, "invalid_grant"));
    assert!(!acme.actions().await.contains(&"code.reuse".to_owned()), "it was not presented twice");
    assert_eq!(portal.redeem(&bobs).await.subject(), bob.subject(), "only the owner's");
    acme.unlock(&alice).await;
    let mut again = acme.at_login(&portal).await;
    again.submit("/password", &credentials(&alice)).await;
    assert_eq!(portal.redeem(&again.arrival()).await.subject(), alice.subject());
    idp.deliver().await;
}
