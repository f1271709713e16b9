//! Access and ID tokens: recorded in the transaction of the grant, signed after it.

use keys::signing::Algorithm;
use time::Duration;

use super::keyring;
use crate::app::App;
use crate::model::client::Client;
use crate::model::grant::Grant;
use crate::model::ids::TokenId;
use crate::model::moment::Moment;
use crate::model::session::{self, Session};
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::visit::Visit;
use crate::wire::id_token::{IdTokenClaims, half_hash};
use crate::wire::token::{ACCESS_TOKEN_TYPE, AccessTokenClaims, TokenAnswer};

const ACCESS_TOKEN_LIFE: Duration = Duration::minutes(10);
const ID_TOKEN_LIFE: Duration = Duration::hours(1);

/// Access tokens are read by this provider alone, so the cheapest signature serves.
const ACCESS_TOKEN_ALGORITHM: Algorithm = Algorithm::Es256;

/// What was recorded and waits to be signed.
#[derive(Debug)]
pub struct Issued {
    token: TokenId,
    grant: Grant,
    session: Session,
    user: User,
    now: Moment,
}

pub async fn record(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (Grant, Session, User),
    now: Moment,
) -> Result<Issued, Fault> {
    let (grant, session, user) = what;
    let token = TokenId(row_id(app.random(), now));
    let times = (now, now.plus(ACCESS_TOKEN_LIFE));
    store::access_tokens::create(tx, visit.tenant.id, token, &grant, times).await?;
    Ok(Issued { token, grant, session, user, now })
}

pub async fn sign(
    app: &App,
    visit: &Visit,
    client: &Client,
    issued: &Issued,
) -> Result<TokenAnswer, Fault> {
    let provider = app.issuer(&visit.tenant);
    let Issued { token, grant, session, user, now } = issued;
    let (acr, amr) = (session::acr(session.method), session::amr(session.method));
    let auth_time = session.authenticated_at.seconds();
    let access_claims = AccessTokenClaims {
        iss: &provider,
        sub: &user.subject,
        aud: provider.as_str(),
        client_id: client.id.as_str(),
        jti: token.to_string(),
        iat: now.seconds(),
        exp: now.plus(ACCESS_TOKEN_LIFE).seconds(),
        scope: &grant.scope,
        auth_time,
        acr,
        amr,
    };
    let key = keyring::current(app, visit.tenant.id, ACCESS_TOKEN_ALGORITHM).await?;
    let signed = key.sign(ACCESS_TOKEN_TYPE, &access_claims)?;
    let algorithm = client.settings.id_token_signed_response_alg;
    let id_claims = IdTokenClaims {
        iss: &provider,
        sub: &user.subject,
        aud: client.id.as_str(),
        iat: now.seconds(),
        exp: now.plus(ID_TOKEN_LIFE).seconds(),
        auth_time,
        acr,
        amr,
        sid: session.id.to_string(),
        at_hash: half_hash(&signed, algorithm),
        nonce: grant.nonce.as_deref(),
    };
    let key = keyring::current(app, visit.tenant.id, algorithm).await?;
    let id_token = Some(key.sign("JWT", &id_claims)?);
    let expires_in = ACCESS_TOKEN_LIFE.whole_seconds();
    let scope = grant.scope.clone();
    Ok(TokenAnswer { access_token: signed, token_type: "Bearer", expires_in, id_token, scope })
}
