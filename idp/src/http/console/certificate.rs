//! `…/users/{user}/certificates/{number}/issue`, `…/download` and `…/revoke`: certificates of a person's devices.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;

use super::act::ActPage;
use super::door::{self, Person};
use super::shell::Shell;
use crate::app::App;
use crate::http::account::certificate::attachment;
use crate::http::account::handed::{Handed, form_asked};
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::stop::Stop;
use crate::usecase::admin::certificates::{self, Refusal};
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/console/t/{of}/users/{user}/certificates/{number}/issue",
            get(ask_issue).post(issue),
        )
        .route("/console/t/{of}/users/{user}/certificates/{number}/download", post(download))
        .route(
            "/console/t/{of}/users/{user}/certificates/{number}/revoke",
            get(ask_revoke).post(revoke),
        )
}

/// A page before a deed to the device of the address, if this person has it.
fn page(visitor: &Visitor, person: &Person, word: &str, deed: &str) -> Option<(ActPage, u32)> {
    let number: u32 = visitor.param("number").parse().ok()?;
    let device = person.shown.devices.iter().find(|device| device.number == number)?;
    let below = format!("/certificates/{number}/{deed}");
    let kind = text(visitor.visit.language, device.kind.text_key());
    let page = ActPage::of_person(visitor, person, word, &below)
        .fact(visitor, "account-device-number", number.to_string())
        .fact(visitor, "field-kind", kind);
    Some((page, number))
}

async fn ask_issue(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::CertificateIssue).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(match page(&visitor, &person, "certificate-issue", "issue") {
        Some((page, _)) => page.show(&app, &visitor),
        None => Trouble::NotFound.into_response(),
    })
}

async fn issue(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::CertificateIssue).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some((page, number)) = page(&visitor, &person, "certificate-issue", "issue") else {
        return Ok(Trouble::NotFound.into_response());
    };
    let (tenant, whose) = (&person.room.tenant, (&person.shown, number));
    match certificates::issue_only(&app, tenant, whose, person.actor()).await {
        Ok(issued) => {
            let rule = tenant.policy.certificate.download_password;
            let download = person.path(&format!("/certificates/{number}/download"));
            let title = text(visitor.visit.language, "act-certificate-issue");
            let view = CertificatePage {
                console: Shell::of_person(&visitor, &person).then(title, None),
                handed: Handed::under(&visitor, rule, issued, download),
                login_name: person.shown.user.login_name.to_string(),
                back_href: person.path(""),
            };
            Ok(visitor.page(&app, &view))
        }
        Err(Stop::Refused(why)) => Ok(page.again(&app, &visitor, &fields, (word(why), None))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn download(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::CertificateIssue).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let number = visitor.param("number").parse().ok();
    let form = form_asked(&visitor, fields.value("form"));
    let (Some(number), Some(form)) = (number, form) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let (tenant, whose) = (&person.room.tenant, (&person.shown, number));
    match certificates::file(&app, tenant, whose, form, person.actor()).await {
        Ok(file) => Ok(attachment(file)),
        // Fetched in another tab, or too late: the person's page tells how it stands.
        Err(Stop::Refused(_)) => Ok(person.done("certificate-gone")),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn ask_revoke(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::CertificateRevoke).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(match page(&visitor, &person, "certificate-revoke", "revoke") {
        Some((page, _)) => page.show(&app, &visitor),
        None => Trouble::NotFound.into_response(),
    })
}

async fn revoke(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::CertificateRevoke).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some((page, number)) = page(&visitor, &person, "certificate-revoke", "revoke") else {
        return Ok(Trouble::NotFound.into_response());
    };
    let (tenant, whose) = (&person.room.tenant, (&person.shown, number));
    match certificates::revoke(&app, tenant, whose, person.actor()).await {
        Ok(_) => Ok(person.done("certificate-revoke")),
        Err(Stop::Refused(why)) => Ok(page.again(&app, &visitor, &fields, (word(why), None))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The word of a refusal's text.
const fn word(why: Refusal) -> &'static str {
    match why {
        Refusal::NotOffered => "no_certificates_here",
        Refusal::OtherMethod => "other_method",
        Refusal::NothingValid => "nothing_valid",
        Refusal::NoDevice | Refusal::Request(_) | Refusal::Gone(_) => "not_possible",
    }
}

/// What `templates/console/certificate.html` may read.
#[derive(Serialize)]
pub struct CertificatePage {
    pub console: Shell,
    #[serde(flatten)]
    pub handed: Handed,
    pub login_name: String,
    pub back_href: String,
}

impl View for CertificatePage {
    const TEMPLATE: &'static str = "console/certificate.html";
    const SHOWN_ONCE: bool = true;
}
