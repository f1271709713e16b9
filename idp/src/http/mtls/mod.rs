//! The certificate address: a listener of its own, because a browser asks its person for a certificate whenever a server
//! wants one. `GET /t/{tenant}/login/{attempt}/certificate` and `GET /t/{tenant}/reissue/{reissue}/certificate` judge what
//! the browser showed and send it back. Beside them stand the endpoints of clients that prove themselves by a certificate
//! (RFC 8705 §5).

pub mod from_proxy;

use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use uuid::Uuid;

use super::failure::{self, Failure};
use super::layer::client_address::Proxies;
use super::login::certificate::problem;
use super::{extract::Visitor, layer, oidc, static_files};
use crate::app::App;
use crate::model::ids::ReissueId;
use crate::model::secret::{Kind, Opaque};
use crate::stop::Stop;
use crate::usecase::certificate::recognize::Refusal;
use crate::usecase::{login, reissue};
use from_proxy::Believed;

/// The certificate, in DER, whose private key the browser proved to have; put there by the listener, or by the layer
/// that believes a proxy.
#[derive(Clone, Debug)]
pub struct Presented {
    pub leaf: Vec<u8>,
    /// What came with it on the way to its authority.
    pub between: Vec<Vec<u8>>,
}

/// Marks requests that came to the certificate listener, with a certificate or without.
#[derive(Clone, Copy, Debug)]
pub struct Asked;

/// Every address of the certificate listener. Where somebody is believed, he tells of the certificate (RFC 9440).
pub fn router(app: App, proxies: Proxies, believed: Option<Believed>) -> Router {
    let routes = Router::new()
        .route("/t/{tenant}/login/{attempt}/certificate", get(of_login))
        .route("/t/{tenant}/reissue/{reissue}/certificate", get(of_reissue))
        .nest("/t/{tenant}", oidc::client_routes())
        .merge(static_files::routes())
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::method_not_allowed);
    let routes = match believed {
        Some(believed) => routes.layer(from_fn_with_state(believed, from_proxy::believe)),
        None => routes,
    };
    routes
        .layer(Extension(Asked))
        .layer(from_fn_with_state(app.clone(), layer::failures::show))
        .layer(from_fn_with_state(app.clone(), layer::security_headers::add))
        .layer(from_fn_with_state(proxies, layer::client_address::find))
        .layer(from_fn_with_state(app.clone(), layer::access_log::write))
        .with_state(app)
}

async fn of_login(
    State(app): State<App>,
    visitor: Visitor,
    presented: Option<Extension<Presented>>,
) -> Result<Response, Failure> {
    let handle = visitor.param("attempt");
    // What is no attempt's address is not repeated into one.
    let known = Opaque::parse(Kind::Attempt, handle);
    let known = known.as_ref().map_or("unknown", |handle| handle.expose());
    let judged =
        login::certificate::present(&app, &visitor.visit, handle, der(presented.as_ref())).await;
    back(&app, &visitor, &format!("/login/{known}"), judged)
}

async fn of_reissue(
    State(app): State<App>,
    visitor: Visitor,
    presented: Option<Extension<Presented>>,
) -> Result<Response, Failure> {
    let judged = match visitor.param("reissue").parse::<Uuid>().map(ReissueId) {
        Ok(id) => {
            reissue::certificate::present(&app, &visitor.visit, id, der(presented.as_ref())).await
        }
        Err(_) => Err(Stop::Refused(Refusal::NotDue)),
    };
    back(&app, &visitor, "/reissue/continue", judged)
}

fn der(presented: Option<&Extension<Presented>>) -> Option<&[u8]> {
    presented.map(|Extension(shown)| shown.leaf.as_slice())
}

/// Sends the browser back to the pages, with what it has to bring, or with the word of what was wrong.
fn back(
    app: &App,
    visitor: &Visitor,
    page: &str,
    judged: Result<Opaque, Stop<Refusal>>,
) -> Result<Response, Failure> {
    let below = match judged {
        Ok(pass) => format!("/certificate/{}", pass.expose()),
        Err(Stop::Refused(why)) => problem(why),
        Err(Stop::Fault(fault)) => return Err(fault.into()),
    };
    let path = visitor.path(&format!("{page}{below}"));
    Ok(Redirect::to(&format!("{}{path}", app.base)).into_response())
}
