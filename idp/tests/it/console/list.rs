//! The list of people: found by how a user ID, an address or a name begins, filtered, page by page.

use idp::model::admin::Role;

use super::{administrator, entered};
use crate::support::TestIdp;

#[tokio::test]
async fn people_are_found_by_what_the_desk_was_told() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for name in ["alice", "bob", "al_x"] {
        acme.user(name).await;
    }
    acme.newcomer("carol").await;
    let auditor = administrator(&idp, "hanako", Role::Auditor, Some(&acme)).await;
    let mut browser = entered(&idp, &auditor, "/console/t/acme/users").await;
    let mut found = async |query: &str| {
        let page = browser.open(format!("/console/t/acme/users?{query}")).await;
        assert_eq!(page.status(), 200, "{query}");
        let html = page.html();
        let link = crate::support::page::css("#users tbody th a");
        let cells = html.select(&link);
        cells.map(|one| one.text().collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(found("").await, ["al_x", "alice", "bob", "carol"]);
    assert_eq!(found("q=ALI").await, ["alice"]);
    assert_eq!(found("q=bob@acme").await, ["bob"]);
    // Signs of patterns mean themselves.
    assert_eq!(found("q=al_").await, ["al_x"]);
    for nothing in ["q=%25", "q=%5C", "q=%27%20or%201=1", "q=%00zz"] {
        assert_eq!(found(nothing).await, [""; 0], "{nothing}");
    }
    assert_eq!(found("state=to_enrol").await, ["carol"]);
    assert_eq!(found("state=locked").await, [""; 0]);
    assert_eq!(found("method=password_otp&state=active&q=b").await, ["bob"]);
    assert_eq!(found("after=alice").await, ["bob", "carol"]);
    assert_eq!(found("state=asleep&method=magic").await.len(), 4);
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for number in 0..61 {
        acme.newcomer(&format!("u{number:03}")).await;
    }
    let auditor = administrator(&idp, "hanako", Role::Auditor, Some(&acme)).await;
    let mut browser = entered(&idp, &auditor, "/console/t/acme/users?state=to_enrol").await;
    assert!(browser.page().body.contains("u049") && !browser.page().body.contains("u050"));
    let next = browser.page().attribute("#users-next", "href").unwrap();
    let page = browser.open(&next).await;
    assert!(page.body.contains("u050") && page.body.contains("u060"));
    assert!(page.has("#users-first") && !page.has("#users-next"));
}
