//! What a user would meet at the next login, by the very rule that decides logins.

use serde::Serialize;

use super::attempt::{Attempt, Progress, Purpose};
use super::consent::Consent;
use super::ids::{AttemptId, DeviceId};
use super::lockout::{Gate, Standing};
use super::login_method::LoginMethod;
use super::moment::Moment;
use super::password::MustChange;
use super::policy::Policy;
use super::step::{Known, Step, next_step};
use super::user::{Stage, User};

/// A user as stored, with what stands beside him.
#[derive(Clone, Copy, Debug)]
pub struct Stands<'a> {
    pub user: &'a User,
    pub standing: Standing,
    pub devices: usize,
    /// Devices with a certificate that is valid now.
    pub certificates: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Forecast {
    /// What keeps the user out; nothing when empty.
    pub obstacles: Vec<Obstacle>,
    /// The pages of the next login, in order.
    pub steps: Vec<Page>,
    /// When the password expires by itself, in seconds since 1970.
    pub password_expires: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Obstacle {
    /// Has not enrolled yet.
    ToEnrol,
    Disabled,
    /// `until` is in seconds since 1970; without it the support desk unlocks.
    Locked {
        reason: super::lockout::LockReason,
        until: Option<i64>,
    },
    /// Too soon after a failure.
    Wait {
        until: i64,
    },
    /// The temporary password of a reissue is past its time.
    TemporaryPasswordExpired,
    /// The second step needs a mail address, and there is none.
    NoDevice,
    /// The second step needs a certificate, and none is valid.
    NoCertificate,
    /// The contract does not have the user's login method.
    MethodNotAllowed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LoginPage)]
pub enum Page {
    Password,
    NewPasswordExpired,
    NewPasswordTemporary,
    NewPasswordReset,
    Code,
    Certificate,
}

impl Forecast {
    pub fn must_change_password(&self) -> bool {
        self.steps.iter().any(|page| {
            use Page::{NewPasswordExpired, NewPasswordReset, NewPasswordTemporary};
            matches!(page, NewPasswordExpired | NewPasswordTemporary | NewPasswordReset)
        })
    }
}

/// Tells what would happen now under this policy.
pub fn forecast(stands: Stands<'_>, policy: &Policy, now: Moment) -> Forecast {
    let expires = match &stands.user.stage {
        Stage::Active(stored) => stored.expires(&policy.password).map(Moment::seconds),
        Stage::Invited | Stage::Disabled(_) => None,
    };
    let steps = steps(stands.user, policy, now);
    Forecast { obstacles: obstacles(stands, policy, now), steps, password_expires: expires }
}

fn obstacles(stands: Stands<'_>, policy: &Policy, now: Moment) -> Vec<Obstacle> {
    let user = stands.user;
    let mut found = Vec::new();
    match &user.stage {
        Stage::Invited => found.push(Obstacle::ToEnrol),
        Stage::Disabled(_) => found.push(Obstacle::Disabled),
        Stage::Active(stored) if !stored.is_usable(now) => {
            found.push(Obstacle::TemporaryPasswordExpired);
        }
        Stage::Active(_) => {}
    }
    match stands.standing.gate(&policy.lockout, now) {
        Gate::Open => {}
        Gate::WaitUntil(then) => found.push(Obstacle::Wait { until: then.seconds() }),
        Gate::Locked(lock) => {
            let until = lock.until.map(Moment::seconds);
            found.push(Obstacle::Locked { reason: lock.reason, until });
        }
    }
    if !policy.login_methods.allowed.contains(&user.login_method) {
        found.push(Obstacle::MethodNotAllowed);
    }
    match user.login_method {
        LoginMethod::PasswordOtp if stands.devices == 0 => found.push(Obstacle::NoDevice),
        LoginMethod::PasswordCertificate if stands.certificates == 0 => {
            found.push(Obstacle::NoCertificate);
        }
        _ => {}
    }
    found
}

/// Walks a login that gets everything right, page by page, until the session would begin.
fn steps(user: &User, policy: &Policy, now: Moment) -> Vec<Page> {
    let mut attempt = Attempt {
        id: AttemptId(uuid::Uuid::nil()),
        browser: Vec::new(),
        purpose: Purpose::Account,
        progress: Progress::Nobody,
        new_password: None,
        created_at: now,
    };
    let mut pages = Vec::new();
    while let Some(page) = due(&attempt, user, policy, now) {
        // A page that comes twice leads nowhere: there is no password that opens this account.
        if pages.contains(&page) {
            break;
        }
        pages.push(page);
        match page {
            Page::Password => {
                let Some(password) = user.usable_password(now) else { break };
                attempt.progress = Progress::Password { user: user.id, set_at: password.set_at };
            }
            Page::Code | Page::Certificate => {
                let (method, device) = (user.login_method, DeviceId(uuid::Uuid::nil()));
                let both = attempt.progress.with_second(method, device, false);
                attempt.progress = both.unwrap_or(attempt.progress);
            }
            Page::NewPasswordExpired | Page::NewPasswordTemporary | Page::NewPasswordReset => {
                attempt.new_password = Some(String::new());
            }
        }
    }
    pages
}

