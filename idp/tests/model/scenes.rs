//! The scenes that are walked through whole. Together they have every request, both presets and all methods.

use idp::model::login_method::LoginMethod::{Password, PasswordCertificate, PasswordOtp};
use idp::model::policy::Policy;

use crate::request::Deed;
use crate::scene::Scene;
use crate::world::{Origin, Person};

pub fn all() -> Vec<Scene> {
    vec![
        tabs(),
        one_browser(),
        resends(),
        concealed(),
        concealed_races(),
        races(),
        forced_change(),
        office(),
        password_changed(),
        remembered(),
        certificates(),
        passes(),
        consent(),
        temporary(),
        second_proof(),
        raced_reissue(),
        two_reissues(),
        enrolments(),
        registration(),
    ]
}

/// Two browsers, two users, a login each.
fn tabs() -> Scene {
    let base = Scene::new("tabs", Policy::classic(), [PasswordOtp, PasswordOtp]);
    Scene { most_codes: 2, ..base }
}

/// One login that two users share, one of whom is closed meanwhile.
fn one_browser() -> Scene {
    let mut base = Scene::new("one browser", Policy::classic(), [PasswordOtp, PasswordOtp]);
    base.world.people[0] = Person::with(PasswordOtp, Some(Origin::Reset));
    let deeds = vec![Deed::Disable(0), Deed::Enable(0)];
    Scene { most_logins: 1, most_codes: 2, most_deeds: 2, deeds, ..base }
}

/// One login, with codes asked for again, grown old, and guessed.
fn resends() -> Scene {
    let base = Scene::new("resends", Policy::classic(), [PasswordOtp, PasswordOtp]);
    let deeds = vec![Deed::Unlock(0)];
    Scene { most_logins: 1, most_codes: 3, ticks: 1, deeds, ..base }
}

/// One login of two users whose first step is told only with the code; one must change the password.
fn concealed() -> Scene {
    let mut policy = Policy::classic();
    policy.conceal_first_step = true;
    let mut base = Scene::new("concealed", policy, [PasswordOtp, PasswordOtp]);
    base.world.people[1] = Person::with(PasswordOtp, Some(Origin::Reset));
    Scene { most_logins: 1, most_codes: 3, ..base }
}

/// The same under today's standards, with a request that is overtaken.
fn concealed_races() -> Scene {
    let mut policy = Policy::standard();
    policy.conceal_first_step = true;
    let base = Scene::new("concealed races", policy, [PasswordOtp, PasswordOtp]);
    let deeds = vec![Deed::Reset(0)];
    Scene { users: vec![0], most_logins: 1, most_codes: 2, most_holds: 1, deeds, ..base }
}

/// One request of a login reads, then others come before it writes.
fn races() -> Scene {
    let base = Scene::new("races", Policy::classic(), [PasswordOtp, Password]);
    let deeds = vec![Deed::Reset(0)];
    Scene { users: vec![0], most_logins: 1, most_codes: 2, most_holds: 1, deeds, ..base }
}

/// Passwords that must change: a temporary one, and one that the desk set.
fn forced_change() -> Scene {
    let mut base = Scene::new("forced change", Policy::classic(), [PasswordOtp, Password]);
    base.world.people[0] = Person::with(PasswordOtp, Some(Origin::Temporary { until: 1 }));
    base.world.people[1] = Person::with(Password, Some(Origin::Reset));
    let deeds = vec![Deed::Disable(0), Deed::Enable(0), Deed::Reset(1)];
    Scene { most_logins: 1, most_codes: 1, most_deeds: 2, deeds, ticks: 1, ..base }
}

/// The desk and the account page change what logins in progress rest on.
fn office() -> Scene {
    let base = Scene::new("office", Policy::classic(), [PasswordOtp, Password]);
    let deeds = vec![
        Deed::Reset(0),
        Deed::Change(0),
        Deed::Method(0, PasswordCertificate),
        Deed::Method(0, Password),
        Deed::Method(0, PasswordOtp),
        Deed::Disable(0),
        Deed::Enable(0),
    ];
    Scene { users: vec![0], most_logins: 1, most_codes: 2, most_deeds: 2, deeds, ..base }
}

