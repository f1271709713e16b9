//! Reissue of a forgotten password (パスワード再発行): RS and SQ of the attack suite.

mod ask;
mod certificate;
mod link;
mod question;
mod race;
mod second_proof;
mod temporary;

use idp::stop::Fault;
use idp::store;
use idp::usecase::secret_question::{hash, judge};

use crate::support::{Browser, Page, TestIdp, TestTenant, TestUser};

const ANSWER: &str = "カザグルマ";

/// The question that users of these tests chose.
fn question(acme: &TestTenant) -> String {
    acme.tenant.policy.question.list[0].ja.clone()
}

async fn set_answer(acme: &TestTenant, user: &TestUser, question: &str) {
    let (tenant, app) = (&acme.tenant, &acme.app);
    let typed = (question, ANSWER);
    let chosen = judge(&tenant.policy, &user.user.login_name, typed).unwrap();
    let stored = &hash(app, &chosen).await.unwrap();
    app.database
        .write(|tx| async move {
            let (id, now) = (user.user.id, app.now());
            store::secret_questions::put(&tx, tenant.id, id, stored, now).await?;
            Ok::<_, Fault>(())
        })
        .await
        .unwrap();
}

/// Asks in a browser of its own.
pub(super) async fn ask(acme: &TestTenant, name: &str, mail: &str) -> Page {
    let mut browser = Browser::new(acme.door.clone());
    browser.open(acme.at("/reissue")).await;
    browser.submit("/reissue", &[("username", name), ("mail", mail)]).await.clone()
}

/// The link that a user was mailed after asking.
pub(super) async fn link(idp: &TestIdp, acme: &TestTenant, user: &TestUser) -> String {
    assert!(ask(acme, user.name(), &user.addresses[0]).await.has("#reissue-sent"));
    idp.mailbox(user).newest().await.link()
}

/// A browser that opened the link and pressed the button.
pub(super) async fn confirmed(idp: &TestIdp, link: &str) -> Browser {
    let mut browser = idp.browser();
    assert!(browser.open(link).await.has("#reissue-continue"), "{}", browser.page().body);
    browser.submit("/confirm", &[]).await;
    browser
}

/// Posts to a step whether or not its form is shown.
async fn push<'a>(browser: &'a mut Browser, url: &str, fields: &[(&str, &str)]) -> &'a Page {
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap_or_default();
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    browser.post(url, &all).await
}

fn twice(new: &str) -> [(&str, &str); 2] {
    [("new_password", new), ("new_password_confirm", new)]
}
