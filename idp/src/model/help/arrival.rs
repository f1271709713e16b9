//! Help: browsers, passwords, the first visit, a new password on the way, locks, a forgotten password.

use super::super::login_method::LoginMethod;
use super::super::policy::{Policy, ReissueEnd, Release};
use super::{Argument, Chapter, Id, Line, Point, allows};

pub(super) fn chapter(id: Id, policy: &Policy) -> Option<Chapter> {
    match id {
        Id::Environment => Some(environment(policy)),
        Id::Passwords => Some(passwords(policy)),
        Id::Enrolment => Some(enrolment(policy)),
        Id::NewPassword => Some(new_password(policy)),
        Id::Lock => Some(lock(policy)),
        Id::ReissueTemporary => reissue_temporary(policy),
        Id::ReissueSecondProof => reissue_second_proof(policy),
        _ => None,
    }
}

fn environment(policy: &Policy) -> Chapter {
    Chapter::new(Id::Environment, Line::of("help-environment-lead"))
        .point(Line::of("help-environment-browsers"))
        .point(Line::of("help-environment-systems"))
        .point(Line::of("help-environment-cookies"))
        .point_if(policy.languages.offered.len() > 1, Line::of("help-environment-language"))
}

fn passwords(policy: &Policy) -> Chapter {
    let rules = &policy.password;
    let behind_steps = policy.login_methods.allowed.iter().any(|one| one.has_second_step());
    let alone = allows(policy, LoginMethod::Password);
    let mut chapter = Chapter::new(Id::Passwords, Line::of("help-passwords-lead"));
    chapter.points.push(Point::PasswordRules { second_step: behind_steps });
    let longer = behind_steps && alone && rules.length_min_alone != rules.length_min;
    let alone = Line::of("help-passwords-alone").number("n", rules.length_min_alone);
    let days = rules.valid_days.unwrap_or_default();
    let mut remind = Line::of("help-passwords-remind");
    let steps = rules.remind_days_before.iter().rev().map(|days| i64::from(*days)).collect();
    remind.arguments.push(("list", Argument::Numbers(steps)));
    chapter
        .point_if(longer, alone)
        .point(Line::of("help-passwords-width"))
        .point(Line::of("help-passwords-guess"))
        .point(Line::of("help-passwords-share"))
        .point_if(days > 0, Line::of("help-passwords-valid").number("n", days))
        .point_if(days > 0 && !rules.remind_days_before.is_empty(), remind)
        .point_if(days == 0, Line::of("help-passwords-lasting"))
}

fn enrolment(policy: &Policy) -> Chapter {
    let rules = &policy.enrolment;
    let certificates = allows(policy, LoginMethod::PasswordCertificate);
    let set = if policy.question.on { "help-enrolment-question" } else { "help-enrolment-set" };
    Chapter::new(Id::Enrolment, Line::of("help-enrolment-lead"))
        .step(Line::of("help-enrolment-open").number("n", rules.address_days))
        .step(Line::of("help-enrolment-code").shows("enrolment-code"))
        .note(Line::of("help-enrolment-mismatch").shows("enrolment-mismatch"))
        .note(Line::of("help-enrolment-tries").number("n", rules.tries))
        .step(Line::of(set).shows("enrolment-credentials"))
        .step(Line::of("help-enrolment-done").shows("enrolment-done"))
        .note_if(policy.recovery_codes, Line::of("help-enrolment-recovery"))
        .note_if(certificates, Line::of("help-enrolment-certificate"))
}

fn has_temporary(policy: &Policy) -> bool {
    policy.reissue.on && matches!(policy.reissue.ends_with, ReissueEnd::TemporaryPassword { .. })
}

fn new_password(policy: &Policy) -> Chapter {
    let expires = policy.password.valid_days.is_some();
    let why = match (expires, has_temporary(policy)) {
        (true, true) => "help-new-password-why-all",
        (true, false) => "help-new-password-why-expired",
        (false, true) => "help-new-password-why-temporary",
        (false, false) => "help-new-password-why",
    };
    let goes_on = policy.login_methods.allowed.iter().any(|one| one.has_second_step());
    Chapter::new(Id::NewPassword, Line::of("help-new-password-lead"))
        .step(Line::of(why))
        .step(Line::of("help-new-password-enter").shows("new-password"))
        .note(Line::of("help-new-password-reused").shows("new-password-reused"))
        .step_if(goes_on, Line::of("help-new-password-on"))
        .step_if(!goes_on, Line::of("help-new-password-in"))
}

