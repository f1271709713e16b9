//! `POST /login/{attempt}/new-password`: the forced change.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::new_password::{PAIR, left_empty, rules_for_managers, rules_in_words, wording};
use crate::http::page::View;
use crate::model::password::{MustChange, Typed};
use crate::model::step::Step;
use crate::stop::Stop;
use crate::usecase::login::new_password::choose;
use crate::usecase::login::resume::Situation;

pub async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(lost) => return Ok(lost),
    };
    let Step::NewPassword(why) = situation.step else {
        return super::onward(&app, &visitor).await;
    };
    if let Some(id) = left_empty(&posted.fields, &PAIR) {
        let (problem, problem_field) = (Some("required"), Some(id));
        let view = NewPasswordPage { problem, problem_field, ..view(&visitor, &situation, why) };
        return Ok(super::lead(visitor.again(&app, &view), &situation));
    }
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
    /// The id of the field that was left empty.
    pub problem_field: Option<&'static str>,
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
        problem_field: None,
        cancel_action: super::cancel_action(visitor, situation),
    }
}
