//! `GET /help`: the user guide (ご利用の手引き), with nothing but what the tenant's policy and clients have. The manual in `docs/manual`
//! is written from the same chapters.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use fluent_templates::fluent_bundle::FluentValue;
use serde::Serialize;

use super::new_password::rules_in_words;
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::help::{self, Argument, Chapter, Line, Point, Step};
use crate::model::policy::{Language, Policy};
use crate::usecase::device;
use crate::words::{text, text_with};

pub fn routes() -> Router<App> {
    Router::new().route("/help", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let language = visitor.visit.language;
    let policy: &Policy = &visitor.tenant().policy;
    let devices = device::is_met(&app, visitor.tenant()).await?;
    let chapters = help::chapters(policy, devices);
    let view =
        HelpPage { chapters: chapters.iter().map(|one| in_words(one, policy, language)).collect() };
    Ok(visitor.page(&app, &view))
}

/// What `templates/help/index.html` may read.
#[derive(Serialize)]
pub struct HelpPage {
    pub chapters: Vec<ChapterInWords>,
}

impl View for HelpPage {
    const TEMPLATE: &'static str = "help/index.html";
}

/// A chapter in the words of a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChapterInWords {
    pub id: &'static str,
    pub title: String,
    pub lead: String,
    pub steps: Vec<StepInWords>,
    pub points: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepInWords {
    pub line: LineInWords,
    pub notes: Vec<LineInWords>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineInWords {
    pub text: String,
    /// The picture of the page that the line is about.
    pub picture: Option<&'static str>,
}

pub fn in_words(chapter: &Chapter, policy: &Policy, language: Language) -> ChapterInWords {
    let line = |one: &Line| line_in_words(one, language);
    let step = |one: &Step| StepInWords {
        line: line(&one.line),
        notes: one.notes.iter().map(line).collect(),
    };
    let id = chapter.id.as_str();
    let point = |one: &Point| match one {
        Point::Line(one) => vec![line(one).text],
        Point::PasswordRules { second_step } => {
            rules_in_words(&policy.password, *second_step, language)
        }
    };
    ChapterInWords {
        id,
        title: text(language, &format!("help-{id}-title")),
        lead: line(&chapter.lead).text,
        steps: chapter.steps.iter().map(step).collect(),
        points: chapter.points.iter().flat_map(point).collect(),
    }
}

fn line_in_words(line: &Line, language: Language) -> LineInWords {
    let value = |argument: &Argument| match argument {
        Argument::Number(number) => FluentValue::from(*number),
        Argument::Numbers(list) => {
            let list: Vec<_> = list.iter().map(ToString::to_string).collect();
            FluentValue::from(list.join(&text(language, "list-separator")))
        }
    };
    let arguments: Vec<_> =
        line.arguments.iter().map(|(name, argument)| (*name, value(argument))).collect();
    LineInWords { text: text_with(language, line.key, &arguments), picture: line.picture }
}
