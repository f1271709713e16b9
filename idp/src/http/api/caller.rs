//! Who calls, what he is permitted, and what he names in the address. Made by the door, for handlers.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use uuid::Uuid;

use super::problem::{Answer, Code, Refused};
use super::user_shapes::UserShape;
use crate::app::App;
use crate::model::admin::{Actor, Administrator, ApiScope, Deed, Grant, Over, Role};
use crate::model::client::Client;
use crate::model::ids::{ClientId, TenantId, UserId};
use crate::model::tenant::Tenant;
use crate::usecase::admin::condition::{self, Expected};
use crate::usecase::admin::users::Shown;
use crate::usecase::admin::{clients, people};

/// One request to the API by somebody who proved who he is.
#[derive(Clone)]
pub struct Caller {
    pub app: App,
    pub who: Arc<Administrator>,
    /// The tenant that the address names; None where it names none, or none that there is.
    pub(super) tenant: Option<Arc<Tenant>>,
    pub(super) params: Arc<Vec<(String, String)>>,
    pub(super) if_match: Option<String>,
    /// Whether nothing of it will stay.
    pub dry: bool,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Refused> {
        // Without the door nobody is let in.
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or(Refused::because(Code::MissingToken))
    }
}

impl Caller {
    /// A deed about the installation.
    pub fn installation(&self, deed: Deed) -> Answer<Actor<'_>> {
        Ok(self.who.may(deed, Over::Installation)?)
    }

    /// A deed about the tenant in the address.
    pub fn tenant(&self, deed: Deed) -> Answer<(&Tenant, Actor<'_>)> {
        let tenant = self.tenant.as_ref().ok_or(Refused::because(Code::NotFound))?;
        let by = self.who.may(deed, Over::Tenant(tenant.id))?;
        Ok((tenant, by))
    }

    /// A deed about a user of the tenant, who may be an administrator himself.
    pub async fn user(&self, deed: Deed) -> Answer<(&Tenant, Shown, Actor<'_>)> {
        let (tenant, _) = self.tenant(deed)?;
        let id = UserId(self.id("id")?);
        // Before anything of him is read: what changes after this moment is another state.
        let version = people::version(&self.app, tenant, id).await?;
        let shown = people::by_id(&self.app, tenant, id).await?;
        let shown = shown.ok_or(Refused::because(Code::NotFound))?;
        let role = people::highest_role(&self.app, &shown.user).await?;
        let by = self.who.may(deed, Over::Person { tenant: tenant.id, role })?;
        if self.if_match.is_some() {
            self.expects(&UserShape::of(&self.app, tenant, &shown).await?)?;
            let version = version.ok_or(Refused::because(Code::NotFound))?;
            condition::expect(Expected { tenant: tenant.id, user: id, version });
        }
        Ok((tenant, shown, by))
    }

    /// A deed about a client of the tenant. One that may administer is only for those who could have let it.
    pub async fn client(&self, deed: Deed) -> Answer<(&Tenant, Client, Actor<'_>)> {
        let (tenant, by) = self.tenant(deed)?;
        let id = ClientId(self.param("client_id").to_owned());
        let client = clients::by_id(&self.app, tenant.id, &id).await?;
        let client = client.ok_or(Refused::because(Code::NotFound))?;
        if !deed.scope().as_str().ends_with(":read") {
            self.may_have(tenant, &client)?;
        }
        Ok((tenant, client, by))
    }

    /// Whether a client may administer so much, as far as the caller is concerned: never more than he himself.
    pub fn may_have(&self, tenant: &Tenant, client: &Client) -> Answer<()> {
        let Some(role) = client.settings.api_role else { return Ok(()) };
        let scope = client.settings.scope.as_ref();
        let has = |one: &&ApiScope| scope.is_some_and(|scope| scope.has(one.as_str()));
        let scopes: Vec<_> = ApiScope::ALL.iter().filter(has).copied().collect();
        self.may_give(tenant, role, &scopes)
    }

    /// Whether he may hand out a role with these scopes over the tenant in the address.
    pub fn may_give(&self, tenant: &Tenant, role: Role, scopes: &[ApiScope]) -> Answer<()> {
        let within = |own: &std::collections::BTreeSet<ApiScope>| {
            scopes.iter().all(|scope| own.contains(scope))
        };
        let fits = self.who.scopes.as_ref().is_none_or(within);
        let grant = Grant { role, over: over(tenant) };
        if fits && self.who.may_give(grant) {
            return Ok(());
        }
        Err(Refused::because(Code::ActsUpward))
    }

    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// An id in the address; what is none is of nothing.
    pub fn id(&self, name: &str) -> Answer<Uuid> {
        self.param(name).parse().map_err(|_| Refused::because(Code::NotFound))
    }

    /// Where the request is made, as cursors and keys are bound to it.
    pub fn place(&self) -> String {
        let tenant = self.tenant.as_ref().map(|tenant| tenant.id.to_string());
        let params: Vec<_> = self.params.iter().map(|(_, value)| value.as_str()).collect();
        format!("{}|{}", tenant.unwrap_or_default(), params.join("|"))
    }

    pub(super) fn tenant_id(&self) -> TenantId {
        self.tenant.as_ref().map_or(TenantId(Uuid::nil()), |tenant| tenant.id)
    }

    /// Refuses where `If-Match` speaks of another state than this (RFC 9110 §13.1.1).
    pub fn expects<T: Serialize>(&self, now: &T) -> Answer<()> {
        let Some(wanted) = &self.if_match else { return Ok(()) };
        let tag = tag(now)?;
        let fits = wanted.split(',').map(str::trim).any(|one| one == "*" || one == tag);
        if fits { Ok(()) } else { Err(Refused::because(Code::PreconditionFailed)) }
    }

    /// A race that was lost is told as what it is: the state that was expected is gone.
    pub fn lost(&self, refused: Refused) -> Refused {
        match refused.code() {
            Code::ChangedMeanwhile if self.if_match.is_some() => {
                Refused::because(Code::PreconditionFailed)
            }
            _ => refused,
        }
    }
}

/// What a role in a tenant is over: in the tenant of administrators, everything.
pub fn over(tenant: &Tenant) -> Option<TenantId> {
    (!tenant.slug.is_system()).then_some(tenant.id)
}

/// A resource with its `ETag`.
pub struct Tagged<T>(pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let tag = match tag(&self.0) {
            Ok(tag) => HeaderValue::from_str(&tag).ok(),
            Err(refused) => return refused.into_response(),
        };
        let mut headers = HeaderMap::new();
        headers.extend(tag.map(|tag| (header::ETAG, tag)));
        (headers, axum::Json(self.0)).into_response()
    }
}

fn tag<T: Serialize>(of: &T) -> Answer<String> {
    let digest = keys::digest::sha256(&serde_json::to_vec(of)?);
    Ok(format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..12])))
}
