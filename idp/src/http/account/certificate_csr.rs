//! `GET` and `POST /account/certificates/{device}/csr`: a certificate for a key that stays on its device; `GET …/pem`
//! is the certificate that stands, which is no secret.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use keys::ca::RequestError;
use serde::Serialize;

use super::certificate::{Own, own, page_of};
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::menu::Entry;
use crate::stop::{Fault, Stop};
use crate::usecase::certificate::issue::issue;
use crate::usecase::certificate::{By, prepare_for_request};
use crate::words::moment;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/certificates/{device}/csr", get(show).post(submit))
        .route("/account/certificates/{device}/pem", get(pem))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    match own(&app, &visitor, &page_of(&visitor, "csr")).await? {
        Ok(own) => Ok(visitor.page(&app, &form(&visitor, &own, None))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let own = match own(&app, &visitor, &page_of(&visitor, "csr")).await? {
        Ok(own) => own,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let csr = posted.fields.value("csr").unwrap_or_default();
    let prepared = match prepare_for_request(&app, visitor.tenant(), csr).await {
        Ok(prepared) => prepared,
        Err(Stop::Refused(why)) => {
            return Ok(visitor.again(&app, &form(&visitor, &own, Some(word(why)))));
        }
        Err(Stop::Fault(fault)) => return Err(fault.into()),
    };
    let (by, whose) = (By::User(&visitor.visit), (&own.who.user, &own.device));
    let issued = issue(&app, by, whose, &prepared).await?;
    let view = PemPage {
        menu: Menu::of(&visitor, &own.who, Entry::Devices),
        number: issued.number,
        expires: moment(visitor.visit.language, issued.expires),
        pem: keys::ca::pem(&issued.certificate).map_err(Fault::from)?,
        download_href: visitor.path(&page_of(&visitor, "pem")),
    };
    Ok(visitor.page(&app, &view))
}

async fn pem(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let own = match own(&app, &visitor, &page_of(&visitor, "pem")).await? {
        Ok(own) => own,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(der) = own.certificates.der(own.device.id) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let mut response = keys::ca::pem(der).map_err(Fault::from)?.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/x-pem-file");
    headers.insert(header::CONTENT_TYPE, kind);
    let disposition = HeaderValue::from_static("attachment; filename=\"certificate.pem\"");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}

const fn word(why: RequestError) -> &'static str {
    match why {
        RequestError::Malformed | RequestError::Generate => "csr_malformed",
        RequestError::UnsupportedKey | RequestError::WeakKey => "csr_weak_key",
        RequestError::BadSignature => "csr_bad_signature",
    }
}

fn form(visitor: &Visitor, own: &Own, problem: Option<&'static str>) -> CsrPage {
    CsrPage {
        menu: Menu::of(visitor, &own.who, Entry::Devices),
        action: visitor.path(&page_of(visitor, "csr")),
        number: own.device.number,
        problem,
    }
}

/// What `templates/account/certificate_csr.html` may read.
#[derive(Serialize)]
pub struct CsrPage {
    pub menu: Menu,
    pub action: String,
    pub number: u32,
    pub problem: Option<&'static str>,
}

/// What `templates/account/certificate_pem.html` may read.
#[derive(Serialize)]
pub struct PemPage {
    pub menu: Menu,
    pub number: u32,
    pub expires: String,
    pub pem: String,
    pub download_href: String,
}

impl View for CsrPage {
    const TEMPLATE: &'static str = "account/certificate_csr.html";
}

impl View for PemPage {
    const TEMPLATE: &'static str = "account/certificate_pem.html";
}
