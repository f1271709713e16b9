//! Clients: create, change, remove, rotate the secret.

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::client::{Authentication, Client, Impossible, metadata};
use crate::model::ids::{ClientId, TenantId};
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::stop::{Fault, Stop};
use crate::store::client_secrets::Kept;
use crate::store::{self, Tx};
use crate::usecase::client::secret;
use crate::usecase::note;
use crate::usecase::upkeep::rotate_keys;

/// A client as created: its secret is shown this once.
pub struct Created {
    pub client: Client,
    pub secret: Option<Opaque>,
}

/// A fresh client id, random and short enough to read out.
pub fn new_id(app: &App) -> ClientId {
    ClientId(crate::random::letters(app.random(), 20).to_lowercase())
}

pub async fn create(
    app: &App,
    tenant: &Tenant,
    client: Client,
    by: Actor<'_>,
) -> Result<Created, Stop<Impossible>> {
    client.check().map_err(Stop::Refused)?;
    let drawn = draw(app, tenant, &client)?;
    make_keys(app, tenant, &client).await?;
    let (new, first) = (&client, drawn.as_ref());
    app.database
        .write(|tx| async move {
            put_new(&tx, tenant, new, first, app.now()).await?;
            let details = json!({ "name": new.name, "profile": new.profile });
            let deed = (new.id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "client.create"), deed).await
        })
        .await?;
    Ok(Created { client, secret: drawn.map(|(secret, _)| secret) })
}

/// Why a change of a client that somebody looked at is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unchanged {
    #[error(transparent)]
    Impossible(Impossible),
    #[error("another change came first; look at it and try again")]
    ChangedMeanwhile,
}

/// Changes a client. Where its new method needs a secret that is not at hand, there is another one.
pub async fn change(
    app: &App,
    tenant: &Tenant,
    changed: &Client,
    by: Actor<'_>,
) -> Result<Option<Opaque>, Stop<Impossible>> {
    match change_seen(app, tenant, (None, changed), by).await {
        Ok(secret) => Ok(secret),
        Err(Stop::Refused(Unchanged::Impossible(why))) => Err(Stop::Refused(why)),
        Err(Stop::Refused(why)) => Err(Stop::Fault(Fault::Other(why.to_string()))),
        Err(Stop::Fault(fault)) => Err(Stop::Fault(fault)),
    }
}

/// The same, if the client still is as it was seen.
pub async fn change_seen(
    app: &App,
    tenant: &Tenant,
    change: (Option<&Client>, &Client),
    by: Actor<'_>,
) -> Result<Option<Opaque>, Stop<Unchanged>> {
    let (seen, changed) = change;
    changed.check().map_err(|why| Stop::Refused(Unchanged::Impossible(why)))?;
    let seen = seen.map(metadata::said).transpose()?;
    let seen = seen.as_ref();
    let drawn = draw(app, tenant, changed)?;
    let another = drawn.as_ref();
    make_keys(app, tenant, changed).await?;
    let given = app.database.write(|tx| async move {
        store::clients::hold(&tx, tenant.id, &changed.id).await?;
        let now = store::clients::by_id(&tx, tenant.id, &changed.id).await?;
        let now = now.as_ref().map(metadata::said).transpose()?;
        if seen.is_some() && seen != now.as_ref() {
            return Ok(Err(Stop::Refused(Unchanged::ChangedMeanwhile)));
        }
        let given = put_changed(&tx, tenant, changed, another, app.now()).await?;
        let deed = (changed.id.to_string(), json!({ "name": changed.name, "secret": given }));
        note::of_administrator(app, &tx, tenant.id, (by, "client.change"), deed).await?;
        Ok::<_, Fault>(Ok(given))
    });
    let given = given.await??;
    Ok(drawn.filter(|_| given).map(|(secret, _)| secret))
}

/// Writes a new client and its secret.
pub(in crate::usecase) async fn put_new(
    tx: &Tx,
    tenant: &Tenant,
    new: &Client,
    drawn: Option<&Drawn>,
    now: Moment,
) -> Result<(), Fault> {
    store::clients::create(tx, tenant.id, new).await?;
    store::client_logos::follow(tx, tenant.id, new, now).await?;
    if let Some((_, kept)) = drawn {
        store::client_secrets::add(tx, tenant.id, &new.id, kept, now).await?;
    }
    Ok(())
}

/// Writes a changed client; true where it was given the other secret.
pub(in crate::usecase) async fn put_changed(
    tx: &Tx,
    tenant: &Tenant,
    changed: &Client,
    another: Option<&Drawn>,
    now: Moment,
) -> Result<bool, Fault> {
    let before = store::clients::by_id(tx, tenant.id, &changed.id).await?;
    store::clients::change(tx, tenant.id, changed).await?;
    store::client_logos::follow(tx, tenant.id, changed, now).await?;
    let before = before.map_or(Keeps::Nothing, |before| Keeps::of(before.authentication));
    keep_secrets(tx, tenant, (before, changed), another, now).await
}

