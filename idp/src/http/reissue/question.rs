//! `POST /reissue/continue/question`: the secret question and its answer; then the temporary password, once.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::{Tried, Visitor};
use crate::http::failure::Failure;
use crate::http::login::locked;
use crate::http::page::View;
use crate::http::question::{QuestionChoice, choices};
use crate::stop::Stop;
use crate::usecase::reissue::answer::{Refusal, Temporary, answer};
use crate::words::moment;

pub async fn submit(
    State(app): State<App>,
    headers: HeaderMap,
    tried: Tried,
) -> Result<Response, Failure> {
    let visitor = tried.visitor;
    let situation = match super::opened(&app, &headers, &visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    let field = |name| tried.fields.value(name).filter(|value| !value.trim().is_empty());
    let (question, typed) = (field("question"), field("answer"));
    let (Some(chosen), Some(typed)) = (question, typed) else {
        // Nothing was tried, so nothing is counted.
        let missing = if question.is_none() { "question" } else { "answer" };
        return Ok(again(&app, &visitor, question, ("required", Some(missing))));
    };
    match answer(&app, &visitor.visit, &situation, (chosen, typed)).await {
        Ok(made) => Ok(shown_once(&app, &visitor, &made)),
        Err(Stop::Refused(Refusal::Mismatch)) => {
            Ok(again(&app, &visitor, question, ("answer_mismatch", None)))
        }
        Err(Stop::Refused(Refusal::Locked(lock))) => Ok(locked::page(&app, &visitor, lock)),
        Err(Stop::Refused(Refusal::NotDue)) => Ok(super::onward(&visitor)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/reissue/question.html` may read.
#[derive(Serialize)]
pub struct QuestionPage {
    pub action: String,
    pub questions: Vec<QuestionChoice>,
    pub problem: Option<&'static str>,
    pub problem_field: Option<&'static str>,
}

impl View for QuestionPage {
    const TEMPLATE: &'static str = "reissue/question.html";
}

/// What `templates/reissue/temporary.html` may read.
#[derive(Serialize)]
pub struct TemporaryPage {
    pub password: String,
    pub until: String,
    pub minutes: u16,
    pub login_href: Option<String>,
}

impl View for TemporaryPage {
    const TEMPLATE: &'static str = "reissue/temporary.html";
    const SHOWN_ONCE: bool = true;
}

pub fn page(app: &App, visitor: &Visitor) -> Response {
    visitor.page(app, &view(visitor, None, (None, None)))
}

fn again(
    app: &App,
    visitor: &Visitor,
    chosen: Option<&str>,
    problem: (&'static str, Option<&'static str>),
) -> Response {
    let (word, missing) = problem;
    visitor.again(app, &view(visitor, chosen, (Some(word), missing)))
}

fn view(
    visitor: &Visitor,
    chosen: Option<&str>,
    problem: (Option<&'static str>, Option<&'static str>),
) -> QuestionPage {
    let (problem, problem_field) = problem;
    QuestionPage {
        action: visitor.path("/reissue/continue/question"),
        questions: choices(visitor, chosen),
        problem,
        problem_field,
    }
}

fn shown_once(app: &App, visitor: &Visitor, made: &Temporary) -> Response {
    let site = &visitor.tenant().policy.account_site;
    let view = TemporaryPage {
        password: made.password.expose().to_owned(),
        until: moment(visitor.visit.language, made.until),
        minutes: made.minutes,
        login_href: site.on.then(|| visitor.path("/account")),
    };
    visitor.page(app, &view)
}