fn lock(policy: &Policy) -> Chapter {
    let rules = &policy.lockout;
    let answers = rules.answer_tries.filter(|_| policy.question.on && has_temporary(policy));
    let codes = allows(policy, LoginMethod::PasswordOtp);
    let tries = if codes { "help-lock-tries" } else { "help-lock-tries-password" };
    let release = match rules.release {
        Release::Desk => Line::of("help-lock-desk"),
        Release::AfterMinutes(minutes) => Line::of("help-lock-minutes").number("n", minutes),
    };
    Chapter::new(Id::Lock, Line::of("help-lock-lead"))
        .step(Line::of(tries).number("n", rules.tries).shows("lock"))
        .note_if(rules.growing_delay, Line::of("help-lock-delay"))
        .note_if(
            answers.is_some(),
            Line::of("help-lock-answers")
                .number("n", answers.unwrap_or_default())
                .shows("lock-answers"),
        )
        .step(release)
        .step_if(rules.self_release_by_mail, Line::of("help-lock-release").shows("lock-release"))
        .point(Line::of("help-lock-not-you"))
        .point_if(rules.known_browser_counts_apart, Line::of("help-lock-known-browser"))
}

/// What both ways of a reissue begin with.
fn reissue(id: Id, policy: &Policy) -> Chapter {
    let minutes = policy.reissue.link_minutes;
    Chapter::new(id, Line::of("help-reissue-lead"))
        .step(Line::of("help-reissue-ask").shows("reissue-ask"))
        .note_if(!policy.links.reissue, Line::of("help-reissue-no-link"))
        .step(Line::of("help-reissue-sent").number("n", minutes).shows("reissue-sent"))
        .note(Line::of("help-reissue-same-browser"))
        .note(Line::of("help-reissue-no-mail"))
        .step(Line::of("help-reissue-continue").shows("reissue-continue"))
}

fn reissue_temporary(policy: &Policy) -> Option<Chapter> {
    let ReissueEnd::TemporaryPassword { minutes } = policy.reissue.ends_with else { return None };
    if !policy.reissue.on {
        return None;
    }
    let tries = policy.lockout.answer_tries.unwrap_or_default();
    let chapter = reissue(Id::ReissueTemporary, policy)
        .step(Line::of("help-reissue-question").shows("reissue-question"))
        .note(Line::of("help-reissue-mismatch").number("n", tries).shows("reissue-mismatch"))
        .step(Line::of("help-reissue-temporary").number("n", minutes).shows("reissue-temporary"))
        .note(Line::of("help-reissue-once"))
        .step(Line::of("help-reissue-log-in").shows("reissue-log-in"))
        .step(Line::of("help-reissue-new").shows("reissue-new"));
    Some(ending(chapter, policy))
}

fn reissue_second_proof(policy: &Policy) -> Option<Chapter> {
    if !policy.reissue.on || policy.reissue.ends_with != ReissueEnd::SecondProof {
        return None;
    }
    let certificates = allows(policy, LoginMethod::PasswordCertificate);
    let chapter = reissue(Id::ReissueSecondProof, policy)
        .step(Line::of("help-reissue-proof").shows("reissue-proof"))
        .note_if(policy.recovery_codes, Line::of("help-reissue-proof-recovery"))
        .note_if(certificates, Line::of("help-reissue-proof-certificate"))
        .note(Line::of("help-reissue-proof-desk"))
        .step(Line::of("help-reissue-choose").shows("reissue-choose"))
        .step(Line::of("help-reissue-done").shows("reissue-done"));
    Some(ending(chapter, policy))
}

fn ending(chapter: Chapter, policy: &Policy) -> Chapter {
    let goes_on = policy.login_methods.allowed.iter().any(|one| one.has_second_step());
    chapter
        .step_if(goes_on, Line::of("help-reissue-on"))
        .point(Line::of("help-reissue-ended"))
        .point(Line::of("help-reissue-not-you"))
}
