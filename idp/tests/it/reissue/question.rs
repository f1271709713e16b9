//! The secret question (`classic`): SQ-00 to SQ-08.

use idp::model::policy::Policy;

use super::{ANSWER, confirmed, link, question, set_answer};
use crate::support::tenant::credentials;
use crate::support::{Page, TestIdp};

const WRONG: &str = "みずぐるま";

/// The page without what was chosen on it.
fn likeness(page: &Page) -> (u16, String) {
    let (status, body) = page.likeness();
    (status, body.replace(" selected", ""))
}

/// SQ-01, SQ-02.
#[tokio::test]
async fn wrong_question_and_wrong_answer_are_one() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.user("alice").await, acme.user("bob").await);
    let own = question(&acme);
    let other = acme.tenant.policy.question.list[1].ja.clone();
    set_answer(&acme, &alice, &own).await;
    let carol = acme.user("carol").await;
    set_answer(&acme, &carol, &other).await;
    let mut browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    let listed = browser.page().likeness();
    let wrong_answer =
        browser.submit("/question", &[("question", &own), ("answer", WRONG)]).await.clone();
    assert_eq!(wrong_answer.problem().as_deref(), Some("answer_mismatch"));
    assert_eq!(wrong_answer.status(), 422);
    assert!(wrong_answer.text("#problem").contains("質問とその答えが一致しません"));
    assert!(!wrong_answer.body.contains(WRONG), "an answer is not repeated");
    let wrong_question =
        browser.submit("/question", &[("question", &other), ("answer", ANSWER)]).await.clone();
    assert_eq!(likeness(&wrong_question), likeness(&wrong_answer));
    let none = browser.submit("/question", &[("question", "いつもの?"), ("answer", ANSWER)]).await;
    assert_eq!(likeness(none), likeness(&wrong_answer));

    for user in [&bob, &carol] {
        let mut browser = confirmed(&idp, &link(&idp, &acme, user).await).await;
        assert_eq!(browser.page().likeness(), listed, "bob has no answer, carol another question");
        let page = browser.submit("/question", &[("question", &own), ("answer", ANSWER)]).await;
        assert_eq!(likeness(page), likeness(&wrong_answer));
    }
}

/// SQ-05.
#[tokio::test]
async fn an_answer_may_be_typed_in_any_way() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for (number, typed) in
        ["かざぐるま", "ｶｻﾞｸﾞﾙﾏ", " カザ・グルマ　", "「かさ゛くるま」"].into_iter().enumerate()
    {
        let user = acme.user(&format!("user-{number}")).await;
        set_answer(&acme, &user, &question(&acme)).await;
        let mut browser = confirmed(&idp, &link(&idp, &acme, &user).await).await;
        let fields = [("question", question(&acme)), ("answer", typed.to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let page = browser.submit("/question", &fields).await;
        assert_eq!(page.has("#temporary-password"), number < 3, "{typed}");
    }
    idp.deliver().await;
}

/// SQ-03, as `service.md` decides it: the account is locked.
#[tokio::test]
async fn five_wrong_answers_lock_the_account() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    set_answer(&acme, &alice, &question(&acme)).await;
    let portal = acme.website("portal").await;
    let own = question(&acme);
    let fields = [("question", own.as_str()), ("answer", WRONG)];
    let mut browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    for _ in 0..2 {
        browser.submit("/question", &fields).await;
        // Nothing typed is nothing tried.
        let page = browser.submit("/question", &[("question", &own), ("answer", " ")]).await;
        assert_eq!(page.problem().as_deref(), Some("required"));
    }
    // Another link does not begin the count anew.
    let second = link(&idp, &acme, &alice).await;
    let mut browser = confirmed(&idp, &second).await;
    for _ in 0..2 {
        let page = browser.submit("/question", &fields).await;
        assert_eq!(page.problem().as_deref(), Some("answer_mismatch"));
    }
    let page = browser.submit("/question", &fields).await.clone();
    assert!(page.has("#account-locked") && page.has("#support-desk"));
    assert!(page.text("#account-locked").contains("秘密の質問"), "{}", page.text("main"));
    let notice = idp.mailbox(&alice).newest().await;
    assert!(notice.mail.subject.contains("ロック") && notice.mail.text.contains("秘密の質問"));
    browser.open(acme.at("/reissue/continue")).await;
    assert!(browser.page().has("#account-locked"), "reload");
    assert_eq!(idp.browser().open(&second).await.problem().as_deref(), Some("link_closed"));
    let mut login = acme.at_login(&portal).await;
    assert!(login.submit("/password", &credentials(&alice)).await.has("#account-locked"));
    let outcomes = acme.outcomes(&alice).await;
    assert_eq!(outcomes.iter().filter(|one| **one == "wrong_answer").count(), 4);
    assert_eq!(outcomes.iter().filter(|one| **one == "locked").count(), 1);

    acme.unlock(&alice).await;
    assert!(acme.past_password(&portal, &alice).await.has_left());
}

/// SQ-06, SQ-07.
#[tokio::test]
async fn the_database_knows_no_answer() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    set_answer(&acme, &alice, &question(&acme)).await;
    let mut browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    let own = question(&acme);
    browser.submit("/question", &[("question", &own), ("answer", WRONG)]).await;
    let page = browser.submit("/question", &[("question", &own), ("answer", ANSWER)]).await;
    let password = page.text("#temporary-password");
    let dump = idp.dump();
    let holds = |text: &str| dump.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("$argon2id$"));
    for secret in [ANSWER, "かざぐるま", WRONG, &password] {
        assert!(!holds(secret), "{secret}");
    }
    idp.deliver().await;
}

/// SQ-00, SQ-08, FL-06.
#[tokio::test]
async fn standard_asks_no_question() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::standard();
    policy.question.list = Policy::classic().question.list;
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.user("alice").await;
    set_answer(&acme, &alice, &question(&acme)).await;
    let mut browser = confirmed(&idp, &link(&idp, &acme, &alice).await).await;
    assert!(browser.page().has("#recovery-code") && !browser.page().has("#question"));
    let own = question(&acme);
    let fields = [("question", own.as_str()), ("answer", ANSWER)];
    let page = super::push(&mut browser, "/t/acme/reissue/continue/question", &fields).await;
    assert!(page.has("#recovery-code") && !page.has("#temporary-password"));
}
