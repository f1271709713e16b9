//! What is changed of an account, and users as a table.

use idp::model::policy::Policy;
use thirtyfour::By;

use crate::console::{enter, press_first_user, set_up_first};
use crate::support::{House, browse_in_both, eventually};

#[tokio::test]
async fn an_account_is_changed_and_removed_and_tables_are_looked_at() {
    browse_in_both("console-account", async |page| {
        let house = House::start(Policy::classic()).await;
        house.person("p-01-usr012").await;
        set_up_first(&house, page).await;
        enter(&house, page).await;
        page.press("tenant-acme").await;
        page.press("nav-table").await;
        page.meet("table").await;
        page.press("table-send").await;
        assert_eq!(page.problem().await, "table_no_file");
        page.meet("table-wrong").await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("users.csv");
        let name = page.language().tag();
        let rows: Vec<_> = (0..40).map(|n| format!("new-{name}-{n},n{n}@mail.example\n")).collect();
        std::fs::write(&file, format!("user_id,mail_1\n{}bad,nowhere\n", rows.concat())).unwrap();
        page.element("file").await.send_keys(file.to_str().unwrap()).await.unwrap();
        page.press("table-send").await;
        // The page is renewed by itself until there is something to decide.
        page.element("upload-write").await;
        page.meet("table-checked").await;
        page.press("upload-write").await;
        let written = By::Css("#upload[data-state=written]");
        let found = eventually(async || page.driver().find(written.clone()).await.ok());
        assert!(found.await.is_some());
        page.meet("table-written").await;
        page.press("upload-back").await;
        page.meet("table-sent").await;
        page.press("nav-users").await;
        press_first_user(page).await;
        page.press("deed-rename").await;
        page.meet("rename").await;
        page.fill("user-id", "p-01-usr013").await;
        page.press("act-submit").await;
        page.element("notice").await;
        page.press("deed-addresses").await;
        page.meet("addresses").await;
        page.fill("mail-2", "nowhere").await;
        page.press("act-submit").await;
        assert_eq!(page.problem().await, "bad_address");
        page.meet("addresses-wrong").await;
        page.press("act-back").await;
        page.press("deed-remove").await;
        page.meet("remove").await;
        page.fill("user-id", "p-01-usr013").await;
        page.press("act-submit").await;
        page.element("notice").await;
        page.meet("removed").await;
    })
    .await;
}
