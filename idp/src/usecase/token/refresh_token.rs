//! The refresh token grant (RFC 6749 §6, OpenID Connect Core §12), with rotation (RFC 9700 §4.14.2).

use serde_json::json;

use super::asked::Asked;
use super::end;
use super::issue::{self, IdToken, Issued, Order};
use super::living;
use super::refusal::TokenRefusal;
use crate::app::App;
use crate::model::grant::Grant;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::model::refresh_token::{self, RefreshToken, Standing};
use crate::model::secret::{Kind, Opaque};
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::client::AuthenticatedClient;
use crate::usecase::note;
use crate::usecase::visit::Visit;
use crate::wire::grant_type::GrantType;
use crate::wire::params::Params;
use crate::wire::token::TokenAnswer;

type Judged<T> = Result<Result<T, TokenRefusal>, Fault>;

/// Gives a new grant its first refresh token, if its client may use one, and keeps how long the grant lives now: no
/// longer than its session, unless access while the person is away was granted.
pub async fn first(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    client: &AuthenticatedClient,
    what: (&mut Grant, Option<Moment>),
) -> Result<Option<Opaque>, Fault> {
    let (grant, session_ends) = what;
    let (now, tenant) = (app.now(), visit.tenant.id);
    let of = client.client();
    grant.details.holder = client.holder().cloned();
    let (true, Some(user)) = (of.may(GrantType::RefreshToken), grant.user) else {
        grant.expires = now.plus(issue::life(of));
        store::grants::change(tx, tenant, grant).await?;
        return Ok(None);
    };
    grant.expires = refresh_token::grant_ends(of, now);
    if let Some(ends) = session_ends.filter(|_| !grant.is_offline()) {
        grant.expires = grant.expires.min(ends);
    }
    store::grants::change(tx, tenant, grant).await?;
    let token = Opaque::draw(Kind::RefreshToken, app.random());
    let row = RefreshToken {
        grant: grant.id,
        client: of.id.clone(),
        user,
        used: None,
        created: now,
        expires: refresh_token::ends(grant, now),
    };
    store::refresh_tokens::create(tx, tenant, &row, token.digest(tenant)).await?;
    Ok(Some(token))
}

pub async fn exchange(
    app: &App,
    visit: &Visit,
    client: &AuthenticatedClient,
    body: &Params,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    let refused = Stop::Refused;
    let token = body.value("refresh_token").ok_or(refused(TokenRefusal::RefreshTokenMissing))?;
    let token = Opaque::parse(Kind::RefreshToken, token);
    let token = &token.ok_or(refused(TokenRefusal::RefreshTokenRefused))?;
    let asked = &Asked::read(body).map_err(refused)?;
    let issued = app
        .database
        .write(|tx| async move { refresh(app, &tx, visit, (client, token), asked).await })
        .await
        .map_err(Stop::<TokenRefusal>::Fault)?
        .map_err(refused)?;
    issue::sign(app, visit, client.client(), &issued).await
}

/// Whatever is wrong with the request, the token is spent only where it brings another.
async fn refresh(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&AuthenticatedClient, &Opaque),
    asked: &Asked,
) -> Judged<Issued> {
    let (client, token) = what;
    let (tenant, now) = (visit.tenant.id, app.now());
    let refused = Ok(Err(TokenRefusal::RefreshTokenRefused));
    let found = store::refresh_tokens::by_digest(tx, tenant, token.digest(tenant)).await?;
    let Some(row) = found.filter(|row| row.client == client.client().id) else { return refused };
    let Some(grant) = store::grants::standing(tx, tenant, row.grant).await? else { return refused };
    match row.standing(now) {
        Standing::Reused => return reused(app, tx, visit, &row).await,
        Standing::Expired => return refused,
        Standing::Unused | Standing::UsedJustNow => {}
    }
    if now >= grant.expires {
        return refused;
    }
    let Some(user) = living::person(tx, visit, &grant, now).await? else { return refused };
    let order = match order(app, visit, client, grant, asked) {
        Ok(order) => Order { user: Some(user), ..order },
        Err(refusal) => return Ok(Err(refusal)),
    };
    let next = if refresh_token::rotates(client.client(), &order.grant) {
        rotate(app, tx, tenant, (token, &row), &order.grant).await?
    } else {
        keep(tx, tenant, token, &order.grant, now).await?
    };
    match next {
        Next::Token(next) => {
            let order = Order { refresh_token: Some(next), ..order };
            Ok(Ok(issue::record(app, tx, visit, client, order).await?))
        }
        Next::Reused => reused(app, tx, visit, &row).await,
        Next::Gone => refused,
    }
}

