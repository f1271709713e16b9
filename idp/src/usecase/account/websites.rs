//! The websites that a person agreed to share something with, and the taking back of it.

use serde_json::json;

use crate::app::App;
use crate::model::client::Client;
use crate::model::consent::Given;
use crate::model::ids::ClientId;
use crate::stop::Fault;
use crate::store;
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::token::end;
use crate::usecase::visit::Visit;

/// The consents that stand, each with its website. One whose website is gone is not shown: nothing is shared any more.
pub async fn agreed(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
) -> Result<Vec<(Given, Client)>, Fault> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let mut found = Vec::new();
    for given in store::consents::of_user(read, tenant, who.user.id).await? {
        if let Some(client) = store::clients::by_id(read, tenant, &given.client).await? {
            found.push((given, client));
        }
    }
    Ok(found)
}

/// Takes a consent back: the website's codes and tokens for this user end at once (AC-13).
pub async fn revoke(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    client: &ClientId,
) -> Result<(), Fault> {
    let (tenant, user, now) = (visit.tenant.id, who.user.id, app.now());
    if store::clients::by_id(app.database.read(), tenant, client).await?.is_none() {
        return Ok(());
    }
    app.database
        .write(|tx| async move {
            if !store::consents::remove(&tx, tenant, user, client).await? {
                return Ok(());
            }
            let tokens = end::of_user(&tx, tenant, user, Some(client), now).await?;
            let details = json!({ "client": client, "tokens": tokens });
            let deed = ("consent.revoke", user.to_string(), details);
            note::of_user(app, &tx, visit, deed, now).await
        })
        .await
}
