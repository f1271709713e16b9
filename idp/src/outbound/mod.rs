//! Calls to servers of clients: key sets, sectors, request objects, notices of logouts, webhooks. Whoever registers a client names
//! the address, so every call passes one guard: https, public addresses, no redirects, little time and little room.

pub mod guard;
pub mod guarded;

use std::time::Duration;

use futures_util::future::BoxFuture;
use url::Url;

/// What is asked of another server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    Get {
        url: Url,
        /// The media types that are understood.
        accept: &'static str,
    },
    /// An `application/x-www-form-urlencoded` body.
    Post { url: Url, body: String },
    /// An `application/json` body, with headers that prove it.
    Json { url: Url, body: String, headers: [(&'static str, String); 3] },
}

impl Call {
    pub const fn url(&self) -> &Url {
        match self {
            Self::Get { url, .. } | Self::Post { url, .. } | Self::Json { url, .. } => url,
        }
    }
}

/// Whatever the server answered, a redirect too: none is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Without parameters, in lower case.
    pub media_type: String,
    pub body: Vec<u8>,
    /// How long the server says that it stays true.
    pub fresh_for: Option<Duration>,
    /// The server's clock, as its `Date` header tells.
    pub date: Option<String>,
}

impl Answer {
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// Why there is no answer. For the log: a caller from outside learns no more than that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReached {
    #[error("the address may not be called")]
    Forbidden,
    #[error("no connection, or it broke")]
    Broken,
    #[error("its certificate is of no authority that is trusted here, or not for this name")]
    Untrusted,
    #[error("no whole answer in time")]
    TooSlow,
    #[error("the answer is too large")]
    TooLarge,
}

pub trait Outbound: Send + Sync {
    /// Whether an address would be called at all; where its host is a name, its addresses are judged at the call.
    fn permits(&self, url: &Url) -> bool;

    fn call(&self, call: Call) -> BoxFuture<'_, Result<Answer, NotReached>>;
}
