//! The pages of an enrolment (認証情報登録). One address, `GET /enrol/{enrolment}`, shows whatever is due.

pub mod certificate;
pub mod code;
pub mod credentials;
pub mod ended;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::model::enrolment::Step;
use crate::stop::Stop;
use crate::usecase::enrolment::find::{self, Situation};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/enrol/{enrolment}", get(show))
        .route("/enrol/{enrolment}/code", post(code::submit))
        .route("/enrol/{enrolment}/register", post(credentials::submit))
        .route("/enrol/{enrolment}/certificates/{device}", post(certificate::download))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    match situation(&app, &visitor).await? {
        Ok(situation) => Ok(page(&app, &visitor, &situation)),
        Err(ended) => Ok(ended),
    }
}

/// The page that is due; the only place that knows which template belongs to which step.
fn page(app: &App, visitor: &Visitor, situation: &Situation) -> Response {
    match situation.step {
        Step::Code => code::page(app, visitor, situation),
        Step::Credentials => credentials::page(app, visitor, situation),
        Step::OtherBrowser => ended::other_browser(app, visitor),
        Step::Ended(how) => ended::page(app, visitor, how),
    }
}

/// The enrolment of the address.
async fn situation(app: &App, visitor: &Visitor) -> Result<Result<Situation, Response>, Failure> {
    let browser = visitor.known_browser.as_ref();
    match find::find(app, visitor.tenant(), visitor.param("enrolment"), browser).await {
        Ok(situation) => Ok(Ok(situation)),
        Err(Stop::Refused(find::Unknown)) => Ok(Err(ended::unknown(app, visitor))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// An address of this enrolment.
fn here(visitor: &Visitor, below: &str) -> String {
    visitor.path(&format!("/enrol/{}{below}", visitor.param("enrolment")))
}
