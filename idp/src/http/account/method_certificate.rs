//! `POST /account/method/certificates/{device}`: the file of a certificate that a change of the login method is made by.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use serde::Serialize;
use uuid::Uuid;

use super::certificate::attachment;
use super::door::{self, FRESH};
use super::handed::{Handed, form_asked};
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::ids::DeviceId;
use crate::model::menu::Entry;
use crate::stop::Stop;
use crate::usecase::account::method_certificate::{IssuedTo, hand_out};
use crate::usecase::certificate::fetch::Gone;
use crate::usecase::session::SignedIn;

pub fn routes() -> Router<App> {
    Router::new().route("/account/method/certificates/{device}", post(download))
}

async fn download(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let Ok(device) = visitor.param("device").parse::<Uuid>().map(DeviceId) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let who = match door::resident(&app, &visitor, Entry::Method).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(form) = form_asked(&visitor, posted.fields.value("form")) else {
        return Ok(Trouble::BadRequest.into_response());
    };
    match hand_out(&app, &visitor.visit, &who, (device, form), FRESH).await {
        Ok(file) => Ok(attachment(file)),
        // Fetched before, or too late: the account page tells how it stands.
        Err(Stop::Refused(Gone)) => Ok(Redirect::to(&visitor.path("/account")).into_response()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/account/method_certificates.html` may read.
#[derive(Serialize)]
pub struct CertificatesPage {
    pub menu: Menu,
    pub certificates: Vec<Handed>,
    pub done_href: String,
}

impl View for CertificatesPage {
    const TEMPLATE: &'static str = "account/method_certificates.html";
}

/// The one answer that carries the passwords.
pub(super) fn page(app: &App, visitor: &Visitor, who: &SignedIn, issued: IssuedTo) -> Response {
    let handed = |(device, issued): (DeviceId, _)| {
        let action = visitor.path(&format!("/account/method/certificates/{device}"));
        Handed::of(visitor, issued, action)
    };
    let view = CertificatesPage {
        menu: Menu::of(visitor, who, Entry::Method),
        certificates: issued.into_iter().map(handed).collect(),
        done_href: visitor.path("/account/method/done?method=password_certificate"),
    };
    visitor.page(app, &view)
}
