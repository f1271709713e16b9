//! Who carries letters away.

use futures_util::future::BoxFuture;

use super::Mail;
use crate::model::ids::LetterId;
use crate::model::moment::Moment;

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    /// Worth another try: the relay is away or busy.
    #[error("for now: {0}")]
    ForNow(String),
    /// The relay will never take it.
    #[error("for good: {0}")]
    ForGood(String),
}

/// Sends letters. The id makes a letter that is sent twice recognizable.
pub trait Courier: Send + Sync {
    fn send<'a>(
        &'a self,
        id: LetterId,
        mail: &'a Mail,
        now: Moment,
    ) -> BoxFuture<'a, Result<(), NotSent>>;

    /// Whether letters would leave now; asked at start.
    fn test(&self) -> BoxFuture<'_, Result<(), NotSent>>;
}
