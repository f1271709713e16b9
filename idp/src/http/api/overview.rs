//! What the start page of an administrator shows.

use axum::Json;
use serde::{Deserialize, Serialize};
use time::Duration;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::problem::{Answer, Code, Refused};
use super::told::Asked;
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::history::Outcome;
use crate::model::login_method::LoginMethod;
use crate::usecase::admin::overview;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

/// How many logins ended so on one day.
#[derive(Debug, Serialize, ToSchema)]
struct LoginCount {
    /// Counts the days from `since`.
    day: u32,
    outcome: Outcome,
    login_method: LoginMethod,
    count: u64,
}

/// Figures of a tenant.
#[derive(Debug, Serialize, ToSchema)]
struct Overview {
    /// When the first of the days begins, in Unix seconds.
    since: i64,
    /// Logins by day, result and method; where nothing was, nothing stands.
    logins: Vec<LoginCount>,
    /// Login names that are locked now.
    locked: u64,
    /// Mails that wait to be sent.
    mails_waiting: u64,
    /// Mails that were given up within 7 days.
    mails_failed: u64,
    /// Certificates that expire within 30 days.
    certificates_expiring: u64,
}

/// Which days.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Span {
    /// How many days, today among them.
    #[param(minimum = 1, maximum = 92, default = 30)]
    days: Option<u16>,
    /// How far the reader's midnight is from that of UTC, in minutes; 540 is Japan.
    #[param(minimum = -720, maximum = 840, default = 540)]
    utc_offset_minutes: Option<i16>,
}

/// Counts logins, locks, mails and certificates
#[utoipa::path(get, path = "/tenants/{tenant}/overview", tag = "overview",
    operation_id = "overview", params(Span), responses((status = 200, body = Overview)))]
async fn show(caller: Caller, Asked(span): Asked<Span>) -> Answer<Json<Overview>> {
    let (tenant, _) = caller.tenant(Deed::Overview)?;
    let (days, offset) = (span.days.unwrap_or(30), span.utc_offset_minutes.unwrap_or(540));
    if !(1..=92).contains(&days) || !(-720..=840).contains(&offset) {
        let why = "days is 1 to 92, utc_offset_minutes -720 to 840";
        return Err(Refused::with(Code::InvalidRequest, why));
    }
    let offset = Duration::minutes(offset.into());
    let figures = overview::of(&caller.app, tenant, days, offset).await?;
    let count = |one: overview::Logins| LoginCount {
        day: one.day,
        outcome: one.outcome,
        login_method: one.method,
        count: one.count,
    };
    Ok(Json(Overview {
        since: figures.since.seconds(),
        logins: figures.logins.into_iter().map(count).collect(),
        locked: figures.locked,
        mails_waiting: figures.letters_waiting,
        mails_failed: figures.letters_failed,
        certificates_expiring: figures.certificates.iter().take(2).sum(),
    }))
}
