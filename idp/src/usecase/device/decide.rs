//! The person decides which device may act for him. Who talks him into typing a stranger's code gets no further than his
//! yes to a page that names the application (RFC 8628 §5.4).

use serde_json::json;

use crate::app::App;
use crate::model::client::Client;
use crate::model::device_authorization::{Details, DeviceAuthorization, State, UserCode};
use crate::model::grant::Authenticated;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

/// A device that waits, and whose application runs on it.
#[derive(Debug)]
pub struct Waiting {
    pub authorization: DeviceAuthorization,
    pub client: Client,
}

/// The device that shows this code, while it waits.
pub async fn find(app: &App, visit: &Visit, code: &UserCode) -> Result<Option<Waiting>, Fault> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let kept = super::kept(app, tenant, code);
    let found = store::device_authorizations::by_user_code(read, tenant, &kept).await?;
    let Some(authorization) = found.filter(|one| one.is_open(app.now())) else { return Ok(None) };
    let client = store::clients::by_id(read, tenant, &authorization.client).await?;
    Ok(client.map(|client| Waiting { authorization, client }))
}

/// Keeps the decision; false where it was decided before, or its time is over.
pub async fn decide(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    what: (&UserCode, &Waiting),
    yes: bool,
) -> Result<bool, Fault> {
    let (code, waiting) = what;
    let now = app.now();
    let kept = &super::kept(app, visit.tenant.id, code);
    let before = &waiting.authorization;
    let session = &who.session;
    let authenticated = Authenticated { at: session.authenticated_at, method: session.method };
    let decided = &DeviceAuthorization {
        state: if yes { State::Approved } else { State::Denied },
        user: Some(who.user.id),
        session: Some(session.id),
        details: Details { authenticated: Some(authenticated), ..before.details.clone() },
        ..before.clone()
    };
    app.database
        .write(|tx| async move {
            let tenant = visit.tenant.id;
            if !store::device_authorizations::decide(&tx, tenant, kept, decided, now).await? {
                return Ok(false);
            }
            if yes {
                agree(&tx, visit, who, decided, app).await?;
            }
            let action = if yes { "device.approve" } else { "device.deny" };
            let details = json!({ "client": decided.client, "scope": decided.scope });
            let deed = (action, who.user.id.to_string(), details);
            note::of_user(app, &tx, visit, deed, now).await?;
            Ok(true)
        })
        .await
}

/// A yes to the device is a yes to what it learns: it stands among the person's websites, to be taken back there.
async fn agree(
    tx: &Tx,
    visit: &Visit,
    who: &SignedIn,
    decided: &DeviceAuthorization,
    app: &App,
) -> Result<(), Fault> {
    let (tenant, user) = (visit.tenant.id, who.user.id);
    let before = store::consents::agreed(tx, tenant, user, &decided.client).await?;
    let scope = before.with(&decided.scope);
    store::consents::save(tx, tenant, user, (&decided.client, &scope), app.now()).await
}
