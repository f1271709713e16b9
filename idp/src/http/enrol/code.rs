//! `POST /enrol/{enrolment}/code`: the initial one-time password.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use crate::app::App;
use crate::http::extract::{Tried, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::enrolment::Step;
use crate::stop::Stop;
use crate::usecase::enrolment::code::{Refusal, answer};
use crate::usecase::enrolment::find::Situation;

pub async fn submit(State(app): State<App>, tried: Tried) -> Result<Response, Failure> {
    let visitor = tried.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    if situation.step != Step::Code {
        return Ok(Redirect::to(&super::here(&visitor, "")).into_response());
    }
    let Some(typed) = tried.fields.value("otp").filter(|typed| !typed.trim().is_empty()) else {
        // Nothing was tried, so nothing is counted.
        return Ok(visitor.again(&app, &view(&visitor, &situation, Some("required"))));
    };
    match answer(&app, &visitor.visit, &situation, &visitor.browser, typed).await {
        Ok(()) => Ok(Redirect::to(&super::here(&visitor, "")).into_response()),
        Err(Stop::Refused(Refusal::Mismatch)) => {
            // The last wrong try closed it: then the page says so.
            match super::situation(&app, &visitor).await? {
                Ok(now) if now.step == Step::Code => {
                    Ok(visitor.again(&app, &view(&visitor, &now, Some("code_mismatch"))))
                }
                Ok(now) => Ok(super::page(&app, &visitor, &now)),
                Err(ended) => Ok(ended),
            }
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/enrol/code.html` may read.
#[derive(Serialize)]
pub struct CodePage {
    pub action: String,
    pub login_name: String,
    pub problem: Option<&'static str>,
}

impl View for CodePage {
    const TEMPLATE: &'static str = "enrol/code.html";
}

pub fn page(app: &App, visitor: &Visitor, situation: &Situation) -> Response {
    visitor.page(app, &view(visitor, situation, None))
}

fn view(visitor: &Visitor, situation: &Situation, problem: Option<&'static str>) -> CodePage {
    let login_name = situation.user.login_name.to_string();
    CodePage { action: super::here(visitor, "/code"), login_name, problem }
}
