//! An HTTP proxy between the suite and the provider that spoils what passes: the same provider, wrong in one way.

use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use conformance::jose::{Key, peek};
use conformance::verdict::Verdict;
use serde_json::{Value, json};
use url::Url;
use url::form_urlencoded::{Serializer, parse};

/// One way for a provider to be wrong, and who must notice.
#[derive(Clone, Copy)]
pub(crate) struct Fault {
    pub(crate) what: &'static str,
    pub(crate) before: fn(&mut Sent),
    pub(crate) after: fn(&Sent, &mut Answered),
    pub(crate) plan: &'static str,
    pub(crate) module: &'static str,
    pub(crate) verdict: Verdict,
}

/// A request on its way to the provider.
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// An answer on its way back.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) memory: Arc<Mutex<Memory>>,
}

/// What a fault keeps from one exchange to the next.
pub(crate) struct Memory {
    pub(crate) granted: Option<Vec<u8>>,
    key: Key,
}

impl Sent {
    /// Whether it goes to an endpoint.
    pub(crate) fn to(&self, end: &str) -> bool {
        self.url.path().ends_with(end)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// A parameter of query or form.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let form = parse(&self.body);
        let mut all = self.url.query_pairs().chain(form);
        all.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// Sets a parameter, or takes it away.
    pub(crate) fn set(&mut self, name: &str, value: Option<&str>) {
        let change = |pairs: Vec<(String, String)>| {
            let kept = pairs.into_iter().filter(|(known, _)| known != name);
            let added = value.map(|value| (name.to_owned(), value.to_owned()));
            Serializer::new(String::new()).extend_pairs(kept.chain(added)).finish()
        };
        if self.url.query().is_some() {
            let changed = change(self.url.query_pairs().into_owned().collect());
            self.url.set_query(Some(&changed));
        } else {
            self.body = change(parse(&self.body).into_owned().collect()).into_bytes();
        }
    }
}

impl Answered {
    pub(crate) fn json(&mut self, change: impl FnOnce(&mut Value)) {
        if let Ok(mut value) = serde_json::from_slice(&self.body) {
            change(&mut value);
            self.body = value.to_string().into_bytes();
        }
    }

    pub(crate) fn header(&mut self, name: &'static str, value: &str) {
        self.headers.insert(name, value.parse().unwrap());
    }

    /// Changes a parameter of the address that the browser is sent to.
    pub(crate) fn location(&mut self, name: &str, value: Option<&str>) {
        let Some(location) = self.headers.get("location") else { return };
        let Ok(mut url) = Url::parse(location.to_str().unwrap()) else { return };
        let kept: Vec<_> =
            url.query_pairs().into_owned().filter(|(known, _)| known != name).collect();
        if kept.len() == url.query_pairs().count() {
            return;
        }
        url.query_pairs_mut().clear().extend_pairs(kept);
        if let Some(value) = value {
            url.query_pairs_mut().append_pair(name, value);
        }
        self.header("location", url.as_str());
    }

    /// Adds a parameter to the address that the browser is sent to with a code.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        let Some(location) = self.headers.get("location") else { return };
        let Ok(mut url) = Url::parse(location.to_str().unwrap()) else { return };
        if url.query_pairs().any(|(known, _)| known == "code") {
            url.query_pairs_mut().append_pair(name, value);
            self.header("location", url.as_str());
        }
    }

    pub(crate) fn redirect(&mut self, address: &str) {
        self.status = 303;
        self.header("location", address);
    }

    /// An error page instead.
    pub(crate) fn page(&mut self) {
        self.status = 400;
        self.headers = HeaderMap::new();
        self.header("content-type", "text/html");
        self.body = b"<title>No</title>".to_vec();
    }

    /// Signs the ID token anew with changed claims, under a key that `publish` lists.
    pub(crate) fn resign(&mut self, change: impl FnOnce(&mut Value)) {
        let key = self.memory.lock().unwrap().key.clone();
        self.json(|body| {
            let Some(token) = body["id_token"].as_str() else { return };
            let mut claims = peek(token).unwrap().claims;
            if let Some(members) = claims.as_object_mut() {
                members.remove("at_hash");
            }
            change(&mut claims);
            body["id_token"] = json!(key.sign(&json!({}), &claims).unwrap());
        });
    }

    /// Adds the key of `resign` to the published ones.
    pub(crate) fn publish(&mut self) {
        let key = self.memory.lock().unwrap().key.published();
        self.json(|jwks| jwks["keys"].as_array_mut().unwrap().push(key));
    }
}

#[derive(Clone)]
struct Between {
    fault: Fault,
    http: reqwest::Client,
    memory: Arc<Mutex<Memory>>,
}

/// Starts a proxy and gives its address.
pub(crate) async fn proxy(fault: Fault) -> String {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .pool_idle_timeout(std::time::Duration::from_secs(2))
        .no_proxy();
    let key = Key::make(jsonwebtoken::Algorithm::ES256).unwrap();
    let memory = Arc::new(Mutex::new(Memory { granted: None, key }));
    let between = Between { fault, http: http.build().unwrap(), memory };
    let router = axum::Router::new().fallback(pass).with_state(between);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn pass(State(between): State<Between>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body: Bytes = to_bytes(body, 1 << 20).await.unwrap();
    let uri: Uri = head.uri;
    let mut headers = head.headers;
    for name in ["host", "content-length", "proxy-connection", "connection"] {
        headers.remove(name);
    }
    let url = Url::parse(&uri.to_string()).unwrap();
    let mut sent = Sent { method: head.method, url, headers, body: body.to_vec() };
    (between.fault.before)(&mut sent);
    let forwarded = between
        .http
        .request(sent.method.clone(), sent.url.clone())
        .headers(sent.headers.clone())
        .body(sent.body.clone());
    let answer = forwarded.send().await.unwrap();
    let mut answered = Answered {
        status: answer.status().as_u16(),
        headers: answer.headers().clone(),
        body: answer.bytes().await.unwrap().to_vec(),
        memory: between.memory.clone(),
    };
    (between.fault.after)(&sent, &mut answered);
    for name in ["content-length", "transfer-encoding", "connection"] {
        answered.headers.remove(name);
    }
    let mut response = Response::new(Body::from(answered.body));
    *response.status_mut() = StatusCode::from_u16(answered.status).unwrap();
    *response.headers_mut() = answered.headers;
    response
}
