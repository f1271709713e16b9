//! What a website sends directly, proving itself by the method it is registered for.

use axum::body::Body;
use axum::http::{Request, header};
use idp::model::client::Authentication;
use idp::usecase::upkeep::deliver_letters;
use serde_json::Value;

use super::Website;
use crate::support::tenant::credentials;
use crate::support::{Browser, Page, TestTenant, TestUser};

impl Website {
    /// A form to an endpoint below the issuer.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.door.send(self.direct(path, fields)).await
    }

    pub fn direct(&self, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let mut fields = fields.to_vec();
        if self.client.authentication == Authentication::None {
            fields.push(("client_id", self.id()));
        }
        let mut request = crate::support::form(&format!("{}{path}", self.issuer), &fields);
        if self.client.authentication == Authentication::ClientSecretBasic {
            request.headers_mut().insert(header::AUTHORIZATION, self.basic().parse().unwrap());
        }
        request
    }

    pub async fn refresh(&self, token: &str, more: &[(&str, &str)]) -> Page {
        let mut fields = vec![("grant_type", "refresh_token"), ("refresh_token", token)];
        fields.extend(more);
        self.send("/token", &fields).await
    }

    /// The tokens that follow a refresh token.
    pub async fn refreshed(&self, token: &str) -> Value {
        let page = self.refresh(token, &[]).await;
        assert_eq!(page.status(), 200, "{page:?}");
        page.json()
    }

    pub async fn introspect(&self, token: &str) -> Value {
        let page = self.send("/introspect", &[("token", token)]).await;
        assert_eq!(page.status(), 200, "{page:?}");
        page.json()
    }

    pub async fn revoke(&self, token: &str) -> Page {
        self.send("/revoke", &[("token", token)]).await
    }

    /// Signs somebody in and gets what a code is worth.
    pub async fn tokens_of(&self, acme: &TestTenant, user: &TestUser) -> Value {
        self.tokens_with(acme, user, &[]).await
    }

    /// The same with access while the person is away, which he agrees to.
    pub async fn offline_tokens_of(&self, acme: &TestTenant, user: &TestUser) -> Value {
        let asked = [("scope", "openid profile email offline_access"), ("prompt", "consent")];
        self.tokens_with(acme, user, &asked).await
    }

    pub async fn tokens_with(
        &self,
        acme: &TestTenant,
        user: &TestUser,
        asked: &[(&str, &str)],
    ) -> Value {
        let mut browser = Browser::new(acme.door.clone());
        browser.open(self.sign_in_link_with(asked)).await;
        browser.submit("/password", &credentials(user)).await;
        if browser.page().has("#consent-accept") {
            browser.submit("/consent", &[("decision", "accept")]).await;
        }
        let page = self.token(&browser.arrival(), &[]).await;
        assert_eq!(page.status(), 200, "{page:?}");
        // Whoever signs in from another browser is told of it.
        while deliver_letters::deliver(&self.app).await.unwrap() > 0 {}
        page.json()
    }
}

/// A member that is a text.
pub fn text<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_else(|| panic!("no {name} in {answer}"))
}
