//! What a policy may say. All problems are told at once.

use serde::Serialize;

use super::super::claims::may_be_mapped;
use super::super::colour::Colour;
use super::super::login_method::LoginMethod;
use super::{Policy, ReissueEnd, Release};

/// A policy that was found to be possible. The only kind that is stored and decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CheckedPolicy(Policy);

impl std::ops::Deref for CheckedPolicy {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        &self.0
    }
}

/// One thing that a policy may not say: the field and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub field: &'static str,
    pub why: String,
}

impl Policy {
    pub fn check(self) -> Result<CheckedPolicy, Vec<Problem>> {
        let mut problems = Vec::new();
        password(&self, &mut problems);
        codes_and_locks(&self, &mut problems);
        methods(&self, &mut problems);
        spans(&self, &mut problems);
        texts(&self, &mut problems);
        claims(&self, &mut problems);
        if problems.is_empty() { Ok(CheckedPolicy(self)) } else { Err(problems) }
    }
}

impl CheckedPolicy {
    pub fn into_inner(self) -> Policy {
        self.0
    }
}

fn within<T: PartialOrd + Copy + std::fmt::Display>(
    problems: &mut Vec<Problem>,
    field: &'static str,
    value: T,
    range: (T, T),
) {
    if value < range.0 || value > range.1 {
        let why = format!("{value} is not between {} and {}", range.0, range.1);
        problems.push(Problem { field, why });
    }
}

fn wrong(problems: &mut Vec<Problem>, field: &'static str, why: &str) {
    problems.push(Problem { field, why: why.to_owned() });
}

fn password(policy: &Policy, problems: &mut Vec<Problem>) {
    let rules = &policy.password;
    within(problems, "password.length_min", rules.length_min, (8, 128));
    within(problems, "password.length_min_alone", rules.length_min_alone, (8, 128));
    within(problems, "password.length_max", rules.length_max, (8, 128));
    if rules.length_max < rules.length_min.max(rules.length_min_alone) {
        wrong(problems, "password.length_max", "is below the shortest length");
    }
    if let Some(days) = rules.valid_days {
        within(problems, "password.valid_days", days, (1, 3650));
    }
    let longest = rules.valid_days.unwrap_or(0);
    if rules.remind_days_before.iter().any(|days| *days >= longest) {
        wrong(problems, "password.remind_days_before", "is not below valid_days");
    }
    within(problems, "password.former_refused", rules.former_refused, (1, 24));
}

fn codes_and_locks(policy: &Policy, problems: &mut Vec<Problem>) {
    let code = &policy.one_time_code;
    within(problems, "one_time_code.digits", code.digits, (6, 10));
    within(problems, "one_time_code.life_seconds", code.life_seconds, (60, 3600));
    within(problems, "one_time_code.resend_wait_seconds", code.resend_wait_seconds, (0, 600));
    within(problems, "one_time_code.mails_per_quarter_hour", code.mails_per_quarter_hour, (1, 30));
    within(problems, "one_time_code.tries_per_code", code.tries_per_code, (1, 10));
    within(problems, "lockout.tries", policy.lockout.tries, (3, 20));
    if let Release::AfterMinutes(minutes) = policy.lockout.release {
        within(problems, "lockout.release", minutes, (1, 24 * 60));
    }
    match policy.lockout.answer_tries {
        Some(tries) => within(problems, "lockout.answer_tries", tries, (3, 20)),
        None if policy.question.on => {
            wrong(problems, "lockout.answer_tries", "is missing while the secret question is on");
        }
        None => {}
    }
}

fn methods(policy: &Policy, problems: &mut Vec<Problem>) {
    let methods = &policy.login_methods;
    if !methods.allowed.contains(&methods.of_new_user) {
        wrong(problems, "login_methods.of_new_user", "is not among the allowed methods");
    }
    // Where the code page does not always come, that it comes would tell something.
    let only_codes = methods.allowed.iter().all(|one| *one == LoginMethod::PasswordOtp);
    if policy.conceal_first_step && !only_codes {
        let why = "needs password_otp as the only allowed method: others have no code page";
        wrong(problems, "conceal_first_step", why);
    }
}

