//! The button behind the mailed link: the reissue belongs to this browser from now on.

use serde_json::json;

use super::find::Situation;
use crate::app::App;
use crate::model::reissue::Step;
use crate::model::secret::Opaque;
use crate::stop::Fault;
use crate::store;
use crate::usecase::note;
use crate::usecase::visit::Visit;

/// Binds a reissue to the browser; out of its turn, or after another browser, it changes nothing.
pub async fn confirm(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    browser: &Opaque,
) -> Result<(), Fault> {
    if situation.step != Step::Confirm {
        return Ok(());
    }
    let digest = &browser.digest(visit.tenant.id);
    app.database
        .write(|tx| async move {
            let (tenant, id) = (visit.tenant.id, situation.reissue.id);
            if store::reissues::bind(&tx, tenant, id, digest.clone()).await? {
                let deed = ("reissue.confirm", situation.user.id.to_string(), json!({}));
                note::of_user(app, &tx, visit, deed, app.now()).await?;
            }
            Ok(())
        })
        .await
}
