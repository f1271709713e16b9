//! The authorization endpoint (OpenID Connect Core §3.1.2): the checks in order, then the decision.

pub mod answer;
pub mod checks;
pub mod decide;
pub mod push;
pub mod refusal;
pub mod reply;
pub mod request_object;
pub mod source;
pub mod trial;

use crate::app::App;
use crate::model::attempt::{Purpose, Waiting};
use crate::model::client::Client;
use crate::model::ids::ClientId;
use crate::model::mishap::Endpoint;
use crate::model::secret::Opaque;
use crate::stop::Stop;
use crate::store;
use crate::usecase::client::mishap;
use crate::usecase::login::start;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;
use crate::wire::authorize::Accepted;
use crate::wire::params::Params;
use crate::wire::scope::Scope;
use decide::{Decision, Who};
use refusal::{Objection, Refusal, ReturnAddress, Unproven};
use reply::Reply;
use source::Unread;

/// What the browser is told.
#[derive(Debug)]
pub enum Outcome {
    /// Back to the website with a code.
    Website(Reply),
    /// To the pages of this login.
    Login(Opaque),
}

/// Answers an authorization request, or begins the login that it needs.
pub async fn authorize(
    app: &App,
    visit: &Visit,
    sent: &Params,
    browser: &Opaque,
    signed_in: Option<&SignedIn>,
) -> Result<Outcome, Stop<Refusal>> {
    let client = client(app, visit, sent).await?;
    let outcome = judge(app, visit, (&client, sent), (browser, signed_in)).await;
    if let Err(Stop::Refused(Refusal::ToPerson(why))) = &outcome {
        let (tenant, at) = (visit.tenant.id, Endpoint::Authorize);
        mishap::note(app, tenant, &client.id, at, why.wording()).await;
    }
    outcome
}

async fn judge(
    app: &App,
    visit: &Visit,
    (client, sent): (&Client, &Params),
    browser: (&Opaque, Option<&SignedIn>),
) -> Result<Outcome, Stop<Refusal>> {
    let asked = match source::of_browser(app, visit, client, sent).await {
        Ok(asked) => asked,
        Err(Stop::Refused(Unread::ToPerson(why))) => return Err(to_person(why)),
        Err(Stop::Refused(Unread::ToClient(objection))) => {
            return object(app, visit, client, return_address(client, sent)?, objection).await;
        }
        Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
    };
    let address = return_address(client, &asked.params)?;
    let request = match checks::all(app, visit, client, &asked.params).await {
        Ok(request) => Accepted { pushed: asked.pushed, sealed: asked.sealed, ..request },
        Err(Stop::Refused(objection)) => {
            return object(app, visit, client, address, objection).await;
        }
        Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
    };
    answer(app, visit, (client, address, request), browser).await
}

async fn answer(
    app: &App,
    visit: &Visit,
    asked: (&Client, ReturnAddress, Accepted),
    browser: (&Opaque, Option<&SignedIn>),
) -> Result<Outcome, Stop<Refusal>> {
    let (client, address, request) = asked;
    let (browser, signed_in) = browser;
    let agreed = match signed_in {
        Some(who) => {
            let read = app.database.read();
            store::consents::agreed(read, visit.tenant.id, who.user.id, &client.id).await?
        }
        None => Scope::default(),
    };
    let subject = signed_in.map(|who| app.subject(client, &who.user)).unwrap_or_default();
    let who = signed_in.map(|who| Who {
        session: &who.session,
        subject: &subject,
        method: who.user.login_method,
    });
    let waiting = Waiting { client: client.id.clone(), request };
    match decide::decide(&waiting.request, who, &agreed, &visit.tenant.policy, app.now()) {
        Decision::Object(objection) => object(app, visit, client, address, objection).await,
        Decision::Answer => {
            let Some(who) = signed_in else {
                return object(app, visit, client, address, Objection::NobodySignedIn).await;
            };
            match answer::at_once(app, visit, (address, client, &waiting), who).await? {
                Some(reply) => Ok(Outcome::Website(reply)),
                None => Err(to_person(Unproven::NoSuchPushedRequest)),
            }
        }
        Decision::AskConsent => begin(app, visit, browser, waiting, signed_in).await,
        Decision::AskLogin => begin(app, visit, browser, waiting, None).await,
    }
}

async fn object(
    app: &App,
    visit: &Visit,
    client: &Client,
    address: ReturnAddress,
    objection: Objection,
) -> Result<Outcome, Stop<Refusal>> {
    let (error, description) = objection.wording();
    let why = (error.as_str(), description);
    mishap::note(app, visit.tenant.id, &client.id, Endpoint::Authorize, why).await;
    let reply = reply::object(app, visit, client, address, objection).await?;
    Err(Stop::Refused(Refusal::ToClient(reply)))
}

const fn to_person(why: Unproven) -> Stop<Refusal> {
    Stop::Refused(Refusal::ToPerson(why))
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
            return Err(to_person(Unproven::Repeated));
        }
    }
    let unknown = || to_person(Unproven::UnknownClient);
    let id = params.owned("client_id").map(ClientId).ok_or_else(unknown)?;
    let read = app.database.read();
    let found = store::clients::by_id(read, visit.tenant.id, &id).await?;
    found.filter(Client::is_in_service).ok_or_else(unknown)
}

/// Where answers go. Only a registered address is ever answered (RFC 9700 §2.1).
fn return_address(client: &Client, params: &Params) -> Result<ReturnAddress, Stop<Refusal>> {
    let asked =
        params.value("redirect_uri").ok_or_else(|| to_person(Unproven::MissingRedirectUri))?;
    let state = params.owned("state");
    let too_long = state.as_ref().is_some_and(|state| state.len() > checks::LONGEST_STATE);
    if too_long || params.is_repeated("state") {
        return Err(to_person(Unproven::BadRequest));
    }
    // A mode that is not on offer is objected to in the default one.
    let mode = checks::response_mode(params).unwrap_or_default();
    ReturnAddress::registered(client, asked, state, mode)
        .ok_or_else(|| to_person(Unproven::UnregisteredRedirectUri))
}
