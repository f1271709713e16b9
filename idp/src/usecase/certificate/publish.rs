//! What the world may read: the list of revoked certificates (RFC 5280 §5), and answers about single ones (RFC 6960).

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use keys::ca::{Revoked, Status};
use time::Duration;

use super::authority::{self, Open};
use crate::app::{App, RevocationList};
use crate::model::certificate::Certificate;
use crate::model::ids::TenantId;
use crate::stop::Fault;
use crate::store;

/// A list or an answer holds so long; a list is signed anew at half of it, or when something changed.
const HOLDS: Duration = Duration::hours(24);

/// The revocation list of the authority with this key; none if the tenant has no such authority.
pub async fn revocation_list(
    app: &App,
    tenant: TenantId,
    key_id: &str,
) -> Result<Option<Arc<RevocationList>>, Fault> {
    let all = authority::all(app, tenant).await?;
    let Some(open) = all.into_iter().find(|one| one.authority.key_id() == key_id) else {
        return Ok(None);
    };
    let now = app.now();
    let revoked = store::certificates::revoked(app.database.read(), tenant, open.id, now).await?;
    let known = app.caches.revocation_lists.get(&open.id);
    let serials: Vec<_> = revoked.iter().map(|one| one.serial.clone()).collect();
    let stands = |list: &Arc<RevocationList>| {
        list.serials == serials && now.since(list.signed_at) < HOLDS / 2
    };
    if let Some(list) = known.filter(stands) {
        return Ok(Some(list));
    }
    let der = sign(&open, &revoked, now.seconds())?;
    let list = Arc::new(RevocationList { der, signed_at: now, serials });
    app.caches.revocation_lists.insert(open.id, list.clone());
    Ok(Some(list))
}

fn sign(open: &Open, revoked: &[Certificate], now: i64) -> Result<Vec<u8>, Fault> {
    let entries: Vec<_> = revoked
        .iter()
        .filter_map(|one| {
            let (at, reason) = one.revoked?;
            let (at, reason) = (at.seconds(), reason.published());
            Some(Revoked { serial_hex: &one.serial, at, reason })
        })
        .collect();
    // Seconds grow, in every process alike.
    let number = u64::try_from(now).unwrap_or(0);
    Ok(open.authority.crl(&entries, number, now, now + HOLDS.whole_seconds())?)
}

/// Answers an OCSP request in DER.
pub async fn answer(app: &App, tenant: TenantId, request: &[u8]) -> Result<Vec<u8>, Fault> {
    let now = app.now().seconds();
    let until = now + HOLDS.whole_seconds();
    let mut refusal = Vec::new();
    for open in authority::all(app, tenant).await? {
        // The first round tells which numbers are asked for; only the second is answered.
        let asked = RefCell::new(Vec::new());
        let learn = |serial: &str| {
            asked.borrow_mut().push(serial.to_owned());
            Status::Unknown
        };
        refusal = open.authority.ocsp(request, learn, now, until);
        let asked = asked.into_inner();
        if asked.is_empty() {
            continue;
        }
        let known = statuses(app, tenant, &open, asked).await?;
        let status = |serial: &str| known.get(serial).copied().unwrap_or(Status::Unknown);
        return Ok(open.authority.ocsp(request, status, now, until));
    }
    // Without any authority nobody here may answer (RFC 6960 §2.3, unauthorized).
    Ok(if refusal.is_empty() { vec![0x30, 3, 0x0a, 1, 6] } else { refusal })
}

async fn statuses(
    app: &App,
    tenant: TenantId,
    open: &Open,
    asked: Vec<String>,
) -> Result<HashMap<String, Status>, Fault> {
    let mut known = HashMap::new();
    for serial in asked {
        let read = app.database.read();
        let found = store::certificates::by_serial(read, tenant, open.id, &serial).await?;
        let status = found.map_or(Status::Unknown, |one| match one.revoked {
            Some((at, reason)) => Status::Revoked { at: at.seconds(), reason: reason.published() },
            None => Status::Good,
        });
        known.insert(serial, status);
    }
    Ok(known)
}
