//! `POST /login/{attempt}/new-password`: the forced change.

use axum::extract::State;
use axum::response::Response;
use fluent_templates::fluent_bundle::FluentValue;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::password::{MustChange, Typed, Weakness};
use crate::model::policy::{CharacterClass, Characters, Language, PasswordRules};
use crate::model::step::Step;
use crate::stop::Stop;
use crate::usecase::login::new_password::{Refusal, choose};
use crate::usecase::login::resume::Situation;
use crate::words::{text, text_with};

pub async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(lost) => return Ok(lost),
    };
    let Step::NewPassword(why) = situation.step else {
        return super::onward(&app, &visitor).await;
    };
    let field = |name| Typed::fold(posted.fields.value(name).unwrap_or_default());
    let (new, confirm) = (field("new_password"), field("new_password_confirm"));
    match choose(&app, &visitor.visit, &situation, (&new, &confirm)).await {
        Ok(()) => super::onward(&app, &visitor).await,
        Err(Stop::Refused(refusal)) => {
            let (problem, problem_number) = wording(&refusal);
            let view = NewPasswordPage {
                problem: Some(problem),
                problem_number,
                ..view(&visitor, &situation, why)
            };
            Ok(super::lead(visitor.again(&app, &view), &situation))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/login/new_password.html` may read.
#[derive(Serialize)]
pub struct NewPasswordPage {
    pub action: String,
    pub login_name: String,
    pub reason: &'static str,
    pub rules: Vec<String>,
    /// For password managers that make one.
    pub passwordrules: String,
    pub problem: Option<&'static str>,
    pub problem_number: Option<u8>,
    pub cancel_action: Option<String>,
}

impl View for NewPasswordPage {
    const TEMPLATE: &'static str = "login/new_password.html";
}

pub fn page(app: &App, visitor: &Visitor, situation: &Situation, why: MustChange) -> Response {
    visitor.page(app, &view(visitor, situation, why))
}

fn view(visitor: &Visitor, situation: &Situation, why: MustChange) -> NewPasswordPage {
    let rules = &visitor.tenant().policy.password;
    let user = situation.user.as_ref();
    let second = user.is_some_and(|user| user.login_method.has_second_step());
    NewPasswordPage {
        action: super::here(visitor, "/new-password"),
        login_name: user.map(|user| user.login_name.to_string()).unwrap_or_default(),
        reason: match why {
            MustChange::Expired => "expired",
            MustChange::Temporary => "temporary",
            MustChange::Reset => "reset",
        },
        rules: rules_in_words(rules, second, visitor.visit.language),
        passwordrules: rules_for_managers(rules, second),
        problem: None,
        problem_number: None,
        cancel_action: super::cancel_action(visitor, situation),
    }
}

const fn wording(refusal: &Refusal) -> (&'static str, Option<u8>) {
    match refusal {
        Refusal::Mismatch => ("password_mismatch", None),
        Refusal::Reused => ("password_reused", None),
        Refusal::Weak(Weakness::TooShort(least)) => ("password_too_short", Some(*least)),
        Refusal::Weak(Weakness::TooLong(most)) => ("password_too_long", Some(*most)),
        Refusal::Weak(Weakness::Characters) => ("password_characters", None),
        Refusal::Weak(Weakness::Classes(_)) => ("password_classes", None),
        Refusal::Weak(Weakness::ContainsId) => ("password_contains_id", None),
        Refusal::Weak(Weakness::Commonplace) => ("password_common", None),
    }
}

/// The rules that `PasswordRules::judge` checks, each in words.
pub fn rules_in_words(rules: &PasswordRules, second: bool, language: Language) -> Vec<String> {
    let number = |value: u8| FluentValue::from(i64::from(value));
    let length = [("min", number(rules.shortest(second))), ("max", number(rules.length_max))];
    let mut lines = vec![text_with(language, "rule-length", &length)];
    if rules.characters == Characters::HalfWidth {
        lines.push(text(language, "rule-characters-half-width"));
    }
    if !rules.required_classes.is_empty() {
        let names: Vec<_> =
            rules.required_classes.iter().map(|class| text(language, class_key(*class))).collect();
        let list = names.join(&text(language, "list-separator"));
        lines.push(text_with(language, "rule-classes", &[("list", FluentValue::from(list))]));
    }
    lines.push(match rules.former_refused {
        0 | 1 => text(language, "rule-not-current"),
        n => text_with(language, "rule-not-former", &[("n", number(n))]),
    });
    lines.push(text(language, "rule-not-id"));
    if rules.refuse_commonplace {
        lines.push(text(language, "rule-not-common"));
    }
    lines
}

const fn class_key(class: CharacterClass) -> &'static str {
    match class {
        CharacterClass::Digit => "class-digit",
        CharacterClass::Lower => "class-lower",
        CharacterClass::Upper => "class-upper",
        CharacterClass::Symbol => "class-symbol",
    }
}

fn rules_for_managers(rules: &PasswordRules, second: bool) -> String {
    let mut line =
        format!("minlength: {}; maxlength: {};", rules.shortest(second), rules.length_max);
    for class in &rules.required_classes {
        line.push_str(match class {
            CharacterClass::Digit => " required: digit;",
            CharacterClass::Lower => " required: lower;",
            CharacterClass::Upper => " required: upper;",
            CharacterClass::Symbol => " required: [-!#$%&*+=.];",
        });
    }
    line.push_str(" allowed: lower, upper, digit, [-!#$%&*+=.];");
    line
}
