//! ログイン履歴閲覧.

use idp::model::policy::Policy;
use time::Duration;

use crate::support::tenant::credentials;
use crate::support::{Browser, Page, TestIdp, TestTenant, TestUser, days, minutes, seconds};

async fn signed_in(acme: &TestTenant, user: &TestUser) -> Browser {
    let mut browser = Browser::new(acme.door.clone());
    browser.open(acme.at("/account")).await;
    browser.submit("/password", &credentials(user)).await;
    assert!(browser.page().has("#devices"));
    browser
}

/// Wrong passwords of an unknown browser, one a second.
async fn fail(idp: &TestIdp, acme: &TestTenant, who: (&TestUser, &str), times: u32) {
    let (user, agent) = who;
    for _ in 0..times {
        acme.unlock(user).await;
        let mut stranger = Browser::new(acme.door.from("198.51.100.7"));
        stranger.headers.push(("user-agent", agent.to_owned()));
        stranger.open(acme.at("/account")).await;
        stranger.submit("/password", &[("username", "alice"), ("password", "guess-77")]).await;
        idp.clock.advance(seconds(1));
    }
}

fn cells(page: &Page, label: &str) -> Vec<String> {
    let html = page.html();
    let of = crate::support::page::css(&format!("#login-history [data-label='{label}']"));
    html.select(&of).map(|one| one.text().collect::<String>()).collect()
}

/// The classic rules without the lock in the way.
fn patient() -> Policy {
    let mut policy = Policy::classic();
    policy.lockout.tries = 20;
    policy
}

#[tokio::test]
async fn the_newest_is_first_with_everything_in_words() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", patient()).await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    fail(&idp, &acme, (&alice, "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36"), 2)
        .await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let page = browser.open(acme.at("/account/history")).await;
    let ranges = page.text(".range");
    assert_eq!(ranges, "1 ~ 3 / 3件");
    assert_eq!(page.text(".pages"), "1 / 1 ページ");
    assert_eq!(
        cells(page, "日時"),
        ["2026/08/23 14:05:02", "2026/08/23 14:05:01", "2026/08/23 14:05:00"]
    );
    assert_eq!(cells(page, "アクセス元IP"), ["127.0.0.1", "198.51.100.7", "198.51.100.7"]);
    let results = cells(page, "ログイン結果");
    assert_eq!(results[0], "ログイン成功");
    assert!(results[1].contains("パスワードの誤り"), "{results:?}");
    assert_eq!(cells(page, "ブラウザ")[1], "Chrome 120 / Windows");
    assert_eq!(cells(page, "Webサイト"), ["portal", "なし", "なし"]);
    assert_eq!(cells(page, "ログイン方法")[0], "IDパスワード");
    assert!(!page.has("#history-next") && !page.has("#history-previous"));
    assert!(page.has("#menu-history[aria-current]") && page.has("#history-not-me"));
}

// AC-18
#[tokio::test]
async fn whatever_page_is_asked_for_there_is_one() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", patient()).await;
    let alice = acme.simple_user("alice").await;
    fail(&idp, &acme, (&alice, "x"), 44).await;
    let mut browser = signed_in(&acme, &alice).await;
    for (asked, range, number) in [
        ("", "1 ~ 20 / 45件", "1 / 3 ページ"),
        ("?page=2", "21 ~ 40 / 45件", "2 / 3 ページ"),
        ("?page=3", "41 ~ 45 / 45件", "3 / 3 ページ"),
        ("?page=4", "41 ~ 45 / 45件", "3 / 3 ページ"),
        ("?page=0", "1 ~ 20 / 45件", "1 / 3 ページ"),
        ("?page=-1", "1 ~ 20 / 45件", "1 / 3 ページ"),
        ("?page=1000000000", "41 ~ 45 / 45件", "3 / 3 ページ"),
        ("?page=99999999999999999999999999999999999999999999", "1 ~ 20 / 45件", "1 / 3 ページ"),
        ("?page=1e9", "1 ~ 20 / 45件", "1 / 3 ページ"),
        ("?page=%3Cscript%3E", "1 ~ 20 / 45件", "1 / 3 ページ"),
        ("?page=1%27--", "1 ~ 20 / 45件", "1 / 3 ページ"),
        ("?page=2&page=3", "41 ~ 45 / 45件", "3 / 3 ページ"),
        ("?user=bob&id=1", "1 ~ 20 / 45件", "1 / 3 ページ"),
    ] {
        let page = browser.open(acme.at(&format!("/account/history{asked}"))).await;
        assert_eq!(page.status(), 200, "{asked}");
        let shown = page.text(".pages p");
        assert!(page.text(".range") == range && shown == number, "{asked}: {shown}");
        assert!(!page.body.contains("<script>"));
    }
    browser.open(acme.at("/account/history")).await;
    let next = browser.page().attribute("#history-next", "href").unwrap();
    let page = browser.open(&next).await;
    assert!(page.text(".range").starts_with("21 ~") && page.has("#history-previous"));
}

