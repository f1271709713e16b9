//! Users as a table: downloaded, looked at, written, by whoever may.

use idp::model::admin::Role;

use super::{administrator, entered};
use crate::support::{TestIdp, TestTenant};

const AT: &str = "/console/t/acme/table";

/// The actors of the deeds of this name.
async fn noted(tenant: &TestTenant, action: &str) -> Vec<String> {
    let all = tenant.audit().await;
    all.into_iter().filter(|one| one.action == action).map(|one| one.actor).collect()
}

#[tokio::test]
async fn a_table_is_looked_at_and_then_written() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.simple_user("alice").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    assert_eq!(
        browser.upload("/table", &[], b"").await.problem().as_deref(),
        Some("table_no_file")
    );
    let page = browser.upload("/table", &[], b"color\r\nred\r\n").await;
    assert_eq!(page.problem().as_deref(), Some("table_headings"));
    let page = browser.upload("/table", &[], b"\xff\xfea\0").await;
    assert_eq!(page.problem().as_deref(), Some("table_utf16"));

    // CP932, found out: 名前 of a new user, and another name of one who is there.
    let text = "user_id,name,mail\r\nnew-1,田中,n@acme.test\r\nalice,佐藤,\r\n";
    let (table, ..) = encoding_rs::SHIFT_JIS.encode(text);
    let page = browser.upload("/table", &[("wish", "check")], &table).await;
    assert_eq!(page.attribute("#told", "data-state").as_deref(), Some("checked"), "{page:?}");
    let told = page.text("#differences");
    assert!(told.contains("new-1") && told.contains("alice") && told.contains("佐藤"), "{told}");
    let read = acme.app.database.read();
    let count = || idp::store::people::count(read, acme.tenant.id);
    assert_eq!(count().await.unwrap(), 1, "nothing is written");
    assert!(noted(&acme, "user.import").await.is_empty());

    let page = browser.upload("/table", &[("wish", "write")], &table).await;
    assert_eq!(page.attribute("#told", "data-state").as_deref(), Some("written"), "{page:?}");
    assert_eq!(count().await.unwrap(), 2);
    assert_eq!(noted(&acme, "user.import").await, ["hanako"; 2], "one for each user");
    let page = browser.upload("/table", &[("wish", "write")], &table).await;
    assert!(!page.has("#differences"), "what is there already is not written again");
    assert_eq!(noted(&acme, "user.import").await, ["hanako"; 2]);
}

#[tokio::test]
async fn wrong_rows_are_told_given_back_and_passed_over() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    let table = "user_id,mail_1\r\n<b>x</b>,a@acme.test\r\nbob,nowhere\r\nnew-1,n@acme.test\r\n";
    let page = browser.upload("/table", &[("wish", "write")], table.as_bytes()).await;
    assert_eq!(page.problem().as_deref(), Some("table_rows"), "{page:?}");
    let told = page.text("#wrong-rows");
    assert!(told.contains("3 メールアドレス1") && !told.contains("new-1"), "{told}");
    assert!(!page.body.contains("<b>x"), "what came is shown as text");
    let file = browser.upload("/table", &[("wish", "wrong")], table.as_bytes()).await;
    let given = file.header("content-disposition").unwrap();
    assert_eq!(given, "attachment; filename=\"wrong-acme.csv\"");
    assert!(file.body.contains(r#""bob","nowhere","#), "{}", file.body);
    assert!(!file.body.contains("new-1"), "{}", file.body);
    browser.open(AT).await;
    let fields = [("wish", "write"), ("skip_wrong", "yes")];
    let page = browser.upload("/table", &fields, table.as_bytes()).await;
    assert_eq!(page.attribute("#told", "data-state").as_deref(), Some("written"), "{page:?}");
    let read = acme.app.database.read();
    assert_eq!(idp::store::people::count(read, acme.tenant.id).await.unwrap(), 1);
}

#[tokio::test]
async fn tables_are_downloaded_and_it_is_noted() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.simple_user("alice").await;
    acme.simple_user("+danger").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    let file = browser.open(format!("{AT}/export?encoding=utf-8")).await;
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(file.header("cache-control"), Some("no-store"));
    assert!(file.body.contains("'+danger") && !file.body.contains("argon2"), "{}", file.body);
    let file = browser.open(format!("{AT}/export?encoding=cp932")).await;
    assert_eq!(file.header("content-type"), Some("text/csv; charset=windows-31j"));
    let (text, _, lost) = encoding_rs::SHIFT_JIS.decode(&file.bytes);
    assert!(text.contains("alice") && text.contains("ユーザ") && !lost, "{text}");
    assert_eq!(noted(&acme, "user.export").await, ["hanako", "hanako"]);
    let file = browser.open(format!("{AT}/template?language=en")).await;
    assert!(file.body.contains("user_id") && !file.body.contains("alice"), "{}", file.body);
    let file = browser.open(format!("{AT}/template?language=ja")).await;
    assert!(file.body.contains("ユーザ"), "{}", file.body);
}

#[tokio::test]
async fn whoever_may_not_gets_no_table() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let desk = administrator(&idp, "hanako", Role::SupportDesk, Some(&acme)).await;
    let mut browser = entered(&idp, &desk, "/console/t/acme").await;
    assert!(!browser.page().has("#nav-table"));
    for below in ["", "/export", "/template"] {
        assert_eq!(browser.open(format!("{AT}{below}")).await.status(), 403, "{below}");
    }
    let stranger = administrator(&idp, "taro", Role::Owner, Some(&other)).await;
    let mut browser = entered(&idp, &stranger, "/console/t/other/table").await;
    assert_eq!(browser.open(format!("{AT}/export")).await.status(), 404);
    assert!(noted(&acme, "user.export").await.is_empty());
}
