//! `GET` and `POST /reissue`: user ID and a registered mail address. One answer, whatever belongs to whom.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::app::App;
use crate::http::extract::{Tried, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::names::{LoginName, MailAddress};
use crate::usecase::reissue::ask::{Given, ask};

pub async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    if !super::is_on(&visitor) {
        return Ok(Trouble::NotFound.into_response());
    }
    Ok(visitor.page(&app, &view(&visitor)))
}

pub async fn submit(State(app): State<App>, tried: Tried) -> Result<Response, Failure> {
    let visitor = tried.visitor;
    if !super::is_on(&visitor) {
        return Ok(Trouble::NotFound.into_response());
    }
    let (login_name, mail) = (tried.fields.owned("username"), tried.fields.owned("mail"));
    let (Some(typed_name), Some(typed_mail)) = (&login_name, &mail) else {
        let problem = Some("required");
        return Ok(
            visitor.again(&app, &RequestPage { login_name, mail, problem, ..view(&visitor) })
        );
    };
    let given =
        Given { login_name: LoginName::parse(typed_name), mail: MailAddress::parse(typed_mail) };
    ask(&app, &visitor.visit, &given).await?;
    Ok(visitor.page(&app, &SentPage { minutes: visitor.tenant().policy.reissue.link_minutes }))
}

/// What `templates/reissue/request.html` may read.
#[derive(Serialize)]
pub struct RequestPage {
    pub action: String,
    pub login_name: Option<String>,
    pub mail: Option<String>,
    pub problem: Option<&'static str>,
}

impl View for RequestPage {
    const TEMPLATE: &'static str = "reissue/request.html";
}

/// What `templates/reissue/sent.html` may read.
#[derive(Serialize)]
pub struct SentPage {
    pub minutes: u16,
}

impl View for SentPage {
    const TEMPLATE: &'static str = "reissue/sent.html";
}

fn view(visitor: &Visitor) -> RequestPage {
    RequestPage { action: visitor.path("/reissue"), login_name: None, mail: None, problem: None }
}
