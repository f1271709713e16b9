//! The authorization code grant (RFC 6749 §4.1.3, OpenID Connect Core §3.1.3).

use serde_json::json;

use super::client::AuthenticatedClient;
use super::issue::{self, Issued};
use super::refusal::TokenRefusal;
use crate::app::App;
use crate::model::grant::Grant;
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::model::session::Session;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store::grants::Spent;
use crate::store::{self, Tx};
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
        return Err(Stop::Refused(TokenRefusal::CodeRefused));
    };
    let now = app.now();
    let issued = app
        .database
        .write(|tx| async move {
            let tenant = visit.tenant.id;
            match store::grants::consume_code(&tx, tenant, code.digest(tenant), now).await? {
                Spent::Unknown => Ok(Err(TokenRefusal::CodeRefused)),
                Spent::Again(grant) => {
                    let revoked =
                        store::access_tokens::revoke_of_grant(&tx, tenant, grant, now).await?;
                    let details = json!({ "revoked": revoked, "client": client.client().id });
                    let deed = ("code.reuse", grant.to_string(), details);
                    note::of_user(app, &tx, visit, deed, now).await?;
                    Ok(Err(TokenRefusal::CodeRefused))
                }
                Spent::First(grant) => redeem(app, &tx, visit, (client, grant), body).await,
            }
        })
        .await
        .map_err(Stop::<TokenRefusal>::Fault)?
        .map_err(Stop::Refused)?;
    Ok(issue::sign(app, visit, client.client(), &issued).await?)
}

async fn redeem(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&AuthenticatedClient, Grant),
    body: &Params,
) -> Result<Result<Issued, TokenRefusal>, Fault> {
    let (client, grant) = what;
    let now = app.now();
    if let Err(refusal) = fits(&grant, client, body, now) {
        return Ok(Err(refusal));
    }
    let Some((session, user)) = standing(tx, visit, &grant, now).await? else {
        return Ok(Err(TokenRefusal::CodeRefused));
    };
    Ok(Ok(issue::record(app, tx, visit, (grant, session, user), now).await?))
}

/// Whether the request is by the client, for the address and with the proof that the code was made for.
fn fits(
    grant: &Grant,
    client: &AuthenticatedClient,
    body: &Params,
    now: Moment,
) -> Result<(), TokenRefusal> {
    if grant.client != client.client().id || now >= grant.code_expires {
        return Err(TokenRefusal::CodeRefused);
    }
    match body.value("redirect_uri") {
        None => return Err(TokenRefusal::RedirectUriMissing),
        Some(uri) if uri != grant.redirect_uri => return Err(TokenRefusal::RedirectUriDiffers),
        Some(_) => {}
    }
    match (&grant.challenge, body.value("code_verifier")) {
        (Some(challenge), Some(verifier)) if challenge.is_met_by(verifier) => Ok(()),
        (None, None) => Ok(()),
        // A verifier without a challenge means that the challenge was stripped (RFC 9700 §2.1.1).
        (Some(_) | None, _) => Err(TokenRefusal::VerifierRefused),
    }
}

/// The session and user behind a grant, if both still stand: a logout reaches codes under way.
async fn standing(
    tx: &Tx,
    visit: &Visit,
    grant: &Grant,
    now: Moment,
) -> Result<Option<(Session, User)>, Fault> {
    let tenant = visit.tenant.id;
    let session = store::sessions::by_id(tx, tenant, grant.session).await?;
    let user = store::users::by_id(tx, tenant, grant.user).await?;
    let alive = session.filter(|one| one.is_alive(&visit.tenant.policy.session, now));
    Ok(alive.zip(user.filter(User::is_active)))
}
