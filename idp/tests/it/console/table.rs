//! Users as a table: downloaded, looked at, written, by whoever may.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use idp::clock::Clock;
use idp::model::admin::Role;
use idp::model::ids::UploadId;
use idp::model::import::upload::{MOST_BYTES, MOST_OPEN};
use idp::usecase::admin::roles;
use idp::usecase::upkeep::carry_imports::carry;
use idp::usecase::upkeep::tidy::tidy;
use time::Duration;

use super::{administrator, entered};
use crate::support::page::Page;
use crate::support::tenant::ADMIN;
use crate::support::{Browser, TestIdp, TestTenant};

const AT: &str = "/console/t/acme/table";

/// The actors of the deeds of this name.
async fn noted(tenant: &TestTenant, action: &str) -> Vec<String> {
    let all = tenant.audit().await;
    all.into_iter().filter(|one| one.action == action).map(|one| one.actor).collect()
}

/// Works on what was sent, as the service does by itself.
async fn carried(idp: &TestIdp) {
    while carry(&idp.app, || false).await.unwrap() {}
}

/// Sends a table, and comes back when it was looked at.
async fn sent<'a>(idp: &TestIdp, browser: &'a mut Browser, table: &[u8]) -> &'a Page {
    browser.open(AT).await;
    let page = browser.upload("/table", &[], table).await;
    assert_eq!(state(page), "checking", "{page:?}");
    assert_eq!(page.header("refresh"), Some("2"));
    assert!(page.has("progress"));
    reloaded(idp, browser).await
}

async fn reloaded<'a>(idp: &TestIdp, browser: &'a mut Browser) -> &'a Page {
    carried(idp).await;
    let at = browser.page().url.clone();
    browser.open(at).await
}

fn state(page: &Page) -> String {
    page.attribute("#upload", "data-state").unwrap_or_default()
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
    for (table, why) in [
        (&b"color\r\nred\r\n"[..], "見出し"),
        (&b"\xff\xfea\0"[..], "UTF-16"),
        (&b"user_id\r\n\"a"[..], "2行目"),
    ] {
        let page = sent(&idp, &mut browser, table).await;
        assert_eq!(state(page), "refused", "{page:?}");
        assert!(page.text("#notice").contains(why) && !page.has("#upload-write"), "{page:?}");
    }
    // CP932, found out: 名前 of a new user, and another name of one who is there.
    let text = "user_id,name,mail\r\nnew-1,田中,n@acme.test\r\nalice,佐藤,\r\n";
    let (table, ..) = encoding_rs::SHIFT_JIS.encode(text);
    let page = sent(&idp, &mut browser, &table).await;
    assert_eq!(state(page), "checked", "{page:?}");
    assert!(page.header("refresh").is_none());
    let told = page.text("#differences");
    assert!(told.contains("new-1") && told.contains("alice") && told.contains("佐藤"), "{told}");
    let read = acme.app.database.read();
    let count = || idp::store::people::count(read, acme.tenant.id);
    assert_eq!(count().await.unwrap(), 1, "nothing is written");
    assert!(noted(&acme, "user.import").await.is_empty());

    assert_eq!(state(browser.submit("/write", &[]).await), "writing");
    let page = reloaded(&idp, &mut browser).await;
    assert_eq!(state(page), "written", "{page:?}");
    assert_eq!(count().await.unwrap(), 2);
    assert_eq!(noted(&acme, "user.import").await, ["hanako"; 2], "a batch and its end");
    assert!(browser.open(AT).await.text("#uploads").contains("書き込み済み"));
    let page = sent(&idp, &mut browser, &table).await;
    assert!(!page.has("#differences") && !page.has("#upload-write"), "it is there already");
    browser.submit("/give-up", &[]).await;
    assert!(browser.page().has("#notice") && browser.page().url.contains("/table?"));
}

