//! The console of administration.

mod account;
mod deeds;
mod entry;
mod list;
mod look;
mod mishaps;
mod noted;
mod policy;
mod set_up;
mod sheets;
mod table;
mod trial;
mod walk;

use std::sync::Arc;

use idp::model::admin::{Grant, Role};
use idp::usecase::admin::{roles, system};

use crate::support::tenant::{ADMIN, credentials};
use crate::support::{Browser, TestIdp, TestTenant, TestUser};

/// The tenant whose people administer.
async fn system(idp: &TestIdp) -> TestTenant {
    let tenant = system::ensure(&idp.app, ADMIN).await.unwrap();
    TestTenant { app: idp.app.clone(), tenant: Arc::new(tenant), door: idp.door() }
}

/// Somebody of the tenant `system`, with a role over a tenant or over everything.
async fn administrator(
    idp: &TestIdp,
    name: &str,
    role: Role,
    over: Option<&TestTenant>,
) -> TestUser {
    let user = system(idp).await.user(name).await;
    let over = over.map(|one| one.tenant.id);
    roles::grant(&idp.app, &user.user.login_name, Grant { role, over }, ADMIN).await.unwrap();
    user
}

/// A browser behind the console's login, in front of an address of it.
async fn entered(idp: &TestIdp, user: &TestUser, address: &str) -> Browser {
    let mut browser = idp.browser();
    browser.open(address).await;
    log_in(idp, &mut browser, user).await;
    browser
}

/// Passes the login in front.
async fn log_in(idp: &TestIdp, browser: &mut Browser, user: &TestUser) {
    browser.submit("/password", &credentials(user)).await;
    idp.enter_code(browser, user).await;
}

/// The address of a person's page.
fn page_of(tenant: &TestTenant, user: &TestUser, below: &str) -> String {
    format!("/console/t/{}/users/{}{below}", tenant.tenant.slug, user.user.id)
}
