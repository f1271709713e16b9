//! The pages of a reissue (パスワード再発行). The mailed address moves into a cookie at once, so that it stays in no history
//! and no referrer; `GET /reissue/continue` shows whatever is due, each step has its own `POST` below it.

pub mod certificate;
pub mod ended;
pub mod new_password;
pub mod question;
pub mod request;
pub mod second_proof;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;

use crate::app::App;
use crate::http::cookie::Cookie;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::login::ended::no_cookie;
use crate::http::login::locked;
use crate::http::page::View;
use crate::model::ending::Ending;
use crate::model::reissue::Step;
use crate::stop::Stop;
use crate::usecase::reissue::confirm::confirm;
use crate::usecase::reissue::find::{self, Situation};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/reissue", get(request::show).post(request::submit))
        .route("/reissue/{token}", get(open))
        .route("/reissue/continue", get(show))
        .route("/reissue/continue/confirm", post(bind))
        .route("/reissue/continue/question", post(question::submit))
        .route("/reissue/continue/recovery-code", post(second_proof::submit))
        .route("/reissue/continue/certificate/{pass}", get(certificate::brought))
        .route("/reissue/continue/new-password", post(new_password::submit))
}

/// `GET /reissue/{token}`: letters are opened by machines too, so opening one changes nothing.
async fn open(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let token = visitor.param("token").to_owned();
    let situation = match situation(&app, &visitor, &token).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    if let (Step::Ended(how), false) = (situation.step, situation.is_own_browser()) {
        return Ok(ended::page(&app, &visitor, how));
    }
    let mut response = onward(&visitor);
    visitor.remember(&app, &mut response);
    if let Some(line) = Cookie::Reissue.set(&app, visitor.tenant(), &token) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}

async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failure> {
    match opened(&app, &headers, &visitor).await? {
        Ok(situation) => page(&app, &visitor, &situation).await,
        Err(ended) => Ok(ended),
    }
}

async fn bind(
    State(app): State<App>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match opened(&app, &headers, &visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    confirm(&app, &visitor.visit, &situation, &visitor.browser).await?;
    Ok(onward(&visitor))
}

/// The page that is due; the only place that knows which template belongs to which step.
async fn page(app: &App, visitor: &Visitor, situation: &Situation) -> Result<Response, Failure> {
    Ok(match (situation.step, situation.lock) {
        (Step::Ended(Ending::Used), _) if situation.is_own_browser() => {
            ended::done(app, visitor, situation)
        }
        (Step::Ended(Ending::Closed), Some(lock)) if situation.is_own_browser() => {
            locked::page(app, visitor, lock)
        }
        (Step::Ended(how), _) => ended::page(app, visitor, how),
        (Step::OtherBrowser, _) => ended::other_browser(app, visitor),
        (_, Some(lock)) => locked::page(app, visitor, lock),
        (Step::Confirm, None) => {
            visitor.page(app, &ContinuePage { action: visitor.path("/reissue/continue/confirm") })
        }
        (Step::Question, None) => question::page(app, visitor),
        (Step::SecondProof, None) => second_proof::page(app, visitor, situation).await?,
        (Step::NewPassword, None) => new_password::page(app, visitor, situation),
    })
}

/// What `templates/reissue/continue.html` may read.
#[derive(Serialize)]
pub struct ContinuePage {
    pub action: String,
}

impl View for ContinuePage {
    const TEMPLATE: &'static str = "reissue/continue.html";
}

fn is_on(visitor: &Visitor) -> bool {
    visitor.tenant().policy.reissue.on
}

/// The reissue whose mailed address was opened in this browser.
async fn opened(
    app: &App,
    headers: &HeaderMap,
    visitor: &Visitor,
) -> Result<Result<Situation, Response>, Failure> {
    if is_on(visitor) && visitor.known_browser.is_none() {
        return Ok(Err(no_cookie(app, visitor)));
    }
    let token = Cookie::Reissue.read(app, visitor.tenant(), headers).unwrap_or_default();
    situation(app, visitor, &token).await
}

async fn situation(
    app: &App,
    visitor: &Visitor,
    token: &str,
) -> Result<Result<Situation, Response>, Failure> {
    if !is_on(visitor) {
        return Ok(Err(Trouble::NotFound.into_response()));
    }
    let browser = visitor.known_browser.as_ref();
    match find::find(app, visitor.tenant(), token, browser).await {
        Ok(situation) => Ok(Ok(situation)),
        Err(Stop::Refused(find::Unknown)) => Ok(Err(ended::unknown(app, visitor))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn onward(visitor: &Visitor) -> Response {
    Redirect::to(&visitor.path("/reissue/continue")).into_response()
}
