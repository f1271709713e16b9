//! The tenant whose people administer: there is no second kind of account.

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::client::{Client, Profile, Settings};
use crate::model::ids::{ClientId, TenantId};
use crate::model::names::TenantSlug;
use crate::model::policy::{ConsentRule, Policy};
use crate::model::tenant::Tenant;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::{clients, tenants};
use crate::wire::redirect_uri::RedirectUri;

const NAME: &str = "Sekisho";

/// The client id of the console.
pub const CONSOLE: &str = "console";
const CONSOLE_NAME: &str = "Sekisho 管理コンソール";

/// The service itself.
const BY: Actor<'static> = Actor::here("service");

pub async fn tenant(app: &App) -> Result<Option<Tenant>, Fault> {
    store::tenants::by_slug(app.database.read(), &TenantSlug::system()).await
}

/// Makes it where it is not there yet. Its policy wants a second factor, always.
pub async fn ensure(app: &App, by: Actor<'_>) -> Result<Tenant, Fault> {
    if let Some(tenant) = tenant(app).await? {
        return Ok(tenant);
    }
    let policy = policy().check();
    let policy = policy.map_err(|problems| Fault::Other(format!("{problems:?}")))?;
    match tenants::create_any(app, TenantSlug::system(), NAME, policy, by).await {
        Ok(tenant) => Ok(tenant),
        Err(Stop::Fault(fault)) => Err(fault),
        // Another server was first.
        Err(Stop::Refused(why)) => tenant(app).await?.ok_or(Fault::Other(why.to_string())),
    }
}

/// Today's standards, and stricter: no browser skips the second step, sessions are short, the console asks no consent.
fn policy() -> Policy {
    let mut policy = Policy::standard();
    policy.session.remembered_browser_days = None;
    policy.session.idle_minutes = 15;
    policy.session.absolute_minutes = 480;
    policy.consent = ConsentRule::Never;
    policy
}

/// The registration of the console, whose addresses follow the installation's.
pub async fn console(app: &App, tenant: &Tenant) -> Result<Client, Fault> {
    let id = ClientId(CONSOLE.to_owned());
    let found = clients::by_id(app, tenant.id, &id).await?;
    let address = |below: &str| {
        let address = format!("{}/console/{below}", app.base);
        RedirectUri::parse(&address).ok_or_else(|| Fault::Other(format!("no address: {address}")))
    };
    let (back, out) = (vec![address("callback")?], vec![address("signed-out")?]);
    let known = match found {
        Some(known) if known.redirect_uris == back => return Ok(known),
        other => other,
    };
    let client = Client {
        id,
        name: CONSOLE_NAME.to_owned(),
        profile: Profile::Browser,
        authentication: Profile::Browser.authentication(),
        redirect_uris: back,
        post_logout_redirect_uris: out,
        settings: Settings::of(Profile::Browser),
        created_at: app.now(),
    };
    let done = match known {
        Some(_) => clients::change(app, tenant, &client, BY).await.map(drop),
        None => clients::create(app, tenant, client.clone(), BY).await.map(drop),
    };
    match done {
        Ok(()) => Ok(client),
        Err(Stop::Refused(why)) => Err(Fault::Other(why.to_string())),
        // Another request may have been first.
        Err(Stop::Fault(fault)) => {
            let found = clients::by_id(app, tenant.id, &client.id).await?;
            found.filter(|found| found.redirect_uris == client.redirect_uris).ok_or(fault)
        }
    }
}

/// Its id, which must be there by now.
pub(super) async fn id(app: &App) -> Result<TenantId, Fault> {
    let tenant = tenant(app).await?;
    tenant.map(|tenant| tenant.id).ok_or_else(|| Fault::Other("no tenant system".to_owned()))
}
