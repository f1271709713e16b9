//! The authorization endpoint (OpenID Connect Core §3.1.2): the checks in order, then the decision.

pub mod answer;
pub mod checks;
pub mod decide;
pub mod refusal;

use crate::app::App;
use crate::model::attempt::{Purpose, Waiting};
use crate::model::client::Client;
use crate::model::ids::ClientId;
use crate::model::secret::Opaque;
use crate::stop::Stop;
use crate::store;
use crate::usecase::login::start;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;
use crate::wire::params::Params;
use decide::Decision;
use refusal::{Refusal, ReturnAddress, Unproven};

/// What the browser is told.
#[derive(Debug)]
pub enum Outcome {
    /// Back to the website with a code.
    Website(String),
    /// To the pages of this login.
    Login(Opaque),
}

/// Answers an authorization request, or begins the login that it needs.
pub async fn authorize(
    app: &App,
    visit: &Visit,
    params: &Params,
    browser: &Opaque,
    signed_in: Option<&SignedIn>,
) -> Result<Outcome, Stop<Refusal>> {
    let client = client(app, visit, params).await?;
    let address = return_address(app, visit, &client, params)?;
    let object = |objection| Stop::Refused(Refusal::ToClient(Box::new(address.clone()), objection));
    let request = checks::all(app, visit, &client, params).await.map_err(|stop| match stop {
        Stop::Refused(objection) => object(objection),
        Stop::Fault(fault) => Stop::Fault(fault),
    })?;
    let agreed = match signed_in {
        Some(who) => {
            let read = app.database.read();
            store::consents::agreed(read, visit.tenant.id, who.user.id, &client.id).await?
        }
        None => crate::wire::scope::Scope::default(),
    };
    let who = signed_in.map(|who| (&who.session, who.user.subject.as_str()));
    let waiting = Waiting { client: client.id.clone(), request };
    match decide::decide(&waiting.request, who, &agreed, &visit.tenant.policy, app.now()) {
        Decision::Object(objection) => Err(object(objection)),
        Decision::Answer => {
            let Some(who) = signed_in else {
                return Err(object(refusal::Objection::NobodySignedIn));
            };
            Ok(Outcome::Website(answer::at_once(app, visit, (&address, &waiting), who).await?))
        }
        Decision::AskConsent => begin(app, visit, browser, waiting, signed_in).await,
        Decision::AskLogin => begin(app, visit, browser, waiting, None).await,
    }
}

async fn begin(
    app: &App,
    visit: &Visit,
    browser: &Opaque,
    waiting: Waiting,
    signed_in: Option<&SignedIn>,
) -> Result<Outcome, Stop<Refusal>> {
    let purpose = Purpose::Website(Box::new(waiting));
    Ok(Outcome::Login(start::begin(app, &visit.tenant, browser, purpose, signed_in).await?))
}

/// Who asks. Without a known client nobody can be answered.
async fn client(app: &App, visit: &Visit, params: &Params) -> Result<Client, Stop<Refusal>> {
    for name in ["client_id", "redirect_uri"] {
        if params.is_repeated(name) {
            return Err(Stop::Refused(Refusal::ToPerson(Unproven::Repeated)));
        }
    }
    let unknown = || Stop::Refused(Refusal::ToPerson(Unproven::UnknownClient));
    let id = params.owned("client_id").map(ClientId).ok_or_else(unknown)?;
    store::clients::by_id(app.database.read(), visit.tenant.id, &id).await?.ok_or_else(unknown)
}

/// Where answers go. Only a registered address is ever answered (RFC 9700 §2.1).
fn return_address(
    app: &App,
    visit: &Visit,
    client: &Client,
    params: &Params,
) -> Result<ReturnAddress, Stop<Refusal>> {
    let to_person = |why| Stop::Refused(Refusal::ToPerson(why));
    let asked =
        params.value("redirect_uri").ok_or_else(|| to_person(Unproven::MissingRedirectUri))?;
    let state = params.owned("state");
    let too_long = state.as_ref().is_some_and(|state| state.len() > checks::LONGEST_STATE);
    if too_long || params.is_repeated("state") {
        return Err(to_person(Unproven::BadRequest));
    }
    ReturnAddress::registered(app, visit, client, asked, state)
        .ok_or_else(|| to_person(Unproven::UnregisteredRedirectUri))
}
