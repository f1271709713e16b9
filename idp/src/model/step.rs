//! The one decision about what comes next in a login.

use super::attempt::{Attempt, Progress, Purpose};
use super::consent::Consent;
use super::login_method::LoginMethod;
use super::moment::Moment;
use super::password::MustChange;
use super::policy::Policy;
use super::user::User;

/// What the person meets now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Password,
    NewPassword(MustChange),
    Code,
    Certificate,
    /// Every factor is proven: a session may begin.
    SignIn,
    Consent,
    /// The website may be answered.
    Answer,
    /// Nothing is left to do.
    Ended(Ended),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Finished,
    Expired,
}

/// What stands in the database beside the attempt.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub user: Option<&'a User>,
    pub consent: Consent,
    /// Whether the session of a signed-in attempt still lives.
    pub session_lives: bool,
    /// Whether the user had this browser remembered for the second step.
    pub remembered: bool,
}

impl<'a> Known<'a> {
    /// Nothing but a user and what he agreed to.
    pub const fn of(user: Option<&'a User>, consent: Consent) -> Self {
        Self { user, consent, session_lives: true, remembered: false }
    }
}

/// Decides by the attempt, what is known beside it, and the policy; nothing else.
pub fn next_step(attempt: &Attempt, known: Known<'_>, policy: &Policy, now: Moment) -> Step {
    if matches!(attempt.progress, Progress::Finished { .. } | Progress::Cancelled) {
        return Step::Ended(Ended::Finished);
    }
    if attempt.is_over(now) {
        return Step::Ended(Ended::Expired);
    }
    // A user who was closed or lost his password meanwhile starts again.
    let Some((user, password)) =
        known.user.and_then(|user| user.usable_password(now).map(|password| (user, password)))
    else {
        return unproven(attempt, policy);
    };
    // Whoever proved a former password may be the one it was changed against.
    if attempt.progress.is_of_former(password) {
        return unproven(attempt, policy);
    }
    // Where the first step is concealed, what it found out waits for the second.
    let concealed = policy.conceal_first_step && user.login_method == LoginMethod::PasswordOtp;
    match attempt.progress {
        Progress::Nobody | Progress::Doubt { .. } => unproven(attempt, policy),
        Progress::Password { .. } => match password.must_change(&policy.password, now) {
            Some(why) if attempt.new_password.is_none() && !concealed => Step::NewPassword(why),
            None if known.remembered && skips_code(user.login_method, &attempt.purpose) => {
                Step::SignIn
            }
            _ => second_step(user.login_method),
        },
        // Said of the account meanwhile: the password must change before anybody is let in by it.
        Progress::Both { method, .. } => match password.must_change(&policy.password, now) {
            Some(why) if attempt.new_password.is_none() => Step::NewPassword(why),
            _ if method == user.login_method => Step::SignIn,
            // The user's method changed meanwhile.
            _ => second_step(user.login_method),
        },
        Progress::SignedIn { .. } if !known.session_lives => Step::Ended(Ended::Expired),
        Progress::SignedIn { .. } if known.consent == Consent::Ask => Step::Consent,
        Progress::SignedIn { .. } => Step::Answer,
        Progress::Finished { .. } | Progress::Cancelled => Step::Ended(Ended::Finished),
    }
}

/// Where a login stands whose first step proves nothing: back at it, or on the code page where that is concealed.
const fn unproven(attempt: &Attempt, policy: &Policy) -> Step {
    match attempt.progress {
        Progress::Doubt { .. } | Progress::Password { .. } if policy.conceal_first_step => {
            Step::Code
        }
        _ => Step::Password,
    }
}

/// Whether a right password of this user is one: where the first step is concealed, whoever has no code page would
/// give himself away by it, and the contract does not have his method.
pub fn may_begin(user: &User, policy: &Policy) -> bool {
    !policy.conceal_first_step || user.login_method == LoginMethod::PasswordOtp
}

/// Whether a remembered browser may skip the second step: only a mailed code, and never where somebody asks for a
/// login anew.
pub fn skips_code(method: LoginMethod, purpose: &Purpose) -> bool {
    let anew = match purpose {
        Purpose::Website(waiting) | Purpose::Trial(_, waiting) => {
            waiting.request.prompt.login || waiting.request.max_age.is_some()
        }
        Purpose::Account | Purpose::AccountEntry(_) => false,
        Purpose::AccountPage(_) => true,
    };
    method == LoginMethod::PasswordOtp && !anew
}

/// The method that was really proven, whatever the user's own is.
pub const fn proven(progress: &Progress) -> LoginMethod {
    match progress {
        Progress::Both { method, .. } => *method,
        _ => LoginMethod::Password,
    }
}

const fn second_step(method: LoginMethod) -> Step {
    match method {
        LoginMethod::Password => Step::SignIn,
        LoginMethod::PasswordOtp => Step::Code,
        LoginMethod::PasswordCertificate => Step::Certificate,
    }
}

#[cfg(test)]
mod tests;
