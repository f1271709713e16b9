//! Changes of an account itself: another user ID, other mail addresses, a consent taken back, the user removed.

use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::problem::{Answer, Code, FieldError, Refused};
use super::told::Told;
use super::user_shapes::{DeviceShape, UserLine};
use super::users::{NewDevice, addresses};
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::ids::ClientId;
use crate::model::names::LoginName;
use crate::model::user::User;
use crate::usecase::admin::{change_user, people, remove_user, support};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(rename))
        .routes(routes!(set_addresses))
        .routes(routes!(revoke_consent))
        .routes(routes!(remove))
}

/// Another user ID.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserId {
    #[schema(pattern = r"^[A-Za-z0-9_.@+/#-]{1,128}$")]
    user_id: String,
}

/// Gives a user another user ID; a lock of the old one stands on
#[utoipa::path(put, path = "/tenants/{tenant}/users/{id}/user-id", tag = "users",
    operation_id = "user.rename", request_body = UserId, responses((status = 200, body = UserLine)))]
async fn rename(caller: Caller, Told(to): Told<UserId>) -> Answer<Json<UserLine>> {
    let (tenant, shown, by) = caller.user(Deed::UserRename).await?;
    let name = LoginName::parse(&to.user_id).ok_or_else(|| {
        Refused::of_member("/user_id", "is not 1 to 128 letters, digits and -_.@+/#")
    })?;
    change_user::set_login_name(&caller.app, tenant, &shown.user, name.clone(), by).await?;
    Ok(Json(UserLine::of(&User { login_name: name, ..shown.user })))
}

/// Where one-time passwords go: all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Devices {
    #[schema(max_items = 20)]
    devices: Vec<NewDevice>,
}

/// The devices as they are now.
#[derive(Debug, Serialize, ToSchema)]
struct DeviceList {
    devices: Vec<DeviceShape>,
}

/// Replaces the mail addresses of a user; what stays keeps its certificates, and its reader hears of the change
#[utoipa::path(put, path = "/tenants/{tenant}/users/{id}/devices", tag = "users",
    operation_id = "user.addresses", request_body = Devices,
    responses((status = 200, body = DeviceList)))]
async fn set_addresses(caller: Caller, Told(to): Told<Devices>) -> Answer<Json<DeviceList>> {
    let (tenant, shown, by) = caller.user(Deed::UserAddresses).await?;
    let mut wrong = Vec::new();
    let wanted = addresses(&to.devices, &mut |pointer, detail| {
        wrong.push(FieldError { pointer, detail: detail.to_owned() });
    });
    if !wrong.is_empty() {
        return Err(Refused::of_members(wrong));
    }
    change_user::set_addresses(&caller.app, tenant, &shown.user, wanted, by).await?;
    let now = people::by_id(&caller.app, tenant, shown.user.id).await?;
    let now = now.ok_or(Refused::because(Code::NotFound))?;
    Ok(Json(DeviceList { devices: now.devices.iter().map(DeviceShape::of).collect() }))
}

/// Takes back what a user agreed to for a client; its codes and tokens for him end
#[utoipa::path(delete, path = "/tenants/{tenant}/users/{id}/consents/{client_id}", tag = "users",
    operation_id = "user.revoke_consent", responses((status = 204)))]
async fn revoke_consent(caller: Caller) -> Answer<StatusCode> {
    let (tenant, shown, by) = caller.user(Deed::UserRevokeConsent).await?;
    let client = ClientId(caller.param("client_id").to_owned());
    let whose = (&shown.user, &client);
    if support::revoke_consent(&caller.app, tenant, whose, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}

/// Removes a user with all that was kept of him, for good; the audit trail stays
#[utoipa::path(delete, path = "/tenants/{tenant}/users/{id}", tag = "users",
    operation_id = "user.remove", responses((status = 204)))]
async fn remove(caller: Caller) -> Answer<StatusCode> {
    let (tenant, shown, by) = caller.user(Deed::UserRemove).await?;
    if remove_user::remove(&caller.app, tenant, &shown.user, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}
