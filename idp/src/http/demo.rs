//! The demo's own pages: `GET /` lists what there is to try, `GET /dev/mailbox` shows every letter.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::app::App;
use crate::http::extract::locale;
use crate::http::failure::Failure;
use crate::http::page::{Frame, View, render};
use crate::model::moment::Moment;
use crate::model::policy::Language;
use crate::stop::Fault;
use crate::words::{moment, text};

/// A letter of the mailbox, as the pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What the demo knows about itself.
#[derive(Clone)]
pub struct Pages {
    pub tenants: Arc<Vec<TenantEntry>>,
    pub website: String,
    /// Letters, newest first.
    pub letters: Arc<dyn Fn() -> std::io::Result<Vec<Letter>> + Send + Sync>,
}

#[derive(Clone, Debug)]
pub struct TenantEntry {
    pub name: String,
    pub slug: String,
    pub preset: &'static str,
    pub issuer: String,
    pub account: String,
    pub users: Vec<UserEntry>,
}

#[derive(Clone, Debug)]
pub struct UserEntry {
    pub user_id: String,
    pub password: Option<String>,
    pub mail: String,
    /// Keys of texts.
    pub method: &'static str,
    pub state: &'static str,
}

pub fn routes(pages: Pages) -> Router<App> {
    Router::new()
        .route("/", get(start))
        .route("/dev/mailbox", get(mailbox))
        .route("/dev/mailbox.json", get(mailbox_json))
        .layer(Extension(pages))
}

async fn start(
    State(app): State<App>,
    Extension(pages): Extension<Pages>,
    request: Request,
) -> Result<Response, Failure> {
    let language = language(&request);
    let view = StartPage {
        tenants: pages.tenants.iter().map(|tenant| TenantLine::of(tenant, language)).collect(),
        website: pages.website,
        mailbox: "/dev/mailbox".to_owned(),
    };
    show(&app, language, "/", &view)
}

async fn mailbox(
    State(app): State<App>,
    Extension(pages): Extension<Pages>,
    request: Request,
) -> Result<Response, Failure> {
    let language = language(&request);
    let letters = (pages.letters)().map_err(|error| Fault::Other(error.to_string()))?;
    let letters = letters.into_iter().map(|letter| LetterLine::of(letter, language)).collect();
    show(&app, language, "/dev/mailbox", &MailboxPage { letters })
}

async fn mailbox_json(Extension(pages): Extension<Pages>) -> Result<Json<Vec<Letter>>, Failure> {
    let letters = (pages.letters)().map_err(|error| Fault::Other(error.to_string()))?;
    Ok(Json(letters))
}

/// What `templates/demo/start.html` may read.
#[derive(Serialize)]
pub struct StartPage {
    pub tenants: Vec<TenantLine>,
    pub website: String,
    pub mailbox: String,
}

impl View for StartPage {
    const TEMPLATE: &'static str = "demo/start.html";
}

#[derive(Serialize)]
pub struct TenantLine {
    name: String,
    slug: String,
    preset: &'static str,
    issuer: String,
    account: String,
    users: Vec<UserLine>,
}

#[derive(Serialize)]
struct UserLine {
    user_id: String,
    password: Option<String>,
    mail: String,
    method_text: String,
    state_text: String,
}

impl TenantLine {
    pub fn of(tenant: &TenantEntry, language: Language) -> Self {
        let user = |user: &UserEntry| UserLine {
            user_id: user.user_id.clone(),
            password: user.password.clone(),
            mail: user.mail.clone(),
            method_text: text(language, user.method),
            state_text: text(language, user.state),
        };
        Self {
            name: tenant.name.clone(),
            slug: tenant.slug.clone(),
            preset: tenant.preset,
            issuer: tenant.issuer.clone(),
            account: tenant.account.clone(),
            users: tenant.users.iter().map(user).collect(),
        }
    }
}

/// What `templates/demo/mailbox.html` may read.
#[derive(Serialize)]
pub struct MailboxPage {
    pub letters: Vec<LetterLine>,
}

impl View for MailboxPage {
    const TEMPLATE: &'static str = "demo/mailbox.html";
}

#[derive(Serialize)]
pub struct LetterLine {
    to: String,
    subject: String,
    at: String,
    text: String,
    code: Option<String>,
    link: Option<String>,
}

impl LetterLine {
    pub fn of(letter: Letter, language: Language) -> Self {
        let at = OffsetDateTime::parse(&letter.at, &Rfc3339)
            .map(|at| moment(language, Moment::from_seconds(at.unix_timestamp())));
        Self {
            to: letter.to,
            subject: letter.subject,
            at: at.unwrap_or(letter.at),
            text: letter.text,
            code: letter.code,
            link: letter.link,
        }
    }
}

fn language(request: &Request) -> Language {
    let picked = request.uri().query().and_then(|query| query.strip_prefix("lang="));
    picked
        .and_then(Language::parse)
        .or_else(|| locale::of_browser(request.headers()).first().copied())
        .unwrap_or(Language::Ja)
}

fn show<V: View>(app: &App, language: Language, here: &str, view: &V) -> Result<Response, Failure> {
    let frame = Frame::plain(app, language, here, vec![Language::Ja, Language::En]);
    Ok(Html(render(language, &frame, view)?).into_response())
}
