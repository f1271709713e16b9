//! The pages of a login. One address per attempt, `GET /login/{attempt}`, shows whatever step is due; each step has
//! its own `POST` below it and comes back here. So reload, the back button and a second tab always meet the truth.

pub mod about;
pub mod certificate;
pub mod code;
pub mod consent;
pub mod ended;
pub mod locked;
pub mod new_password;
pub mod password;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::oidc::reply::respond;
use crate::http::page::leading_to;
use crate::model::lockout::Lock;
use crate::model::step::{Ended, Step};
use crate::stop::Stop;
use crate::usecase::login::consent::cancel;
use crate::usecase::login::proceed::{self, Destination, Onward};
use crate::usecase::login::resume::{self, Situation};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/login/{attempt}", get(show))
        .route("/login/{attempt}/password", post(password::submit))
        .route("/login/{attempt}/new-password", post(new_password::submit))
        .route("/login/{attempt}/code", post(code::submit))
        .route("/login/{attempt}/code/again", post(code::again))
        .route("/login/{attempt}/code/back", post(code::back))
        .route("/login/{attempt}/certificate/{pass}", get(certificate::brought))
        .route("/login/{attempt}/consent", post(consent::submit))
        .route("/login/{attempt}/cancel", post(give_up))
}

/// The step that is due, or the way on where none is.
async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let onward = match proceed(&app, &visitor).await? {
        Ok(onward) => onward,
        Err(lost) => return Ok(lost),
    };
    match onward.to {
        Destination::Page(situation) if onward.session.is_none() => {
            page(&app, &visitor, &situation).await
        }
        _ => Ok(redirect(&app, &visitor, &onward)),
    }
}

/// The page of a step; the only place that knows which template belongs to which step.
async fn page(app: &App, visitor: &Visitor, situation: &Situation) -> Result<Response, Failure> {
    let response = match situation.step {
        Step::Password => password::page(app, visitor, situation).await?,
        Step::NewPassword(why) => new_password::page(app, visitor, situation, why),
        Step::Code => code::page(app, visitor, situation).await?,
        Step::Consent => consent::page(app, visitor, situation).await?,
        Step::Certificate => certificate::page(app, visitor, situation).await?,
        // Every factor is proven and still nobody was signed in: the account was locked meanwhile.
        Step::SignIn => locked::page(app, visitor, Lock::default()),
        Step::Ended(Ended::Finished) | Step::Answer => ended::finished(app, visitor, situation),
        Step::Ended(Ended::Expired) => ended::expired(app, visitor, situation),
    };
    Ok(lead(response, situation))
}

/// Forms of an attempt's pages end at the website that waits.
fn lead(response: Response, situation: &Situation) -> Response {
    let address = situation.attempt.waiting().map(|waiting| waiting.request.redirect_uri.as_str());
    leading_to(response, address)
}

/// Goes on after a step was answered.
async fn onward(app: &App, visitor: &Visitor) -> Result<Response, Failure> {
    match proceed(app, visitor).await? {
        Ok(onward) => Ok(redirect(app, visitor, &onward)),
        Err(lost) => Ok(lost),
    }
}

async fn proceed(app: &App, visitor: &Visitor) -> Result<Result<Onward, Response>, Failure> {
    let signed_in = visitor.signed_in(app).await?;
    let key = (visitor.param("attempt"), visitor.known_browser.as_ref());
    match proceed::proceed(app, &visitor.visit, key, signed_in.as_ref()).await {
        Ok(onward) => Ok(Ok(onward)),
        Err(Stop::Refused(why)) => Ok(Err(ended::lost(app, visitor, why))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn redirect(app: &App, visitor: &Visitor, onward: &Onward) -> Response {
    let mut response = match &onward.to {
        Destination::Page(_) => Redirect::to(&here(visitor, "")).into_response(),
        Destination::Website(reply) => respond(app, visitor, reply),
        Destination::Account(page) => Redirect::to(&visitor.path(page)).into_response(),
    };
    if let Some(opened) = &onward.session {
        visitor.set_opened(app, &mut response, opened);
    }
    response
}

/// The attempt that a form is about.
async fn situation(app: &App, visitor: &Visitor) -> Result<Result<Situation, Response>, Failure> {
    let browser = visitor.known_browser.as_ref();
    match resume::find(app, &visitor.visit, visitor.param("attempt"), browser).await {
        Ok(situation) => Ok(Ok(situation)),
        Err(Stop::Refused(why)) => Ok(Err(ended::lost(app, visitor, why))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /login/{attempt}/cancel`: the website hears `access_denied`.
async fn give_up(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(lost) => return Ok(lost),
    };
    match cancel(&app, &visitor.visit, &situation).await? {
        Some(reply) => Ok(respond(&app, &visitor, &reply)),
        None => Ok(Redirect::to(&here(&visitor, "")).into_response()),
    }
}

/// An address of this attempt.
fn here(visitor: &Visitor, below: &str) -> String {
    visitor.path(&format!("/login/{}{below}", visitor.param("attempt")))
}

/// The name of the website that waits, as people know it.
fn website(situation: &Situation) -> Option<String> {
    situation.client.as_ref().map(|client| client.name.clone())
}

fn cancel_action(visitor: &Visitor, situation: &Situation) -> Option<String> {
    situation.client.as_ref().map(|_| here(visitor, "/cancel"))
}
