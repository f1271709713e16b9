//! What is changed of an account, and users as a table.

use idp::model::policy::Policy;

use crate::console::{enter, press_first_user, set_up_first};
use crate::support::{House, browse_in_both};

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
