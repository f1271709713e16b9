//! The certificate step: the way to the address that asks for one, and `GET /login/{attempt}/certificate/{pass}`, by
//! which the browser comes back from there.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use super::{ended, locked};
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::stop::Stop;
use crate::usecase::certificate::recognize::Refusal;
use crate::usecase::login::certificate::{bring, lock};
use crate::usecase::login::resume::Situation;

/// What `templates/login/certificate.html` may read.
#[derive(Serialize)]
pub struct CertificatePage {
    pub website: Option<String>,
    /// The address that asks for the certificate; another origin.
    pub href: String,
    pub cancel_action: Option<String>,
    pub problem: Option<&'static str>,
}

impl View for CertificatePage {
    const TEMPLATE: &'static str = "login/certificate.html";
}

pub async fn page(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
) -> Result<Response, Failure> {
    let Some(base) = &app.certificate_base else {
        return Ok(ended::no_method(app, visitor, situation));
    };
    if let Some(user) = &situation.user
        && let Some(lock) = lock(app, &visitor.visit, user).await?
    {
        return Ok(locked::page(app, visitor, lock));
    }
    let view = CertificatePage {
        website: super::website(situation),
        href: format!("{base}{}", super::here(visitor, "/certificate")),
        cancel_action: super::cancel_action(visitor, situation),
        problem: visitor.asked("problem").and_then(Refusal::known_word),
    };
    Ok(visitor.page(app, &view))
}

/// Spends what the certificate address gave the browser: only here, in the browser that began the login.
pub async fn brought(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(lost) => return Ok(lost),
    };
    match bring(&app, &visitor.visit, &situation, visitor.param("pass")).await {
        Ok(()) | Err(Stop::Refused(Refusal::NotDue | Refusal::Locked)) => {
            super::onward(&app, &visitor).await
        }
        Err(Stop::Refused(why)) => {
            let to = super::here(&visitor, &problem(why));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The query by which the ordinary page tells what was wrong.
pub fn problem(why: Refusal) -> String {
    why.word().map(|word| format!("?problem={word}")).unwrap_or_default()
}
