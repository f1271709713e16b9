//! `/activate`: a person types the code that a device shows, signs in, and says yes or no (RFC 8628 §3.3).

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::http::account::door::FRESH;
use crate::http::extract::{Posted, Tried, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::login::about::{About, about};
use crate::http::login::consent::ScopeLine;
use crate::http::page::View;
use crate::model::attempt::Purpose;
use crate::model::device_authorization::UserCode;
use crate::usecase::device::decide::{self, Waiting};
use crate::usecase::login::start;
use crate::usecase::session::SignedIn;
use crate::usecase::throttle;
use crate::wire::scope::{OFFERED, Scope};
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/activate", get(enter).post(entered))
        .route("/activate/{code}", get(confirm).post(decided))
}

/// What `templates/activate/enter.html` may read.
#[derive(Serialize)]
pub struct EnterPage {
    pub action: String,
    /// As typed before, or as the device's link brought it.
    pub user_code: String,
    pub problem: Option<&'static str>,
}

impl View for EnterPage {
    const TEMPLATE: &'static str = "activate/enter.html";
}

/// What `templates/activate/confirm.html` may read.
#[derive(Serialize)]
pub struct ConfirmPage {
    pub action: String,
    pub website: String,
    pub about: About,
    pub user_code: String,
    pub login_name: String,
    pub scopes: Vec<ScopeLine>,
}

impl View for ConfirmPage {
    const TEMPLATE: &'static str = "activate/confirm.html";
}

/// What `templates/activate/done.html` may read.
#[derive(Serialize)]
pub struct DonePage {
    /// `approved` or `denied`.
    pub outcome: &'static str,
    pub website: String,
}

impl View for DonePage {
    const TEMPLATE: &'static str = "activate/done.html";
}

/// A link from a device fills the field in; whether it is right is told to whoever presses the button.
async fn enter(State(app): State<App>, visitor: Visitor) -> Response {
    let given = visitor.asked("user_code").and_then(UserCode::parse);
    let page = form(&visitor, given.map(|code| code.to_string()).unwrap_or_default(), None);
    visitor.page(&app, &page)
}

async fn entered(State(app): State<App>, tried: Tried) -> Result<Response, Failure> {
    let visitor = tried.visitor;
    let typed = tried.fields.value("user_code").unwrap_or_default();
    let Some(code) = UserCode::parse(typed) else { return Ok(unknown(&app, &visitor, typed)) };
    match decide::find(&app, &visitor.visit, &code).await? {
        Some(_) => Ok(Redirect::to(&visitor.path(&page_of(&code))).into_response()),
        None => Ok(unknown(&app, &visitor, typed)),
    }
}

async fn confirm(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (who, code, waiting) = match met(&app, &visitor).await? {
        Ok(met) => met,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let line = |name: &str| ScopeLine {
        name: name.to_owned(),
        text: text(visitor.visit.language, &format!("scope-{name}")),
    };
    let scope: &Scope = &waiting.authorization.scope;
    let page = ConfirmPage {
        action: visitor.path(&page_of(&code)),
        website: waiting.client.name.clone(),
        about: about(&app, &visitor, Some(&waiting.client)).await?,
        user_code: code.to_string(),
        login_name: who.user.login_name.to_string(),
        scopes: OFFERED.into_iter().filter(|token| scope.has(token)).map(line).collect(),
    };
    Ok(visitor.page(&app, &page))
}

async fn decided(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let (who, code, waiting) = match met(&app, &visitor).await? {
        Ok(met) => met,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let yes = posted.fields.value("decision") == Some("accept");
    if !decide::decide(&app, &visitor.visit, &who, (&code, &waiting), yes).await? {
        return Ok(unknown(&app, &visitor, ""));
    }
    let outcome = if yes { "approved" } else { "denied" };
    Ok(visitor.page(&app, &DonePage { outcome, website: waiting.client.name }))
}

/// The person, proven by every step of his method a moment ago, and the device that waits for him. Nothing is looked
/// up for whoever is not signed in, and tries are counted here as where codes are typed.
async fn met(
    app: &App,
    visitor: &Visitor,
) -> Result<Result<(SignedIn, UserCode, Waiting), Response>, Failure> {
    let Some(code) = UserCode::parse(visitor.param("code")) else {
        return Ok(Err(unknown(app, visitor, "")));
    };
    let proven = visitor.signed_in(app).await?.filter(|who| who.is_proven(app.now(), FRESH));
    let Some(who) = proven else {
        return Ok(Err(login(app, visitor, &code).await?));
    };
    if throttle::take(app, &visitor.visit).is_err() {
        return Ok(Err(Trouble::TooMany.into_response()));
    }
    match decide::find(app, &visitor.visit, &code).await? {
        Some(waiting) => Ok(Ok((who, code, waiting))),
        None => Ok(Err(unknown(app, visitor, ""))),
    }
}

async fn login(app: &App, visitor: &Visitor, code: &UserCode) -> Result<Response, Failure> {
    let purpose = Purpose::AccountPage(page_of(code));
    let handle = start::begin(app, visitor.tenant(), &visitor.browser, purpose, None).await?;
    let to = visitor.path(&format!("/login/{}", handle.expose()));
    let mut response = Redirect::to(&to).into_response();
    visitor.remember(app, &mut response);
    Ok(response)
}

fn page_of(code: &UserCode) -> String {
    format!("/activate/{code}")
}

fn form(visitor: &Visitor, user_code: String, problem: Option<&'static str>) -> EnterPage {
    EnterPage { action: visitor.path("/activate"), user_code, problem }
}

/// Unknown, decided before, and too late are the same: a stranger learns nothing of other people's codes.
fn unknown(app: &App, visitor: &Visitor, typed: &str) -> Response {
    let typed = typed.chars().filter(|letter| !letter.is_control()).take(40).collect();
    let page = form(visitor, typed, Some("user_code"));
    visitor.page_with(app, StatusCode::UNPROCESSABLE_ENTITY, &page)
}
