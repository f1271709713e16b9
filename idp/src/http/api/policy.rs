//! A tenant's policy: show, history, change, roll back, simulate.

use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Caller, Tagged};
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::forecast::Forecast;
use crate::model::names::LoginName;
use crate::model::policy::Policy;
use crate::model::policy::deviation::{self, Deviation};
use crate::usecase::admin::policies;
use crate::usecase::admin::simulate::{self, Counts, Difference};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, change))
        .routes(routes!(history))
        .routes(routes!(roll_back))
        .routes(routes!(simulated))
}

/// The policy that stands.
#[derive(Debug, Serialize, ToSchema)]
struct StandingPolicy {
    /// Counts the changes.
    version: u32,
    policy: Policy,
}

/// An earlier or the present version.
#[derive(Debug, Serialize, ToSchema)]
struct PolicyVersion {
    version: u32,
    /// Who saved it.
    author: String,
    /// Unix seconds.
    created_at: i64,
    policy: Policy,
}

/// Shows the policy that stands
#[utoipa::path(get, path = "/tenants/{tenant}/policy", tag = "policy", operation_id = "policy.show",
    responses((status = 200, body = StandingPolicy)))]
async fn show(caller: Caller) -> Answer<Tagged<StandingPolicy>> {
    let (tenant, _) = caller.tenant(Deed::PolicyShow)?;
    let policy = tenant.policy.clone().into_inner();
    Ok(Tagged(StandingPolicy { version: tenant.policy_version, policy }))
}

/// Saves a policy as the next version; the one that stands stays in the history
#[utoipa::path(put, path = "/tenants/{tenant}/policy", tag = "policy",
    operation_id = "policy.change", request_body = Policy,
    responses((status = 200, body = StandingPolicy)))]
async fn change(caller: Caller, Told(policy): Told<Policy>) -> Answer<Tagged<StandingPolicy>> {
    let (tenant, by) = caller.tenant(Deed::PolicyChange)?;
    let now = tenant.policy.clone().into_inner();
    caller.expects(&StandingPolicy { version: tenant.policy_version, policy: now })?;
    let policy = policy.check()?;
    let saved = policies::change(&caller.app, tenant, policy.clone(), by).await;
    let version = saved.map_err(|stop| caller.lost(stop.into()))?;
    Ok(Tagged(StandingPolicy { version, policy: policy.into_inner() }))
}

/// Lists the versions of the policy, newest first
#[utoipa::path(get, path = "/tenants/{tenant}/policy/history", tag = "policy",
    operation_id = "policy.history", params(Part),
    responses((status = 200, body = Listed<PolicyVersion>)))]
async fn history(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<PolicyVersion>>> {
    let (tenant, _) = caller.tenant(Deed::PolicyHistory)?;
    let page = Page::of(&caller, "policies", &part)?;
    let all = policies::history(&caller.app, tenant).await?;
    let listed = page.of_whole(
        all,
        |one| one.version.to_string(),
        |one| PolicyVersion {
            version: one.version,
            author: one.author,
            created_at: one.created_at.seconds(),
            policy: one.policy.into_inner(),
        },
    );
    Ok(Json(listed))
}

/// Which version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RollBack {
    /// The version that is to stand again.
    #[schema(minimum = 1)]
    version: u32,
}

/// A version by its number.
#[derive(Debug, Serialize, ToSchema)]
struct Saved {
    /// The version that stands now.
    version: u32,
}

/// Makes an earlier version stand again, as a new version
#[utoipa::path(post, path = "/tenants/{tenant}/policy/roll-back", tag = "policy",
    operation_id = "policy.roll_back", request_body = RollBack,
    responses((status = 200, body = Saved)))]
async fn roll_back(caller: Caller, Told(to): Told<RollBack>) -> Answer<Json<Saved>> {
    let (tenant, by) = caller.tenant(Deed::PolicyRollBack)?;
    let policy = tenant.policy.clone().into_inner();
    caller.expects(&StandingPolicy { version: tenant.policy_version, policy })?;
    let saved = policies::roll_back(&caller.app, tenant, to.version, by).await;
    let version = saved.map_err(|stop| caller.lost(stop.into()))?;
    Ok(Json(Saved { version }))
}

/// What is to be foreseen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Simulate {
    /// The policy that might come; null: the one that stands alone.
    policy: Option<Policy>,
    /// A user ID, to foresee the next login of one user; null: of nobody in particular.
    #[schema(max_length = 128)]
    user_id: Option<String>,
}

/// What would come of it. Nothing is changed.
#[derive(Debug, Serialize, ToSchema)]
struct Simulated {
    /// What differs between the two policies.
    differences: Vec<Difference>,
    /// Where the policy that stands departs from today's standards.
    deviations_before: Vec<Deviation>,
    /// And the other; null where none was sent.
    deviations_after: Option<Vec<Deviation>>,
    /// How all users are treated by the policy that stands.
    before: Counts,
    /// And by the other; null where none was sent.
    after: Option<Counts>,
    /// What the user meets now; null where none was named.
    user_before: Option<Forecast>,
    /// What he would meet then.
    user_after: Option<Forecast>,
}

/// Foresees what a policy does to users, without saving it
#[utoipa::path(post, path = "/tenants/{tenant}/policy/simulate", tag = "policy",
    operation_id = "policy.simulate", request_body = Simulate,
    responses((status = 200, body = Simulated)))]
async fn simulated(caller: Caller, Told(asked): Told<Simulate>) -> Answer<Json<Simulated>> {
    let (tenant, _) = caller.tenant(Deed::PolicySimulate)?;
    let app = &caller.app;
    let next = asked.policy.map(Policy::check).transpose()?;
    let (now, next): (&Policy, Option<&Policy>) = (&tenant.policy, next.as_deref());
    let policies: Vec<_> = std::iter::once(now).chain(next).collect();
    let counts = simulate::everybody(app, tenant, &policies).await?;
    let (mut user_before, mut user_after) = (None, None);
    if let Some(user_id) = asked.user_id {
        let nobody = || Refused::of_member("/user_id", "is of no user");
        let name = LoginName::parse(&user_id).ok_or_else(nobody)?;
        let told = simulate::one(app, tenant, &name, now).await?;
        user_before = Some(told.ok_or_else(nobody)?);
        if let Some(next) = next {
            user_after = simulate::one(app, tenant, &name, next).await?;
        }
    }
    Ok(Json(Simulated {
        differences: next
            .map(|next| simulate::differences(now, next))
            .transpose()?
            .unwrap_or_default(),
        deviations_before: deviation::of(now),
        deviations_after: next.map(deviation::of),
        before: counts.first().copied().unwrap_or_default(),
        after: counts.get(1).copied(),
        user_before,
        user_after,
    }))
}
