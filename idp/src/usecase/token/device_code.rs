//! The device grant (RFC 8628 §3.4): a device asks again and again until its person has decided.

use super::asked::Asked;
use super::issue::{self, IdToken, Issued, Order};
use super::living;
use super::refresh_token;
use super::refusal::TokenRefusal;
use crate::app::App;
use crate::model::device_authorization::{DeviceAuthorization, Polled, SLOWER};
use crate::model::grant::{Details, Grant};
use crate::model::ids::GrantId;
use crate::model::secret::{Kind, Opaque};
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::client::AuthenticatedClient;
use crate::usecase::visit::Visit;
use crate::wire::params::Params;
use crate::wire::token::TokenAnswer;

pub async fn exchange(
    app: &App,
    visit: &Visit,
    client: &AuthenticatedClient,
    body: &Params,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    let code = body.value("device_code");
    let code = code.ok_or(Stop::Refused(TokenRefusal::DeviceCodeMissing))?;
    let code = Opaque::parse(Kind::DeviceCode, code);
    let code = &code.ok_or(Stop::Refused(TokenRefusal::DeviceCodeRefused))?;
    let asked = &Asked::read(body).map_err(Stop::Refused)?;
    let issued = app
        .database
        .write(|tx| async move { poll(app, &tx, visit, (client, code), asked).await })
        .await
        .map_err(Stop::<TokenRefusal>::Fault)?
        .map_err(Stop::Refused)?;
    issue::sign(app, visit, client.client(), &issued).await
}

/// Every try is kept, so that one that comes too soon is noticed by every process.
async fn poll(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&AuthenticatedClient, &Opaque),
    asked: &Asked,
) -> Result<Result<Issued, TokenRefusal>, Fault> {
    let (client, code) = what;
    let (tenant, now) = (visit.tenant.id, app.now());
    let digest = code.digest(tenant);
    let found = store::device_authorizations::by_digest(tx, tenant, digest.clone()).await?;
    let Some(found) = found.filter(|found| found.client == client.client().id) else {
        return Ok(Err(TokenRefusal::DeviceCodeRefused));
    };
    let verdict = found.poll(now);
    let slower = if verdict == Polled::TooFast { SLOWER } else { 0 };
    let interval = found.interval.saturating_add(slower);
    store::device_authorizations::polled(tx, tenant, digest.clone(), interval, now).await?;
    match verdict {
        Polled::Pending => Ok(Err(TokenRefusal::DevicePending)),
        Polled::TooFast => Ok(Err(TokenRefusal::DeviceTooFast)),
        Polled::Denied => Ok(Err(TokenRefusal::DeviceDenied)),
        Polled::Expired => Ok(Err(TokenRefusal::DeviceExpired)),
        Polled::Spent => Ok(Err(TokenRefusal::DeviceCodeRefused)),
        Polled::Approved => {
            let issuer = app.issuer(&visit.tenant);
            let resources = &found.details.resources;
            let audience = match asked.audience(client.client(), resources, &issuer) {
                Ok(audience) => audience,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if !store::device_authorizations::spend(tx, tenant, digest).await? {
                return Ok(Err(TokenRefusal::DeviceCodeRefused));
            }
            grant(app, tx, visit, client, (found, audience)).await
        }
    }
}

async fn grant(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    client: &AuthenticatedClient,
    what: (DeviceAuthorization, Vec<String>),
) -> Result<Result<Issued, TokenRefusal>, Fault> {
    let (approved, audience) = what;
    let (tenant, now) = (visit.tenant.id, app.now());
    let mut grant = Grant {
        id: GrantId(row_id(app.random(), now)),
        client: approved.client,
        user: approved.user,
        session: approved.session,
        scope: approved.scope,
        details: Details {
            resources: approved.details.resources,
            authenticated: approved.details.authenticated,
            ..Details::default()
        },
        expires: now,
    };
    // A logout between the yes and the next try takes the yes back.
    let session = living::session(tx, visit, &grant, now).await?;
    let user = living::person(tx, visit, &grant, now).await?;
    let Some((session, user)) = session.zip(user) else {
        return Ok(Err(TokenRefusal::DeviceCodeRefused));
    };
    store::grants::create(tx, tenant, &grant, None, now).await?;
    let ends = session.ends(&visit.tenant.policy.session);
    let refresh_token =
        refresh_token::first(app, tx, visit, client, (&mut grant, Some(ends))).await?;
    let order = Order {
        scope: grant.scope.clone(),
        grant,
        user: Some(user),
        audience,
        actor: None,
        until: None,
        refresh_token,
        id_token: IdToken::First,
    };
    Ok(Ok(issue::record(app, tx, visit, client, order).await?))
}
