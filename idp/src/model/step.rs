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
        return Step::Password;
    };
    // Whoever proved a former password may be the one it was changed against.
    if attempt.progress.is_of_former(password) {
        return Step::Password;
    }
    match attempt.progress {
        Progress::Nobody => Step::Password,
        Progress::Password { .. } => match password.must_change(&policy.password, now) {
            Some(why) if attempt.new_password.is_none() => Step::NewPassword(why),
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

/// Whether a remembered browser may skip the second step: only a mailed code, and never where somebody asks for a
/// login anew.
pub fn skips_code(method: LoginMethod, purpose: &Purpose) -> bool {
    let anew = match purpose {
        Purpose::Website(waiting) => {
            waiting.request.prompt.login || waiting.request.max_age.is_some()
        }
        Purpose::Account => false,
        Purpose::AccountPage(_) => true,
    };
    method == LoginMethod::PasswordOtp && !anew
}

/// The method that was really proven, whatever the user's own is.
pub const fn proven(progress: Progress) -> LoginMethod {
    match progress {
        Progress::Both { method, .. } => method,
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
mod tests {
    use time::Duration;
    use uuid::Uuid;

    use super::*;
    use crate::model::attempt::LIFE;
    use crate::model::ids::{AttemptId, DeviceId, SessionId, TenantId, UserId};
    use crate::model::names::LoginName;
    use crate::model::password::{Origin, Stored};
    use crate::model::user::Stage;

    const NOW: Moment = Moment::from_seconds(100_000_000);
    const USER: UserId = UserId(Uuid::nil());

    fn attempt(progress: Progress) -> Attempt {
        Attempt {
            id: AttemptId(Uuid::nil()),
            browser: Vec::new(),
            purpose: Purpose::Account,
            progress,
            new_password: None,
            created_at: NOW,
        }
    }

    fn user(login_method: LoginMethod, origin: Origin) -> User {
        User {
            tenant: TenantId(Uuid::nil()),
            id: USER,
            login_name: LoginName::parse("alice").unwrap(),
            subject: String::new(),
            stage: Stage::Active(Stored { hash: String::new(), origin, set_at: NOW }),
            login_method,
            created_at: NOW,
        }
    }

    fn both(method: LoginMethod) -> Progress {
        let device = DeviceId(Uuid::nil());
        Progress::Both { user: USER, set_at: NOW, method, device, remember: false }
    }

    fn known(user: Option<&User>, consent: Consent) -> Known<'_> {
        Known { user, consent, session_lives: true, remembered: false }
    }

    fn step(attempt: &Attempt, user: &User) -> Step {
        next_step(attempt, known(Some(user), Consent::NotNeeded), &Policy::classic(), NOW)
    }

    #[test]
    fn steps_by_table() {
        let password = Progress::Password { user: USER, set_at: NOW };
        let proven = both(LoginMethod::PasswordOtp);
        let temporary = Origin::Temporary { until: NOW.plus(Duration::minutes(1)) };
        for (progress, method, origin, expected) in [
            (Progress::Nobody, LoginMethod::PasswordOtp, Origin::Chosen, Step::Password),
            (password, LoginMethod::Password, Origin::Chosen, Step::SignIn),
            (password, LoginMethod::PasswordOtp, Origin::Chosen, Step::Code),
            (password, LoginMethod::PasswordCertificate, Origin::Chosen, Step::Certificate),
            (
                password,
                LoginMethod::PasswordOtp,
                temporary,
                Step::NewPassword(MustChange::Temporary),
            ),
            (
                password,
                LoginMethod::PasswordOtp,
                Origin::Reset,
                Step::NewPassword(MustChange::Reset),
            ),
            (proven, LoginMethod::PasswordOtp, Origin::Chosen, Step::SignIn),
            (
                Progress::Cancelled,
                LoginMethod::Password,
                Origin::Chosen,
                Step::Ended(Ended::Finished),
            ),
        ] {
            assert_eq!(step(&attempt(progress), &user(method, origin)), expected, "{progress:?}");
        }
    }

    #[test]
    fn a_chosen_new_password_is_not_asked_for_twice_and_skips_nothing() {
        let mut waiting = attempt(Progress::Password { user: USER, set_at: NOW });
        waiting.new_password = Some("hash".to_owned());
        assert_eq!(step(&waiting, &user(LoginMethod::PasswordOtp, Origin::Reset)), Step::Code);
    }

    #[test]
    fn what_a_former_password_opened_starts_again() {
        let mut alice = user(LoginMethod::PasswordOtp, Origin::Reset);
        let before = Progress::Password { user: USER, set_at: NOW.minus(Duration::seconds(1)) };
        assert_eq!(step(&attempt(before), &alice), Step::Password);
        alice.stage = Stage::Active(Stored {
            hash: String::new(),
            origin: Origin::Chosen,
            set_at: NOW.plus(Duration::seconds(1)),
        });
        assert_eq!(step(&attempt(both(LoginMethod::PasswordOtp)), &alice), Step::Password);
    }

    #[test]
    fn the_second_step_of_another_method_is_none() {
        for (proven, wanted, expected) in [
            (LoginMethod::PasswordOtp, LoginMethod::PasswordCertificate, Step::Certificate),
            (LoginMethod::PasswordCertificate, LoginMethod::PasswordOtp, Step::Code),
            (LoginMethod::PasswordOtp, LoginMethod::Password, Step::SignIn),
        ] {
            assert_eq!(step(&attempt(both(proven)), &user(wanted, Origin::Chosen)), expected);
        }
    }

    #[test]
    fn a_user_closed_meanwhile_starts_again() {
        let proven = attempt(both(LoginMethod::PasswordOtp));
        let mut closed = user(LoginMethod::PasswordOtp, Origin::Chosen);
        closed.stage = Stage::Disabled(None);
        assert_eq!(step(&proven, &closed), Step::Password);
    }

    #[test]
    fn consent_stands_between_the_session_and_the_answer() {
        let session = SessionId(Uuid::nil());
        let signed_in = attempt(Progress::SignedIn { user: USER, session });
        let alice = user(LoginMethod::Password, Origin::Chosen);
        let policy = Policy::standard();
        for (consent, expected) in [
            (Consent::Ask, Step::Consent),
            (Consent::Given, Step::Answer),
            (Consent::NotNeeded, Step::Answer),
        ] {
            let known = known(Some(&alice), consent);
            assert_eq!(next_step(&signed_in, known, &policy, NOW), expected);
        }
    }

    #[test]
    fn an_attempt_expires() {
        let late = NOW.plus(LIFE);
        let open = attempt(Progress::Nobody);
        let known = known(None, Consent::NotNeeded);
        let ended = next_step(&open, known, &Policy::classic(), late);
        assert_eq!(ended, Step::Ended(Ended::Expired));
    }

    #[test]
    fn a_session_that_ended_meanwhile_answers_nobody() {
        let session = SessionId(Uuid::nil());
        let signed_in = attempt(Progress::SignedIn { user: USER, session });
        let alice = user(LoginMethod::Password, Origin::Chosen);
        let known = Known { session_lives: false, ..known(Some(&alice), Consent::NotNeeded) };
        let step = next_step(&signed_in, known, &Policy::classic(), NOW);
        assert_eq!(step, Step::Ended(Ended::Expired));
    }
}
