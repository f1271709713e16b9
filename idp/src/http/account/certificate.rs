//! Certificates of devices: `GET` and `POST /account/certificates/{device}/renew` and `…/revoke`, `POST …/download`, and
//! `GET /account/certificates/passwords`, which leads to the kept passwords through a login.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;
use uuid::Uuid;

use super::certificate_cell::is_unlocked;
use super::door;
use super::handed::{Handed, form_asked};
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::certificate::Reason;
use crate::model::device::Device;
use crate::model::ids::DeviceId;
use crate::model::login_method::LoginMethod;
use crate::model::menu::Entry;
use crate::stop::Stop;
use crate::usecase::account::delete_device::find;
use crate::usecase::certificate::fetch::{File, Gone, fetch};
use crate::usecase::certificate::issue::{Issued, issue};
use crate::usecase::certificate::revoke::revoke_now;
use crate::usecase::certificate::{By, Devices, is_offered, of_devices, prepare};
use crate::usecase::session::SignedIn;
use crate::words::{moment, text};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/certificates/passwords", get(passwords))
        .route("/account/certificates/{device}/renew", get(ask_renew).post(renew))
        .route("/account/certificates/{device}/revoke", get(ask_revoke).post(revoke))
        .route("/account/certificates/{device}/download", post(download))
}

/// A user of the certificate method who proved himself anew, one of his devices, and his certificates.
pub(super) struct Own {
    pub(super) who: SignedIn,
    pub(super) device: Device,
    pub(super) certificates: Devices,
}

/// Lets the owner of the device in; a login that is asked for leads back to `page`.
pub(super) async fn own(
    app: &App,
    visitor: &Visitor,
    page: &str,
) -> Result<Result<Own, Response>, Failure> {
    let missing = || Ok(Err(Trouble::NotFound.into_response()));
    if !is_offered(app, visitor.tenant()) {
        return missing();
    }
    let who = match door::resident(app, visitor, Entry::Devices).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let Ok(id) = visitor.param("device").parse::<Uuid>() else { return missing() };
    let device = find(app, &visitor.visit, &who, DeviceId(id)).await?;
    let Some(device) = device.filter(|_| is_of_method(&who)) else { return missing() };
    let certificates = of_devices(app, visitor.tenant(), who.user.id).await?;
    if !is_unlocked(app, &who, &certificates)
        && let Err(elsewhere) = door::proven(app, visitor, Entry::Devices, page).await?
    {
        return Ok(Err(elsewhere));
    }
    Ok(Ok(Own { who, device, certificates }))
}

fn is_of_method(who: &SignedIn) -> bool {
    who.user.login_method == LoginMethod::PasswordCertificate
}

/// The page of a device's deed, below the tenant's issuer.
pub(super) fn page_of(visitor: &Visitor, deed: &str) -> String {
    format!("/account/certificates/{}/{deed}", visitor.param("device"))
}

async fn passwords(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    if !is_offered(&app, visitor.tenant()) {
        return Ok(Trouble::NotFound.into_response());
    }
    match door::proven(&app, &visitor, Entry::Devices, "/account/certificates/passwords").await? {
        Ok(_) => Ok(Redirect::to(&visitor.path("/account")).into_response()),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn ask_renew(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    match own(&app, &visitor, &page_of(&visitor, "renew")).await? {
        Ok(own) => Ok(visitor.page(&app, &RenewPage(question(&app, &visitor, &own, "renew")))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn renew(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let own = match own(&app, &visitor, &page_of(&visitor, "renew")).await? {
        Ok(own) => own,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let prepared = prepare(&app, visitor.tenant()).await?;
    let (by, whose) = (By::User(&visitor.visit), (&own.who.user, &own.device));
    let issued = issue(&app, by, whose, &prepared).await?;
    // The one answer that carries the password.
    Ok(visitor.page(&app, &issued_page(&visitor, &own, issued)))
}

async fn ask_revoke(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    match own(&app, &visitor, &page_of(&visitor, "revoke")).await? {
        Ok(own) => Ok(visitor.page(&app, &RevokePage(question(&app, &visitor, &own, "revoke")))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn revoke(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let own = match own(&app, &visitor, &page_of(&visitor, "revoke")).await? {
        Ok(own) => own,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (by, whose) = (By::User(&visitor.visit), (&own.who.user, &own.device));
    revoke_now(&app, by, whose, (Reason::ByUser, Some(own.who.session.id))).await?;
    Ok(Redirect::to(&visitor.path("/account?notice=certificate_revoked")).into_response())
}

async fn download(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let own = match own(&app, &visitor, "/account").await? {
        Ok(own) => own,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(form) = form_asked(&visitor, posted.fields.value("form")) else {
        return Ok(Trouble::BadRequest.into_response());
    };
    let (by, whose) = (By::User(&visitor.visit), (&own.who.user, &own.device));
    match fetch(&app, by, whose, form).await {
        Ok(file) => Ok(attachment(file)),
        // Fetched in another tab, or too late: the account page tells how it stands.
        Err(Stop::Refused(Gone)) => Ok(Redirect::to(&visitor.path("/account")).into_response()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The file of a certificate, to be saved.
pub fn attachment(file: File) -> Response {
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-pkcs12"));
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn issued_page(visitor: &Visitor, own: &Own, issued: Issued) -> CertificatePage {
    let handed = Handed::of(visitor, issued, visitor.path(&page_of(visitor, "download")));
    let menu = Menu::of(visitor, &own.who, Entry::Devices);
    CertificatePage { menu, handed, problem: None }
}

fn question(app: &App, visitor: &Visitor, own: &Own, deed: &str) -> QuestionPage {
    let language = visitor.visit.language;
    let one = own.certificates.of(app, visitor.tenant(), own.device.id);
    let expires = one.expires.map(|end| moment(language, end));
    QuestionPage {
        menu: Menu::of(visitor, &own.who, Entry::Devices),
        action: visitor.path(&page_of(visitor, deed)),
        number: own.device.number,
        expires: expires.unwrap_or_else(|| text(language, "nothing")),
        csr_href: visitor.path(&page_of(visitor, "csr")),
        back_href: visitor.path("/account"),
    }
}

/// What `templates/account/certificate.html` may read.
#[derive(Serialize)]
pub struct CertificatePage {
    pub menu: Menu,
    #[serde(flatten)]
    pub handed: Handed,
    pub problem: Option<&'static str>,
}

/// What both questions, whether to renew and whether to revoke, may read.
#[derive(Serialize)]
pub struct QuestionPage {
    pub menu: Menu,
    pub action: String,
    pub number: u32,
    pub expires: String,
    pub csr_href: String,
    pub back_href: String,
}

#[derive(Serialize)]
#[serde(transparent)]
pub struct RenewPage(pub QuestionPage);

#[derive(Serialize)]
#[serde(transparent)]
pub struct RevokePage(pub QuestionPage);

impl View for CertificatePage {
    const TEMPLATE: &'static str = "account/certificate.html";
    const SHOWN_ONCE: bool = true;
}

impl View for RenewPage {
    const TEMPLATE: &'static str = "account/certificate_renew.html";
}

impl View for RevokePage {
    const TEMPLATE: &'static str = "account/certificate_revoke.html";
}
