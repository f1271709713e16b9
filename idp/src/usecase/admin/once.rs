//! Requests of the administration API that are not done twice (draft-ietf-httpapi-idempotency-key-header): the same key
//! brings the same answer again.

use time::Duration;

use crate::app::App;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::{Fault, Stop};
use crate::store::{self, idempotency};

/// A request by its key: whose, which, and what it asks for.
#[derive(Clone, Debug)]
pub struct Keyed {
    pub tenant: TenantId,
    digest: Vec<u8>,
    fingerprint: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the first request with this key is under way")]
    InProgress,
    #[error("this key came with another request")]
    Reused,
}

/// What is to be done with it.
#[derive(Debug)]
pub enum Turn {
    /// It is the first: it is to be done, then ended or forgotten.
    First(Begun),
    /// It was done; this was the answer.
    Again(Vec<u8>),
}

impl Keyed {
    /// The caller is told apart by `who`; every part of the request counts.
    pub fn of(tenant: TenantId, who: &[u8], key: &str, request: &[&[u8]]) -> Self {
        let parts = [b"idempotency".as_slice(), tenant.0.as_bytes(), who, key.as_bytes()];
        Self { tenant, digest: digest(&parts), fingerprint: digest(request) }
    }

    fn context(&self) -> String {
        use std::fmt::Write as _;
        let hex = self.digest.iter().fold(String::new(), |mut hex, byte| {
            // Writing into a text does not fail.
            let _fine = write!(hex, "{byte:02x}");
            hex
        });
        format!("idempotency|sealed|{}|{hex}", self.tenant)
    }
}

/// One digest of several parts, none of which can run into the next.
fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut whole = Vec::new();
    for part in parts {
        whole.extend_from_slice(&keys::digest::sha256(part));
    }
    keys::digest::sha256(&whole).to_vec()
}

/// A request that is being done; another begins where this one was cut off.
#[derive(Debug)]
pub struct Begun {
    keyed: Keyed,
    since: Moment,
}

/// No request takes so long: one that began earlier and never ended was cut off with its server.
const LONGEST: Duration = Duration::minutes(10);

pub async fn begin(app: &App, keyed: Keyed) -> Result<Turn, Stop<Refusal>> {
    let now = app.now();
    let Keyed { tenant, digest, fingerprint } = &keyed;
    let first = app.database.write(|tx| async move {
        let whole = (digest.as_slice(), fingerprint.as_slice());
        Ok::<_, Fault>(
            idempotency::begin(&tx, *tenant, digest, fingerprint, now).await?
                || idempotency::take_over(&tx, *tenant, whole, now.minus(LONGEST), now).await?,
        )
    });
    if first.await? {
        return Ok(Turn::First(Begun { keyed, since: now }));
    }
    let found = idempotency::of(app.database.read(), *tenant, digest).await?;
    match found {
        Some(found) if found.fingerprint != *fingerprint => Err(Stop::Refused(Refusal::Reused)),
        Some(store::idempotency::Remembered { sealed: Some(sealed), .. }) => {
            Ok(Turn::Again(app.sealer.open(&keyed.context(), &sealed)?.to_vec()))
        }
        // Or it was forgotten this moment: whoever sends it again is the first.
        _ => Err(Stop::Refused(Refusal::InProgress)),
    }
}

/// Keeps the answer, sealed: it may hold secrets.
pub async fn end(app: &App, begun: &Begun, answer: &[u8]) -> Result<(), Fault> {
    let Begun { keyed, since } = begun;
    let sealed = &app.sealer.seal(app.random(), &keyed.context(), answer)?;
    app.database
        .write(|tx| async move {
            idempotency::end(&tx, keyed.tenant, &keyed.digest, *since, sealed).await
        })
        .await
}

/// Nothing was done: the key may come again.
pub async fn forget(app: &App, begun: &Begun) -> Result<(), Fault> {
    let Begun { keyed, since } = begun;
    app.database
        .write(
            |tx| async move { idempotency::forget(&tx, keyed.tenant, &keyed.digest, *since).await },
        )
        .await
}
