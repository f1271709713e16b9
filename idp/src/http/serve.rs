//! The listener: our own accept loop, because the frameworks' sets no timer. A connection has a time for its headers
//! and its idleness, there are at most so many, and a stop lets requests under way finish.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::http::layer::client_address::Peer;
use crate::http::mtls::Presented;

/// Limits of a listener.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; more wait in the system's queue.
    pub connections: usize,
    /// Time for the headers of a request, and between two requests.
    pub header_time: Duration,
    /// Time that requests under way are given at a stop.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            header_time: Duration::from_secs(10),
            stop_time: Duration::from_secs(20),
        }
    }
}

const MOST_HEADERS: usize = 64;
const MOST_HEADER_BYTES: usize = 16 * 1024;

/// What a listener serves, and how.
pub struct Site {
    router: Router,
    limits: Limits,
    tls: Option<Arc<ServerConfig>>,
    keep_alive: bool,
}

impl Site {
    pub const fn new(router: Router, limits: Limits) -> Self {
        Self { router, limits, tls: None, keep_alive: true }
    }

    /// The same by https.
    #[must_use]
    pub fn with_tls(self, tls: Arc<ServerConfig>) -> Self {
        Self { tls: Some(tls), ..self }
    }

    /// The same with one request per connection.
    #[must_use]
    pub fn closing(self) -> Self {
        Self { keep_alive: false, ..self }
    }
}

/// Serves until `stop` is cancelled, then lets requests under way finish.
pub async fn serve(listener: TcpListener, site: Site, stop: CancellationToken) -> io::Result<()> {
    let limits = site.limits;
    let (shared, graceful) = (Arc::new((builder(&site), site)), GracefulShutdown::new());
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let place = tokio::select! {
            () = stop.cancelled() => break,
            place = places.clone().acquire_owned() => place.map_err(io::Error::other)?,
        };
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Too many open files, a connection gone before it was accepted: neither ends the service.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // Answers are small and complete: waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let (shared, watcher) = (shared.clone(), graceful.watcher());
        tokio::spawn(async move {
            let (builder, site) = &*shared;
            if let Err(error) = connection(builder, site, (stream, peer), watcher).await {
                tracing::debug!(%error, "a connection ended badly");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.stop_time, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests under way did not finish in time");
    }
    Ok(())
}

/// HTTP/1.1 alone: a TLS proxy stands in front and speaks it. Telling versions apart by the first bytes would wait
/// without end for a connection that sends none.
fn builder(site: &Site) -> Builder {
    let mut builder = Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(site.limits.header_time)
        .keep_alive(site.keep_alive)
        .max_headers(MOST_HEADERS)
        .max_buf_size(MOST_HEADER_BYTES);
    builder
}

async fn connection(
    builder: &Builder,
    site: &Site,
    accepted: (TcpStream, SocketAddr),
    watcher: Watcher,
) -> io::Result<()> {
    let (stream, peer) = accepted;
    let Some(tls) = &site.tls else {
        return speak(builder, site, (stream, peer, None), watcher).await;
    };
    let shaking = TlsAcceptor::from(tls.clone()).accept(stream);
    let late = |_| io::Error::from(io::ErrorKind::TimedOut);
    let stream = tokio::time::timeout(site.limits.header_time, shaking).await.map_err(late)??;
    let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::split_first);
    let shown = shown.map(|(leaf, between)| Presented {
        leaf: leaf.to_vec(),
        between: between.iter().map(|one| one.to_vec()).collect(),
    });
    speak(builder, site, (stream, peer, shown), watcher).await
}

async fn speak<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    builder: &Builder,
    site: &Site,
    from: (S, SocketAddr, Option<Presented>),
    watcher: Watcher,
) -> io::Result<()> {
    let (stream, peer, shown) = from;
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer.ip()));
        if let Some(shown) = &shown {
            request.extensions_mut().insert(shown.clone());
        }
        site.router.clone().oneshot(request)
    });
    let connection = watcher.watch(builder.serve_connection(TokioIo::new(stream), service));
    connection.await.map_err(io::Error::other)
}
