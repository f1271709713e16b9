//! Who administers: a person signed in to the tenant `system`, the holder of an API key, or a client with a token of
//! its own. Every door asks here, and nowhere else is an [`Administrator`] made.

use std::collections::BTreeSet;
use std::sync::Arc;

use time::Duration;

use crate::app::App;
use crate::model::admin::{Administrator, ApiKey, ApiScope, Grant, Role};
use crate::model::history::Origin;
use crate::model::ids::TenantId;
use crate::model::import::upload::Sender;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::user::Stage;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::{roles, system};
use crate::usecase::session::SignedIn;
use crate::usecase::token::bearer::{self, BearerRefusal, Presented, Scheme};
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;

/// That a key was used is written at most this often.
const SEEN_EVERY: Duration = Duration::minutes(1);

/// A request of a program.
pub struct Asked<'a> {
    /// Whose things are asked for; None: the installation's.
    pub tenant: Option<&'a Arc<Tenant>>,
    pub origin: &'a Origin,
    pub scheme: Scheme,
    pub token: &'a str,
    pub request: &'a ClientRequest,
}

/// The person as an administrator. None where he has no role.
pub async fn of_person(
    app: &App,
    who: &SignedIn,
    origin: &Origin,
) -> Result<Option<Administrator>, Fault> {
    let grants = roles::of_user(app, who.user.tenant, who.user.id).await?;
    let name = who.user.login_name.to_string();
    let address = Some(origin.address.clone());
    Ok((!grants.is_empty()).then_some(Administrator { name, address, grants, scopes: None }))
}

/// Whoever sent something to be done later, as the administrator that he is by now. None where he is none any more.
pub async fn of_sender(app: &App, sender: &Sender) -> Result<Option<Administrator>, Fault> {
    let Some(home) = system::tenant(app).await? else { return Ok(None) };
    let found = store::users::by_id(app.database.read(), home.id, sender.user).await?;
    let Some(user) = found.filter(|user| matches!(user.stage, Stage::Active(_))) else {
        return Ok(None);
    };
    let grants = roles::of_user(app, home.id, user.id).await?;
    let (name, address) = (sender.name.clone(), sender.address.clone());
    Ok((!grants.is_empty()).then_some(Administrator { name, address, grants, scopes: None }))
}

/// The program as an administrator: by a key or token of the tenant whose things it asks for, or of the tenant `system`.
pub async fn of_program(
    app: &App,
    asked: &Asked<'_>,
) -> Result<Administrator, Stop<BearerRefusal>> {
    let system = system::tenant(app).await?.map(Arc::new);
    let homes = asked.tenant.into_iter().chain(system.as_ref());
    let mut refusal = BearerRefusal::InvalidToken;
    for home in homes {
        let over = (!home.slug.is_system()).then_some(home.id);
        let found = match Opaque::parse(Kind::ApiKey, asked.token) {
            Some(key) => by_key(app, asked, (home, over), &key).await,
            None => by_token(app, asked, (home, over)).await,
        };
        match found {
            // Another home may know it.
            Err(Stop::Refused(BearerRefusal::InvalidToken)) => {}
            Err(Stop::Refused(why)) => refusal = why,
            other => return other,
        }
    }
    Err(Stop::Refused(refusal))
}

async fn by_key(
    app: &App,
    asked: &Asked<'_>,
    (home, over): (&Tenant, Option<TenantId>),
    presented: &Opaque,
) -> Result<Administrator, Stop<BearerRefusal>> {
    let invalid = || Stop::Refused(BearerRefusal::InvalidToken);
    if asked.scheme != Scheme::Bearer {
        return Err(invalid());
    }
    let now = app.now();
    let digest = presented.digest(home.id);
    let found = store::api_keys::by_digest(app.database.read(), home.id, digest).await?;
    let key = found.filter(|key| key.is_live(now)).ok_or_else(invalid)?;
    note_use(app, home, &key).await?;
    let ApiKey { name, role, scopes, .. } = key;
    Ok(made(format!("api-key:{name}"), asked.origin, Grant { role, over }, Some(scopes)))
}

async fn by_token(
    app: &App,
    asked: &Asked<'_>,
    (home, over): (&Arc<Tenant>, Option<TenantId>),
) -> Result<Administrator, Stop<BearerRefusal>> {
    let invalid = || Stop::Refused(BearerRefusal::InvalidToken);
    let language = home.policy.languages.default;
    let visit = Visit { tenant: home.clone(), origin: asked.origin.clone(), language, mark: None };
    let presented = Presented { token: asked.token, scheme: asked.scheme, request: asked.request };
    let found = bearer::judge(app, &visit, presented).await?;
    // A token that speaks for a person administers nothing.
    if found.token.user.is_some() {
        return Err(invalid());
    }
    let client = store::clients::by_id(app.database.read(), home.id, &found.token.client).await?;
    let client = client.filter(|client| !client.settings.disabled).ok_or_else(invalid)?;
    let role = client.settings.api_role.ok_or_else(invalid)?;
    // The operator's role is the installation's alone.
    let role = if over.is_some() { role.min(Role::Owner) } else { role };
    let has = |scope: &&ApiScope| found.token.scope.has(scope.as_str());
    let scopes = ApiScope::ALL.iter().filter(has).copied().collect();
    Ok(made(format!("client:{}", client.id), asked.origin, Grant { role, over }, Some(scopes)))
}

fn made(
    name: String,
    origin: &Origin,
    grant: Grant,
    scopes: Option<BTreeSet<ApiScope>>,
) -> Administrator {
    Administrator { name, address: Some(origin.address.clone()), grants: vec![grant], scopes }
}

async fn note_use(app: &App, home: &Tenant, key: &ApiKey) -> Result<(), Fault> {
    let now = app.now();
    if key.used_at.is_some_and(|at| now.since(at) < SEEN_EVERY) {
        return Ok(());
    }
    let (tenant, id) = (home.id, key.id);
    app.database.write(|tx| async move { store::api_keys::saw(&tx, tenant, id, now).await }).await
}
