//! Token exchange (RFC 8693): a service that was called with a person's token calls another in turn.
//!
//! Only access tokens of this provider are taken and given, and only between clients whose settings say so. What is
//! issued hangs on the same grant: whatever ends that ends it too.

use super::asked::Asked;
use super::issue::{self, IdToken, Order};
use super::presented;
use super::refusal::TokenRefusal;
use crate::app::App;
use crate::stop::Stop;
use crate::usecase::client::AuthenticatedClient;
use crate::usecase::visit::Visit;
use crate::wire::params::Params;
use crate::wire::token::{ACCESS_TOKEN_URN, TokenAnswer};

pub async fn exchange(
    app: &App,
    visit: &Visit,
    client: &AuthenticatedClient,
    body: &Params,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    let text = subject_token(body).map_err(Stop::Refused)?;
    let asked = Asked::read(body).map_err(Stop::Refused)?;
    let found = presented::find(app, visit, text, None).await?;
    let found = found.ok_or(Stop::Refused(TokenRefusal::SubjectTokenRefused))?;
    let (token, living) = (found.token, found.living);
    let of = client.client();
    if !of.settings.tokens.may_exchange_tokens_of.contains(token.client.as_str()) {
        return Err(Stop::Refused(TokenRefusal::SubjectTokenOfOther));
    }
    // One that was exchanged before would need the whole chain of those who act.
    if token.details.actor.is_some() {
        return Err(Stop::Refused(TokenRefusal::SubjectTokenType));
    }
    // A client that acts for itself stays itself: nobody speaks for it.
    let Some(user) = living.user else {
        return Err(Stop::Refused(TokenRefusal::SubjectTokenRefused));
    };
    let scope = asked.scope_within(&token.scope).map_err(Stop::Refused)?;
    let provider = app.issuer(&visit.tenant);
    let audience = asked.with_audiences(body.all("audience")).map_err(Stop::Refused)?;
    let audience = audience.audience(of, &[], &provider).map_err(Stop::Refused)?;
    let order = &Order {
        grant: living.grant,
        user: Some(user),
        scope,
        audience,
        actor: Some(of.id.to_string()),
        until: Some(token.expires),
        refresh_token: None,
        id_token: IdToken::None,
    };
    let recorded = app
        .database
        .write(|tx| async move { issue::record(app, &tx, visit, client, order.clone()).await })
        .await
        .map_err(Stop::<TokenRefusal>::Fault)?;
    let answer = issue::sign(app, visit, of, &recorded).await?;
    Ok(TokenAnswer { issued_token_type: Some(ACCESS_TOKEN_URN), ..answer })
}

/// The token to exchange; every other combination of the specification is refused by name.
fn subject_token(body: &Params) -> Result<&str, TokenRefusal> {
    let token = body.value("subject_token").ok_or(TokenRefusal::SubjectTokenMissing)?;
    if body.value("subject_token_type") != Some(ACCESS_TOKEN_URN) {
        return Err(TokenRefusal::SubjectTokenType);
    }
    if body.value("actor_token").is_some() || body.value("actor_token_type").is_some() {
        return Err(TokenRefusal::ActorToken);
    }
    match body.value("requested_token_type") {
        None | Some(ACCESS_TOKEN_URN) => Ok(token),
        Some(_) => Err(TokenRefusal::RequestedTokenType),
    }
}
