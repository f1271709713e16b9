//! `GET /account`: アカウント管理, the devices of whoever is signed in. Others are led through a login first.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::certificate_cell::{CertificateCell, cells};
use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::device::Device;
use crate::model::menu::Entry;
use crate::usecase::account::overview::overview;
use crate::words::{moment, text};

pub fn routes() -> Router<App> {
    Router::new().route("/account", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::resident(&app, &visitor, Entry::Devices).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let overview = overview(&app, &visitor.visit, &who).await?;
    let language = visitor.visit.language;
    let policy = &visitor.tenant().policy;
    let has_room = overview.devices.len() < usize::from(policy.devices_at_most);
    let add = policy.account_site.device_add && has_room;
    let certificates = cells(&app, &visitor, &who, &overview.devices).await?;
    let has_certificates = certificates.is_some();
    let mut certificates = certificates.unwrap_or_default();
    let mut line = |device: &Device| DeviceRow {
        certificate: certificates.of.remove(&device.id),
        ..row(&visitor, device)
    };
    let view = HomePage {
        menu: Menu::of(&visitor, &who, Entry::Devices),
        method: text(language, who.user.login_method.text_key()),
        devices: overview.devices.iter().map(&mut line).collect(),
        previous_login: overview.previous_login.map(|entry| moment(language, entry.at)),
        notice: visitor.asked("notice").and_then(notice),
        has_certificates,
        add_href: add.then(|| visitor.path("/account/devices/new")),
        unlocked_passwords: certificates.unlocked,
        show_passwords_href: certificates.show_passwords_href,
    };
    Ok(visitor.page(&app, &view))
}

/// The words that a page may send along; no other is shown.
fn notice(word: &str) -> Option<&'static str> {
    ["device_deleted", "recovery_made", "certificate_revoked", "certificate_renewed"]
        .into_iter()
        .find(|one| *one == word)
}

fn row(visitor: &Visitor, device: &Device) -> DeviceRow {
    let site = &visitor.tenant().policy.account_site;
    let at = |on: bool, deed: &str| {
        on.then(|| visitor.path(&format!("/account/devices/{}/{deed}", device.id)))
    };
    DeviceRow {
        number: device.number,
        kind_text: text(visitor.visit.language, device.kind.text_key()),
        address: device.address.masked(),
        certificate: None,
        change_action: at(site.device_change, "change"),
        delete_action: at(site.device_delete, "delete"),
    }
}

/// What `templates/account/home.html` may read.
#[derive(Serialize)]
pub struct HomePage {
    pub menu: Menu,
    pub method: String,
    pub previous_login: Option<String>,
    /// What was done just before, as a word.
    pub notice: Option<&'static str>,
    pub devices: Vec<DeviceRow>,
    pub has_certificates: bool,
    pub add_href: Option<String>,
    pub unlocked_passwords: bool,
    pub show_passwords_href: Option<String>,
}

#[derive(Serialize)]
pub struct DeviceRow {
    pub number: u32,
    pub kind_text: String,
    pub address: String,
    pub certificate: Option<CertificateCell>,
    pub change_action: Option<String>,
    pub delete_action: Option<String>,
}

impl View for HomePage {
    const TEMPLATE: &'static str = "account/home.html";
}
