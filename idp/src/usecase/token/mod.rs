//! The token endpoint (RFC 6749 §3.2): the client proves itself, the grant proves itself, tokens are issued.

pub mod asked;
pub mod authorization_code;
pub mod bearer;
pub mod client_credentials;
pub mod device_code;
pub mod end;
pub mod envelope;
pub mod introspect;
pub mod issue;
pub mod keyring;
pub mod living;
pub mod people;
pub mod presented;
pub mod refresh_token;
pub mod refusal;
pub mod revoke;
pub mod token_exchange;
pub mod userinfo;

use crate::app::App;
use crate::model::mishap::Endpoint;
use crate::stop::Stop;
use crate::usecase::client::{self, AuthenticatedClient, failures};
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;
use crate::wire::grant_type::GrantType;
use crate::wire::token::TokenAnswer;
use refusal::TokenRefusal;

/// Exchanges a grant for tokens. What goes wrong is kept for whoever administers the client.
pub async fn exchange(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    let outcome = judge(app, visit, request).await;
    if let Err(Stop::Refused(why)) = &outcome {
        client::note(app, visit, request, (Endpoint::Token, why.wording())).await;
    }
    outcome
}

async fn judge(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    // 1. The client is who it says.
    let client = client::authenticate(app, visit, request).await.map_err(Stop::told_as)?;
    client.check_holder().map_err(|why| Stop::Refused(why.into()))?;
    // 2. The grant is one that is offered, to this client too.
    let asked = request.body.value("grant_type");
    let asked = asked.ok_or(Stop::Refused(TokenRefusal::GrantMissing))?;
    let grant = GrantType::parse(asked).ok_or(Stop::Refused(TokenRefusal::GrantNotOffered))?;
    if !client.client().may(grant) {
        return Err(Stop::Refused(TokenRefusal::GrantNotAllowed));
    }
    // 3. It proves itself.
    let answer = by_grant(app, visit, (&client, grant), request).await;
    // Whoever guesses codes in the name of a public client is stopped like one who guesses secrets.
    let guessed = matches!(answer, Err(Stop::Refused(TokenRefusal::CodeUnknown)));
    if guessed && client.client().is_public() {
        failures::count(app, visit, &client.client().id);
    }
    answer
}

async fn by_grant(
    app: &App,
    visit: &Visit,
    what: (&AuthenticatedClient, GrantType),
    request: &ClientRequest,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    let (client, grant) = what;
    match grant {
        GrantType::AuthorizationCode => {
            authorization_code::exchange(app, visit, client, &request.body).await
        }
        GrantType::RefreshToken => refresh_token::exchange(app, visit, client, &request.body).await,
        GrantType::ClientCredentials => {
            client_credentials::exchange(app, visit, client, &request.body).await
        }
        GrantType::DeviceCode => device_code::exchange(app, visit, client, &request.body).await,
        GrantType::TokenExchange => {
            token_exchange::exchange(app, visit, client, &request.body).await
        }
    }
}