fn due(attempt: &Attempt, user: &User, policy: &Policy, now: Moment) -> Option<Page> {
    let known = Known::of(Some(user), Consent::NotNeeded);
    match next_step(attempt, known, policy, now) {
        Step::Password => Some(Page::Password),
        Step::NewPassword(MustChange::Expired) => Some(Page::NewPasswordExpired),
        Step::NewPassword(MustChange::Temporary) => Some(Page::NewPasswordTemporary),
        Step::NewPassword(MustChange::Reset) => Some(Page::NewPasswordReset),
        Step::Code => Some(Page::Code),
        Step::Certificate => Some(Page::Certificate),
        Step::SignIn | Step::Consent | Step::Answer | Step::Ended(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use uuid::Uuid;

    use super::*;
    use crate::model::ids::{TenantId, UserId};
    use crate::model::names::LoginName;
    use crate::model::password::{Origin, Stored};

    const NOW: Moment = Moment::from_seconds(100_000_000);

    fn user(stage: Stage, login_method: LoginMethod) -> User {
        User {
            tenant: TenantId(Uuid::nil()),
            id: UserId(Uuid::nil()),
            login_name: LoginName::parse("alice").unwrap(),
            subject: String::new(),
            stage,
            login_method,
            created_at: NOW,
        }
    }

    fn active(origin: Origin, days: i64) -> Stage {
        let set_at = NOW.minus(Duration::days(days));
        Stage::Active(Stored { hash: String::new(), origin, set_at })
    }

    fn told(user: &User, devices: usize, policy: &Policy) -> Forecast {
        let stands = Stands { user, standing: Standing::CLEAN, devices, certificates: 0 };
        forecast(stands, policy, NOW)
    }

    #[test]
    fn the_steps_follow_the_policy() {
        let (classic, standard) = (Policy::classic(), Policy::standard());
        let (old, reset) = (active(Origin::Chosen, 90), active(Origin::Reset, 1));
        for (stage, method, policy, steps) in [
            (&old, LoginMethod::PasswordOtp, &standard, vec![Page::Password, Page::Code]),
            (
                &old,
                LoginMethod::PasswordOtp,
                &classic,
                vec![Page::Password, Page::NewPasswordExpired, Page::Code],
            ),
            (&reset, LoginMethod::Password, &classic, vec![Page::Password, Page::NewPasswordReset]),
        ] {
            let told = told(&user(stage.clone(), method), 1, policy);
            assert_eq!((told.obstacles, told.steps), (vec![], steps), "{method:?}");
        }
    }

    #[test]
    fn obstacles_by_table() {
        use LoginMethod::{Password, PasswordCertificate, PasswordOtp};
        let (classic, standard) = (Policy::classic(), Policy::standard());
        let fine = active(Origin::Chosen, 1);
        let past = active(Origin::Temporary { until: NOW }, 1);
        for (stage, method, devices, policy, obstacle) in [
            (fine.clone(), Password, 0, &standard, Obstacle::MethodNotAllowed),
            (fine.clone(), PasswordOtp, 0, &classic, Obstacle::NoDevice),
            (fine, PasswordCertificate, 1, &classic, Obstacle::NoCertificate),
            (Stage::Invited, PasswordOtp, 1, &classic, Obstacle::ToEnrol),
            (Stage::Disabled(None), Password, 0, &classic, Obstacle::Disabled),
            (past, Password, 0, &classic, Obstacle::TemporaryPasswordExpired),
        ] {
            let told = told(&user(stage, method), devices, policy);
            assert_eq!(told.obstacles, [obstacle], "{method:?}");
        }
    }

    #[test]
    fn expiry_is_told_ahead() {
        let one = user(active(Origin::Chosen, 80), LoginMethod::Password);
        let expires = NOW.plus(Duration::days(10)).seconds();
        assert_eq!(told(&one, 0, &Policy::classic()).password_expires, Some(expires));
        assert_eq!(told(&one, 0, &Policy::standard()).password_expires, None);
    }
}
