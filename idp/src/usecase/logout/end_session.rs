//! RP-initiated logout: check the request, ask the person where it proves nothing, end the session
//! (OpenID Connect RP-Initiated Logout §2, §3).

use keys::signing::Profile;
use serde_json::json;
use url::Url;

use crate::app::App;
use crate::model::client::Client;
use crate::model::ids::ClientId;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::token::keyring;
use crate::usecase::visit::Visit;
use crate::wire::end_session::EndSessionRequest;
use crate::wire::id_token::PresentedIdToken;

/// What a logout request came to before anything ended.
#[derive(Debug)]
pub struct Plan {
    pub client: Option<Client>,
    /// Where the browser goes afterwards: only a registered address of a client that is named by a hint or by id.
    pub back: Option<String>,
    /// The hint proves that the website's own user is signed in here: no question is needed.
    pub proven: bool,
}

/// Why a logout request is turned down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    UnknownClient,
    /// `client_id` is not the audience of the hint.
    OtherClient,
    UnregisteredRedirectUri,
}

pub async fn plan(
    app: &App,
    visit: &Visit,
    request: &EndSessionRequest,
    signed_in: Option<&SignedIn>,
) -> Result<Plan, Stop<Refusal>> {
    let hint = match &request.id_token_hint {
        Some(token) => read_hint(app, visit, token).await?,
        None => None,
    };
    let named = request.client_id.clone().or_else(|| hint.as_ref().map(|hint| hint.aud.clone()));
    if let (Some(hint), Some(named)) = (&hint, &named)
        && hint.aud != *named
    {
        return Err(Stop::Refused(Refusal::OtherClient));
    }
    let client = match named {
        Some(id) => {
            let read = app.database.read();
            let found = store::clients::by_id(read, visit.tenant.id, &ClientId(id)).await?;
            Some(found.ok_or(Stop::Refused(Refusal::UnknownClient))?)
        }
        None => None,
    };
    let back = back(request, client.as_ref()).map_err(Stop::Refused)?;
    let proven = match (&hint, &client, signed_in) {
        (Some(hint), Some(client), Some(who)) => {
            let same_session =
                hint.sid.as_ref().is_none_or(|sid| *sid == who.session.id.to_string());
            hint.sub == app.subject(client, &who.user) && same_session
        }
        (_, _, None) => true,
        (_, _, Some(_)) => false,
    };
    Ok(Plan { client, back, proven })
}

/// Ends the session. Codes and tokens that hang on it are dead from now on, and its clients are told: those with an
/// address for the browser by the frames that are returned, the others by the provider itself.
pub async fn end(app: &App, visit: &Visit, who: &SignedIn) -> Result<Vec<String>, Fault> {
    let now = app.now();
    let tenant = visit.tenant.id;
    let frames = frames(app, visit, who).await?;
    let ended = app
        .database
        .write(|tx| async move {
            let ended = store::sessions::end(&tx, tenant, who.session.id, now).await?;
            if ended {
                let details = json!({ "session": who.session.id });
                let deed = ("logout", who.user.id.to_string(), details);
                note::of_user(app, &tx, visit, deed, now).await?;
            }
            Ok::<_, Fault>(ended)
        })
        .await?;
    app.logouts.notify_one();
    Ok(if ended { frames } else { Vec::new() })
}

/// Front-Channel Logout §2: the address of each client, with `iss` and `sid` added.
async fn frames(app: &App, visit: &Visit, who: &SignedIn) -> Result<Vec<String>, Fault> {
    let (tenant, session) = (visit.tenant.id, who.session.id);
    let read = app.database.read();
    let mut frames = Vec::new();
    for id in store::session_clients::of_session(read, tenant, session).await? {
        let client = store::clients::by_id(read, tenant, &id).await?;
        let logout = client.map(|client| client.settings.logout).unwrap_or_default();
        let Some(Ok(mut url)) = logout.frontchannel_logout_uri.as_deref().map(Url::parse) else {
            continue;
        };
        url.query_pairs_mut()
            .append_pair("iss", app.issuer(&visit.tenant).as_str())
            .append_pair("sid", &session.to_string());
        frames.push(url.into());
    }
    Ok(frames)
}

/// A token that is not an ID token of ours names nobody: the person is asked (LO-02).
async fn read_hint(
    app: &App,
    visit: &Visit,
    token: &str,
) -> Result<Option<PresentedIdToken>, Fault> {
    let issuer = app.issuer(&visit.tenant);
    // A logout may come long after the token expired (RP-Initiated Logout §4).
    let profile = Profile {
        typ: Some("JWT"),
        issuer: issuer.as_str(),
        audience: None,
        leeway: 60,
        allow_expired: true,
    };
    keyring::read(app, visit.tenant.id, token, &profile).await
}

/// The way back, with `state` and nothing else added (RP-Initiated Logout §3).
fn back(request: &EndSessionRequest, client: Option<&Client>) -> Result<Option<String>, Refusal> {
    let Some(asked) = &request.post_logout_redirect_uri else { return Ok(None) };
    let client = client.ok_or(Refusal::UnknownClient)?;
    let registered =
        client.post_logout_redirect_uris.iter().any(|known| known.matches(asked, false));
    let uri = Url::parse(asked).ok().filter(|_| registered);
    let mut uri = uri.ok_or(Refusal::UnregisteredRedirectUri)?;
    if let Some(state) = &request.state {
        uri.query_pairs_mut().append_pair("state", state);
    }
    Ok(Some(uri.into()))
}
