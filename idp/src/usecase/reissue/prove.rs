//! The second proof of a reissue: something that whoever reads the mails does not have.

use serde_json::json;

use super::find::{Situation, still_due};
use crate::app::App;
use crate::model::ending::Ending;
use crate::model::history::Outcome;
use crate::model::reissue::{Proof, Reissue, Step};
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::login::standing::{self, Try};
use crate::usecase::visit::Visit;
use crate::usecase::{note, recovery_codes};

/// Why a recovery code proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Mismatch,
    /// Something else is due; or this was one try too many, and the reissue is closed.
    NotDue,
}

/// Wrong recovery codes that close a reissue.
const MOST_TRIES: u32 = 5;

/// Proves by a recovery code, which is used up.
pub async fn by_recovery_code(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    typed: &str,
) -> Result<(), Stop<Refusal>> {
    if situation.step != Step::SecondProof || !visit.tenant.policy.recovery_codes {
        return Err(Stop::Refused(Refusal::NotDue));
    }
    let verdict = app
        .database
        .write(|tx| async move {
            if !still_due(app, &tx, visit, situation).await? {
                return Ok(Err(Refusal::NotDue));
            }
            if recovery_codes::use_one(app, &tx, visit, &situation.user, typed).await? {
                proven_by(app, &tx, visit, &situation.reissue, Proof::RecoveryCode).await?;
                return Ok(Ok(()));
            }
            count(app, &tx, visit, situation).await
        })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    app.letters.notify_one();
    verdict.map_err(Stop::Refused)
}

/// Notes a proof that was found good, in the transaction that found it so.
pub(super) async fn proven_by(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    reissue: &Reissue,
    proof: Proof,
) -> Result<(), Fault> {
    store::reissues::set_proof(tx, visit.tenant.id, reissue.id, proof).await?;
    let deed = ("reissue.prove", reissue.user.to_string(), json!({ "proof": proof }));
    note::of_user(app, tx, visit, deed, app.now()).await
}

async fn count(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
) -> Result<Result<(), Refusal>, Fault> {
    let (tenant, id, now) = (visit.tenant.id, situation.reissue.id, app.now());
    let user = &situation.user;
    let name = &user.login_name;
    let tried = Try { name, user: Some(user), client: None, device: None, now };
    standing::record(app, tx, visit, (&tried, Outcome::WrongRecoveryCode)).await?;
    store::reissues::count_wrong_try(tx, tenant, id).await?;
    let counted = store::reissues::for_update(tx, tenant, id).await?;
    if counted.is_none_or(|reissue| reissue.wrong_tries < MOST_TRIES) {
        return Ok(Err(Refusal::Mismatch));
    }
    store::reissues::end(tx, tenant, id, Ending::Closed, now).await?;
    let deed = ("reissue.close", user.id.to_string(), json!({ "wrong_tries": MOST_TRIES }));
    note::of_user(app, tx, visit, deed, now).await?;
    Ok(Err(Refusal::NotDue))
}
