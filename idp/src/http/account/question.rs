//! `GET` and `POST /account/question`: 秘密の質問・答え変更.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::new_password::left_empty;
use crate::http::page::View;
use crate::model::menu::Entry;
use crate::model::secret_question::Unfit;
use crate::stop::Stop;
use crate::usecase::account::question::{change, current};
use crate::usecase::session::SignedIn;

const HERE: &str = "/account/question";

pub fn routes() -> Router<App> {
    Router::new().route("/account/question", get(show).post(submit))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::proven(&app, &visitor, Entry::Question, HERE).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let stands = current(&app, &visitor.visit, &who).await?;
    Ok(visitor.page(&app, &view(&visitor, &who, stands.as_deref())))
}

async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::proven(&app, &visitor, Entry::Question, HERE).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let field = |name| posted.fields.value(name).unwrap_or_default();
    let (question, answer) = (field("question"), field("answer"));
    if let Some(id) = left_empty(&posted.fields, &["question", "answer"]) {
        let (problem, problem_field) = (Some("required"), Some(id));
        let view = QuestionPage { problem, problem_field, ..view(&visitor, &who, Some(question)) };
        return Ok(visitor.again(&app, &view));
    }
    match change(&app, &visitor.visit, &who, (question, answer)).await {
        Ok(()) => {
            let menu = Menu::of(&visitor, &who, Entry::Question);
            Ok(visitor.page(&app, &QuestionDonePage { menu }))
        }
        Err(Stop::Refused(why)) => {
            let problem = Some(answer_wording(why));
            let view = QuestionPage { problem, ..view(&visitor, &who, Some(question)) };
            Ok(visitor.again(&app, &view))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// A question of the tenant's list, in the language of the page.
#[derive(Clone, Serialize)]
pub struct QuestionChoice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// The tenant's list; the first is selected where none is chosen.
pub fn choices(visitor: &Visitor, chosen: Option<&str>) -> Vec<QuestionChoice> {
    let list = &visitor.tenant().policy.question.list;
    let known = list.iter().position(|one| Some(one.ja.as_str()) == chosen).unwrap_or(0);
    let choice = |(at, one): (usize, &crate::model::policy::Bilingual)| QuestionChoice {
        value: one.ja.clone(),
        label: one.in_language(visitor.visit.language).to_owned(),
        selected: at == known,
    };
    list.iter().enumerate().map(choice).collect()
}

/// The problem word of an answer that cannot be set.
pub const fn answer_wording(why: Unfit) -> &'static str {
    match why {
        Unfit::UnknownQuestion => "unknown_question",
        Unfit::TooShort => "answer_too_short",
        Unfit::IsQuestion => "answer_is_question",
        Unfit::IsLoginName => "answer_is_login_name",
        Unfit::Common => "answer_common",
    }
}

/// What `templates/account/question.html` may read.
#[derive(Serialize)]
pub struct QuestionPage {
    pub menu: Menu,
    pub action: String,
    pub login_name: String,
    pub questions: Vec<QuestionChoice>,
    pub problem: Option<&'static str>,
    /// The id of the field that was left empty.
    pub problem_field: Option<&'static str>,
}

impl View for QuestionPage {
    const TEMPLATE: &'static str = "account/question.html";
}

/// What `templates/account/question_done.html` may read.
#[derive(Serialize)]
pub struct QuestionDonePage {
    pub menu: Menu,
}

impl View for QuestionDonePage {
    const TEMPLATE: &'static str = "account/question_done.html";
}

fn view(visitor: &Visitor, who: &SignedIn, chosen: Option<&str>) -> QuestionPage {
    QuestionPage {
        menu: Menu::of(visitor, who, Entry::Question),
        action: visitor.path(HERE),
        login_name: who.user.login_name.to_string(),
        questions: choices(visitor, chosen),
        problem: None,
        problem_field: None,
    }
}