/// What the request comes to, if the client asks for no more than it has and proves what it had proven before.
fn order(
    app: &App,
    visit: &Visit,
    client: &AuthenticatedClient,
    grant: Grant,
    asked: &Asked,
) -> Result<Order, TokenRefusal> {
    // A public client has nothing but its key (RFC 9449 §5); another may change its key, not do without.
    match (&grant.details.holder, client.holder()) {
        (None, _) => {}
        (Some(before), Some(now)) if before == now || !client.client().is_public() => {}
        (Some(_), _) => return Err(TokenRefusal::OtherKey),
    }
    let scope = asked.scope_within(&grant.scope)?;
    let issuer = app.issuer(&visit.tenant);
    let audience = asked.audience(client.client(), &grant.details.resources, &issuer)?;
    Ok(Order {
        grant,
        user: None,
        scope,
        audience,
        actor: None,
        until: None,
        refresh_token: None,
        id_token: IdToken::Again,
    })
}

/// What comes after a token.
enum Next {
    Token(Opaque),
    Reused,
    Gone,
}

/// Spends the token for its one successor. Of those who come together, one makes it and all get it.
async fn rotate(
    app: &App,
    tx: &Tx,
    tenant: TenantId,
    what: (&Opaque, &RefreshToken),
    grant: &Grant,
) -> Result<Next, Fault> {
    let (token, row) = what;
    let now = app.now();
    let next = token.successor(tenant, app.refresh_key.as_ref());
    if store::refresh_tokens::spend(tx, tenant, token.digest(tenant), now).await? {
        let expires = refresh_token::ends(grant, now);
        let row = RefreshToken { used: None, created: now, expires, ..row.clone() };
        store::refresh_tokens::create(tx, tenant, &row, next.digest(tenant)).await?;
        return Ok(Next::Token(next));
    }
    // Another request was first, perhaps since the row was read.
    let found = store::refresh_tokens::by_digest(tx, tenant, token.digest(tenant)).await?;
    Ok(match found.map(|row| row.standing(now)) {
        Some(Standing::UsedJustNow) => Next::Token(next),
        Some(Standing::Reused) => Next::Reused,
        Some(Standing::Unused | Standing::Expired) | None => Next::Gone,
    })
}

async fn keep(
    tx: &Tx,
    tenant: TenantId,
    token: &Opaque,
    grant: &Grant,
    now: Moment,
) -> Result<Next, Fault> {
    let until = refresh_token::ends(grant, now);
    let alive = store::refresh_tokens::prolong(tx, tenant, token.digest(tenant), until).await?;
    Ok(if alive { Next::Token(token.clone()) } else { Next::Gone })
}

/// Somebody has a copy, and nobody can tell who: everything of the grant ends.
async fn reused<T>(app: &App, tx: &Tx, visit: &Visit, row: &RefreshToken) -> Judged<T> {
    let now = app.now();
    let revoked = end::grant(tx, visit.tenant.id, row.grant, now).await?;
    let details = json!({ "revoked": revoked, "client": row.client, "user": row.user });
    let deed = ("refresh_token.reuse", row.grant.to_string(), details);
    note::of_user(app, tx, visit, deed, now).await?;
    Ok(Err(TokenRefusal::RefreshTokenRefused))
}
