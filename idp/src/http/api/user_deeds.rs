//! What is done to a user: invite, unlock, disable, enable, force a change, end sessions, vouch, change the method.

use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::problem::Answer;
use super::told::Told;
use super::user_shapes::UserLine;
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::login_method::LoginMethod;
use crate::model::user::User;
use crate::usecase::admin::{reissues, support, users};
use crate::usecase::enrolment::invite::{self, Delivery};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(invite))
        .routes(routes!(unlock))
        .routes(routes!(disable))
        .routes(routes!(enable))
        .routes(routes!(force_change))
        .routes(routes!(end_sessions))
        .routes(routes!(approve_reissue))
        .routes(routes!(set_method))
}

/// How the address and the initial code of an enrolment reach the user.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Hand {
    /// Two letters to the user's address.
    Mail,
    /// The address by mail; the code is in this answer.
    AddressByMail,
    /// Both are in this answer, for the website to hand over itself.
    Caller,
}

/// An invitation to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Invite {
    delivery: Hand,
}

/// What the caller hands over. It is stored nowhere in clear and told this once.
#[derive(Debug, Serialize, ToSchema)]
struct Invitation {
    /// The address of the enrolment; null where it is mailed.
    address: Option<String>,
    /// The initial one-time password; null where it is mailed.
    initial_code: Option<String>,
    /// Until when both serve, in Unix seconds.
    expires_at: i64,
}

/// Opens an enrolment for a user who has none behind him; one before it ends
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/invite", tag = "users",
    operation_id = "user.invite", request_body = Invite,
    responses((status = 200, body = Invitation)))]
async fn invite(caller: Caller, Told(asked): Told<Invite>) -> Answer<Json<Invitation>> {
    let (tenant, shown, by) = caller.user(Deed::UserInvite).await?;
    let delivery = match asked.delivery {
        Hand::Mail => Delivery::Mail,
        Hand::AddressByMail => Delivery::AddressByMail,
        Hand::Caller => Delivery::Caller,
    };
    let made = invite::invite(&caller.app, tenant, &shown.user, delivery, by).await?;
    Ok(Json(Invitation {
        address: made.address,
        initial_code: made.code,
        expires_at: made.expires_at.seconds(),
    }))
}

/// Ends a lock and forgets failures
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/unlock", tag = "users",
    operation_id = "user.unlock", responses((status = 204)))]
async fn unlock(caller: Caller) -> Answer<StatusCode> {
    let (tenant, shown, by) = caller.user(Deed::UserUnlock).await?;
    support::unlock(&caller.app, tenant, &shown.user, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes an account; its sessions end
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/disable", tag = "users",
    operation_id = "user.disable", responses((status = 204)))]
async fn disable(caller: Caller) -> Answer<StatusCode> {
    let (tenant, shown, by) = caller.user(Deed::UserDisable).await?;
    users::set_disabled(&caller.app, tenant, &shown.user, true, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a closed account again
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/enable", tag = "users",
    operation_id = "user.enable", responses((status = 204)))]
async fn enable(caller: Caller) -> Answer<StatusCode> {
    let (tenant, shown, by) = caller.user(Deed::UserEnable).await?;
    users::set_disabled(&caller.app, tenant, &shown.user, false, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a user choose a new password at the next login; his sessions end
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/force-change", tag = "users",
    operation_id = "user.force_change", responses((status = 204)))]
async fn force_change(caller: Caller) -> Answer<StatusCode> {
    let (tenant, shown, by) = caller.user(Deed::UserForceChange).await?;
    support::force_change(&caller.app, tenant, &shown.user, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How many sessions there were.
#[derive(Debug, Serialize, ToSchema)]
struct EndedSessions {
    ended: u64,
}

/// Ends all sessions of a user
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/end-sessions", tag = "users",
    operation_id = "user.end_sessions", responses((status = 200, body = EndedSessions)))]
async fn end_sessions(caller: Caller) -> Answer<Json<EndedSessions>> {
    let (tenant, shown, by) = caller.user(Deed::UserEndSessions).await?;
    let ended = support::end_sessions(&caller.app, tenant, &shown.user, by).await?;
    Ok(Json(EndedSessions { ended }))
}

/// Lets the desk's word be the second proof of the reissue that the user has open
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/approve-reissue", tag = "users",
    operation_id = "user.approve_reissue", responses((status = 204)))]
async fn approve_reissue(caller: Caller) -> Answer<StatusCode> {
    let (tenant, shown, by) = caller.user(Deed::UserApproveReissue).await?;
    reissues::approve(&caller.app, tenant, &shown.user, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Another login method.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Method {
    login_method: LoginMethod,
}

/// Changes the login method of a user
#[utoipa::path(put, path = "/tenants/{tenant}/users/{id}/login-method", tag = "users",
    operation_id = "user.login_method", request_body = Method,
    responses((status = 200, body = UserLine)))]
async fn set_method(caller: Caller, Told(to): Told<Method>) -> Answer<Json<UserLine>> {
    let (tenant, shown, by) = caller.user(Deed::UserLoginMethod).await?;
    users::set_login_method(&caller.app, tenant, &shown, to.login_method, by).await?;
    let changed = User { login_method: to.login_method, ..shown.user };
    Ok(Json(UserLine::of(&changed)))
}
