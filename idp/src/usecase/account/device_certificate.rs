//! The certificate that a device comes with, where its owner's login method has certificates.

use super::address::is_own;
use crate::app::App;
use crate::model::device::Device;
use crate::model::ids::ProofId;
use crate::model::login_method::LoginMethod;
use crate::model::one_time_code::Verdict;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::certificate::{By, Issued, Prepared, is_offered, issue_for_device, prepare};
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

/// The key of the certificate that the right code brings a new device; it is made outside the transaction.
pub(super) async fn prepared(
    app: &App,
    visit: &Visit,
    entered: (&SignedIn, ProofId, &[u8]),
) -> Result<Option<Prepared>, Fault> {
    let (who, id, typed) = entered;
    let tenant = &visit.tenant;
    let wanted = who.user.login_method == LoginMethod::PasswordCertificate;
    if !wanted || !is_offered(app, tenant) {
        return Ok(None);
    }
    let found = store::address_proofs::by_id(app.database.read(), tenant.id, id).await?;
    let right = found.is_some_and(|one| {
        let verdict = one.judge(typed, &tenant.policy.one_time_code, app.now());
        is_own(&one, who) && one.device.is_none() && verdict == Verdict::Right
    });
    if right { Ok(Some(prepare(app, tenant).await?)) } else { Ok(None) }
}

/// Issues what was prepared. Whoever adds a device proved himself anew when he asked for its code.
pub(super) async fn issued(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    whose: (&SignedIn, &Device),
    prepared: Option<&Prepared>,
) -> Result<Option<Issued>, Fault> {
    let (who, device) = whose;
    let Some(prepared) = prepared else { return Ok(None) };
    let whose = (&who.user, device);
    issue_for_device(app, tx, By::User(visit), whose, prepared).await.map(Some)
}
