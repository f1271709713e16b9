//! The account site (アカウント管理サイト): one file a page, `door` before each, `menu` on each.

pub mod browsers;
pub mod certificate;
pub mod certificate_cell;
pub mod certificate_csr;
pub mod data;
pub mod device;
pub mod device_code;
pub mod device_delete;
pub mod door;
pub mod handed;
pub mod history;
pub mod home;
pub mod menu;
pub mod method;
pub mod method_certificate;
pub mod method_undo;
pub mod not_me;
pub mod password;
pub mod question;
pub mod recovery_codes;
pub mod websites;

use axum::Router;

use crate::app::App;

pub fn routes() -> Router<App> {
    Router::new()
        .merge(home::routes())
        .merge(device::routes())
        .merge(device_code::routes())
        .merge(device_delete::routes())
        .merge(certificate::routes())
        .merge(certificate_csr::routes())
        .merge(password::routes())
        .merge(question::routes())
        .merge(method::routes())
        .merge(method_certificate::routes())
        .merge(method_undo::routes())
        .merge(recovery_codes::routes())
        .merge(history::routes())
        .merge(not_me::routes())
        .merge(websites::routes())
        .merge(browsers::routes())
        .merge(data::routes())
}