/// Two logins of one person, one of whom changes the password under the other.
fn password_changed() -> Scene {
    let base = Scene::new("password changed", Policy::classic(), [Password, Password]);
    let deeds = vec![Deed::Reset(0), Deed::Change(0), Deed::Change(1)];
    Scene { users: vec![0], most_deeds: 2, deeds, ..base }
}

/// Remembered browsers, and counts apart, under today's standards.
fn remembered() -> Scene {
    let mut base = Scene::new("remembered", Policy::standard(), [PasswordOtp, PasswordOtp]);
    base.anew = vec![false, true];
    base.remember = vec![false, true];
    let deeds = vec![Deed::Change(0)];
    Scene { users: vec![0], most_codes: 1, deeds, ..base }
}

fn certificates() -> Scene {
    let methods = [PasswordCertificate, PasswordCertificate];
    let base = Scene::new("certificates", Policy::standard(), methods);
    let deeds = vec![Deed::Method(0, PasswordOtp)];
    Scene { most_logins: 1, most_codes: 1, most_reissues: 1, users: vec![0], deeds, ..base }
}

/// Passes of two logins.
fn passes() -> Scene {
    let methods = [PasswordCertificate, PasswordCertificate];
    let base = Scene::new("passes", Policy::classic(), methods);
    Scene { users: vec![0], ..base }
}

/// Consent, single sign-on, and sessions that end.
fn consent() -> Scene {
    let base = Scene::new("consent", Policy::standard(), [Password, Password]);
    let deeds = vec![Deed::Disable(0), Deed::Change(0)];
    Scene { ticks: 1, users: vec![0], deeds, ..base }
}

/// Reissue with a temporary password, beside a login.
fn temporary() -> Scene {
    let base = Scene::new("temporary password", Policy::classic(), [Password, PasswordOtp]);
    let deeds = vec![Deed::Unlock(0)];
    Scene { users: vec![0], most_logins: 1, most_reissues: 1, deeds, ticks: 1, ..base }
}

/// Reissue with a second proof, beside a login.
fn second_proof() -> Scene {
    let base = Scene::new("second proof", Policy::standard(), [PasswordOtp, PasswordOtp]);
    let deeds = vec![Deed::Approve(0), Deed::Reset(0)];
    Scene { users: vec![0], most_logins: 1, most_codes: 1, most_reissues: 1, deeds, ..base }
}

/// A reissue that is answered twice at once, or overtaken.
fn raced_reissue() -> Scene {
    let base = Scene::new("raced reissue", Policy::standard(), [PasswordOtp, PasswordOtp]);
    let deeds = vec![Deed::Approve(0), Deed::Reset(0), Deed::Disable(0)];
    Scene {
        most_logins: 0,
        most_reissues: 1,
        most_holds: 1,
        users: vec![0],
        deeds,
        ticks: 2,
        ..base
    }
}

/// Two people's reissues in two browsers.
fn two_reissues() -> Scene {
    let base = Scene::new("two reissues", Policy::standard(), [PasswordOtp, PasswordOtp]);
    let deeds = vec![Deed::Approve(0), Deed::Disable(0)];
    Scene { most_logins: 0, most_reissues: 2, deeds, ticks: 1, ..base }
}

/// An enrolment beside a login: initial codes and mailed codes do not stand for each other.
fn enrolments() -> Scene {
    let mut base = Scene::new("enrolments", Policy::classic(), [PasswordOtp, PasswordOtp]);
    base.world.people[0] = Person::with(PasswordOtp, None);
    Scene { most_logins: 1, most_codes: 1, most_enrolments: 1, ..base }
}

/// Enrolments opened twice, raced, and overtaken by the desk.
fn registration() -> Scene {
    let mut base = Scene::new("registration", Policy::classic(), [Password, Password]);
    base.world.people[0] = Person::with(Password, None);
    let deeds = vec![Deed::Reset(0), Deed::Disable(0), Deed::Enable(0)];
    Scene {
        users: vec![0],
        most_logins: 0,
        most_enrolments: 2,
        most_deeds: 2,
        most_holds: 1,
        deeds,
        ..base
    }
}
