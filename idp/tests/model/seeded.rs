//! Each seeded bug is found in the scene that is there for it, by the promise that it breaks.

use std::collections::BTreeSet;

use crate::bugs;
use crate::exhaustive::{report, walk};
use crate::rules::Rules;
use crate::scenes;
use crate::truth::Promise;

type Seeded = (&'static str, Box<dyn Rules>, &'static str, Promise);

fn bug(
    name: &'static str,
    rules: impl Rules + 'static,
    scene: &'static str,
    promise: Promise,
) -> Seeded {
    (name, Box::new(rules), scene, promise)
}

/// Bugs that others had: where each shows, and what it breaks first.
fn of_others() -> Vec<Seeded> {
    use Promise::{Code, Enrolment, Factors, Lock, Once, ReissueSignsIn};
    vec![
        bug("CVE-2026-18963", bugs::NoteForLink, "two reissues", Promise::Reissue),
        bug("CVE-2026-28513", bugs::WrongAndLate, "resends", Code),
        bug("CVE-2026-1035", bugs::CheckThenSpend, "races", Once),
        bug("CVE-2026-4282", bugs::OneStore, "certificates", Factors),
        bug("CVE-2025-64103", bugs::CodeAlone, "tabs", Factors),
        bug("CVE-2024-32868", bugs::LockForgottenAtCode, "resends", Lock),
        bug("CVE-2018-14657", bugs::CodesUncounted, "resends", Lock),
        bug("CVE-2026-119128", bugs::EnrolsAnyBrowser, "registration", Enrolment),
        bug("keycloak 12759", bugs::ReissueSignsIn, "temporary password", ReissueSignsIn),
    ]
}

fn of_ours() -> Vec<Seeded> {
    use Promise::{Answer, Claim, Code, Concealed, Enrolment, Factors, Lock};
    use Promise::{MustChange, NewPassword, OldSession};
    vec![
        bug("the concealed code alone", bugs::CodeAlone, "concealed", Factors),
        bug("doubt passes", bugs::DoubtPasses, "concealed", Factors),
        bug("doubts uncounted", bugs::DoubtsUncounted, "concealed", Lock),
        bug("told by the change", bugs::ToldByTheChange, "concealed", Concealed),
        bug("the code of any login", bugs::CodeOfAnyLogin, "tabs", Code),
        bug("the code of any user", bugs::CodeOfAnyUser, "one browser", Factors),
        bug("the enrolled enrol", bugs::EnrolsTheEnrolled, "registration", Enrolment),
        bug("a temporary password stays", bugs::TemporaryStays, "forced change", MustChange),
        bug("remembered for ever", bugs::RememberedForEver, "remembered", Factors),
        bug("known is remembered", bugs::KnownIsRemembered, "remembered", Factors),
        bug("what was not proven is claimed", bugs::ClaimsTheMethod, "remembered", Claim),
        bug("no guard", bugs::Unguarded, "races", Promise::Once),
        bug("any browser", bugs::AnyBrowser, "tabs", Promise::Browser),
        bug("consent skipped", bugs::ConsentSkipped, "consent", Promise::Consent),
        bug("a former password", bugs::FormerPassword, "office", Factors),
        bug("any second step", bugs::AnySecondStep, "office", Factors),
        bug("chosen for another", bugs::ChosenForAnother, "one browser", NewPassword),
        bug("a code outlives its session", bugs::RedeemsAlways, "races", Answer),
        bug("sessions outlive a reissue", bugs::SessionsOutlive, "temporary password", OldSession),
    ]
}

#[test]
fn every_seeded_bug_is_found() {
    let mut missed = Vec::new();
    let mut unbroken: BTreeSet<_> = Promise::ALL.into();
    for (name, rules, scene, promise) in of_others().into_iter().chain(of_ours()) {
        let scene = scenes::all().into_iter().find(|one| one.name == scene).unwrap();
        match walk(scene, rules).broken {
            Some((broken, events)) if broken.contains(&promise) => {
                unbroken.remove(&promise);
                report(&format!("{name}: {promise:?} after {} events", events.len()));
            }
            other => missed.push(format!("{name}: {other:?}")),
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(unbroken.is_empty(), "no bug breaks {unbroken:?}");
}
