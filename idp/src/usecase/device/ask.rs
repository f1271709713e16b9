//! A device asks (RFC 8628 §3.1, §3.2).

use crate::app::App;
use crate::model::device_authorization::{
    Details, DeviceAuthorization, INTERVAL, LIFE, State, UserCode,
};
use crate::model::secret::{Kind, Opaque};
use crate::stop::Stop;
use crate::store;
use crate::store::device_authorizations::Codes;
use crate::usecase::client::{self, refusal::ClientRefusal};
use crate::usecase::token::asked::Asked;
use crate::usecase::token::refusal::TokenRefusal;
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;
use crate::wire::device::DeviceAnswer;
use crate::wire::error::{ErrorBody, ErrorCode};
use crate::wire::grant_type::GrantType;
use crate::wire::scope::Scope;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceRefusal {
    Client(ClientRefusal),
    NotAllowed,
    ScopeMalformed,
    ScopeTooWide,
    Target,
}

impl DeviceRefusal {
    /// Every reason of ours, on one screen.
    pub const fn wording(self) -> ErrorBody {
        use ErrorCode as Code;
        let (error, error_description) = match self {
            Self::Client(why) => return why.wording(),
            Self::NotAllowed => (Code::UnauthorizedClient, "not a grant_type of this client"),
            Self::ScopeMalformed => (Code::InvalidScope, "scope is malformed"),
            Self::ScopeTooWide => (Code::InvalidScope, "scope is wider than the client's"),
            Self::Target => (Code::InvalidTarget, "not a resource that may be asked for"),
        };
        ErrorBody { error, error_description }
    }
}

impl From<ClientRefusal> for DeviceRefusal {
    fn from(why: ClientRefusal) -> Self {
        Self::Client(why)
    }
}

pub async fn ask(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
) -> Result<DeviceAnswer, Stop<DeviceRefusal>> {
    let client = client::authenticate(app, visit, request).await.map_err(Stop::told_as)?;
    let client = client.client();
    if !client.may(GrantType::DeviceCode) {
        return Err(Stop::Refused(DeviceRefusal::NotAllowed));
    }
    let issuer = app.issuer(&visit.tenant);
    let asked = Asked::read(&request.body).map_err(refused)?;
    let scope = match &client.settings.scope {
        Some(most) => asked.scope_within(most).map_err(refused)?,
        None => asked.scope().map_or_else(Scope::default, Scope::offered),
    };
    let resources = asked.audience(client, &[], &issuer).map_err(refused)?;
    let now = app.now();
    let new = &DeviceAuthorization {
        client: client.id.clone(),
        scope,
        details: Details { resources, authenticated: None },
        state: State::Pending,
        user: None,
        session: None,
        interval: INTERVAL,
        polled: None,
        expires: now.plus(LIFE),
    };
    let (device, user) =
        (Opaque::draw(Kind::DeviceCode, app.random()), UserCode::draw(app.random()));
    let tenant = visit.tenant.id;
    let codes = &Codes { device: device.digest(tenant), user: super::kept(app, tenant, &user) };
    app.database
        .write(|tx| async move {
            store::device_authorizations::create(&tx, tenant, new, codes, now).await
        })
        .await
        .map_err(Stop::<DeviceRefusal>::Fault)?;
    let page = issuer.at("/activate");
    Ok(DeviceAnswer {
        device_code: device.expose().to_owned(),
        user_code: user.to_string(),
        verification_uri_complete: format!("{page}?user_code={user}"),
        verification_uri: page,
        expires_in: LIFE.whole_seconds(),
        interval: INTERVAL,
    })
}

fn refused(why: TokenRefusal) -> Stop<DeviceRefusal> {
    Stop::Refused(match why {
        TokenRefusal::ScopeMalformed => DeviceRefusal::ScopeMalformed,
        TokenRefusal::Target => DeviceRefusal::Target,
        _ => DeviceRefusal::ScopeTooWide,
    })
}