/// Removes a client, and ends what it was given. False when there was none.
pub(in crate::usecase) async fn put_away(
    tx: &Tx,
    tenant: &Tenant,
    id: &ClientId,
    now: Moment,
) -> Result<bool, Fault> {
    store::grants::end_of_client(tx, tenant.id, id, now).await?;
    store::access_tokens::revoke_of_client(tx, tenant.id, id, now).await?;
    store::clients::remove(tx, tenant.id, id).await
}

/// What is kept of a client's secret under its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keeps {
    Nothing,
    Digest,
    /// The secret itself, sealed, beside the digest.
    Sealed,
}

impl Keeps {
    const fn of(method: Authentication) -> Self {
        match method {
            Authentication::ClientSecretJwt => Self::Sealed,
            method if method.has_secret() => Self::Digest,
            _ => Self::Nothing,
        }
    }
}

/// Brings the stored secrets to what the changed method needs; true where the new one was put in their place.
async fn keep_secrets(
    tx: &Tx,
    tenant: &Tenant,
    change: (Keeps, &Client),
    another: Option<&Drawn>,
    now: Moment,
) -> Result<bool, Fault> {
    let (before, changed) = change;
    match (before, Keeps::of(changed.authentication), another) {
        (before, after, _) if before == after => Ok(false),
        (Keeps::Sealed, Keeps::Digest, _) => {
            store::client_secrets::drop_sealed(tx, tenant.id, &changed.id).await?;
            Ok(false)
        }
        (_, _, another) => {
            store::client_secrets::remove(tx, tenant.id, &changed.id).await?;
            if let Some((_, kept)) = another {
                store::client_secrets::add(tx, tenant.id, &changed.id, kept, now).await?;
            }
            Ok(another.is_some())
        }
    }
}

/// A new secret, and what is kept of it.
pub(in crate::usecase) type Drawn = (Opaque, Kept);

pub(in crate::usecase) fn draw(
    app: &App,
    tenant: &Tenant,
    client: &Client,
) -> Result<Option<Drawn>, Fault> {
    if !client.authentication.has_secret() {
        return Ok(None);
    }
    let secret = Opaque::draw(Kind::ClientSecret, app.random());
    let kept = secret::kept(app, tenant.id, client, &secret)?;
    Ok(Some((secret, kept)))
}

/// Makes the keys that the client's answers will be signed by, before the first of them is waited for.
pub(in crate::usecase) async fn make_keys(
    app: &App,
    tenant: &Tenant,
    client: &Client,
) -> Result<(), Fault> {
    let answers = &client.settings.answers;
    let others = [
        answers.userinfo_signed_response_alg,
        answers.authorization_signed_response_alg,
        answers.introspection_signed_response_alg,
    ];
    let own = client.settings.id_token_signed_response_alg;
    for algorithm in std::iter::once(own).chain(others.into_iter().flatten()) {
        rotate_keys::make_first(app, tenant.id, algorithm).await?;
    }
    Ok(())
}

/// Adds a secret; those before stay valid for the overlap. None where the client's method has no secret.
pub async fn rotate_secret(
    app: &App,
    tenant: &Tenant,
    client: &Client,
    overlap: Duration,
    by: Actor<'_>,
) -> Result<Option<Opaque>, Fault> {
    let Some((secret, kept)) = draw(app, tenant, client)? else { return Ok(None) };
    let (id, kept) = (&client.id, &kept);
    let now = app.now();
    app.database
        .write(|tx| async move {
            store::client_secrets::expire(&tx, tenant.id, id, now.plus(overlap)).await?;
            store::client_secrets::add(&tx, tenant.id, id, kept, now).await?;
            let details = json!({ "overlap_seconds": overlap.whole_seconds() });
            let deed = (id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "client.rotate_secret"), deed).await
        })
        .await?;
    Ok(Some(secret))
}

/// Removes a client; false when there was none.
pub async fn remove(
    app: &App,
    tenant: &Tenant,
    id: &ClientId,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    app.database
        .write(|tx| async move {
            let removed = put_away(&tx, tenant, id, app.now()).await?;
            if removed {
                let deed = (id.to_string(), json!({}));
                note::of_administrator(app, &tx, tenant.id, (by, "client.remove"), deed).await?;
            }
            Ok(removed)
        })
        .await
}

/// When the secrets that are valid were made, and until when each is; newest first.
pub async fn secrets(
    app: &App,
    tenant: TenantId,
    id: &ClientId,
) -> Result<Vec<(Moment, Option<Moment>)>, Fault> {
    store::client_secrets::spans(app.database.read(), tenant, id, app.now()).await
}

pub async fn by_id(app: &App, tenant: TenantId, id: &ClientId) -> Result<Option<Client>, Fault> {
    store::clients::by_id(app.database.read(), tenant, id).await
}

pub async fn all(app: &App, tenant: TenantId) -> Result<Vec<Client>, Fault> {
    store::clients::all(app.database.read(), tenant).await
}
