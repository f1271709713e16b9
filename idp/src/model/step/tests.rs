//! The one decision, by tables.

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
    let (remember, certificate) = (false, None);
    Progress::Both { user: USER, set_at: NOW, method, device, remember, certificate }
}

fn known(user: Option<&User>, consent: Consent) -> Known<'_> {
    Known { user, consent, session_lives: true, remembered: false }
}

fn step(attempt: &Attempt, user: &User) -> Step {
    next_step(attempt, known(Some(user), Consent::NotNeeded), &Policy::classic(), NOW)
}

#[test]
fn steps_by_table() {
    let password = || Progress::Password { user: USER, set_at: NOW };
    let proven = both(LoginMethod::PasswordOtp);
    let temporary = Origin::Temporary { until: NOW.plus(Duration::minutes(1)) };
    for (progress, method, origin, expected) in [
        (Progress::Nobody, LoginMethod::PasswordOtp, Origin::Chosen, Step::Password),
        (password(), LoginMethod::Password, Origin::Chosen, Step::SignIn),
        (password(), LoginMethod::PasswordOtp, Origin::Chosen, Step::Code),
        (password(), LoginMethod::PasswordCertificate, Origin::Chosen, Step::Certificate),
        (password(), LoginMethod::PasswordOtp, temporary, Step::NewPassword(MustChange::Temporary)),
        (password(), LoginMethod::PasswordOtp, Origin::Reset, Step::NewPassword(MustChange::Reset)),
        (proven, LoginMethod::PasswordOtp, Origin::Chosen, Step::SignIn),
        (Progress::Cancelled, LoginMethod::Password, Origin::Chosen, Step::Ended(Ended::Finished)),
    ] {
        let attempt = attempt(progress);
        assert_eq!(step(&attempt, &user(method, origin)), expected, "{attempt:?}");
    }
}

#[test]
fn concealed_steps_by_table() {
    let mut policy = Policy::classic();
    policy.conceal_first_step = true;
    let password = Progress::Password { user: USER, set_at: NOW };
    let former = Progress::Password { user: USER, set_at: NOW.minus(Duration::seconds(1)) };
    let doubt = Progress::Doubt { name: LoginName::parse("alice") };
    let reset = MustChange::Reset;
    for (progress, origin, expected) in [
        (Progress::Nobody, Origin::Chosen, Step::Password),
        (doubt.clone(), Origin::Chosen, Step::Code),
        (doubt.clone(), Origin::Reset, Step::Code),
        (password.clone(), Origin::Chosen, Step::Code),
        (password, Origin::Reset, Step::Code),
        (former, Origin::Chosen, Step::Code),
        (both(LoginMethod::PasswordOtp), Origin::Reset, Step::NewPassword(reset)),
        (both(LoginMethod::PasswordOtp), Origin::Chosen, Step::SignIn),
    ] {
        let (attempt, alice) = (attempt(progress), user(LoginMethod::PasswordOtp, origin));
        let known = known(Some(&alice), Consent::NotNeeded);
        assert_eq!(next_step(&attempt, known, &policy, NOW), expected, "{attempt:?}");
    }
    let (doubted, nobody) = (attempt(doubt), known(None, Consent::NotNeeded));
    assert_eq!(next_step(&doubted, nobody, &policy, NOW), Step::Code);
    // The switch was turned off meanwhile.
    assert_eq!(next_step(&doubted, nobody, &Policy::classic(), NOW), Step::Password);
    for (method, may) in [
        (LoginMethod::PasswordOtp, true),
        (LoginMethod::Password, false),
        (LoginMethod::PasswordCertificate, false),
    ] {
        assert_eq!(may_begin(&user(method, Origin::Chosen), &policy), may);
        assert!(may_begin(&user(method, Origin::Chosen), &Policy::classic()));
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
