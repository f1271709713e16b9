//! `GET /account`: who is signed in, and the devices. Whoever is not signed in is led through a login first.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::attempt::Purpose;
use crate::model::device::Kind;
use crate::model::login_method::LoginMethod;
use crate::usecase::account;
use crate::usecase::login::start;
use crate::words::{moment, text};

pub fn routes() -> Router<App> {
    Router::new().route("/account", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    if !visitor.tenant().policy.account_site.on {
        return Ok(Trouble::NotFound.into_response());
    }
    let Some(who) = visitor.signed_in(&app).await? else {
        let browser = &visitor.browser;
        let handle = start::begin(&app, visitor.tenant(), browser, Purpose::Account, None).await?;
        let to = visitor.path(&format!("/login/{}", handle.expose()));
        let mut response = Redirect::to(&to).into_response();
        visitor.remember(&app, &mut response);
        return Ok(response);
    };
    let overview = account::overview(&app, &visitor.visit, &who).await?;
    let language = visitor.visit.language;
    let view = HomePage {
        login_name: who.user.login_name.to_string(),
        method: text(language, method_key(who.user.login_method)),
        devices: overview
            .devices
            .iter()
            .map(|device| DeviceRow {
                number: device.number,
                kind_text: text(language, kind_key(device.kind)),
                address: device.address.masked(),
            })
            .collect(),
        previous_login: overview.previous_login.map(|entry| moment(language, entry.at)),
        logout_action: visitor.path("/logout/confirm"),
    };
    Ok(visitor.page(&app, &view))
}

/// What `templates/account/home.html` may read.
#[derive(Serialize)]
pub struct HomePage {
    pub login_name: String,
    pub method: String,
    pub devices: Vec<DeviceRow>,
    pub previous_login: Option<String>,
    pub logout_action: String,
}

#[derive(Serialize)]
pub struct DeviceRow {
    pub number: u32,
    pub kind_text: String,
    pub address: String,
}

impl View for HomePage {
    const TEMPLATE: &'static str = "account/home.html";
}

pub const fn method_key(method: LoginMethod) -> &'static str {
    match method {
        LoginMethod::Password => "method-password",
        LoginMethod::PasswordOtp => "method-password-otp",
        LoginMethod::PasswordCertificate => "method-password-certificate",
    }
}

pub const fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Pc => "kind-pc",
        Kind::Mobile => "kind-mobile",
        Kind::Smartphone => "kind-smartphone",
    }
}
