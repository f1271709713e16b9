//! People who enrol and who tend their account: invitations handed over, and browsers that are signed in.

use idp::model::device::Device;
use idp::model::policy::{Desk, Policy};
use idp::model::user::Stage;
use idp::usecase::enrolment::invite::{self, Delivery, Invitation};

use super::mailbox::Mailbox;
use super::tenant::{ADMIN, credentials};
use super::{Browser, TestIdp, TestTenant, TestUser};

/// Where the support desk of [`with_desk`] is written to.
pub const DESK: &str = "desk@acme.test";

/// A password that nobody has at first.
pub const NEW: &str = "Hashi-wo-wataru-5";

/// The policy with a support desk that hears of things.
pub fn with_desk(mut policy: Policy) -> Policy {
    policy.desk = Some(Desk {
        name: "ご利用者窓口".to_owned(),
        telephone: Some("03-0000-0000".to_owned()),
        address: None,
        hours: None,
        mail: Some(DESK.to_owned()),
    });
    policy
}

impl TestTenant {
    /// A user who has not enrolled yet.
    pub async fn newcomer(&self, name: &str) -> TestUser {
        self.user_as(name, |new| new.password = None).await
    }

    pub async fn invite(&self, user: &TestUser, delivery: Delivery) -> Invitation {
        invite::invite(&self.app, &self.tenant, &user.user, delivery, ADMIN).await.unwrap()
    }

    /// Address and code of an invitation that the caller passes on.
    pub async fn handed_over(&self, user: &TestUser) -> (String, String) {
        let invitation = self.invite(user, Delivery::Caller).await;
        (invitation.address.unwrap(), invitation.code.unwrap())
    }

    /// A browser behind the right initial one-time password.
    pub async fn at_credentials(&self, idp: &TestIdp, user: &TestUser) -> (Browser, String) {
        let (address, code) = self.handed_over(user).await;
        let mut browser = idp.browser();
        browser.open(&address).await;
        browser.submit("/code", &[("otp", &code)]).await;
        (browser, address)
    }

    /// A browser that is signed in, in front of an address of this tenant.
    pub async fn signed_in(&self, idp: &TestIdp, user: &TestUser, below: &str) -> Browser {
        let mut browser = idp.browser();
        browser.open(self.at("/account")).await;
        prove(idp, &mut browser, user).await;
        browser.open(self.at(below)).await;
        browser
    }

    /// The user as the database has him now.
    pub async fn now(&self, user: &TestUser) -> idp::model::user::User {
        let read = self.app.database.read();
        let found = idp::store::users::by_id(read, self.tenant.id, user.user.id).await;
        found.unwrap().unwrap()
    }

    pub async fn is_invited(&self, user: &TestUser) -> bool {
        matches!(self.now(user).await.stage, Stage::Invited)
    }

    pub async fn devices(&self, user: &TestUser) -> Vec<Device> {
        let read = self.app.database.read();
        idp::store::devices::of_user(read, self.tenant.id, user.user.id).await.unwrap()
    }

    /// The question that stands, if one does.
    pub async fn question(&self, user: &TestUser) -> Option<String> {
        let read = self.app.database.read();
        let found = idp::store::secret_questions::of_user(read, self.tenant.id, user.user.id);
        found.await.unwrap().map(|stored| stored.question)
    }
}

/// Passes the login in front by the user's own method, with the usual password.
pub async fn prove(idp: &TestIdp, browser: &mut Browser, user: &TestUser) {
    browser.submit("/password", &credentials(user)).await;
    if browser.page().has("#otp") {
        idp.enter_code(browser, user).await;
    }
}

impl TestIdp {
    /// The letters to an address, whoever's it is.
    pub fn letters_to(&self, address: &str) -> Mailbox<'_> {
        Mailbox::of(self, address)
    }
}

/// The fields of the form of a device, rightly filled.
pub fn device<'a>(mail: &'a str, kind: &'a str) -> [(&'a str, &'a str); 3] {
    [("mail", mail), ("mail_confirm", mail), ("kind", kind)]
}

/// From the form of a device to the page that asks for its code.
pub async fn up_to_code(browser: &mut Browser, form: &str, mail: &str) {
    browser.submit(form, &device(mail, "smartphone")).await;
    let page = browser.submit("/register", &[]).await;
    assert!(page.has("#device-code"), "{:?} {}", page.problem(), page.body);
}
