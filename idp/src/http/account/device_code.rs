//! `/account/devices/proof/{proof}`: the code mailed to a new address; then 端末登録完了.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;
use uuid::Uuid;

use super::door;
use super::handed::Handed;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::address_proof::AddressProof;
use crate::model::device::{Device, Misfit};
use crate::model::ids::{DeviceId, ProofId};
use crate::model::login_method::LoginMethod;
use crate::model::menu::Entry;
use crate::model::moment::seconds_up;
use crate::stop::Stop;
use crate::usecase::account::address::{self, Refusal, Settled};
use crate::usecase::account::delete_device::find;
use crate::usecase::session::SignedIn;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/devices/proof/{proof}", get(show).post(submit))
        .route("/account/devices/proof/{proof}/again", post(again))
        .route("/account/devices/{device}/added", get(done))
        .route("/account/devices/{device}/changed", get(done))
}

/// What is off is not found: neither its page nor that of its code.
fn is_on(visitor: &Visitor, changes: bool) -> bool {
    let site = &visitor.tenant().policy.account_site;
    if changes { site.device_change } else { site.device_add }
}

/// Who waits here, and for which proof; whoever has none starts at the devices.
async fn waiting(
    app: &App,
    visitor: &Visitor,
) -> Result<Result<(SignedIn, AddressProof), Response>, Failure> {
    let Ok(id) = visitor.param("proof").parse::<Uuid>().map(ProofId) else {
        return Ok(Err(Trouble::NotFound.into_response()));
    };
    if !is_on(visitor, true) && !is_on(visitor, false) {
        return Ok(Err(Trouble::NotFound.into_response()));
    }
    let who = match door::resident(app, visitor, Entry::Devices).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let elsewhere = match address::open(app, &visitor.visit, &who, id).await? {
        Some(proof) if !is_on(visitor, proof.device.is_some()) => {
            return Ok(Err(Trouble::NotFound.into_response()));
        }
        Some(proof) if proof.id == id => return Ok(Ok((who, proof))),
        // Another code was sent meanwhile, by a button pressed twice or in another tab.
        Some(proof) => format!("/account/devices/proof/{}", proof.id),
        None => "/account".to_owned(),
    };
    Ok(Err(Redirect::to(&visitor.path(&elsewhere)).into_response()))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    match waiting(&app, &visitor).await? {
        Ok((who, proof)) => Ok(visitor.page(&app, &view(&app, &visitor, (&who, &proof)))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let (who, proof) = match waiting(&app, &visitor).await? {
        Ok(waiting) => waiting,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(typed) = posted.fields.value("code").filter(|typed| !typed.trim().is_empty()) else {
        return Ok(refused(&app, &visitor, (&who, &proof), "required"));
    };
    match address::answer(&app, &visitor.visit, &who, (proof.id, typed)).await {
        Ok(Settled { device, certificate: Some(issued) }) => {
            let action = visitor.path(&format!("/account/certificates/{}/download", device.id));
            let certificate = Some(Handed::of(&visitor, issued, action));
            // The one answer that carries the password.
            let view = DonePage { certificate, ..done_view(&visitor, &who, &device, true) };
            Ok(visitor.page(&app, &view))
        }
        Ok(Settled { device, certificate: None }) => {
            let deed = if proof.device.is_some() { "changed" } else { "added" };
            let to = visitor.path(&format!("/account/devices/{}/{deed}", device.id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Refused(why)) => Ok(refused(&app, &visitor, (&who, &proof), word(why))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn again(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let (who, proof) = match waiting(&app, &visitor).await? {
        Ok(waiting) => waiting,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match address::again(&app, &visitor.visit, &who, proof.id).await {
        Ok(new) => {
            let to = visitor.path(&format!("/account/devices/proof/{new}"));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Refused(why)) => Ok(refused(&app, &visitor, (&who, &proof), word(why))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

const fn word(why: Refusal) -> &'static str {
    match why {
        Refusal::Mismatch => "code_mismatch",
        Refusal::Expired | Refusal::NoDevice => "code_expired",
        Refusal::Exhausted => "code_exhausted",
        Refusal::TooMany => "too_many_mails",
        Refusal::TooSoon(_) => "try_later",
        Refusal::Unfit(Misfit::Taken) => "address_taken",
        Refusal::Unfit(Misfit::NotPossible) => "address_not_possible",
        Refusal::Unfit(Misfit::TooMany) => "too_many_devices",
        Refusal::Unfit(Misfit::BadAddress | Misfit::Mismatch) => "bad_address",
    }
}

fn refused(
    app: &App,
    visitor: &Visitor,
    waiting: (&SignedIn, &AddressProof),
    problem: &'static str,
) -> Response {
    visitor.again(app, &CodePage { problem: Some(problem), ..view(app, visitor, waiting) })
}

/// The device that was added or changed.
async fn done(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let added = visitor.here.split('?').next().is_some_and(|path| path.ends_with("/added"));
    if !is_on(&visitor, !added) {
        return Ok(Trouble::NotFound.into_response());
    }
    let who = match door::resident(&app, &visitor, Entry::Devices).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Ok(id) = visitor.param("device").parse::<Uuid>() else {
        return Ok(Trouble::NotFound.into_response());
    };
    let Some(device) = find(&app, &visitor.visit, &who, DeviceId(id)).await? else {
        return Ok(Trouble::NotFound.into_response());
    };
    Ok(visitor.page(&app, &done_view(&visitor, &who, &device, added)))
}

fn done_view(visitor: &Visitor, who: &SignedIn, device: &Device, added: bool) -> DonePage {
    DonePage {
        menu: Menu::of(visitor, who, Entry::Devices),
        heading: if added { "add" } else { "change" },
        number: device.number,
        with_certificate: added && who.user.login_method == LoginMethod::PasswordCertificate,
        certificate: None,
        home_href: visitor.path("/account"),
    }
}

/// What `templates/account/device_code.html` may read.
#[derive(Serialize)]
pub struct CodePage {
    pub menu: Menu,
    pub action: String,
    pub resend_action: String,
    pub back_href: String,
    pub sent_to: String,
    pub reference: String,
    pub digits: u8,
    pub wait_seconds: i64,
    pub problem: Option<&'static str>,
}

impl View for CodePage {
    const TEMPLATE: &'static str = "account/device_code.html";
}

/// What `templates/account/device_done.html` may read.
#[derive(Serialize)]
pub struct DonePage {
    pub menu: Menu,
    pub heading: &'static str,
    pub number: u32,
    pub with_certificate: bool,
    /// The certificate that was issued to it just now.
    pub certificate: Option<Handed>,
    pub home_href: String,
}

impl View for DonePage {
    const TEMPLATE: &'static str = "account/device_done.html";
}

fn view(app: &App, visitor: &Visitor, waiting: (&SignedIn, &AddressProof)) -> CodePage {
    let (who, proof) = waiting;
    let rules = &visitor.tenant().policy.one_time_code;
    let wait = proof.resend_wait(rules, app.now());
    let here = visitor.path(&format!("/account/devices/proof/{}", proof.id));
    CodePage {
        menu: Menu::of(visitor, who, Entry::Devices),
        resend_action: format!("{here}/again"),
        action: here,
        back_href: visitor.path("/account"),
        sent_to: proof.address.to_string(),
        reference: proof.reference.clone(),
        digits: rules.digits,
        wait_seconds: seconds_up(wait),
        problem: None,
    }
}
