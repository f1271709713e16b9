//! What a tenant looks like: `GET /look/colours.css`, `/look/logo`, `/look/seal`; and the logos of its
//! websites: `/look/client/{client}`. Addresses change with their content.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::{Failure, Trouble};
use crate::model::client::Client;
use crate::model::colour::{Colour, Palette};
use crate::model::ids::ClientId;
use crate::model::image::{Image, Place};
use crate::model::policy::Language;
use crate::model::tenant::Tenant;
use crate::usecase::admin::images;
use crate::usecase::client::logo;

const KEPT: &str = "public, max-age=86400";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/look/colours.css", get(colours))
        .route("/look/{place}", get(image))
        .route("/look/client/{client}", get(client_logo))
}

async fn colours(visitor: Visitor) -> Response {
    colours_of(visitor.tenant().policy.look.colour.as_deref().unwrap_or_default())
}

/// The style sheet of a wish.
pub fn colours_of(wish: &str) -> Response {
    let Some(wish) = Colour::parse(wish) else { return Trouble::NotFound.into_response() };
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, KEPT)];
    (headers, style_sheet(wish)).into_response()
}

/// The properties that `static/style.css` reads, for light and dark pages.
fn style_sheet(wish: Colour) -> String {
    let properties = |palette: Palette| {
        format!(
            "--brand: {}; --brand-text: {}; --brand-soft: {};",
            palette.brand.to_hex(),
            palette.text.to_hex(),
            palette.soft.to_hex()
        )
    };
    format!(
        ":root {{ {} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {} }} }}\n",
        properties(Palette::light(wish)),
        properties(Palette::dark(wish))
    )
}

async fn image(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let Some(place) = Place::parse(visitor.param("place")) else {
        return Ok(Trouble::NotFound.into_response());
    };
    Ok(picture(images::of(&app, visitor.tenant(), place).await?))
}

async fn client_logo(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let client = ClientId(visitor.param("client").to_owned());
    Ok(picture(logo::of(&app, visitor.tenant(), &client).await?))
}

fn picture(image: Option<Image>) -> Response {
    let Some(image) = image else { return Trouble::NotFound.into_response() };
    let kind = image.format.media_type();
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, KEPT)];
    (headers, image.bytes).into_response()
}

/// The mark that an operator shows in its slot.
#[derive(Serialize)]
pub struct Seal {
    pub image: String,
    pub href: Option<String>,
    pub label: Option<String>,
}

/// The address of a tenant's own colours, where it has some.
pub fn colours_href(tenant: &Tenant) -> Option<String> {
    let wish = tenant.policy.look.colour.as_ref()?;
    let version = wish.trim_start_matches('#');
    Some(format!("/t/{}/look/colours.css?v={version}", tenant.slug))
}

/// The picture in a place, where there is one.
pub fn image_href(tenant: &Tenant, place: Place) -> Option<String> {
    let version = match place {
        Place::Logo => &tenant.images.logo,
        Place::Seal => &tenant.images.seal,
    };
    let version = version.as_ref()?;
    Some(format!("/t/{}/look/{}?v={version}", tenant.slug, place.as_str()))
}

pub fn client_logo_href(tenant: &Tenant, client: &Client, version: &str) -> String {
    format!("/t/{}/look/client/{}?v={version}", tenant.slug, client.id)
}

pub fn seal(tenant: &Tenant, language: Language) -> Option<Seal> {
    let rules = tenant.policy.look.seal.as_ref();
    Some(Seal {
        image: image_href(tenant, Place::Seal)?,
        href: rules.and_then(|rules| rules.href.clone()),
        label: rules.map(|rules| rules.label.in_language(language).to_owned()),
    })
}
