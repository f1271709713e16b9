//! The website against a provider that does its duty, and against ones that do not.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod provider;
mod refusals;
mod sign_in;

use std::collections::HashMap;

use examples::website::{WebsiteSettings, router};
use provider::FakeProvider;
use reqwest::header::{LOCATION, SET_COOKIE};
use reqwest::{Client, Response, StatusCode, redirect};
use url::Url;

/// A website, its provider, and a browser in between that follows no redirect by itself.
struct Scene {
    provider: FakeProvider,
    base: String,
    browser: Client,
}

impl Scene {
    async fn start() -> Self {
        Self::with_secret(Some("secret")).await
    }

    async fn with_secret(secret: Option<&str>) -> Self {
        let provider = FakeProvider::start().await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let settings = WebsiteSettings {
            issuer: provider.issuer.clone(),
            client_id: "website".to_owned(),
            client_secret: secret.map(str::to_owned),
            base: format!("{base}/"),
            extra_root_certificates: None,
            account_site: Some("https://id.example/account".to_owned()),
        };
        let website = router(settings).unwrap();
        tokio::spawn(async move { axum::serve(listener, website).await });
        Self { provider, base, browser: browser() }
    }

    async fn get(&self, path: &str) -> Response {
        self.browser.get(format!("{}{path}", self.base)).send().await.unwrap()
    }

    async fn page(&self, path: &str) -> String {
        self.get(path).await.text().await.unwrap()
    }

    /// Presses the button; the provider notes what it was asked for.
    async fn begin(&self, path: &str) -> HashMap<String, String> {
        let asked = query(&location(&self.get(path).await));
        self.provider.with(|behaviour| {
            behaviour.nonce.clone_from(&asked["nonce"]);
            behaviour.challenge.clone_from(&asked["code_challenge"]);
        });
        asked
    }

    fn callback(&self, state: &str) -> String {
        format!("/callback?code=right&state={state}&iss={}", self.provider.issuer)
    }

    /// The word for what went wrong, from the page that the answer leads to.
    async fn error(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert!(response.status().is_client_error() || response.status().is_server_error());
        assert!(response.headers().get(SET_COOKIE).is_none());
        let page = response.text().await.unwrap();
        let (_, rest) = page.split_once("id=\"sign-in-error\"").expect("no error on the page");
        let (_, rest) = rest.split_once("data-error=\"").unwrap();
        assert!(self.page("/").await.contains("id=\"sign-in\""), "signed in all the same");
        rest.split('"').next().unwrap().to_owned()
    }

    async fn sign_in(&self) {
        let asked = self.begin("/login").await;
        let answer = self.get(&self.callback(&asked["state"])).await;
        assert_eq!(location(&answer), "/");
    }
}

fn browser() -> Client {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    Client::builder().redirect(redirect::Policy::none()).cookie_store(true).build().unwrap()
}

fn location(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

fn query(address: &str) -> HashMap<String, String> {
    Url::parse(address).unwrap().query_pairs().into_owned().collect()
}
