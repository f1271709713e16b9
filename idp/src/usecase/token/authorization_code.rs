//! The authorization code grant (RFC 6749 §4.1.3, OpenID Connect Core §3.1.3).

use serde_json::json;

use super::asked::Asked;
use super::end;
use super::issue::{self, IdToken, Issued, Order};
use super::living;
use super::refresh_token;
use super::refusal::TokenRefusal;
use crate::app::App;
use crate::model::grant::Grant;
use crate::model::secret::{Kind, Opaque};
use crate::model::token::Confirmation;
use crate::stop::{Fault, Stop};
use crate::store::grants::Spent;
use crate::store::{self, Tx};
use crate::usecase::client::AuthenticatedClient;
use crate::usecase::note;
use crate::usecase::visit::Visit;
use crate::wire::params::Params;
use crate::wire::token::TokenAnswer;

/// Spends the code before anything else is looked at: whatever is wrong with the request, the code is gone.
pub async fn exchange(
    app: &App,
    visit: &Visit,
    client: &AuthenticatedClient,
    body: &Params,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    let code = body.value("code").ok_or(Stop::Refused(TokenRefusal::CodeMissing))?;
    let Some(code) = &Opaque::parse(Kind::Code, code) else {
        return Err(Stop::Refused(TokenRefusal::CodeUnknown));
    };
    let now = app.now();
    let issued = app
        .database
        .write(|tx| async move {
            let tenant = visit.tenant.id;
            match store::grants::consume_code(&tx, tenant, code.digest(tenant), now).await? {
                Spent::Again(grant) => {
                    let revoked = end::grant(&tx, tenant, grant, now).await?;
                    let details = json!({ "revoked": revoked, "client": client.client().id });
                    let deed = ("code.reuse", grant.to_string(), details);
                    note::of_user(app, &tx, visit, deed, now).await?;
                    Ok(Err(TokenRefusal::CodeRefused))
                }
                Spent::First(grant, until) if now < until => {
                    redeem(app, &tx, visit, (client, *grant), body).await
                }
                Spent::First(..) => Ok(Err(TokenRefusal::CodeRefused)),
                Spent::Unknown => Ok(Err(TokenRefusal::CodeUnknown)),
            }
        })
        .await
        .map_err(Stop::<TokenRefusal>::Fault)?
        .map_err(Stop::Refused)?;
    issue::sign(app, visit, client.client(), &issued).await
}

async fn redeem(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&AuthenticatedClient, Grant),
    body: &Params,
) -> Result<Result<Issued, TokenRefusal>, Fault> {
    let (client, mut grant) = what;
    let now = app.now();
    if let Err(refusal) = fits(&grant, client, body) {
        return Ok(Err(refusal));
    }
    let audience = Asked::read(body).and_then(|asked| {
        asked.audience(client.client(), &grant.details.resources, &app.issuer(&visit.tenant))
    });
    let audience = match audience {
        Ok(audience) => audience,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // A logout reaches codes under way, even those that lead to more than the session.
    let Some(session) = living::session(tx, visit, &grant, now).await? else {
        return Ok(Err(TokenRefusal::CodeRefused));
    };
    let Some(user) = living::person(tx, visit, &grant, now).await? else {
        return Ok(Err(TokenRefusal::CodeRefused));
    };
    if grant.details.claims.is_for_other(&app.subject(client.client(), &user)) {
        return Ok(Err(TokenRefusal::OtherSubject));
    }
    let ends = session.ends(&visit.tenant.policy.session);
    let what = (&mut grant, Some(ends));
    let refresh_token = refresh_token::first(app, tx, visit, client, what).await?;
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

/// Whether the request is by the client, for the address and with the proofs that the code was made for.
fn fits(grant: &Grant, client: &AuthenticatedClient, body: &Params) -> Result<(), TokenRefusal> {
    if grant.client != client.client().id {
        return Err(TokenRefusal::CodeRefused);
    }
    match body.value("redirect_uri") {
        None => return Err(TokenRefusal::RedirectUriMissing),
        Some(uri) if grant.details.redirect_uri.as_deref() == Some(uri) => {}
        Some(_) => return Err(TokenRefusal::RedirectUriDiffers),
    }
    match (&grant.details.dpop_jkt, client.holder()) {
        (None, _) => {}
        (Some(bound), Some(Confirmation::Key(proven))) if bound == proven => {}
        (Some(_), _) => return Err(TokenRefusal::OtherKey),
    }
    match (&grant.details.challenge, body.value("code_verifier")) {
        (Some(challenge), Some(verifier)) if challenge.is_met_by(verifier) => Ok(()),
        (None, None) => Ok(()),
        // A verifier without a challenge means that the challenge was stripped (RFC 9700 §2.1.1).
        (Some(_) | None, _) => Err(TokenRefusal::VerifierRefused),
    }
}
