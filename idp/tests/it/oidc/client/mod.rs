//! Clients prove themselves, and what they hold.

mod assertion;
mod bound;
mod certificate;
mod cross_origin;
mod dpop;
mod holder;
mod key_sets;
mod metadata;
mod secrets;
mod throttle;

use axum::body::Body;
use axum::http::Request;
use idp::model::client::{Authentication, Client};

use crate::support::{ClientKey, Page, TestIdp, TestTenant, Website, form};

/// A provider, a tenant and a client of it.
struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    rp: Website,
}

impl Scene {
    async fn of(change: impl FnOnce(&mut Client)) -> Self {
        let idp = TestIdp::start().await;
        let acme = idp.classic().await;
        let rp = Website::register(&acme, "rp", change).await;
        Self { idp, acme, rp }
    }

    fn now(&self) -> i64 {
        self.idp.app.now().seconds()
    }

    /// A token request with a code that is none: whoever proves himself is told so.
    fn request(&self, more: &[(&str, &str)]) -> Request<Body> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", "none"),
            ("redirect_uri", self.rp.redirect_uri()),
        ];
        fields.extend(more);
        form(&self.acme.at("/token"), &fields)
    }

    async fn ask(&self, more: &[(&str, &str)]) -> Page {
        self.idp.door().send(self.request(more)).await
    }
}

/// Registers a key by value for `private_key_jwt`.
fn signing_with(key: &ClientKey) -> impl FnOnce(&mut Client) {
    let jwks = key.jwks();
    |client| {
        client.authentication = Authentication::PrivateKeyJwt;
        client.settings.keys.jwks = Some(jwks);
    }
}

/// The client was believed; only the code is none.
fn believed(page: &Page) -> bool {
    match (page.status(), page.error().as_str()) {
        (400, "invalid_grant") => true,
        (401, "invalid_client") => {
            assert_eq!(page.header("cache-control"), Some("no-store"));
            false
        }
        _ => panic!("{page:?}"),
    }
}
