//! 秘密の質問・答え変更.

use idp::model::policy::Policy;

use crate::support::tenant::address;
use crate::support::{Browser, Page, TestIdp};

const HERE: &str = "/account/question";
const TEACHER: &str = "小学校で一番好きだった先生の名前は?";
const ANSWER: &str = "かざまつり先生";

async fn change(browser: &mut Browser, question: &str, answer: &str) -> Page {
    browser.submit(HERE, &[("question", question), ("answer", answer)]).await.clone()
}

#[tokio::test]
async fn a_change_stands_and_is_told_to_every_device() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user_as("alice", |new| new.addresses.push(address("second@phone.test"))).await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    assert!(browser.page().text("[aria-current=step]").contains("秘密の質問・答え変更"));
    let page = change(&mut browser, TEACHER, ANSWER).await;
    assert_eq!((page.status(), page.problem()), (200, None));
    assert!(page.text("[aria-current=step]").contains("完了") && !page.body.contains(ANSWER));
    assert_eq!(acme.question(&alice).await.as_deref(), Some(TEACHER));
    for to in ["alice@acme.test", "second@phone.test"] {
        let letter = idp.letters_to(to).newest().await;
        assert!(letter.mail.subject.contains("秘密の質問"), "{}", letter.mail.subject);
        assert!(!letter.mail.text.contains(ANSWER) && !letter.mail.text.contains(TEACHER));
    }
    assert!(acme.actions().await.contains(&"question.change".to_owned()));
    let page = browser.open(acme.at(HERE)).await;
    assert_eq!(page.text("#question option[selected]"), TEACHER);
    assert_eq!(page.attribute("#answer", "value").unwrap_or_default(), "", "SQ-07");
    let dump = idp.dump();
    for kept in [ANSWER, "かざまつりせんせい"] {
        assert!(!dump.windows(kept.len()).any(|part| part == kept.as_bytes()), "SQ-06: {kept}");
    }
}

#[tokio::test]
async fn what_is_no_answer_is_refused_and_nothing_changes() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("usr-alice").await;
    let mut browser = acme.signed_in(&idp, &alice, HERE).await;
    change(&mut browser, TEACHER, ANSWER).await;
    browser.open(acme.at(HERE)).await;
    let town = "子どものころ住んでいた町の名前は?";
    for (question, answer, word) in [
        (town, "", "required"),
        (town, " ", "answer_too_short"),
        (town, "かぜ", "answer_too_short"),
        (town, "・・・・・", "answer_too_short"),
        (town, town, "answer_is_question"),
        (town, "ＵＳＲ－ａｌｉｃｅ", "answer_is_login_name"),
        (town, "ナゴヤ", "answer_too_short"),
        (town, "名古屋", "answer_common"),
        ("好きな色は?", ANSWER, "unknown_question"),
        ("", ANSWER, "required"),
    ] {
        let page = change(&mut browser, question, answer).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(word)), "{answer}");
        assert_eq!(page.attribute("#answer", "value").unwrap_or_default(), "");
        if question == town {
            assert_eq!(page.text("#question option[selected]"), town, "the choice is kept");
        }
        assert_eq!(acme.question(&alice).await.as_deref(), Some(TEACHER), "{word}");
    }
    let changes = acme.actions().await;
    assert_eq!(changes.iter().filter(|action| *action == "question.change").count(), 1);
    idp.deliver().await;
}

/// SQ-00.
#[tokio::test]
async fn standard_has_no_question_anywhere() {
    let idp = TestIdp::start().await;
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    assert_eq!(browser.open(acme.at(HERE)).await.status(), 404);
    let fields = [("csrf", &*csrf), ("question", TEACHER), ("answer", ANSWER)];
    assert_eq!(browser.post(&acme.at(HERE), &fields).await.status(), 404);
    assert_eq!(acme.question(&alice).await, None);
}

#[tokio::test]
async fn a_contract_may_keep_the_question_and_not_its_change() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.account_site.question_change = false;
    let acme = idp.tenant("acme", policy).await;
    let alice = acme.simple_user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    assert!(!browser.page().has("#menu-question"));
    assert_eq!(browser.open(acme.at(HERE)).await.status(), 404);
    let carol = acme.newcomer("carol").await;
    let (browser, _) = acme.at_credentials(&idp, &carol).await;
    assert!(browser.page().has("#question"), "the enrolment still asks");
}
