//! The support desk's part in a reissue: it knows the person.

use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::policy::ReissueEnd;
use crate::model::reissue::{Proof, Reissue};
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::note;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this user has no reissue that waits for a second proof")]
    NoneWaits,
    #[error("reissues of this contract take no second proof")]
    NotByPolicy,
}

/// Lets the desk's word be the second proof of the reissue that the user has open in a browser.
pub async fn approve(
    app: &App,
    tenant: &Tenant,
    user: &User,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    let rules = &tenant.policy.reissue;
    if !rules.on || rules.ends_with != ReissueEnd::SecondProof {
        return Err(Stop::Refused(Refusal::NotByPolicy));
    }
    let now = app.now();
    let verdict = app
        .database
        .write(|tx| async move {
            let open = store::reissues::open_of_user(&tx, tenant.id, user.id, now).await?;
            let waits = |open: &Reissue| open.browser.is_some() && open.proof.is_none();
            let Some(reissue) = open.filter(waits) else { return Ok(Err(Refusal::NoneWaits)) };
            store::reissues::set_proof(&tx, tenant.id, reissue.id, Proof::Desk).await?;
            let deed = (user.id.to_string(), json!({ "reissue": reissue.id }));
            note::of_administrator(app, &tx, tenant.id, (by, "user.approve_reissue"), deed).await?;
            Ok::<_, Fault>(Ok(()))
        })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    verdict.map_err(Stop::Refused)
}
