//! The style sheets and the one script, at addresses that change with their content, kept by browsers for a year.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::app::App;
use crate::http::failure::Trouble;
use crate::words::Templates;

const STYLES: [&str; 2] = ["tokens.css", "style.css"];
const SCRIPT: &str = "form_post.js";

/// Short enough to read, long enough that another content never meets an old copy.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all: Vec<u8> = names().filter_map(content).flatten().collect();
    URL_SAFE_NO_PAD.encode(&keys::digest::sha256(&all)[..9])
});

pub fn routes() -> Router<App> {
    Router::new().route("/static/{version}/{name}", get(show))
}

pub fn style_sheets() -> Vec<String> {
    STYLES.iter().map(|name| format!("/static/{}/{name}", *VERSION)).collect()
}

/// The script of the page that sends itself.
pub fn script() -> String {
    format!("/static/{}/{SCRIPT}", *VERSION)
}

fn names() -> impl Iterator<Item = &'static str> {
    STYLES.into_iter().chain([SCRIPT])
}

async fn show(Path((version, name)): Path<(String, String)>) -> Response {
    let known = names().find(|known| *known == name).filter(|_| version == *VERSION);
    let Some(content) = known.and_then(content) else {
        return Trouble::NotFound.into_response();
    };
    let kind =
        if name == SCRIPT { "text/javascript; charset=utf-8" } else { "text/css; charset=utf-8" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, content).into_response()
}

fn content(name: &str) -> Option<Vec<u8>> {
    Some(Templates::get(&format!("static/{name}"))?.data.into_owned())
}
