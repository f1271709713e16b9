//! `/account/devices/new` and `/account/devices/{device}/change`: 端末登録, up to the letter with the code.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;
use uuid::Uuid;

use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::device::{Kind, Misfit};
use crate::model::ids::DeviceId;
use crate::model::login_method::LoginMethod;
use crate::model::menu::Entry;
use crate::stop::Stop;
use crate::usecase::account::address::{Refusal, Typed, ask, check};
use crate::usecase::account::delete_device::find;
use crate::usecase::session::SignedIn;
use crate::wire::params::Params;
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/devices/new", get(show).post(confirm))
        .route("/account/devices/new/back", post(back))
        .route("/account/devices/new/register", post(register))
        .route("/account/devices/{device}/change", get(show).post(confirm))
        .route("/account/devices/{device}/change/back", post(back))
        .route("/account/devices/{device}/change/register", post(register))
}

/// What the address is about: a new device, or one of the user's.
pub struct About {
    pub who: SignedIn,
    pub device: Option<(DeviceId, String)>,
    /// Below the tenant's issuer.
    folder: String,
}

/// Who may be here, and which device it is about.
async fn about(app: &App, visitor: &Visitor) -> Result<Result<About, Response>, Failure> {
    let site = &visitor.tenant().policy.account_site;
    let param = visitor.param("device");
    let (on, folder) = if param.is_empty() {
        (site.device_add, "/account/devices/new".to_owned())
    } else {
        (site.device_change, format!("/account/devices/{param}/change"))
    };
    // Before anybody is led away: the address to come back to is one of ours.
    let id = param.parse::<Uuid>();
    if !on || (!param.is_empty() && id.is_err()) {
        return Ok(Err(Trouble::NotFound.into_response()));
    }
    let who = match door::proven(app, visitor, Entry::Devices, &folder).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let Ok(id) = id else { return Ok(Ok(About { who, device: None, folder })) };
    match find(app, &visitor.visit, &who, DeviceId(id)).await? {
        Some(device) => {
            let device = Some((device.id, device.address.masked()));
            Ok(Ok(About { who, device, folder }))
        }
        None => Ok(Err(Trouble::NotFound.into_response())),
    }
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    match about(&app, &visitor).await? {
        Ok(about) => Ok(visitor.page(&app, &form(&visitor, &about, &Params::default()))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// Back from the confirmation: the form as it was filled.
async fn back(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    match about(&app, &visitor).await? {
        Ok(about) => Ok(visitor.page(&app, &form(&visitor, &about, &posted.fields))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn confirm(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let about = match about(&app, &visitor).await? {
        Ok(about) => about,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let fields = &posted.fields;
    let kind = fields.value("kind").and_then(Kind::parse);
    let empty = |name: &str| fields.value(name).is_none_or(|value| value.trim().is_empty());
    let missing = [("mail", "mail"), ("mail_confirm", "mail-confirm")];
    let missing = missing.into_iter().find(|(name, _)| empty(name)).map(|(_, id)| id);
    let (None, Some(kind)) = (missing, kind) else {
        let problem_field = Some(missing.unwrap_or("kind"));
        let problem = Some("required");
        let view = FormPage { problem, problem_field, ..form(&visitor, &about, fields) };
        return Ok(visitor.again(&app, &view));
    };
    match check(&app, &visitor.visit, &about.who, &typed(&about, fields)).await {
        Ok(address) => {
            let below = |deed: &str| visitor.path(&format!("{}/{deed}", about.folder));
            let view = ConfirmPage {
                menu: Menu::of(&visitor, &about.who, Entry::Devices),
                action: below("register"),
                back_action: below("back"),
                mail: address.to_string(),
                kind: kind.as_str(),
                kind_text: text(visitor.visit.language, kind.text_key()),
                with_certificate: with_certificate(&about),
            };
            Ok(visitor.page(&app, &view))
        }
        Err(Stop::Refused(why)) => Ok(refused(&app, &visitor, (&about, fields), why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn register(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let about = match about(&app, &visitor).await? {
        Ok(about) => about,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let fields = &posted.fields;
    let Some(kind) = fields.value("kind").and_then(Kind::parse) else {
        return Ok(Redirect::to(&visitor.path(&about.folder)).into_response());
    };
    let typed = typed(&about, fields);
    match ask(&app, &visitor.visit, &about.who, (&typed, kind)).await {
        Ok(proof) => {
            let to = visitor.path(&format!("/account/devices/proof/{proof}"));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Refused(why)) => Ok(refused(&app, &visitor, (&about, fields), why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn typed(about: &About, fields: &Params) -> Typed {
    Typed {
        mail: fields.owned("mail").unwrap_or_default(),
        confirm: fields.owned("mail_confirm").unwrap_or_default(),
        device: about.device.as_ref().map(|(id, _)| *id),
    }
}

fn refused(app: &App, visitor: &Visitor, asked: (&About, &Params), why: Refusal) -> Response {
    let problem = Some(match why {
        Refusal::Unfit(Misfit::BadAddress) => "bad_address",
        Refusal::Unfit(Misfit::Mismatch) => "address_mismatch",
        Refusal::Unfit(Misfit::Taken) => "address_taken",
        Refusal::Unfit(Misfit::NotPossible) => "address_not_possible",
        Refusal::Unfit(Misfit::TooMany) => "too_many_devices",
        Refusal::TooMany | Refusal::TooSoon(_) => "too_many_mails",
        Refusal::NoDevice | Refusal::Mismatch | Refusal::Expired | Refusal::Exhausted => "expired",
    });
    let (about, fields) = asked;
    visitor.again(app, &FormPage { problem, ..form(visitor, about, fields) })
}

/// Whether the device will have a certificate of its own.
fn with_certificate(about: &About) -> bool {
    about.who.user.login_method == LoginMethod::PasswordCertificate
}

/// What `templates/account/device_form.html` may read.
#[derive(Serialize)]
pub struct FormPage {
    pub menu: Menu,
    pub heading: &'static str,
    pub action: String,
    pub back_href: String,
    pub mail: Option<String>,
    pub mail_confirm: Option<String>,
    pub kinds: Vec<KindChoice>,
    pub changing: Option<String>,
    pub with_certificate: bool,
    pub problem: Option<&'static str>,
    pub problem_field: Option<&'static str>,
}

#[derive(Serialize)]
pub struct KindChoice {
    pub value: &'static str,
    pub label: String,
    pub checked: bool,
}

impl View for FormPage {
    const TEMPLATE: &'static str = "account/device_form.html";
}

/// What `templates/account/device_confirm.html` may read.
#[derive(Serialize)]
pub struct ConfirmPage {
    pub menu: Menu,
    pub action: String,
    pub back_action: String,
    pub mail: String,
    pub kind: &'static str,
    pub kind_text: String,
    pub with_certificate: bool,
}

impl View for ConfirmPage {
    const TEMPLATE: &'static str = "account/device_confirm.html";
}

fn form(visitor: &Visitor, about: &About, fields: &Params) -> FormPage {
    let chosen = fields.value("kind").and_then(Kind::parse);
    let choice = |kind: Kind| KindChoice {
        value: kind.as_str(),
        label: text(visitor.visit.language, kind.text_key()),
        checked: Some(kind) == chosen,
    };
    FormPage {
        menu: Menu::of(visitor, &about.who, Entry::Devices),
        heading: if about.device.is_some() { "change" } else { "add" },
        action: visitor.path(&about.folder),
        back_href: visitor.path("/account"),
        mail: fields.owned("mail"),
        mail_confirm: fields.owned("mail_confirm"),
        kinds: Kind::ALL.map(choice).into(),
        changing: about.device.as_ref().map(|(_, address)| address.clone()),
        with_certificate: with_certificate(about),
        problem: None,
        problem_field: None,
    }
}
