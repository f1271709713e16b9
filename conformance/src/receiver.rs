//! The website's own address: what the provider fetches from it and what it is told (back-channel logout).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::config::{Certificate, ReceiverConfig};

/// Something that was asked of the website.
#[derive(Clone, Debug)]
pub struct Hit {
    pub method: String,
    pub path: String,
    pub content_type: String,
    pub body: String,
}

impl Hit {
    /// The fields of a form.
    pub fn fields(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }
}

#[derive(Default)]
struct State {
    hits: Vec<Hit>,
    shelf: HashMap<String, (String, String)>,
}

/// A running receiver; clones share it.
#[derive(Clone)]
pub struct Receiver {
    /// For browsers. Nobody listens there but in name: the browser is ours and stops before it.
    base: Url,
    /// For the provider.
    fetched: Url,
    state: Arc<Mutex<State>>,
}

impl Receiver {
    /// Listens where the provider is to fetch; without TLS only for a provider without TLS.
    pub async fn start(config: &ReceiverConfig, issuer: &str) -> Result<Self> {
        let parse = |text: &String| Url::parse(text).with_context(|| format!("receiver: {text}"));
        let wanted =
            config.fetch_url.as_ref().or(config.base_url.as_ref()).map(parse).transpose()?;
        let port = wanted.as_ref().and_then(Url::port_or_known_default).unwrap_or(0);
        let listen = config.listen.clone().unwrap_or_else(|| format!("127.0.0.1:{port}"));
        let listener = TcpListener::bind(&listen).await.with_context(|| listen.clone())?;
        let port = listener.local_addr()?.port();
        let fetched = match wanted {
            Some(mut url) => {
                if url.port() == Some(0) {
                    let _ = url.set_port(Some(port));
                }
                url
            }
            None if issuer.starts_with("http:") => Url::parse(&format!("http://localhost:{port}"))?,
            None => Url::parse(&format!("https://localhost:{port}"))?,
        };
        let base = match &config.base_url {
            Some(url) => parse(url)?,
            None => Url::parse(&format!("https://localhost:{port}"))?,
        };
        let tls =
            if fetched.scheme() == "https" { Some(acceptor(config, &fetched)?) } else { None };
        let receiver = Self { base, fetched, state: Arc::default() };
        tokio::spawn(receiver.clone().serve(listener, tls));
        Ok(receiver)
    }

    /// The address below which the browser meets one module.
    pub fn below(&self, name: &str) -> String {
        format!("{}/test/{name}", self.base.as_str().trim_end_matches('/'))
    }

    /// The address below which the provider meets it.
    pub fn fetched_below(&self, name: &str) -> String {
        format!("{}/test/{name}", self.fetched.as_str().trim_end_matches('/'))
    }

    /// Puts something at an address for the provider to fetch.
    pub fn publish(&self, address: &str, content_type: &str, body: &str) {
        let content = (content_type.to_owned(), body.to_owned());
        self.lock().shelf.insert(path_of(address), content);
    }

    /// What was asked at an address so far.
    pub fn hits(&self, address: &str) -> Vec<Hit> {
        let path = path_of(address);
        self.lock().hits.iter().filter(|hit| hit.path == path).cloned().collect()
    }

    /// Waits until somebody has asked at an address.
    pub async fn wait_for(&self, address: &str, seconds: u64) -> Option<Hit> {
        for _ in 0..seconds * 10 {
            if let Some(hit) = self.hits(address).into_iter().next_back() {
                return Some(hit);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        None
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn serve(self, listener: TcpListener, tls: Option<TlsAcceptor>) {
        while let Ok((stream, _)) = listener.accept().await {
            let (receiver, tls) = (self.clone(), tls.clone());
            tokio::spawn(async move {
                // A connection that breaks off is the caller's affair: it shows as a hit that is missing.
                let _ = receiver.speak(stream, tls).await;
            });
        }
    }

    async fn speak(&self, stream: TcpStream, tls: Option<TlsAcceptor>) -> Result<()> {
        let service = hyper::service::service_fn(|request| self.answer(request));
        let http = hyper::server::conn::http1::Builder::new();
        match tls {
            Some(tls) => {
                let stream = tls.accept(stream).await?;
                http.serve_connection(TokioIo::new(stream), service).await?;
            }
            None => http.serve_connection(TokioIo::new(stream), service).await?,
        }
        Ok(())
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let content_type = head.headers.get("content-type").and_then(|value| value.to_str().ok());
        let hit = Hit {
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            content_type: content_type.unwrap_or_default().to_owned(),
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        let mut state = self.lock();
        let content = state.shelf.get(&hit.path).cloned();
        state.hits.push(hit);
        drop(state);
        let (content_type, body) = content.unwrap_or_else(|| ("text/plain".into(), String::new()));
        let answer = Response::builder()
            .header("content-type", content_type)
            .header("cache-control", "no-store");
        Ok(answer.body(Full::new(body.into()))?)
    }
}

fn path_of(address: &str) -> String {
    Url::parse(address).map_or_else(|_| address.to_owned(), |url| url.path().to_owned())
}

/// TLS under the configured certificate, or under one made now.
fn acceptor(config: &ReceiverConfig, base: &Url) -> Result<TlsAcceptor> {
    let made;
    let pair = if let Some(pair) = &config.tls {
        pair
    } else {
        made = self_signed(&[base.host_str().unwrap_or("localhost"), "127.0.0.1"])?;
        &made
    };
    if let Some(file) = &config.certificate_file {
        std::fs::write(file, &pair.cert).with_context(|| file.clone())?;
    }
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pair.cert.as_bytes()).collect();
    let key = PrivateKeyDer::from_pem_slice(pair.key.as_bytes())?;
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let server = rustls::ServerConfig::builder().with_no_client_auth();
    Ok(TlsAcceptor::from(Arc::new(server.with_single_cert(chain?, key)?)))
}

/// A certificate that vouches for itself.
pub fn self_signed(names: &[&str]) -> Result<Certificate> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names)?;
    let key = made.signing_key.serialize_der();
    Ok(Certificate { cert: pem("CERTIFICATE", made.cert.der()), key: pem("PRIVATE KEY", &key) })
}

/// RFC 7468.
fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
