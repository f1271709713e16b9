//! `GET` and `POST /account/devices/{device}/delete`: the question whether, and the deed.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Serialize;
use uuid::Uuid;

use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::device::Device;
use crate::model::ids::DeviceId;
use crate::model::login_method::LoginMethod;
use crate::model::menu::Entry;
use crate::stop::Stop;
use crate::usecase::account::delete_device::{Refusal, delete, find};
use crate::usecase::session::SignedIn;
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new().route("/account/devices/{device}/delete", get(show).post(submit))
}

async fn own(
    app: &App,
    visitor: &Visitor,
) -> Result<Result<(SignedIn, Device), Response>, Failure> {
    // Before anybody is led away: the address to come back to is one of ours.
    let Ok(id) = visitor.param("device").parse::<Uuid>() else {
        return Ok(Err(Trouble::NotFound.into_response()));
    };
    if !visitor.tenant().policy.account_site.device_delete {
        return Ok(Err(Trouble::NotFound.into_response()));
    }
    let page = format!("/account/devices/{}/delete", visitor.param("device"));
    let who = match door::proven(app, visitor, Entry::Devices, &page).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    match find(app, &visitor.visit, &who, DeviceId(id)).await? {
        Some(device) => Ok(Ok((who, device))),
        // A button pressed twice: it is gone, and the list shows it.
        None => Ok(Err(Redirect::to(&visitor.path("/account")).into_response())),
    }
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    match own(&app, &visitor).await? {
        Ok((who, device)) => Ok(visitor.page(&app, &view(&visitor, &who, &device))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let (who, device) = match own(&app, &visitor).await? {
        Ok(own) => own,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match delete(&app, &visitor.visit, &who, device.id).await {
        Ok(()) | Err(Stop::Refused(Refusal::NoDevice)) => {
            Ok(Redirect::to(&visitor.path("/account?notice=device_deleted")).into_response())
        }
        Err(Stop::Refused(Refusal::Last)) => {
            let problem = Some("last_device");
            let view = DeletePage { problem, ..view(&visitor, &who, &device) };
            Ok(visitor.again(&app, &view))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What `templates/account/device_delete.html` may read.
#[derive(Serialize)]
pub struct DeletePage {
    pub menu: Menu,
    pub action: String,
    pub back_href: String,
    pub number: u32,
    pub kind_text: String,
    pub address: String,
    pub with_certificate: bool,
    pub problem: Option<&'static str>,
}

impl View for DeletePage {
    const TEMPLATE: &'static str = "account/device_delete.html";
}

fn view(visitor: &Visitor, who: &SignedIn, device: &Device) -> DeletePage {
    DeletePage {
        menu: Menu::of(visitor, who, Entry::Devices),
        action: visitor.path(&format!("/account/devices/{}/delete", device.id)),
        back_href: visitor.path("/account"),
        number: device.number,
        kind_text: text(visitor.visit.language, device.kind.text_key()),
        address: device.address.masked(),
        with_certificate: who.user.login_method == LoginMethod::PasswordCertificate,
        problem: None,
    }
}
