//! Letters: by a real SMTP server, and what happens when it is away.

use std::sync::Arc;

use idp::mail::courier::{Courier, NotSent};
use idp::mail::smtp::{Encryption, Relay, SmtpCourier};
use idp::model::policy::Policy;

use crate::support::smtp::SmtpServer;
use crate::support::{Post, TestIdp, minutes, seconds};

fn courier(port: u16, encryption: Encryption) -> Arc<SmtpCourier> {
    let relay = Relay {
        host: "127.0.0.1".to_owned(),
        port,
        encryption,
        user: None,
        password: None,
        authority: None,
        from: "関所 <login@idp.test>".parse().unwrap(),
    };
    Arc::new(SmtpCourier::new(&relay).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_smtp_server_gets_a_letter_in_text_and_html() {
    let mut server = SmtpServer::start(0);
    let sends = courier(server.port, Encryption::None);
    sends.test().await.unwrap();
    let idp = TestIdp::start_with(sends, Arc::default()).await;
    let acme = idp.tenant("acme", Policy::classic()).await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    idp.deliver().await;

    let mail = server.receive();
    assert_eq!(
        (mail.from.as_str(), mail.to),
        ("login@idp.test", vec!["alice@acme.test".to_owned()])
    );
    let reference = browser.page().text("#otp-reference");
    assert!(mail.subject.contains("acme 株式会社") && mail.subject.contains(&reference));
    assert!(mail.message_id.ends_with("@idp.test>"));
    assert!(mail.head.lines().all(|line| line.len() < 998 && line.is_ascii()));
    for name in ["From: ", "To: ", "Subject: ", "Date: ", "MIME-Version: 1.0"] {
        let fold = mail.head.lines().filter(|line| line.starts_with(name)).count();
        assert_eq!(fold, 1, "{name}");
    }
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
    let code = mail.text.lines().map(str::trim_end).find(is_code).unwrap();
    assert!(mail.html.contains(code) && mail.html.contains("lang=\"ja\""));
    for tempting in ["http://", "https://", "<img", "<script", "<a "] {
        assert!(!mail.html.contains(tempting) && !mail.text.contains(tempting), "{tempting}");
    }
    browser.submit("/code", &[("otp", code)]).await;
    assert!(browser.has_left());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_waits_for_an_smtp_server_that_is_down() {
    let server = SmtpServer::start(0);
    let port = server.port;
    drop(server);
    let idp = TestIdp::start_with(courier(port, Encryption::None), Arc::default()).await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    assert!(browser.page().has("#otp"), "a relay that is down does not show");
    idp.deliver().await;
    let mut server = SmtpServer::start(port);
    idp.deliver().await;
    idp.clock.advance(minutes(1));
    idp.deliver().await;
    let mail = server.receive();
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
    let code = mail.text.lines().map(str::trim_end).find(is_code).unwrap();
    browser.submit("/code", &[("otp", code)]).await;
    assert!(browser.has_left());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_smtp_server_without_encryption_gets_no_letter_where_it_is_asked_for() {
    let server = SmtpServer::start(0);
    for encryption in [Encryption::Starttls, Encryption::Tls] {
        let sends = courier(server.port, encryption);
        let outcome = sends.test().await;
        assert!(matches!(outcome, Err(NotSent::ForNow(_))), "{encryption:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn tries_grow_further_apart_and_nothing_is_lost() {
    let post = Arc::new(Post::default());
    let idp = TestIdp::start_with(post.clone(), post.clone()).await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    post.is_away(true);
    let mut browser = acme.past_password(&portal, &alice).await;
    for _ in 0..120 {
        idp.deliver().await;
        idp.clock.advance(seconds(1));
    }
    let tries = post.tries();
    let gaps: Vec<_> = tries.windows(2).map(|two| two[1].since(two[0]).whole_seconds()).collect();
    assert_eq!(gaps, [2, 4, 8, 16, 32]);
    assert_eq!(post.all().len(), 0);
    post.is_away(false);
    idp.clock.advance(minutes(2));
    assert_eq!(idp.mailbox(&alice).letters().await.len(), 1);
    idp.enter_code(&mut browser, &alice).await;
    assert!(browser.has_left());
}

#[tokio::test]
async fn a_letter_is_given_up_after_ten_tries() {
    let post = Arc::new(Post::default());
    let idp = TestIdp::start_with(post.clone(), post.clone()).await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    post.is_away(true);
    for _ in 0..5 {
        let mut browser = acme.at_login(&portal).await;
        browser.submit("/password", &[("username", alice.name()), ("password", "x")]).await;
    }
    for _ in 0..200 {
        idp.deliver().await;
        idp.clock.advance(minutes(1));
    }
    assert_eq!(post.tries().len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_send_a_letter_once() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let mut users = Vec::new();
    for name in ["alice", "bob", "carol", "dave"] {
        let user = acme.user(name).await;
        acme.past_password(&portal, &user).await;
        users.push(user);
    }
    tokio::join!(idp.deliver(), idp.deliver(), idp.deliver());
    for user in &users {
        assert_eq!(idp.mailbox(user).letters().await.len(), 1);
    }
}

#[tokio::test]
async fn a_letter_is_in_the_language_of_the_page() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = idp.browser();
    browser.open(portal.sign_in_link_with(&[("ui_locales", "en")])).await;
    browser.submit("/password", &crate::support::tenant::credentials(&alice)).await;
    let letter = idp.mailbox(&alice).newest().await;
    assert!(letter.mail.subject.contains("one-time password"), "{}", letter.mail.subject);
    assert!(letter.mail.html.contains("lang=\"en\""));
}

#[tokio::test]
async fn names_cannot_break_out_of_a_letter() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", Policy::classic()).await;
    let alice = acme.user("alice").await;
    let name = "<b>{{7*7}}</b> & Söhne";
    let website = crate::support::Website::register(&acme, "portal", |client| {
        name.clone_into(&mut client.name);
    })
    .await;
    acme.past_password(&website, &alice).await;
    let letter = idp.mailbox(&alice).newest().await.mail;
    assert!(letter.text.contains(name), "text is text");
    assert!(letter.html.contains("&lt;b&gt;{{7*7}}") && !letter.html.contains("<b>"));
    assert!(!letter.subject.contains('\n'));
}
