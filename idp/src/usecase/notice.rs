//! Puts letters to a user into the outbox, in the transaction of what they tell.

use crate::app::App;
use crate::model::ids::UserId;
use crate::model::letter::{About, Letter, To};
use crate::model::names::MailAddress;
use crate::model::policy::Language;
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::visit::Visit;

/// Sends a notice to every device of a user.
pub async fn to_devices(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    user: UserId,
    about: &About,
) -> Result<(), Fault> {
    let devices = store::devices::of_user(tx, visit.tenant.id, user).await?;
    for device in devices {
        let to = To::Device { device: device.id };
        put(app, tx, (&visit.tenant, visit.language), (user, to, about.clone())).await?;
    }
    Ok(())
}

/// Sends a letter to an address that is no device of the user, or is not one any more.
pub async fn to_address(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    whom: (UserId, MailAddress),
    about: About,
) -> Result<(), Fault> {
    let (user, address) = whom;
    put(app, tx, (&visit.tenant, visit.language), (user, To::Address { address }, about)).await
}

/// Tells the support desk, where it has a mail address; in the tenant's own language.
pub async fn to_desk(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    user: UserId,
    about: About,
) -> Result<(), Fault> {
    let policy = &visit.tenant.policy;
    let address = policy.desk.as_ref().and_then(|desk| MailAddress::parse(desk.mail.as_deref()?));
    let Some(address) = address else { return Ok(()) };
    let language = policy.languages.default;
    put(app, tx, (&visit.tenant, language), (user, To::Address { address }, about)).await
}

/// Puts one letter into the outbox.
pub async fn put(
    app: &App,
    tx: &Tx,
    from: (&Tenant, Language),
    what: (UserId, To, About),
) -> Result<(), Fault> {
    let (tenant, language) = from;
    let (user, to, about) = what;
    let letter = Letter { user, to, language, about };
    let now = app.now();
    store::outbox::put(tx, tenant.id, row_id(app.random(), now), &letter, now).await
}
