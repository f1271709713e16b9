//! `POST /reissue/continue/recovery-code`: the second proof by a recovery code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::{Tried, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::stop::Stop;
use crate::usecase::reissue::prove::{Refusal, by_recovery_code};

pub async fn submit(
    State(app): State<App>,
    headers: HeaderMap,
    tried: Tried,
) -> Result<Response, Failure> {
    let visitor = tried.visitor;
    let situation = match super::opened(&app, &headers, &visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    let typed = tried.fields.value("recovery_code").filter(|value| !value.trim().is_empty());
    let Some(typed) = typed else {
        // Nothing was tried, so nothing is counted.
        return Ok(visitor.again(&app, &view(&visitor, Some("required"))));
    };
    match by_recovery_code(&app, &visitor.visit, &situation, typed).await {
        Ok(()) | Err(Stop::Refused(Refusal::NotDue)) => Ok(super::onward(&visitor)),
        Err(Stop::Refused(Refusal::Mismatch)) => {
            Ok(visitor.again(&app, &view(&visitor, Some("recovery_mismatch"))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/reissue/second_proof.html` may read.
#[derive(Serialize)]
pub struct SecondProofPage {
    pub action: String,
    pub recovery: bool,
    /// Where a certificate can be shown; none where there is no such address.
    pub certificate_action: Option<String>,
    pub problem: Option<&'static str>,
}

impl View for SecondProofPage {
    const TEMPLATE: &'static str = "reissue/second_proof.html";
}

pub fn page(app: &App, visitor: &Visitor) -> Response {
    visitor.page(app, &view(visitor, None))
}

fn view(visitor: &Visitor, problem: Option<&'static str>) -> SecondProofPage {
    SecondProofPage {
        action: visitor.path("/reissue/continue/recovery-code"),
        recovery: visitor.tenant().policy.recovery_codes,
        certificate_action: None,
        problem,
    }
}
