//! Ends certificates. It is effective at once: every login looks at the row, and the sessions that one opened end too.

use serde_json::json;

use super::By;
use crate::app::App;
use crate::model::certificate::{Certificate, Reason};
use crate::model::device::Device;
use crate::model::ids::SessionId;
use crate::model::letter::About;
use crate::model::user::User;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::sign_out;

/// Why, and the session of the user who asks, which alone goes on.
pub type How = (Reason, Option<SessionId>);

/// Revokes every certificate of a device, in the caller's transaction. Returns how many were live.
pub async fn revoke_of_device(
    app: &App,
    tx: &Tx,
    by: By<'_>,
    whose: (&User, &Device),
    how: How,
) -> Result<usize, Fault> {
    let (user, device) = whose;
    let mut live = 0;
    for one in store::certificates::of_device(tx, by.tenant().id, device.id).await? {
        if revoke(app, tx, by, &one, how).await? && app.now() < one.not_after {
            live += 1;
        }
    }
    if live > 0 {
        let about = About::CertificateRevoked { at: app.now(), number: device.number };
        by.tell(app, tx, user.id, &about).await?;
    }
    Ok(live)
}

/// Revokes every certificate of a device, in a transaction of its own. Returns how many were live.
pub async fn revoke_now(
    app: &App,
    by: By<'_>,
    whose: (&User, &Device),
    how: How,
) -> Result<usize, Fault> {
    let revoked = app
        .database
        .write(|tx| async move { revoke_of_device(app, &tx, by, whose, how).await })
        .await?;
    app.letters.notify_one();
    app.logouts.notify_one();
    Ok(revoked)
}

/// Revokes what a device had before `taken`, which its owner has in hands now. A renewal needs no letter of its own.
pub(super) async fn supersede(
    app: &App,
    tx: &Tx,
    by: By<'_>,
    taken: &Certificate,
) -> Result<(), Fault> {
    for one in store::certificates::of_device(tx, by.tenant().id, taken.device).await? {
        if (one.issued_at, one.id) < (taken.issued_at, taken.id) {
            revoke(app, tx, by, &one, (Reason::Renewed, None)).await?;
        }
    }
    Ok(())
}

/// Notes that a certificate was shown at a login: at the first time those before it end.
pub async fn first_use(app: &App, tx: &Tx, by: By<'_>, used: &Certificate) -> Result<(), Fault> {
    if store::certificates::used(tx, by.tenant().id, used.id, app.now()).await? {
        supersede(app, tx, by, used).await?;
    }
    Ok(())
}

async fn revoke(
    app: &App,
    tx: &Tx,
    by: By<'_>,
    one: &Certificate,
    how: How,
) -> Result<bool, Fault> {
    let ((reason, kept), tenant, now) = (how, by.tenant().id, app.now());
    if !store::certificates::revoke(tx, tenant, one.id, reason, now).await? {
        return Ok(false);
    }
    let ended = if reason.ends_sessions() {
        sign_out::of_certificate(tx, tenant, one.id, kept, now).await?
    } else {
        sign_out::Ended::default()
    };
    let details = json!({ "serial": one.serial, "reason": reason.as_str(), "ended": ended });
    by.note(app, tx, ("certificate.revoke", one.user.to_string(), details)).await?;
    Ok(true)
}
