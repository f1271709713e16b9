//! What a contract has not is not to be found: neither in the menu nor at its address.

use idp::model::policy::{MethodChange, Policy};

use super::tells;
use crate::support::{House, browse_in_both};

const MENU: [&str; 8] = [
    "menu-password",
    "menu-question",
    "menu-history",
    "menu-method",
    "menu-websites",
    "menu-browsers",
    "menu-recovery",
    "menu-data",
];

const ADDRESSES: [&str; 10] = [
    "/account/password",
    "/account/question",
    "/account/history",
    "/account/not-me",
    "/account/method",
    "/account/websites",
    "/account/browsers",
    "/account/recovery-codes",
    "/account/data",
    "/account/devices/new",
];

#[tokio::test]
async fn what_is_off_is_not_found() {
    browse_in_both("off", async |page| {
        let mut policy = Policy::classic();
        let site = &mut policy.account_site;
        site.device_add = false;
        site.device_change = false;
        site.device_delete = false;
        site.password_change = false;
        site.question_change = false;
        site.history = false;
        site.connected_websites = false;
        site.browsers = false;
        site.data_download = false;
        policy.login_methods.user_may_change = MethodChange::No;
        policy.reissue.on = false;
        let mut house = House::start(policy).await;
        let person = house.person("p-01-usr012").await;
        page.open(&house.at("/account")).await;
        assert!(!page.has("reissue-link").await);
        page.meet("login").await;
        house.prove(page, &person).await;
        page.meet("home").await;
        for id in MENU.into_iter().chain(["device-add", "device-change", "device-delete"]) {
            assert!(!page.has(id).await, "{id} is off and there");
        }
        for address in ADDRESSES.into_iter().chain(["/reissue", "/reissue/r_of_nobody"]) {
            page.open(&house.at(address)).await;
            assert_eq!(page.problem().await, "not_found", "{address}");
        }
        tells(page, "not_found").await;
        page.open(&house.at("/help")).await;
        page.meet("help").await;

        house.change_policy(|policy| policy.account_site.on = false).await;
        page.open(&house.at("/account")).await;
        assert_eq!(page.problem().await, "not_found");
    })
    .await;
}
