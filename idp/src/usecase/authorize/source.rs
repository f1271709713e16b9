//! Where the parameters of an authorization request stand: in the address, in a signed object, or pushed before.

use url::Url;

use super::refusal::{Objection, Unproven};
use super::request_object;
use crate::app::App;
use crate::model::client::Client;
use crate::model::secret::{Kind, Opaque};
use crate::outbound::Call;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::visit::Visit;
use crate::wire::params::{Params, Unreadable};

/// Before the reference of a pushed request (RFC 9126 §2.2).
pub const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";

/// The parameters that count, and what vouches for them.
#[derive(Debug)]
pub struct Asked {
    pub params: Params,
    /// The digest of the pushed request that they stood in.
    pub pushed: Option<Vec<u8>>,
    pub sealed: bool,
}

/// Why the parameters cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    ToPerson(Unproven),
    ToClient(Objection),
}

/// The request that came to the authorization endpoint.
pub async fn of_browser(
    app: &App,
    visit: &Visit,
    client: &Client,
    sent: &Params,
) -> Result<Asked, Stop<Unread>> {
    let reference = sent.value("request_uri").and_then(|uri| uri.strip_prefix(PUSHED));
    if let Some(reference) = reference {
        return pushed(app, visit, client, reference).await;
    }
    if client.settings.request.require_pushed_authorization_requests {
        return Err(Stop::Refused(Unread::ToPerson(Unproven::NotPushed)));
    }
    let object = match (sent.value("request"), sent.value("request_uri")) {
        (Some(_), Some(_)) => {
            return Err(Stop::Refused(Unread::ToClient(Objection::TwoRequestObjects)));
        }
        (Some(object), None) => Some((object.to_owned(), Objection::UnsignedRequestObject)),
        (None, Some(uri)) => {
            Some((fetched(app, client, uri).await?, Objection::UnsignedRequestUri))
        }
        (None, None) => None,
    };
    of_object(app, visit, client, (sent, object)).await
}

/// The request that a client pushes: in its form, or in an object there. A reference has no place in it.
pub async fn of_client(
    app: &App,
    visit: &Visit,
    client: &Client,
    sent: &Params,
) -> Result<Asked, Stop<Unread>> {
    let object = sent.value("request").map(str::to_owned);
    let object = object.map(|object| (object, Objection::BadRequestObject));
    of_object(app, visit, client, (sent, object)).await
}

async fn of_object(
    app: &App,
    visit: &Visit,
    client: &Client,
    what: (&Params, Option<(String, Objection)>),
) -> Result<Asked, Stop<Unread>> {
    let (sent, object) = what;
    let rules = &client.settings.request;
    let Some((object, unsigned)) = object else {
        if rules.require_signed_request_object {
            return Err(Stop::Refused(Unread::ToClient(Objection::RequestObjectNeeded)));
        }
        return Ok(Asked { params: sent.clone(), pushed: None, sealed: false });
    };
    let read = request_object::read(app, visit, client, (&object, unsigned)).await;
    let inner = read.map_err(|stop| match stop {
        Stop::Refused(objection) => Stop::Refused(Unread::ToClient(objection)),
        Stop::Fault(fault) => Stop::Fault(fault),
    })?;
    // RFC 9101 §6.3 counts the object alone; OpenID Connect Core §6.1 lets the address say the rest.
    let params =
        if rules.require_signed_request_object { inner } else { sent.overridden_by(&inner) };
    Ok(Asked { params, pushed: None, sealed: true })
}

async fn pushed(
    app: &App,
    visit: &Visit,
    client: &Client,
    reference: &str,
) -> Result<Asked, Stop<Unread>> {
    let unknown = || Stop::Refused(Unread::ToPerson(Unproven::NoSuchPushedRequest));
    let opaque = Opaque::parse(Kind::PushedRequest, reference).ok_or_else(unknown)?;
    let (tenant, now) = (visit.tenant.id, app.now());
    let digest = opaque.digest(tenant);
    let read = app.database.read();
    let kept =
        store::pushed_requests::waiting(read, tenant, &client.id, digest.clone(), now).await?;
    let kept = kept.ok_or_else(unknown)?;
    let params = Params::parse(kept.as_bytes()).map_err(unreadable)?;
    Ok(Asked { params, pushed: Some(digest), sealed: true })
}

fn unreadable(why: Unreadable) -> Fault {
    Fault::Other(format!("a pushed request cannot be read: {why:?}"))
}

/// OpenID Connect Core §6.2: only what the client registered is fetched; a fragment tells versions apart.
async fn fetched(app: &App, client: &Client, uri: &str) -> Result<String, Stop<Unread>> {
    let bare = |uri: &str| uri.split('#').next().unwrap_or_default().to_owned();
    let known = client.settings.request.request_uris.iter().any(|known| bare(known) == bare(uri));
    let Some(url) = Url::parse(&bare(uri)).ok().filter(|_| known) else {
        return Err(Stop::Refused(Unread::ToPerson(Unproven::UnregisteredRequestUri)));
    };
    let call = Call::Get { url, accept: "application/oauth-authz-req+jwt, application/jwt, */*" };
    let answer = app.outbound.call(call).await;
    let text = answer.ok().filter(crate::outbound::Answer::is_success);
    let text = text.and_then(|answer| String::from_utf8(answer.body).ok());
    let object = text.map(|text| text.trim().to_owned());
    object.ok_or(Stop::Refused(Unread::ToClient(Objection::BadRequestUri)))
}
