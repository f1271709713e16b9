//! How every reissue finishes: the password stands, and whatever the former one opened ends.

use serde_json::json;

use super::find::Situation;
use crate::app::App;
use crate::model::ending::Ending;
use crate::model::letter::About;
use crate::model::password::Stored;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice, sign_out};

/// Ends the reissue with a password; false when another request did before.
pub(super) async fn finish(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    with: (&Stored, &str, About),
) -> Result<bool, Fault> {
    let (new, action, about) = with;
    let (tenant, user) = (visit.tenant.id, situation.user.id);
    let now = new.set_at;
    if !store::reissues::end(tx, tenant, situation.reissue.id, Ending::Used, now).await? {
        return Ok(false);
    }
    store::passwords::put(tx, tenant, user, new).await?;
    let ended = sign_out::everywhere(tx, tenant, user, now).await?;
    let details = json!({ "proof": situation.reissue.proof, "ended": ended });
    note::of_user(app, tx, visit, (action, user.to_string(), details), now).await?;
    notice::to_devices(app, tx, visit, user, &about).await?;
    Ok(true)
}
