//! The real caller: the guard, a resolver that gives only addresses that pass it, and bounds of time and size.

use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::{Context, Result};
use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, DATE};
use reqwest::{Certificate, Client, ClientBuilder, Response, redirect};
use url::Url;

use super::guard::Allowed;
use super::{Answer, Call, NotReached, Outbound};

const CONNECT_WITHIN: Duration = Duration::from_secs(3);
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const MOST_BYTES: usize = 1024 * 1024;

pub struct Guarded {
    allowed: Arc<Allowed>,
    /// Trusted besides the system's.
    more: Vec<Certificate>,
    /// Made at the first call: reading the system's certificates takes longer than most commands do.
    client: OnceLock<Option<Client>>,
    /// For a demo's neighbours on its machine, whose certificates nobody vouches for.
    unchecked: OnceLock<Option<Client>>,
}

impl Guarded {
    /// `authority` is a file of certificates (PEM) to trust besides the system's.
    pub fn new(allowed: Allowed, authority: Option<&Path>) -> Result<Self> {
        let allowed = Arc::new(allowed);
        let more = match authority {
            Some(file) => {
                let pem = std::fs::read(file)
                    .with_context(|| format!("{} cannot be read", file.display()))?;
                Certificate::from_pem_bundle(&pem)?
            }
            None => Vec::new(),
        };
        Ok(Self { allowed, more, client: OnceLock::new(), unchecked: OnceLock::new() })
    }

    fn client(&self, url: &Url) -> Option<&Client> {
        if self.allowed.is_neighbour(url) {
            let made = self.unchecked.get_or_init(|| {
                bounded(&self.allowed).tls_danger_accept_invalid_certs(true).build().ok()
            });
            return made.as_ref();
        }
        let made = self.client.get_or_init(|| {
            let trusting = bounded(&self.allowed).tls_certs_merge(self.more.clone()).build();
            // A machine without a store of its own trusts what it is given.
            trusting
                .or_else(|_| bounded(&self.allowed).tls_certs_only(self.more.clone()).build())
                .inspect_err(|error| tracing::error!(%error, "no other server can be called"))
                .ok()
        });
        made.as_ref()
    }

    async fn answer(&self, call: Call) -> Result<Answer, NotReached> {
        if !self.allowed.permits(call.url()) {
            return Err(NotReached::Forbidden);
        }
        let client = self.client(call.url()).ok_or(NotReached::Broken)?;
        let request = match call {
            Call::Get { url, accept } => client.get(url).header(ACCEPT, accept),
            Call::Post { url, body } => client
                .post(url)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body),
            Call::Json { url, body, headers } => {
                let request = client.post(url).header(CONTENT_TYPE, "application/json").body(body);
                headers
                    .into_iter()
                    .fold(request, |request, (name, value)| request.header(name, value))
            }
        };
        let response = request.send().await.map_err(|error| why(&error))?;
        read(response).await
    }
}

/// Why nothing came: a certificate that is refused is told apart, for its remedy is another.
fn why(error: &(dyn Error + 'static)) -> NotReached {
    if is_of_certificate(error) { NotReached::Untrusted } else { NotReached::Broken }
}

fn is_of_certificate(error: &(dyn Error + 'static)) -> bool {
    if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
        return true;
    }
    // What an input error holds is not its source.
    let held = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let held = held.map(|inner| inner as &(dyn Error + 'static));
    held.or_else(|| error.source()).is_some_and(is_of_certificate)
}

impl Outbound for Guarded {
    fn permits(&self, url: &Url) -> bool {
        self.allowed.permits(url)
    }

    fn call(&self, call: Call) -> BoxFuture<'_, Result<Answer, NotReached>> {
        Box::pin(async move {
            let answered = tokio::time::timeout(ANSWER_WITHIN, self.answer(call)).await;
            answered.map_err(|_| NotReached::TooSlow)?
        })
    }
}

fn bounded(allowed: &Arc<Allowed>) -> ClientBuilder {
    Client::builder()
        .dns_resolver(Resolver(allowed.clone()))
        .redirect(redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(CONNECT_WITHIN)
        .pool_max_idle_per_host(2)
        .user_agent("sekisho")
}

/// The body as it came: nothing is unpacked, so that nothing grows.
async fn read(mut response: Response) -> Result<Answer, NotReached> {
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    let media_type = text(CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default();
    let media_type = media_type.trim().to_ascii_lowercase();
    let fresh_for = text(CACHE_CONTROL).and_then(max_age);
    let date = text(DATE).map(str::to_owned);
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| NotReached::Broken)? {
        if body.len() + chunk.len() > MOST_BYTES {
            return Err(NotReached::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, media_type, body, fresh_for, date })
}

/// `max-age` of a `Cache-Control` header (RFC 9111 §5.2.2.1).
fn max_age(text: &str) -> Option<Duration> {
    let seconds = text.split(',').find_map(|part| part.trim().strip_prefix("max-age="))?;
    Some(Duration::from_secs(seconds.trim_matches('"').parse().ok()?))
}

/// Gives a name's addresses that may be called, so that the connection goes to one that was judged.
struct Resolver(Arc<Allowed>);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let fine = |one: &SocketAddr| allowed.permits_address(&host, one.ip());
            let addresses: Vec<_> = found.filter(fine).collect();
            if addresses.is_empty() {
                return Err("no address that may be called".into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