fn spans(policy: &Policy, problems: &mut Vec<Problem>) {
    within(problems, "devices_at_most", policy.devices_at_most, (1, 20));
    within(problems, "history_days", policy.history_days, (1, 3650));
    within(problems, "certificate.valid_days", policy.certificate.valid_days, (1, 730));
    within(problems, "enrolment.address_days", policy.enrolment.address_days, (1, 90));
    within(problems, "enrolment.tries", policy.enrolment.tries, (1, 20));
    within(problems, "reissue.link_minutes", policy.reissue.link_minutes, (5, 24 * 60));
    if let ReissueEnd::TemporaryPassword { minutes } = policy.reissue.ends_with {
        within(problems, "reissue.ends_with", minutes, (5, 24 * 60));
        if policy.reissue.on && !policy.question.on {
            wrong(problems, "reissue.ends_with", "a temporary password needs the secret question");
        }
    }
    let session = &policy.session;
    within(problems, "session.idle_minutes", session.idle_minutes, (1, 24 * 60));
    within(problems, "session.absolute_minutes", session.absolute_minutes, (5, 30 * 24 * 60));
    if session.idle_minutes > session.absolute_minutes {
        wrong(problems, "session.idle_minutes", "is longer than the absolute limit");
    }
    if let Some(days) = session.remembered_browser_days {
        within(problems, "session.remembered_browser_days", days, (1, 365));
    }
}

fn texts(policy: &Policy, problems: &mut Vec<Problem>) {
    if policy.question.on && policy.question.list.is_empty() {
        wrong(problems, "question.list", "is empty while the secret question is on");
    }
    if !policy.languages.offered.contains(&policy.languages.default) {
        wrong(problems, "languages.default", "is not among the offered languages");
    }
    let colour = policy.look.colour.as_deref();
    if colour.is_some_and(|text| Colour::parse(text).is_none()) {
        wrong(problems, "look.colour", "is not #rrggbb");
    }
    let seal = policy.look.seal.as_ref().and_then(|seal| seal.href.clone());
    for (field, link) in [
        ("look.terms", &policy.look.terms),
        ("look.privacy", &policy.look.privacy),
        ("look.seal", &seal),
    ] {
        let safe = link.as_deref().is_none_or(|link| link.starts_with("https://"));
        if !safe {
            wrong(problems, field, "is not an https address");
        }
    }
}

fn claims(policy: &Policy, problems: &mut Vec<Problem>) {
    within(problems, "claims", policy.claims.len(), (0, 100));
    for (place, rule) in policy.claims.iter().enumerate() {
        if !may_be_mapped(&rule.claim) {
            wrong(problems, "claims.claim", "is a standard claim, or no name of one");
        }
        if policy.claims[..place].iter().any(|other| other.claim == rule.claim) {
            wrong(problems, "claims.claim", "is mapped twice");
        }
        if !["openid", "profile", "email", "address", "phone"].contains(&rule.scope.as_str()) {
            wrong(problems, "claims.scope", "is not a scope that is offered");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_presets_are_possible() {
        assert!(Policy::standard().check().is_ok());
        assert!(Policy::classic().check().is_ok());
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let mut policy = Policy::classic();
        policy.password.length_min = 7;
        policy.one_time_code.digits = 5;
        policy.login_methods.allowed.remove(&LoginMethod::PasswordOtp);
        policy.question.list.clear();
        policy.look.terms = Some("javascript:alert(1)".to_owned());
        let fields: Vec<_> = policy.check().unwrap_err().into_iter().map(|one| one.field).collect();
        let expected = [
            "password.length_min",
            "one_time_code.digits",
            "login_methods.of_new_user",
            "question.list",
            "look.terms",
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn the_first_step_is_concealed_only_where_the_code_page_always_comes() {
        use LoginMethod::{Password, PasswordCertificate, PasswordOtp};
        for (allowed, fine) in [
            (&[PasswordOtp][..], true),
            (&[Password, PasswordOtp], false),
            (&[PasswordOtp, PasswordCertificate], false),
        ] {
            let mut policy = Policy::standard();
            policy.conceal_first_step = true;
            policy.login_methods.allowed = allowed.iter().copied().collect();
            let fields = policy.check().map_err(|all| all[0].field).map(drop);
            assert_eq!(fields, if fine { Ok(()) } else { Err("conceal_first_step") });
        }
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let mut json = serde_json::to_value(Policy::standard()).unwrap();
        json["password"]["colour"] = "blue".into();
        assert!(serde_json::from_value::<Policy>(json).is_err());
    }
}
