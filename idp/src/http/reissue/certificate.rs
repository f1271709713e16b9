//! The second proof by certificate: the way to the address that asks for one, and
//! `GET /reissue/continue/certificate/{pass}`, by which the browser comes back from there.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::login::certificate::problem;
use crate::stop::Stop;
use crate::usecase::certificate::recognize::Refusal;
use crate::usecase::reissue::certificate::{bring, is_open_to};
use crate::usecase::reissue::find::Situation;

/// Where this user can show a certificate, if he has one. The mailed address stays here: the row's id is no secret.
pub(super) async fn href(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
) -> Result<Option<String>, Failure> {
    if !is_open_to(app, visitor.tenant(), &situation.user).await? {
        return Ok(None);
    }
    let path = visitor.path(&format!("/reissue/{}/certificate", situation.reissue.id));
    Ok(app.certificate_base.as_ref().map(|base| format!("{base}{path}")))
}

/// Spends what the certificate address gave the browser: only here, in the browser that confirmed the reissue.
pub async fn brought(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let situation = match super::opened(&app, &headers, &visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    match bring(&app, &visitor.visit, &situation, visitor.param("pass")).await {
        Ok(()) | Err(Stop::Refused(Refusal::NotDue | Refusal::Locked)) => {
            Ok(super::onward(&visitor))
        }
        Err(Stop::Refused(why)) => {
            let to = visitor.path(&format!("/reissue/continue{}", problem(why)));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
