//! `POST /reissue/continue/new-password`: the new password at the end of a reissue.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::new_password::{PAIR, left_empty, rules_for_managers, rules_in_words, wording};
use crate::http::page::View;
use crate::model::password::Typed;
use crate::stop::Stop;
use crate::usecase::reissue::choose::choose;
use crate::usecase::reissue::find::Situation;

pub async fn submit(
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match super::opened(&app, &headers, &visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    if let Some(id) = left_empty(&posted.fields, &PAIR) {
        let (problem, problem_field) = (Some("required"), Some(id));
        let view = NewPasswordPage { problem, problem_field, ..view(&visitor, &situation) };
        return Ok(visitor.again(&app, &view));
    }
    let field = |name| Typed::fold(posted.fields.value(name).unwrap_or_default());
    let (new, confirm) = (field("new_password"), field("new_password_confirm"));
    match choose(&app, &visitor.visit, &situation, (&new, &confirm)).await {
        Ok(()) => Ok(super::onward(&visitor)),
        Err(Stop::Refused(refusal)) => {
            let (word, problem_number) = wording(&refusal);
            let view = NewPasswordPage {
                problem: Some(word),
                problem_number,
                ..view(&visitor, &situation)
            };
            Ok(visitor.again(&app, &view))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/reissue/new_password.html` may read.
#[derive(Serialize)]
pub struct NewPasswordPage {
    pub action: String,
    pub login_name: String,
    pub rules: Vec<String>,
    /// For password managers that make one.
    pub passwordrules: String,
    pub problem: Option<&'static str>,
    pub problem_number: Option<u8>,
    /// The id of the field that was left empty.
    pub problem_field: Option<&'static str>,
}

impl View for NewPasswordPage {
    const TEMPLATE: &'static str = "reissue/new_password.html";
}

pub fn page(app: &App, visitor: &Visitor, situation: &Situation) -> Response {
    visitor.page(app, &view(visitor, situation))
}

fn view(visitor: &Visitor, situation: &Situation) -> NewPasswordPage {
    let rules = &visitor.tenant().policy.password;
    let second = situation.user.login_method.has_second_step();
    NewPasswordPage {
        action: visitor.path("/reissue/continue/new-password"),
        login_name: situation.user.login_name.to_string(),
        rules: rules_in_words(rules, second, visitor.visit.language),
        passwordrules: rules_for_managers(rules, second),
        problem: None,
        problem_number: None,
        problem_field: None,
    }
}
