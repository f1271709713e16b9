//! Test logins of clients: begun here, opened in a browser, looked at when they ended.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use crate::app::App;
use crate::model::admin::{Actor, Deed};
use crate::model::client::Client;
use crate::model::ids::{TenantId, TrialId};
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::trial::{Door, LONGEST_SCOPE, Trial, usual_scope};
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::authorize::checks;
use crate::usecase::note;
use crate::wire::authorize::Accepted;
use crate::wire::grant_type::GrantType;
use crate::wire::params::Params;

/// Why a client cannot be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(
        "people do not log in to this client: it has no authorization code and no redirect URI"
    )]
    NoLogin,
    #[error("the client is out of service")]
    Disabled,
    #[error("this scope cannot be asked for: {0}")]
    Scope(&'static str),
}

pub struct Begun {
    pub trial: Trial,
    /// What the browser opens.
    pub address: String,
}

/// Begins a test login: the request that the client would make, kept until somebody opens its address.
pub async fn begin(
    app: &App,
    tenant: &Tenant,
    client: &Client,
    (scope, door): (Option<&str>, Door),
    by: Actor<'_>,
) -> Result<Begun, Stop<Refusal>> {
    let request = request(app, client, scope).map_err(Stop::Refused)?;
    let now = app.now();
    let id = TrialId(row_id(app.random(), now));
    let of = client.id.clone();
    let trial = Trial { id, client: of, door, request, begun_at: now, outcome: None };
    let (key, new) = (&Opaque::draw(Kind::Trial, app.random()), &trial);
    app.database
        .write(|tx| async move {
            store::client_trials::create(&tx, tenant.id, new, key.digest(tenant.id)).await?;
            let deed = (new.client.to_string(), json!({ "scope": new.request.scope }));
            let by = (by, Deed::ClientTry.as_str());
            note::of_administrator(app, &tx, tenant.id, by, deed).await
        })
        .await?;
    let address = app.issuer(tenant).at(&format!("/try/{}", key.expose()));
    Ok(Begun { trial, address })
}

/// Whether people log in to a client at all.
pub fn is_possible(client: &Client) -> bool {
    client.may(GrantType::AuthorizationCode) && !client.redirect_uris.is_empty()
}

/// What the client would ask, as strictly as it is bound to.
fn request(app: &App, client: &Client, scope: Option<&str>) -> Result<Accepted, Refusal> {
    if !client.is_in_service() {
        return Err(Refusal::Disabled);
    }
    let address = client.redirect_uris.first().filter(|_| is_possible(client));
    let address = address.ok_or(Refusal::NoLogin)?;
    let usual = usual_scope(client);
    let scope = scope.map(str::trim).filter(|scope| !scope.is_empty()).unwrap_or(&usual);
    if scope.chars().count() > LONGEST_SCOPE {
        return Err(Refusal::Scope("it has more than 1000 characters"));
    }
    let challenge = URL_SAFE_NO_PAD.encode(keys::random::array::<32>(app.random()));
    let mut params = Params::default();
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", client.id.as_str()),
        ("redirect_uri", address.as_str()),
        ("scope", scope),
        ("prompt", "login"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ] {
        params.put(name.to_owned(), value.to_owned());
    }
    let accepted = checks::plain(client, &params);
    // All but the scope is our own.
    let accepted = accepted.map_err(|objection| Refusal::Scope(objection.wording().1))?;
    Ok(Accepted { sealed: true, ..accepted })
}

/// A test login of a client, until a day after it began.
pub async fn of(
    app: &App,
    tenant: TenantId,
    client: &Client,
    id: TrialId,
) -> Result<Option<Trial>, Fault> {
    let found = store::client_trials::by_id(app.database.read(), tenant, id).await?;
    Ok(found.filter(|trial| trial.client == client.id))
}
