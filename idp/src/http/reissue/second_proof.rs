//! The page of the second proof; `POST /reissue/continue/recovery-code`: by a recovery code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::{Tried, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::stop::Stop;
use crate::usecase::certificate::recognize::Refusal as Unfit;
use crate::usecase::reissue::find::Situation;
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
        let problem = Some("required");
        return Ok(visitor.again(&app, &view(&app, &visitor, &situation, problem).await?));
    };
    match by_recovery_code(&app, &visitor.visit, &situation, typed).await {
        Ok(()) | Err(Stop::Refused(Refusal::NotDue)) => Ok(super::onward(&visitor)),
        Err(Stop::Refused(Refusal::Mismatch)) => {
            let problem = Some("recovery_mismatch");
            Ok(visitor.again(&app, &view(&app, &visitor, &situation, problem).await?))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/reissue/second_proof.html` may read.
#[derive(Serialize)]
pub struct SecondProofPage {
    pub action: String,
    pub recovery: bool,
    /// The address that asks for a certificate, another origin; none for whoever has none.
    pub certificate_href: Option<String>,
    pub problem: Option<&'static str>,
}

impl View for SecondProofPage {
    const TEMPLATE: &'static str = "reissue/second_proof.html";
}

pub async fn page(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
) -> Result<Response, Failure> {
    let problem = visitor.asked("problem").and_then(Unfit::known_word);
    Ok(visitor.page(app, &view(app, visitor, situation, problem).await?))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
    problem: Option<&'static str>,
) -> Result<SecondProofPage, Failure> {
    Ok(SecondProofPage {
        action: visitor.path("/reissue/continue/recovery-code"),
        recovery: visitor.tenant().policy.recovery_codes,
        certificate_href: super::certificate::href(app, visitor, situation).await?,
        problem,
    })
}
