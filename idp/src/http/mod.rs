//! The door of the web: translate, call one use-case, translate back. Here stands the URL map.

pub mod account;
pub mod activate;
pub mod api;
pub mod console;
pub mod cookie;
pub mod demo;
pub mod enrol;
pub mod extract;
pub mod failure;
pub mod health;
pub mod help;
pub mod layer;
pub mod login;
pub mod look;
pub mod mtls;
pub mod new_password;
pub mod oidc;
pub mod page;
pub mod question;
pub mod reissue;
pub mod release;
pub mod scim;
pub mod serve;
pub mod static_files;
pub mod tls;
pub mod trial;

use axum::Router;
use axum::middleware::from_fn_with_state;

use crate::app::App;
use layer::client_address::Proxies;

/// Every address of the service. A test walks this map and checks who may come in without being signed in.
pub fn router(app: App, proxies: Proxies) -> Router {
    let routes = routes().merge(api::routes(&app));
    finish(routes, app, proxies)
}

/// The same without the API of administration, which has a listener of its own then.
pub fn router_without_api(app: App, proxies: Proxies) -> Router {
    finish(routes(), app, proxies)
}

/// The API of administration alone.
pub fn api_router(app: App, proxies: Proxies) -> Router {
    let routes = Router::new().merge(health::routes()).merge(api::routes(&app));
    finish(routes, app, proxies)
}

/// The same with the demo's own pages: its start page and its mailbox.
pub fn demo_router(app: App, proxies: Proxies, pages: demo::Pages) -> Router {
    let routes = routes().merge(api::routes(&app)).merge(demo::routes(pages));
    finish(routes, app, proxies)
}

fn routes() -> Router<App> {
    Router::new()
        .merge(health::routes())
        .merge(static_files::routes())
        .merge(console::routes())
        .merge(oidc::well_known_routes())
        .nest(
            "/t/{tenant}",
            oidc::routes()
                .merge(activate::routes())
                .merge(help::routes())
                .merge(login::routes())
                .merge(enrol::routes())
                .merge(look::routes())
                .merge(reissue::routes())
                .merge(release::routes())
                .merge(scim::routes())
                .merge(trial::routes())
                .merge(account::routes()),
        )
}

/// Layers, innermost first: what is added last sees a request first.
fn finish(routes: Router<App>, app: App, proxies: Proxies) -> Router {
    routes
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), layer::cross_origin::answer))
        .layer(from_fn_with_state(app.clone(), layer::failures::show))
        .layer(from_fn_with_state(app.clone(), layer::security_headers::add))
        .layer(from_fn_with_state(proxies, layer::client_address::find))
        .layer(from_fn_with_state(app.clone(), layer::access_log::write))
        .with_state(app)
}
