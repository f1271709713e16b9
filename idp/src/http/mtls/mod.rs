//! The certificate address: a listener of its own, because a browser asks its person for a certificate whenever a server
//! wants one. `GET /t/{tenant}/login/{attempt}/certificate` judges what the browser showed and sends it back.

pub mod from_proxy;

use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};

use super::failure::{self, Failure};
use super::layer::client_address::Proxies;
use super::login::certificate::problem;
use super::{extract::Visitor, layer, static_files};
use crate::app::App;
use crate::model::secret::{Kind, Opaque};
use crate::stop::Stop;
use crate::usecase::login::certificate::present;

/// The certificate, in DER, whose private key the browser proved to have; put there by the listener, or by the layer
/// that believes a proxy.
#[derive(Clone, Debug)]
pub struct Presented(pub Vec<u8>);

/// Every address of the certificate listener. With `from_proxy` a listed proxy tells of the certificate (RFC 9440).
pub fn router(app: App, proxies: Proxies, from_proxy: bool) -> Router {
    let routes = Router::new()
        .route("/t/{tenant}/login/{attempt}/certificate", get(login))
        .merge(static_files::routes())
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::method_not_allowed);
    let routes = if from_proxy {
        routes.layer(from_fn_with_state(proxies.clone(), from_proxy::believe))
    } else {
        routes
    };
    routes
        .layer(from_fn_with_state(app.clone(), layer::failures::show))
        .layer(from_fn_with_state(app.clone(), layer::security_headers::add))
        .layer(from_fn_with_state(proxies, layer::client_address::find))
        .layer(from_fn_with_state(app.clone(), layer::access_log::write))
        .with_state(app)
}

async fn login(
    State(app): State<App>,
    visitor: Visitor,
    presented: Option<Extension<Presented>>,
) -> Result<Response, Failure> {
    let handle = visitor.param("attempt");
    let back = |below: &str| {
        // What is no attempt's address is not repeated into one.
        let known = Opaque::parse(Kind::Attempt, handle);
        let handle = known.as_ref().map_or("unknown", |handle| handle.expose());
        let path = visitor.path(&format!("/login/{handle}{below}"));
        Redirect::to(&format!("{}{path}", app.base)).into_response()
    };
    let der = presented.as_ref().map(|Extension(Presented(der))| der.as_slice());
    match present(&app, &visitor.visit, handle, der).await {
        Ok(pass) => Ok(back(&format!("/certificate/{}", pass.expose()))),
        Err(Stop::Refused(why)) => Ok(back(&problem(why))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
