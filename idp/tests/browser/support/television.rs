//! A device without a browser: it asks, and polls for what a person decides (RFC 8628).

use serde_json::Value;

use super::demo::demo;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

pub(crate) struct Television {
    client_id: String,
    issuer: String,
}

/// What the device shows, and what it keeps to itself.
pub(crate) struct Asked {
    device_code: String,
    pub(crate) user_code: String,
    pub(crate) verification_uri: String,
    /// What its QR code leads to.
    pub(crate) complete: String,
}

impl Television {
    pub(crate) fn register(tenant: &str, name: &str) -> Self {
        let words = ["client", "create", "--profile", "device", "--name", name];
        let made = demo().run(tenant, &words, "");
        let text = |name: &str| made[name].as_str().expect(name).to_owned();
        Self { client_id: text("client_id"), issuer: text("issuer") }
    }

    pub(crate) async fn ask(&self) -> Asked {
        let answer = self.post("/device", &[("scope", "openid profile offline_access")]).await;
        let text = |name: &str| answer[name].as_str().expect(name).to_owned();
        Asked {
            device_code: text("device_code"),
            user_code: text("user_code"),
            verification_uri: text("verification_uri"),
            complete: text("verification_uri_complete"),
        }
    }

    /// One try of the device: its tokens, or an error.
    pub(crate) async fn poll(&self, asked: &Asked) -> Value {
        let fields = [("grant_type", GRANT), ("device_code", &asked.device_code)];
        self.post("/token", &fields).await
    }

    async fn post(&self, below: &str, fields: &[(&str, &str)]) -> Value {
        let own = [("client_id", self.client_id.as_str())];
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(own.iter().chain(fields))
            .finish();
        let request = reqwest::Client::new()
            .post(format!("{}{below}", self.issuer))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        let answer = request.send().await.expect("the provider answers");
        answer.json().await.expect("the provider answers with JSON")
    }
}
