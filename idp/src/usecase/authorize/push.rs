//! Pushed authorization requests (RFC 9126): asked by the client itself, judged at once, fetched by the browser later.

use time::Duration;

use super::checks;
use super::refusal::{Objection, ReturnAddress};
use super::source::{self, PUSHED, Unread};
use crate::app::App;
use crate::model::client::Client;
use crate::model::mishap::Endpoint;
use crate::model::secret::{Kind, Opaque};
use crate::model::token::Confirmation;
use crate::stop::Stop;
use crate::store;
use crate::usecase::client::refusal::ClientRefusal;
use crate::usecase::client::{self, AuthenticatedClient};
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;
use crate::wire::error::{ErrorBody, ErrorCode};
use crate::wire::params::Params;
use crate::wire::pushed::PushedAnswer;
use crate::wire::response_mode::ResponseMode;

/// Long enough for the browser to be sent here, and to log in after it came.
const LIFE: Duration = Duration::seconds(60);

/// What proves the client is no part of what it asks.
const PROOFS: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

/// Why nothing was pushed (RFC 9126 §2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushRefusal {
    Client(ClientRefusal),
    /// A reference in what is to get one (§2.1).
    RequestUri,
    RedirectUri,
    /// `dpop_jkt` is not the key of the proof (RFC 9449 §10.1).
    OtherKey,
    Asked(Objection),
}

impl PushRefusal {
    pub const fn wording(self) -> ErrorBody {
        use ErrorCode as Code;
        let (error, error_description) = match self {
            Self::Client(why) => return why.wording(),
            Self::RequestUri => {
                (Code::InvalidRequest, "request_uri has no place in a pushed request")
            }
            Self::RedirectUri => {
                (Code::InvalidRequest, "redirect_uri is missing or not registered")
            }
            Self::OtherKey => (Code::InvalidRequest, "dpop_jkt is not the key of the proof"),
            Self::Asked(objection) => objection.wording(),
        };
        ErrorBody { error, error_description }
    }
}

impl From<ClientRefusal> for PushRefusal {
    fn from(why: ClientRefusal) -> Self {
        Self::Client(why)
    }
}

/// Keeps a request and gives its reference. What goes wrong is kept for whoever administers the client.
pub async fn push(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
) -> Result<PushedAnswer, Stop<PushRefusal>> {
    let outcome = keep(app, visit, request).await;
    if let Err(Stop::Refused(why)) = &outcome {
        client::note(app, visit, request, (Endpoint::Push, why.wording())).await;
    }
    outcome
}

async fn keep(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
) -> Result<PushedAnswer, Stop<PushRefusal>> {
    let proven = client::authenticate(app, visit, request).await.map_err(Stop::told_as)?;
    let client = proven.client();
    if request.body.value("request_uri").is_some() {
        return Err(Stop::Refused(PushRefusal::RequestUri));
    }
    let asked = source::of_client(app, visit, client, &request.body.without(&PROOFS)).await;
    let mut params = asked.map_err(told)?.params;
    bind(&mut params, &proven).map_err(Stop::Refused)?;
    judge(app, visit, client, &params).await?;
    let opaque = &Opaque::draw(Kind::PushedRequest, app.random());
    let (tenant, expires) = (visit.tenant.id, app.now().plus(LIFE));
    let kept = &params.encode();
    app.database
        .write(|tx| async move {
            let what = (opaque.digest(tenant), kept.clone());
            store::pushed_requests::put(&tx, tenant, &client.id, what, expires).await
        })
        .await
        .map_err(Stop::<PushRefusal>::Fault)?;
    let request_uri = format!("{PUSHED}{}", opaque.expose());
    Ok(PushedAnswer { request_uri, expires_in: LIFE.whole_seconds() })
}

/// RFC 9449 §10.1: a proof at this endpoint binds the code to its key, as `dpop_jkt` does.
fn bind(params: &mut Params, proven: &AuthenticatedClient) -> Result<(), PushRefusal> {
    let Some(Confirmation::Key(key)) = proven.holder() else { return Ok(()) };
    match params.value("dpop_jkt") {
        None => {
            params.put("dpop_jkt".to_owned(), key.clone());
            Ok(())
        }
        Some(named) if named == key => Ok(()),
        Some(_) => Err(PushRefusal::OtherKey),
    }
}

/// The rules of the authorization endpoint, asked early.
async fn judge(
    app: &App,
    visit: &Visit,
    client: &Client,
    params: &Params,
) -> Result<(), Stop<PushRefusal>> {
    let state = params.owned("state");
    let registered = params.value("redirect_uri").and_then(|asked| {
        ReturnAddress::registered(client, asked, state.clone(), ResponseMode::default())
    });
    if registered.is_none() {
        return Err(Stop::Refused(PushRefusal::RedirectUri));
    }
    if state.is_some_and(|state| state.len() > checks::LONGEST_STATE) {
        return Err(Stop::Refused(PushRefusal::Asked(Objection::TooLong)));
    }
    match checks::all(app, visit, client, params).await {
        Ok(_) => Ok(()),
        Err(Stop::Refused(objection)) => Err(Stop::Refused(PushRefusal::Asked(objection))),
        Err(Stop::Fault(fault)) => Err(Stop::Fault(fault)),
    }
}

fn told(stop: Stop<Unread>) -> Stop<PushRefusal> {
    match stop {
        Stop::Refused(Unread::ToClient(objection)) => Stop::Refused(PushRefusal::Asked(objection)),
        Stop::Refused(Unread::ToPerson(_)) => Stop::Refused(PushRefusal::RequestUri),
        Stop::Fault(fault) => Stop::Fault(fault),
    }
}