#[tokio::test]
async fn wrong_rows_are_told_given_back_and_passed_over() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    let table = "user_id,mail_1\r\n<b>x</b>,a@acme.test\r\nbob,nowhere\r\nnew-1,n@acme.test\r\n";
    let page = sent(&idp, &mut browser, table.as_bytes()).await.clone();
    assert_eq!(state(&page), "checked", "{page:?}");
    let told = page.text("#wrong-rows");
    assert!(told.contains("3 メールアドレス1") && !told.contains("new-1"), "{told}");
    assert!(!page.body.contains("<b>x"), "what came is shown as text");
    let file = browser.open(page.attribute("#upload-wrong-rows", "href").unwrap()).await;
    let given = file.header("content-disposition").unwrap();
    assert_eq!(given, "attachment; filename=\"wrong-acme.csv\"");
    assert!(file.body.contains(r#""bob","nowhere","#), "{}", file.body);
    assert!(!file.body.contains("new-1"), "{}", file.body);
    browser.open(&page.url).await;
    browser.submit("/write", &[]).await;
    let page = reloaded(&idp, &mut browser).await;
    assert_eq!(state(page), "written", "{page:?}");
    let read = acme.app.database.read();
    assert_eq!(idp::store::people::count(read, acme.tenant.id).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_sent_is_the_tenants_alone_and_bounded() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let stranger = administrator(&idp, "taro", Role::Owner, Some(&other)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    let page = sent(&idp, &mut browser, b"user_id\r\nnew-1\r\n").await;
    let here = page.url.clone();
    let there = here.replace("/t/acme/", "/t/other/");
    let mut elsewhere = entered(&idp, &stranger, "/console/t/other/table").await;
    assert_eq!(elsewhere.open(&there).await.status(), 404);
    assert_eq!(elsewhere.open(&here).await.status(), 404);
    // Five that wait are enough, and 32 MB.
    for _ in 1..MOST_OPEN {
        sent(&idp, &mut browser, b"user_id\r\nnew-2\r\n").await;
    }
    browser.open(AT).await;
    let page = browser.upload("/table", &[], b"user_id\r\nnew-3\r\n").await;
    assert_eq!(page.problem().as_deref(), Some("table_too_many_wait"));
    let page = browser.upload("/table", &[], &vec![b'a'; MOST_BYTES + 1]).await;
    assert_eq!(page.problem().as_deref(), Some("table_too_large"));
    let page = browser.upload("/table", &[], &vec![b'a'; MOST_BYTES + 1024 * 1024]).await;
    assert_eq!(page.status(), 413);
    // Nobody comes back: a day later they are gone, with their bytes.
    idp.clock.advance(Duration::hours(25));
    tidy(&idp.app).await.unwrap();
    let read = acme.app.database.read();
    assert!(idp::usecase::admin::uploads::list(&idp.app, acme.tenant.id).await.unwrap().is_empty());
    let id = here.rsplit('/').next().unwrap().parse().map(UploadId).unwrap();
    let piece = idp::store::import_uploads::piece(read, acme.tenant.id, id, 0).await;
    assert!(piece.unwrap().is_none());
}

#[tokio::test]
async fn whoever_lost_the_right_writes_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    sent(&idp, &mut browser, b"user_id,mail\r\nnew-1,n@acme.test\r\n").await;
    let at = browser.submit("/write", &[]).await.url.clone();
    let id = at.rsplit('/').next().unwrap().parse().map(UploadId).unwrap();
    let held = roles::all(&idp.app).await.unwrap();
    let held = held.into_iter().find(|one| one.login_name.as_str() == "hanako").unwrap();
    roles::revoke(&idp.app, &held.held, ADMIN).await.unwrap();
    carried(&idp).await;
    let upload = idp::usecase::admin::uploads::of(&idp.app, acme.tenant.id, id).await.unwrap();
    let why = upload.unwrap().report.refusal.unwrap();
    assert_eq!(why.word, "table_no_role");
    assert!(noted(&acme, "user.import").await.is_empty());
}

#[tokio::test]
async fn what_is_broken_off_goes_on_where_it_stopped() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    let rows: Vec<_> = (0..1200).map(|n| format!("u{n:05},u{n:05}@acme.test\r\n")).collect();
    let table = format!("user_id,mail\r\n{}", rows.concat());
    sent(&idp, &mut browser, table.as_bytes()).await;
    browser.submit("/write", &[]).await;
    // The service stops behind the first batch that was written: three were looked at before.
    let steps = Arc::new(AtomicUsize::new(0));
    let stopping = move || steps.fetch_add(1, Ordering::Relaxed) >= 3;
    carry(&idp.app, stopping).await.unwrap_err();
    let read = acme.app.database.read();
    assert_eq!(idp::store::people::count(read, acme.tenant.id).await.unwrap(), 500);
    // Two at once: one works, and it goes on at once.
    let (one, other) = tokio::join!(carry(&idp.app, || false), carry(&idp.app, || false));
    assert_eq!([one.unwrap(), other.unwrap()].iter().filter(|worked| **worked).count(), 1);
    let page = reloaded(&idp, &mut browser).await;
    assert_eq!(state(page), "written", "{page:?}");
    assert!(page.text("#notice").contains("500行"), "{page:?}");
    assert_eq!(idp::store::people::count(read, acme.tenant.id).await.unwrap(), 1200);
}

#[tokio::test]
async fn the_work_of_a_process_that_died_is_taken_over() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, AT).await;
    browser.upload("/table", &[], b"user_id,mail\r\nnew-1,n@acme.test\r\n").await;
    let now = idp.clock.now();
    let claim = idp.app.database.write(|tx| async move {
        idp::store::import_uploads::claim(&tx, now, Duration::minutes(1)).await
    });
    let dead = claim.await.unwrap().unwrap();
    assert!(!carry(&idp.app, || false).await.unwrap(), "somebody works on it");
    idp.clock.advance(Duration::minutes(2));
    assert_eq!(state(reloaded(&idp, &mut browser).await), "checked");
    // Whoever was thought dead changes nothing any more, not even when it is written.
    for step in ["checked", "written"] {
        let late = idp.app.database.write(|tx| async move {
            let report = idp::model::import::upload::Report::default();
            let state = idp::model::import::upload::State::Refused;
            idp::store::import_uploads::settle(&tx, dead, state, &report).await
        });
        assert!(!late.await.unwrap());
        if step == "checked" {
            browser.submit("/write", &[]).await;
            let now = idp.clock.now();
            let claim = idp.app.database.write(|tx| async move {
                idp::store::import_uploads::claim(&tx, now, Duration::minutes(1)).await
            });
            assert!(claim.await.unwrap().is_some());
        }
    }
    idp.clock.advance(Duration::minutes(2));
    assert_eq!(state(reloaded(&idp, &mut browser).await), "written");
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
