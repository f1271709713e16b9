//! A user says of a login that it was not his: everything that the account opened ends, a new password is due at the
//! next login, and the support desk is told.

use serde_json::json;

use crate::app::App;
use crate::model::letter::About;
use crate::model::password::{Origin, Stored};
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::session::SignedIn;
use crate::usecase::sign_out::{self, Ended};
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice};

/// True where this request did it; two at once do it once.
pub async fn report(app: &App, visit: &Visit, who: &SignedIn) -> Result<bool, Fault> {
    let done =
        app.database.write(|tx| async move { end_everything(app, &tx, visit, who).await }).await?;
    app.letters.notify_one();
    Ok(done)
}

async fn end_everything(app: &App, tx: &Tx, visit: &Visit, who: &SignedIn) -> Result<bool, Fault> {
    let (tenant, user, now) = (visit.tenant.id, who.user.id, app.now());
    // Whoever signs in at this moment waits here, and then finds that his password must change.
    store::standings::for_update(tx, tenant, &who.user.login_name).await?;
    if !store::sessions::end(tx, tenant, who.session.id, now).await? {
        return Ok(false);
    }
    let others = sign_out::everywhere(tx, tenant, user, now).await?;
    force_new_password(tx, visit, who).await?;
    let details = json!({ "ended": Ended { sessions: others.sessions + 1, ..others } });
    note::of_user(app, tx, visit, ("account.not_me", user.to_string(), details), now).await?;
    notice::to_devices(app, tx, visit, user, &About::NotMe { at: now }).await?;
    let about = About::DeskNotMe { at: now, address: visit.origin.address.clone() };
    notice::to_desk(app, tx, visit, user, about).await?;
    Ok(true)
}

/// A temporary password is left as it is: it must be changed anyway, and soon opens nothing.
async fn force_new_password(tx: &Tx, visit: &Visit, who: &SignedIn) -> Result<(), Fault> {
    let user = store::users::by_id(tx, visit.tenant.id, who.user.id).await?;
    let stored = user.as_ref().and_then(|user| user.stage.password());
    let Some(stored) = stored.filter(|stored| stored.origin == Origin::Chosen) else {
        return Ok(());
    };
    let changed = Stored { origin: Origin::Reset, ..stored.clone() };
    store::passwords::set_origin(tx, visit.tenant.id, who.user.id, &changed).await
}
