//! A client reads, replaces or removes what it registered (RFC 7592 §2).

use secrecy::SecretString;
use serde_json::json;

use super::refusal::RegistrationRefusal;
use super::{read, told};
use crate::app::App;
use crate::model::client::Client;
use crate::model::client::metadata::Said;
use crate::model::client::registered::Bare;
use crate::model::ids::ClientId;
use crate::model::policy::Registration;
use crate::model::secret::{Kind, Opaque};
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::admin::clients;
use crate::usecase::client::secret;
use crate::usecase::note;
use crate::usecase::visit::Visit;
use crate::wire::registration::Registered;

/// Who wants to manage which client.
pub struct Of<'a> {
    pub client: &'a str,
    /// What was presented as its registration access token.
    pub token: Option<&'a str>,
}

/// What the provider says, and never the client.
const OURS: [&str; 4] = [
    "registration_access_token",
    "registration_client_uri",
    "client_id_issued_at",
    "client_secret_expires_at",
];

pub async fn show(
    app: &App,
    visit: &Visit,
    of: Of<'_>,
) -> Result<Registered, Stop<RegistrationRefusal>> {
    let (client, token) = entitled(app, visit, of).await?;
    Ok(told(app, visit, &client, (None, &token))?)
}

/// Replaces all that the client said. It gets another secret only where its new method needs one that is not at hand.
pub async fn replace(
    app: &App,
    visit: &Visit,
    of: Of<'_>,
    metadata: Option<Said>,
) -> Result<Registered, Stop<RegistrationRefusal>> {
    let (before, token) = entitled(app, visit, of).await?;
    let mut said = metadata.ok_or(Stop::Refused(RegistrationRefusal::Unreadable))?;
    itself(app, visit, &before, &mut said).await?;
    let bare = Bare {
        id: before.id.clone(),
        created_at: before.created_at,
        before: Some(&before.settings),
    };
    let changed = read(app, bare, said).await?;
    let (tenant, now) = (&visit.tenant, app.now());
    let drawn = clients::draw(app, tenant, &changed)?;
    clients::make_keys(app, tenant, &changed).await?;
    let (client, another, token_of) = (&changed, drawn.as_ref(), &token);
    let given = app
        .database
        .write(|tx| async move {
            if !stands(&tx, visit, &client.id, token_of).await? {
                return Ok(None);
            }
            let given = clients::put_changed(&tx, tenant, client, another, now).await?;
            let details = json!({
                "name": client.name,
                "redirect_uris": client.redirect_uris,
                "secret": given,
            });
            let deed = ("client.registration.change", client.id.to_string(), details);
            note::of_client(app, &tx, visit, deed, now).await?;
            Ok::<_, Fault>(Some(given))
        })
        .await?;
    let given = given.ok_or(Stop::Refused(RegistrationRefusal::WrongToken))?;
    Ok(told(app, visit, &changed, (drawn.filter(|_| given), &token))?)
}

/// Removes the client; its codes and tokens end with it.
pub async fn remove(app: &App, visit: &Visit, of: Of<'_>) -> Result<(), Stop<RegistrationRefusal>> {
    let (client, token) = entitled(app, visit, of).await?;
    let (id, token, now) = (&client.id, &token, app.now());
    let removed = app
        .database
        .write(|tx| async move {
            if !stands(&tx, visit, id, token).await? {
                return Ok(false);
            }
            let removed = clients::put_away(&tx, &visit.tenant, id, now).await?;
            let deed = ("client.registration.remove", id.to_string(), json!({}));
            note::of_client(app, &tx, visit, deed, now).await?;
            Ok::<_, Fault>(removed)
        })
        .await?;
    if removed { Ok(()) } else { Err(Stop::Refused(RegistrationRefusal::WrongToken)) }
}

/// The client whose token was presented.
async fn entitled(
    app: &App,
    visit: &Visit,
    of: Of<'_>,
) -> Result<(Client, Opaque), Stop<RegistrationRefusal>> {
    if visit.tenant.policy.client_registration == Registration::Off {
        return Err(Stop::Refused(RegistrationRefusal::Off));
    }
    let wrong = || Stop::Refused(RegistrationRefusal::WrongToken);
    let presented = of.token.ok_or(Stop::Refused(RegistrationRefusal::NoToken))?;
    let token = Opaque::parse(Kind::Registration, presented).ok_or_else(wrong)?;
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let id = ClientId(of.client.to_owned());
    let kept = store::registrations::digest_of(read, tenant, &id).await?;
    let same = kept.is_some_and(|kept| keys::digest::same(&kept, &token.digest(tenant)));
    let found = if same { store::clients::by_id(read, tenant, &id).await? } else { None };
    Ok((found.ok_or_else(wrong)?, token))
}

/// Whether the token still stands in the moment of writing.
async fn stands(tx: &Tx, visit: &Visit, id: &ClientId, token: &Opaque) -> Result<bool, Fault> {
    let kept = store::registrations::digest_of(tx, visit.tenant.id, id).await?;
    Ok(kept.is_some_and(|kept| keys::digest::same(&kept, &token.digest(visit.tenant.id))))
}

/// Takes out what only names the client, and refuses what names another (RFC 7592 §2.2).
async fn itself(
    app: &App,
    visit: &Visit,
    client: &Client,
    said: &mut Said,
) -> Result<(), Stop<RegistrationRefusal>> {
    if OURS.iter().any(|member| said.contains_key(*member)) {
        return Err(Stop::Refused(RegistrationRefusal::NotTheirs));
    }
    let not_itself = || Stop::Refused(RegistrationRefusal::NotItself);
    let named = said.remove("client_id").ok_or_else(not_itself)?;
    if named.as_str() != Some(client.id.as_str()) {
        return Err(not_itself());
    }
    if let Some(sent) = said.remove("client_secret").filter(|sent| !sent.is_null()) {
        let sent = SecretString::from(sent.as_str().unwrap_or_default().to_owned());
        if !secret::is_known(app, visit.tenant.id, &client.id, &sent).await? {
            return Err(not_itself());
        }
    }
    Ok(())
}
