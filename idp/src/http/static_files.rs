//! The style sheets, at addresses that change with their content, kept by browsers for a year.

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

const NAMES: [&str; 2] = ["tokens.css", "style.css"];

/// Short enough to read, long enough that another content never meets an old copy.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all: Vec<u8> = NAMES.iter().filter_map(|name| content(name)).flatten().collect();
    URL_SAFE_NO_PAD.encode(&keys::digest::sha256(&all)[..9])
});

pub fn routes() -> Router<App> {
    Router::new().route("/static/{version}/{name}", get(show))
}

pub fn style_sheets() -> Vec<String> {
    NAMES.iter().map(|name| format!("/static/{}/{name}", *VERSION)).collect()
}

async fn show(Path((version, name)): Path<(String, String)>) -> Response {
    let known = NAMES.iter().find(|known| **known == name).filter(|_| version == *VERSION);
    let Some(content) = known.and_then(|name| content(name)) else {
        return Trouble::NotFound.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, content).into_response()
}

fn content(name: &str) -> Option<Vec<u8>> {
    Some(Templates::get(&format!("static/{name}"))?.data.into_owned())
}
