//! `GET /console/t/{of}/authority`: the tenant's certificate authorities, their certificates to copy, where they tell of
//! revocation.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::door;
use super::sheet::{Block, Cell, SheetPage, Table};
use super::shell::AUTHORITY;
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::model::admin::Deed;
use crate::usecase::admin::authorities;
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/authority", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::CertificateAuthorities).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let language = visitor.visit.language;
    let issuer = app.issuer(&room.tenant);
    let listed = authorities::all(&app, room.tenant.id).await?;
    let rows = listed.iter().enumerate().map(|(place, one)| {
        let state = if place == 0 { "authority-issues" } else { "authority-former" };
        vec![
            Cell::code(one.key_id.clone()),
            Cell::of(text(language, state)),
            Cell::of(stamp(one.created_at)),
            Cell::of(stamp(one.not_after)),
            Cell::code(one.fingerprint.clone()),
            Cell::code(issuer.at(&format!("/crl/{}", one.key_id))),
        ]
    });
    let heads = [
        "authority-key",
        "console-state",
        "authority-made",
        "console-expires",
        "authority-fingerprint",
        "authority-list",
    ];
    let days = room.tenant.policy.certificate.valid_days.to_string();
    let mut page = SheetPage::of(&visitor, &room, &AUTHORITY, &[])
        .fact(&visitor, "authority-days", days)
        .fact(&visitor, "authority-status", issuer.at("/ocsp"));
    let table = Table::of(&visitor, ("authorities", "authority-all"), &heads);
    page.tables = vec![table.rows(rows.collect())];
    let title = |key: &str| format!("{} {key}", text(language, "authority-certificate"));
    let block = |one: authorities::Listed| Block { title: title(&one.key_id), text: one.pem };
    page.blocks = listed.into_iter().map(block).collect();
    Ok(page.show(&app, &visitor))
}
