//! The HTTP client for the conversation with the provider.

use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use anyhow::Context;
use openidconnect::{AsyncHttpClient, HttpClientError, HttpRequest, HttpResponse};

pub(super) type HttpError = HttpClientError<reqwest::Error>;

/// Sets up the client, with more certificate authorities where a file names them.
pub(super) fn client(extra_root_certificates: Option<&Path>) -> anyhow::Result<HttpClient> {
    // Fails when the process has chosen its cryptography already, which is as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut roots = Vec::new();
    if let Some(path) = extra_root_certificates {
        let pem = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        roots = reqwest::Certificate::from_pem_bundle(&pem)?;
    }
    reqwest::Client::builder()
        // A redirect could lead a request with secrets in it somewhere else.
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(10))
        .tls_certs_merge(roots)
        .build()
        .map(HttpClient)
        .context("cannot set up the HTTP client")
}

/// Carries the requests of the `openidconnect` crate over our own HTTP client.
pub(super) struct HttpClient(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let request = request.try_into().map_err(Box::new)?;
            let answer = self.0.execute(request).await.map_err(Box::new)?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let body = answer.bytes().await.map_err(Box::new)?;
            let mut response = HttpResponse::new(body.to_vec());
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}
