//! Introspection (RFC 7662): what a token is worth, for whoever it was issued to and whoever it is meant for.

use keys::signing::Algorithm;
use serde::Serialize;

use super::issue::{context, subject};
use super::{keyring, living, presented};
use crate::app::App;
use crate::model::client::Client;
use crate::model::grant::Grant;
use crate::model::refresh_token::{RefreshToken, Standing};
use crate::model::secret::{Kind, Opaque};
use crate::model::token::{AccessToken, Confirmation};
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::client::{self, refusal::ClientRefusal};
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;
use crate::wire::error::{ErrorBody, ErrorCode};
use crate::wire::introspection::{Facts, INTROSPECTION_TYPE, Introspection, SignedIntrospection};
use crate::wire::token::{Actor, Audience};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntrospectionRefusal {
    Client(ClientRefusal),
    /// Anybody can call himself by a public client's name (§4).
    PublicClient,
    TokenMissing,
}

impl IntrospectionRefusal {
    pub const fn wording(self) -> ErrorBody {
        use ErrorCode as Code;
        let (error, error_description) = match self {
            Self::Client(why) => return why.wording(),
            Self::PublicClient => (Code::InvalidClient, "a public client may not introspect"),
            Self::TokenMissing => (Code::InvalidRequest, "token is missing"),
        };
        ErrorBody { error, error_description }
    }
}

impl From<ClientRefusal> for IntrospectionRefusal {
    fn from(why: ClientRefusal) -> Self {
        Self::Client(why)
    }
}

/// The answer: JSON, or a token of type `token-introspection+jwt` (RFC 9701).
#[derive(Debug)]
pub enum Answer {
    Plain(serde_json::Value),
    Signed(String),
}

/// What is known of an active token.
struct Active {
    kind: Told,
    /// The client that it was issued to.
    client: Client,
    grant: Grant,
    user: Option<User>,
}

enum Told {
    Access(AccessToken),
    Refresh(RefreshToken),
}

pub async fn introspect(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
    signed: bool,
) -> Result<Answer, Stop<IntrospectionRefusal>> {
    let caller = client::authenticate(app, visit, request).await.map_err(Stop::told_as)?;
    let caller = caller.client();
    if caller.is_public() {
        return Err(Stop::Refused(IntrospectionRefusal::PublicClient));
    }
    let token = request.body.value("token");
    let token = token.ok_or(Stop::Refused(IntrospectionRefusal::TokenMissing))?;
    let active = match Opaque::parse(Kind::RefreshToken, token) {
        Some(opaque) => refresh_token(app, visit, &opaque).await?,
        None => access_token(app, visit, token).await?,
    };
    let active = active.filter(|active| concerns(app, visit, caller, active));
    Ok(answer(app, visit, caller, active.as_ref(), signed).await?)
}

async fn access_token(app: &App, visit: &Visit, text: &str) -> Result<Option<Active>, Fault> {
    let Some(found) = presented::find(app, visit, text, None).await? else { return Ok(None) };
    Ok(Some(Active {
        kind: Told::Access(found.token),
        client: found.living.client,
        grant: found.living.grant,
        user: found.living.user,
    }))
}

async fn refresh_token(app: &App, visit: &Visit, token: &Opaque) -> Result<Option<Active>, Fault> {
    let (tenant, now) = (visit.tenant.id, app.now());
    app.database
        .write(|tx| async move {
            let row = store::refresh_tokens::by_digest(&tx, tenant, token.digest(tenant)).await?;
            let Some(row) = row.filter(|row| row.standing(now) == Standing::Unused) else {
                return Ok(None);
            };
            let grant = store::grants::standing(&tx, tenant, row.grant).await?;
            let Some(grant) = grant.filter(|grant| now < grant.expires) else { return Ok(None) };
            let user = living::person(&tx, visit, &grant, now).await?;
            let client = store::clients::by_id(&tx, tenant, &row.client).await?;
            Ok(user.zip(client).map(|(user, client)| Active {
                kind: Told::Refresh(row),
                client,
                grant,
                user: Some(user),
            }))
        })
        .await
}

/// A token is nobody's business but that of the client it was issued to and of those it is meant for.
fn concerns(app: &App, visit: &Visit, caller: &Client, active: &Active) -> bool {
    let own = caller.id == active.client.id;
    let issuer = app.issuer(&visit.tenant);
    let meant = |token: &AccessToken| {
        let mut resources = caller.settings.tokens.is_resource.iter();
        resources.any(|one| token.is_for(one, issuer.as_str()))
    };
    match &active.kind {
        Told::Refresh(_) => own,
        Told::Access(token) => own || meant(token),
    }
}

async fn answer(
    app: &App,
    visit: &Visit,
    caller: &Client,
    active: Option<&Active>,
    signed: bool,
) -> Result<Answer, Fault> {
    let issuer = &app.issuer(&visit.tenant);
    let subject = active.map(|one| subject(app, &one.client, one.user.as_ref()));
    let facts = active.zip(subject.as_deref()).map(|(active, sub)| {
        let (iat, exp) = match &active.kind {
            Told::Access(token) => (token.created, token.expires),
            Told::Refresh(token) => (token.created, token.expires),
        };
        let access = match &active.kind {
            Told::Access(token) => Some(token),
            Told::Refresh(_) => None,
        };
        let confirmation = access.and_then(|token| token.details.confirmation.as_ref());
        let by_key = matches!(confirmation, Some(Confirmation::Key(_)));
        Facts {
            iss: issuer,
            sub,
            aud: Audience::of(access.map_or(&[], |token| &token.details.audience), issuer),
            client_id: active.client.id.as_str(),
            iat: iat.seconds(),
            exp: exp.seconds(),
            scope: access.map_or(&active.grant.scope, |token| &token.scope),
            token_type: access.map(|_| if by_key { "DPoP" } else { "Bearer" }),
            jti: access.map(|token| token.id.to_string()),
            context: context(&active.grant),
            cnf: confirmation,
            act: access.and_then(|token| token.details.actor.as_deref()).map(|sub| Actor { sub }),
        }
    });
    let told = Introspection { active: facts.is_some(), facts };
    if !signed {
        return Ok(Answer::Plain(serde_json::to_value(told)?));
    }
    sign(app, visit, caller, told).await.map(Answer::Signed)
}

async fn sign<T: Serialize>(
    app: &App,
    visit: &Visit,
    caller: &Client,
    told: T,
) -> Result<String, Fault> {
    let algorithm = caller.settings.answers.introspection_signed_response_alg;
    let algorithm = algorithm.unwrap_or(Algorithm::Rs256);
    let key = keyring::current(app, visit.tenant.id, algorithm).await?;
    let claims = SignedIntrospection {
        iss: &app.issuer(&visit.tenant),
        aud: caller.id.as_str(),
        iat: app.now().seconds(),
        token_introspection: told,
    };
    Ok(key.sign(INTROSPECTION_TYPE, &claims)?)
}
