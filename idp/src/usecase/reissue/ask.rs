//! Asks for a reissue. The work is the same whether or not anybody is mailed: where nobody is, it is done for a
//! person that nobody is, whose letter is dropped when it is to be written.

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::ids::{DeviceId, ReissueId, UserId};
use crate::model::letter::{About, To};
use crate::model::moment::Moment;
use crate::model::names::{LoginName, MailAddress};
use crate::model::reissue::Reissue;
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store;
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice};

/// What was typed. What cannot be a user ID or an address belongs to nobody.
pub struct Given {
    pub login_name: Option<LoginName>,
    pub mail: Option<MailAddress>,
}

/// So many in an hour for one user; more are answered and not mailed (RS-18).
const MOST_AN_HOUR: u64 = 3;

type Whom = (UserId, DeviceId);

pub async fn ask(app: &App, visit: &Visit, given: &Given) -> Result<(), Fault> {
    let now = app.now();
    let nobody = (UserId(row_id(app.random(), now)), DeviceId(row_id(app.random(), now)));
    let meant = meant(app, visit, given, nobody).await?;
    let reissue = &new(app, visit, now);
    let typed = given.login_name.as_ref().map_or("-", LoginName::as_str);
    app.database
        .write(|tx| async move {
            let tenant = visit.tenant.id;
            let asking = meant.unwrap_or(nobody);
            // Requests that come together are counted one after another.
            store::users::hold(&tx, tenant, asking.0).await?;
            let since = now.minus(Duration::hours(1));
            let before = store::reissues::count_since(&tx, tenant, asking.0, since).await?;
            let (user, device) = if before < MOST_AN_HOUR { asking } else { nobody };
            let reissue = Reissue { user, ..reissue.clone() };
            store::reissues::create(&tx, tenant, &reissue).await?;
            let subject = meant.map_or_else(|| typed.to_owned(), |(user, _)| user.to_string());
            let details = json!({ "matched": meant.is_some(), "mailed": (user, device) != nobody });
            note::of_user(app, &tx, visit, ("reissue.ask", subject, details), now).await?;
            let about = About::ReissueLink { reissue: reissue.id };
            let letter = (user, To::Device { device }, about);
            notice::put(app, &tx, (&visit.tenant, visit.language), letter).await
        })
        .await?;
    app.letters.notify_one();
    Ok(())
}

/// Whose user ID and registered address these are, if an enrolled person's. The letter goes to the address as it is
/// registered, never as it was typed (RS-07).
async fn meant(
    app: &App,
    visit: &Visit,
    given: &Given,
    nobody: Whom,
) -> Result<Option<Whom>, Fault> {
    let read = app.database.read();
    let tenant = visit.tenant.id;
    let found = match &given.login_name {
        Some(name) => store::users::by_login_name(read, tenant, name).await?,
        None => None,
    };
    let user = match found {
        Some(user) => user.is_active().then_some(user.id),
        // The query that a user's password takes.
        None => store::users::by_id(read, tenant, nobody.0).await?.map(|user: User| user.id),
    };
    let devices = store::devices::of_user(read, tenant, user.unwrap_or(nobody.0)).await?;
    let device = devices.into_iter().find(|device| {
        let registered = device.address.as_str();
        given.mail.as_ref().is_some_and(|mail| registered.eq_ignore_ascii_case(mail.as_str()))
    });
    Ok(device.map(|device| (device.user, device.id)))
}

fn new(app: &App, visit: &Visit, now: Moment) -> Reissue {
    let minutes = visit.tenant.policy.reissue.link_minutes;
    Reissue {
        id: ReissueId(row_id(app.random(), now)),
        user: UserId(uuid::Uuid::nil()),
        created_at: now,
        expires_at: now.plus(Duration::minutes(minutes.into())),
        browser: None,
        wrong_tries: 0,
        proof: None,
        ended: None,
    }
}
