//! A specimen of the login page under a policy that does not stand yet; nothing on it can be pressed.
//! `GET /console/t/{of}/look/colours.css?colour=…` has its colours.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::door::{self, Room};
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::login::about::About;
use crate::http::login::password::PasswordPage;
use crate::http::look;
use crate::model::admin::Deed;
use crate::model::policy::Language;
use crate::model::policy::check::CheckedPolicy;
use crate::model::tenant::Tenant;
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/look/colours.css", get(colours))
}

/// The login page as people would see it.
pub fn page(
    app: &App,
    visitor: &Visitor,
    (room, policy): (&Room, CheckedPolicy),
    language: &str,
) -> Response {
    let language = Language::parse(language).unwrap_or(policy.languages.default);
    let colours = policy.look.colour.as_deref().map(|colour| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("colour", colour)
            .finish();
        room.path(&format!("/look/colours.css?{query}"))
    });
    let below = |path: &str| format!("/t/{}{path}", room.tenant.slug);
    let view = PasswordPage {
        action: String::new(),
        website: Some(text(language, "specimen-website")),
        about: About::default(),
        login_name: None,
        problem: None,
        wait_seconds: None,
        cancel_action: None,
        reissue_href: policy.links_to_reissue(None).then(|| below("/reissue")),
        account_href: policy.links_to_account(None).then(|| below("/account")),
        notice: None,
    };
    let tenant = Tenant { policy, ..(*room.tenant).clone() };
    visitor.specimen(app, (&tenant, language, colours), &view)
}

async fn colours(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    if let Err(elsewhere) = door::room(&app, &visitor, Deed::PolicyShow).await? {
        return Ok(elsewhere);
    }
    Ok(look::colours_of(visitor.asked("colour").unwrap_or_default()))
}
