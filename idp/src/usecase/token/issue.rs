//! Tokens: recorded in the transaction of the grant, signed after it.

use keys::signing::Algorithm;
use time::Duration;

use super::envelope;
use super::keyring;
use super::people;
use super::refusal::TokenRefusal;
use crate::app::App;
use crate::model::client::Client;
use crate::model::client::settings::AccessTokenFormat;
use crate::model::grant::{Authenticated, Grant};
use crate::model::ids::TokenId;
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::model::session;
use crate::model::token::{AccessToken, Confirmation, Details};
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::client::AuthenticatedClient;
use crate::usecase::visit::Visit;
use crate::wire::id_token::{IdTokenClaims, half_hash};
use crate::wire::scope::Scope;
use crate::wire::token::{
    ACCESS_TOKEN_TYPE, AccessTokenClaims, Actor, Audience, Context, TokenAnswer,
};

const ACCESS_TOKEN_LIFE: Duration = Duration::minutes(10);
pub(in crate::usecase) const ID_TOKEN_LIFE: Duration = Duration::hours(1);

/// Good for every profile, and the cheapest to make and to check.
const ACCESS_TOKEN_ALGORITHM: Algorithm = Algorithm::Es256;

/// What is to be issued.
#[derive(Clone, Debug)]
pub struct Order {
    pub grant: Grant,
    /// None where a client acts for itself.
    pub user: Option<User>,
    /// Of the access token; within the grant's.
    pub scope: Scope,
    /// Empty: this provider alone.
    pub audience: Vec<String>,
    /// The client that acts for the person (RFC 8693 §4.1).
    pub actor: Option<String>,
    /// The access token ends by then, whatever the client's rule is.
    pub until: Option<Moment>,
    pub refresh_token: Option<Opaque>,
    pub id_token: IdToken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdToken {
    None,
    First,
    /// On a refresh: without the nonce (OpenID Connect Core §12.2).
    Again,
}

/// What was recorded and waits to be signed.
#[derive(Debug)]
pub struct Issued {
    order: Order,
    token: AccessToken,
    /// The token itself, where it is one that says nothing.
    opaque: Option<Opaque>,
}

/// How long an access token of a client lives.
pub fn life(client: &Client) -> Duration {
    let own = client.settings.tokens.access_token_life;
    own.map_or(ACCESS_TOKEN_LIFE, |seconds| Duration::seconds(seconds.into()))
}

pub async fn record(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    client: &AuthenticatedClient,
    order: Order,
) -> Result<Issued, Fault> {
    let (now, tenant) = (app.now(), visit.tenant.id);
    let of = client.client();
    let ends = now.plus(life(of));
    let opaque = match of.settings.tokens.access_token_format {
        AccessTokenFormat::Jwt => None,
        AccessTokenFormat::Opaque => Some(Opaque::draw(Kind::AccessToken, app.random())),
    };
    let token = AccessToken {
        id: TokenId(row_id(app.random(), now)),
        grant: order.grant.id,
        client: of.id.clone(),
        user: order.user.as_ref().map(|user| user.id),
        session: order.grant.session.filter(|_| !order.grant.is_offline()),
        scope: order.scope.clone(),
        details: Details {
            audience: order.audience.clone(),
            confirmation: client.holder().cloned(),
            actor: order.actor.clone(),
        },
        created: now,
        expires: order.until.map_or(ends, |until| ends.min(until)),
    };
    let digest = opaque.as_ref().map(|opaque| opaque.digest(tenant));
    store::access_tokens::create(tx, tenant, &token, digest).await?;
    Ok(Issued { order, token, opaque })
}

pub async fn sign(
    app: &App,
    visit: &Visit,
    client: &Client,
    issued: &Issued,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    let Issued { order, token, opaque } = issued;
    let access_token = match opaque {
        Some(opaque) => opaque.expose().to_owned(),
        None => access_token(app, visit, client, issued).await?,
    };
    let wanted = order.id_token != IdToken::None && order.scope.has("openid");
    let id_token = match &order.user {
        Some(user) if wanted => {
            Some(id_token(app, visit, client, (issued, user), &access_token).await?)
        }
        _ => None,
    };
    let by_proof = matches!(token.details.confirmation, Some(Confirmation::Key(_)));
    Ok(TokenAnswer {
        access_token,
        token_type: if by_proof { "DPoP" } else { "Bearer" },
        expires_in: token.expires.since(token.created).whole_seconds(),
        refresh_token: order.refresh_token.as_ref().map(|token| token.expose().to_owned()),
        id_token,
        issued_token_type: None,
        scope: order.scope.clone(),
    })
}

/// RFC 9068 §2.2.
async fn access_token(
    app: &App,
    visit: &Visit,
    client: &Client,
    issued: &Issued,
) -> Result<String, Fault> {
    let Issued { order, token, .. } = issued;
    let provider = app.issuer(&visit.tenant);
    let subject = subject(app, client, order.user.as_ref());
    let claims = AccessTokenClaims {
        iss: &provider,
        sub: &subject,
        aud: Audience::of(&token.details.audience, &provider),
        client_id: client.id.as_str(),
        jti: token.id.to_string(),
        iat: token.created.seconds(),
        exp: token.expires.seconds(),
        scope: &order.scope,
        context: context(&order.grant),
        cnf: token.details.confirmation.as_ref(),
        act: token.details.actor.as_deref().map(|sub| Actor { sub }),
    };
    let key = keyring::current(app, visit.tenant.id, ACCESS_TOKEN_ALGORITHM).await?;
    Ok(key.sign(ACCESS_TOKEN_TYPE, &claims)?)
}

async fn id_token(
    app: &App,
    visit: &Visit,
    client: &Client,
    what: (&Issued, &User),
    access_token: &str,
) -> Result<String, Stop<TokenRefusal>> {
    let (Issued { order, token, .. }, user) = what;
    let provider = app.issuer(&visit.tenant);
    let subject = app.subject(client, user);
    let algorithm = client.settings.id_token_signed_response_alg;
    let details = &order.grant.details;
    let claims = IdTokenClaims {
        iss: &provider,
        sub: &subject,
        aud: client.id.as_str(),
        iat: token.created.seconds(),
        exp: token.created.plus(ID_TOKEN_LIFE).seconds(),
        context: context(&order.grant),
        sid: order.grant.session.map(|session| session.to_string()),
        at_hash: Some(half_hash(access_token, algorithm)),
        nonce: details.nonce.as_deref().filter(|_| order.id_token == IdToken::First),
        asked: people::in_id_token(app, visit, user, &details.claims).await?,
    };
    let key = keyring::current(app, visit.tenant.id, algorithm).await?;
    let signed = key.sign("JWT", &claims).map_err(Fault::from)?;
    match &client.settings.answers.id_token_encryption {
        None => Ok(signed),
        Some(how) => {
            let sealed = envelope::seal(app, visit, client, how, (&signed, true)).await?;
            sealed.ok_or(Stop::Refused(TokenRefusal::NoEncryptionKey))
        }
    }
}

/// Who a token speaks for: a person, or the client itself (RFC 9068 §2.2).
pub fn subject(app: &App, client: &Client, user: Option<&User>) -> String {
    user.map_or_else(|| client.id.to_string(), |user| app.subject(client, user))
}

/// How and when the person was authenticated, as at the grant.
pub fn context(grant: &Grant) -> Option<Context> {
    grant.details.authenticated.map(context_of)
}

/// The same of any login.
pub fn context_of(Authenticated { at, method }: Authenticated) -> Context {
    Context { auth_time: at.seconds(), acr: session::acr(method), amr: session::amr(method) }
}
