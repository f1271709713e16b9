//! The token endpoint (RFC 6749 §3.2): the client proves itself, the grant proves itself, tokens are issued.

pub mod authorization_code;
pub mod client;
pub mod issue;
pub mod keyring;
pub mod refusal;
pub mod userinfo;

use crate::app::App;
use crate::stop::Stop;
use crate::usecase::visit::Visit;
use crate::wire::client_auth::Presented;
use crate::wire::params::Params;
use crate::wire::token::TokenAnswer;
use refusal::TokenRefusal;

/// Exchanges a grant for tokens.
pub async fn exchange(
    app: &App,
    visit: &Visit,
    authorization: Option<&str>,
    body: &Params,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    // 1. The request is well formed.
    if body.repeated().is_some() {
        return Err(Stop::Refused(TokenRefusal::Repeated));
    }
    // 2. The client is who it says.
    let presented = Presented::read(authorization, body)
        .map_err(|why| Stop::Refused(TokenRefusal::Unpresented(why)))?;
    let client = client::authenticate(app, visit, presented).await?;
    // 3. The grant is one that is offered, and proves itself.
    match body.value("grant_type") {
        Some("authorization_code") => authorization_code::exchange(app, visit, &client, body).await,
        Some(_) => Err(Stop::Refused(TokenRefusal::GrantNotOffered)),
        None => Err(Stop::Refused(TokenRefusal::GrantMissing)),
    }
}