#[tokio::test]
async fn rows_of_one_moment_have_one_order() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", patient()).await;
    let alice = acme.simple_user("alice").await;
    for n in 0..25 {
        acme.unlock(&alice).await;
        let mut stranger = Browser::new(acme.door.from(&format!("198.51.100.{n}")));
        stranger.open(acme.at("/account")).await;
        stranger.submit("/password", &[("username", "alice"), ("password", "guess-77")]).await;
    }
    let mut browser = signed_in(&acme, &alice).await;
    let mut seen = Vec::new();
    for number in [1, 2] {
        let page = browser.open(acme.at(&format!("/account/history?page={number}"))).await;
        seen.extend(cells(page, "アクセス元IP"));
    }
    assert_eq!(seen.len(), 26);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 26, "none twice, none missing");
}

#[tokio::test]
async fn the_span_is_the_policys() {
    let idp = TestIdp::start().await;
    let mut acme = idp.tenant("acme", patient()).await;
    let alice = acme.simple_user("alice").await;
    fail(&idp, &acme, (&alice, "x"), 1).await;
    idp.clock.advance(days(31) - Duration::seconds(2));
    let mut browser = signed_in(&acme, &alice).await;
    let page = browser.open(acme.at("/account/history")).await;
    assert!(page.text("main").contains("直近1ヶ月") && page.text(".range").ends_with("/ 2件"));
    idp.clock.advance(minutes(1));
    let page = browser.open(acme.at("/account/history")).await;
    assert!(page.text(".range").ends_with("/ 1件"));
    acme.change_policy(|policy| policy.history_days = 90).await;
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let page = browser.open(acme.at("/account/history")).await;
    assert!(page.text("main").contains("直近90日間") && page.text(".range").ends_with("/ 2件"));
    acme.change_policy(|policy| policy.account_site.history = false).await;
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    for address in ["/account/history", "/account/history.csv", "/account/not-me"] {
        assert_eq!(browser.open(acme.at(address)).await.status(), 404, "{address}");
    }
}

// AC-18
#[tokio::test]
async fn nobody_sees_anothers_history_and_what_a_browser_says_is_only_text() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", patient()).await;
    let alice = acme.simple_user("alice").await;
    let bob = acme.simple_user("bob").await;
    fail(&idp, &acme, (&alice, "<script>alert(1)</script> Firefox/<b>9</b>"), 3).await;
    let mut bobs = signed_in(&acme, &bob).await;
    assert!(bobs.open(acme.at("/account/history")).await.text(".range").ends_with("/ 1件"));
    let mut alices = signed_in(&acme, &alice).await;
    let page = alices.open(acme.at("/account/history")).await;
    assert!(page.text(".range").ends_with("/ 4件"));
    assert!(!page.body.contains("<script>") && !page.body.contains("<b>9"));
}

// EX-01 to EX-05
#[tokio::test]
async fn the_file_is_for_spreadsheets_and_runs_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", patient()).await;
    let alice = acme.simple_user("alice").await;
    let evil = crate::support::Website::register(&acme, "evil", |client| {
        client.name = "＝1+1,\"x\"".to_owned();
    })
    .await;
    let mut browser = acme.past_password(&evil, &alice).await;
    let page = browser.open(acme.at("/account/history.csv")).await;
    assert_eq!(page.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
    let name = page.header("content-disposition").unwrap();
    assert_eq!(name, "attachment; filename=\"login-history.csv\"");
    let lines: Vec<_> = page.body.split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}\"日時\",\"アクセス元IP\","), "{lines:?}");
    assert!(lines[1].starts_with("\"2026/08/23 14:05:00\",\"127.0.0.1\",\"ログイン成功\""));
    assert!(lines[1].ends_with("\"'＝1+1,\"\"x\"\"\""), "{lines:?}");
    assert_eq!(lines.len(), 3);
    assert!(acme.actions().await.contains(&"history.export".to_owned()), "EX-04");
}

#[tokio::test]
async fn an_english_page_has_the_same_history() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", patient()).await;
    let alice = acme.simple_user("alice").await;
    let mut browser = signed_in(&acme, &alice).await;
    let page = browser.open(acme.at("/account/history?page=1&lang=en")).await;
    assert!(page.text("#login-history").contains("Logged in"));
    let link = page.attributes(".languages a", "href");
    assert!(link.iter().all(|one| one.contains("/account/history?page=1&lang=")), "{link:?}");
}
