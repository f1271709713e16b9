//! Policy simulation: what a user meets at the next login and why, what a changed policy does to everybody, and what
//! differs between two policies. Nothing is changed.

use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::model::forecast::{Forecast, Obstacle, Stands, forecast};
use crate::model::names::LoginName;
use crate::model::policy::Policy;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::Fault;
use crate::store;

/// How many users a policy treats so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    pub users: u64,
    /// Must choose a new password at the next login.
    pub must_change_password: u64,
    pub locked: u64,
    /// Cannot log in, for whatever reason.
    pub kept_out: u64,
    pub method_not_allowed: u64,
    /// Have more devices than the policy allows.
    pub too_many_devices: u64,
}

/// One field that differs, by its path in the policy.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Difference {
    pub field: String,
    pub before: Value,
    pub after: Value,
}

const AT_ONCE: u64 = 500;

/// What this user would meet now under this policy.
pub async fn one(
    app: &App,
    tenant: &Tenant,
    name: &LoginName,
    policy: &Policy,
) -> Result<Option<Forecast>, Fault> {
    let read = app.database.read();
    let Some(user) = store::users::by_login_name(read, tenant.id, name).await? else {
        return Ok(None);
    };
    let beside = beside(app, tenant, &user).await?;
    Ok(Some(forecast(beside, policy, app.now())))
}

/// What each of these policies does to all users of the tenant.
pub async fn everybody(
    app: &App,
    tenant: &Tenant,
    policies: &[&Policy],
) -> Result<Vec<Counts>, Fault> {
    let now = app.now();
    let mut counts = vec![Counts::default(); policies.len()];
    let mut after: Option<LoginName> = None;
    loop {
        let read = app.database.read();
        let page = store::users::page(read, tenant.id, after.as_ref(), AT_ONCE).await?;
        for user in &page {
            let beside = beside(app, tenant, user).await?;
            for (counts, policy) in counts.iter_mut().zip(policies) {
                counts.add(&forecast(beside, policy, now), beside.devices, policy);
            }
        }
        match page.last() {
            Some(last) => after = Some(last.login_name.clone()),
            None => return Ok(counts),
        }
    }
}

pub(super) async fn beside<'a>(
    app: &App,
    tenant: &Tenant,
    user: &'a User,
) -> Result<Stands<'a>, Fault> {
    let (read, now) = (app.database.read(), app.now());
    let devices = store::devices::of_user(read, tenant.id, user.id).await?.len();
    let standing = store::standings::of(read, tenant.id, &user.login_name).await?;
    let certificates = store::certificates::of_user(read, tenant.id, user.id).await?;
    let live = certificates.iter().filter(|one| one.revoked.is_none() && now < one.not_after);
    Ok(Stands { user, standing, devices, certificates: live.count() })
}

impl Counts {
    fn add(&mut self, told: &Forecast, devices: usize, policy: &Policy) {
        let has = |wanted: fn(&Obstacle) -> bool| u64::from(told.obstacles.iter().any(wanted));
        self.users += 1;
        self.must_change_password += u64::from(told.must_change_password());
        self.locked += has(|one| matches!(one, Obstacle::Locked { .. }));
        self.kept_out += u64::from(!told.obstacles.is_empty());
        self.method_not_allowed += has(|one| matches!(one, Obstacle::MethodNotAllowed));
        self.too_many_devices += u64::from(devices > usize::from(policy.devices_at_most));
    }
}

/// What differs between two policies, field by field.
pub fn differences(before: &Policy, after: &Policy) -> Result<Vec<Difference>, Fault> {
    let mut found = Vec::new();
    compare("", &serde_json::to_value(before)?, &serde_json::to_value(after)?, &mut found);
    Ok(found)
}

fn compare(field: &str, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    if before == after {
        return;
    }
    if let (Value::Object(one), Value::Object(other)) = (before, after) {
        let mut names: Vec<_> = one.keys().chain(other.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let path = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
            let value = |all: &serde_json::Map<String, Value>| all.get(name).cloned();
            let (before, after) = (value(one), value(other));
            let (before, after) = (before.unwrap_or(Value::Null), after.unwrap_or(Value::Null));
            compare(&path, &before, &after, found);
        }
        return;
    }
    found.push(Difference {
        field: field.to_owned(),
        before: before.clone(),
        after: after.clone(),
    });
}
