//! The first administrator.

use idp::usecase::admin::{roles, set_up};

use super::system;
use crate::support::tenant::ADMIN;
use crate::support::{Browser, PASSWORD, TestIdp};

const PAGE: &str = "/console/set-up";

fn fields<'a>(code: &'a str, name: &'a str, mail: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("set_up_code", code),
        ("username", name),
        ("mail", mail),
        ("new_password", PASSWORD),
        ("new_password_confirm", PASSWORD),
    ]
}

async fn there(idp: &TestIdp) -> Browser {
    let mut browser = idp.browser();
    browser.open(PAGE).await;
    browser
}

#[tokio::test]
async fn whoever_has_the_code_is_the_first_and_then_the_page_is_gone() {
    let idp = TestIdp::start().await;
    let home = system(&idp).await;
    let code = set_up::code(&idp.app, ADMIN).await.unwrap().unwrap();
    let mut browser = there(&idp).await;
    for (given, word) in [
        (fields("", "taro", "taro@ops.test"), "required"),
        (fields("s_wrong", "taro", "taro@ops.test"), "set_up_code"),
        (fields(code.expose(), "ta ro", "taro@ops.test"), "bad_user_id"),
        (fields(code.expose(), "taro", "taro"), "bad_address"),
    ] {
        let page = browser.submit(PAGE, &given).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(word)), "{word}");
    }
    let mut weak = fields(code.expose(), "taro", "taro@ops.test");
    weak[3].1 = "short";
    weak[4].1 = "short";
    assert_eq!(browser.submit(PAGE, &weak).await.problem().as_deref(), Some("password_too_short"));
    let page = browser.submit(PAGE, &fields(code.expose(), "taro", "taro@ops.test")).await;
    assert_eq!(page.attribute("#door", "data-word").as_deref(), Some("set_up_done"), "{page:?}");
    assert_eq!(idp.browser().open(PAGE).await.status(), 404);
    // He comes in with what he chose and the code that is mailed to him.
    let name = idp::model::names::LoginName::parse("taro").unwrap();
    let read = idp.app.database.read();
    let user = idp::store::users::by_login_name(read, home.tenant.id, &name).await.unwrap();
    let user = crate::support::TestUser {
        user: user.unwrap(),
        addresses: vec!["taro@ops.test".to_owned()],
    };
    let browser = super::entered(&idp, &user, "/console").await;
    assert!(browser.page().has("#tenant-system"));
}

#[tokio::test]
async fn two_at_once_make_one() {
    let idp = TestIdp::start().await;
    system(&idp).await;
    let code = set_up::code(&idp.app, ADMIN).await.unwrap().unwrap();
    let (mut one, mut other) = (there(&idp).await, there(&idp).await);
    let (first, second) =
        (fields(code.expose(), "taro", "t@ops.test"), fields(code.expose(), "jiro", "j@ops.test"));
    let (one, other) = tokio::join!(one.submit(PAGE, &first), other.submit(PAGE, &second));
    let done = [one, other].iter().filter(|page| page.has("#door")).count();
    assert_eq!(done, 1, "{one:?} {other:?}");
    assert_eq!(roles::all(&idp.app).await.unwrap().len(), 1);
}
