//! The audit trail as a chain: what an event is bound to, and what a reader may ask for.

mod chain;

use std::fmt::Write;

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

pub use chain::{Break, How, Walk};

use super::ids::{AuditEventId, TenantId};
use super::moment::Moment;

/// An event as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub id: AuditEventId,
    pub at: Moment,
    pub actor: String,
    pub action: String,
    pub subject: String,
    /// JSON, exactly as it was written.
    pub details: String,
    pub address: Option<String>,
    /// None: not sealed yet.
    pub seal: Option<Seal>,
}

/// The place of an event in its tenant's chain: the first has number one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    pub number: i64,
    pub link: Vec<u8>,
}

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seal: Seal,
    /// Over the number and the link: whoever cuts the chain cannot make another.
    pub mac: Vec<u8>,
}

/// Which events are wanted; what is none is not asked about.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The action, or how it begins.
    pub action: Option<String>,
    pub actor: Option<String>,
    pub subject: Option<String>,
    pub since: Option<Moment>,
    /// Up to here, but not this moment itself.
    pub until: Option<Moment>,
}

impl Seal {
    /// What stands before the first event.
    pub fn first(key: &[u8], tenant: TenantId) -> Self {
        let link = authenticated(key, &[b"first", tenant.0.as_bytes()]);
        Self { number: 0, link: link.to_vec() }
    }

    /// The seal of the event that comes next.
    #[must_use]
    pub fn next(&self, key: &[u8], tenant: TenantId, event: &Written) -> Self {
        let number = self.number.saturating_add(1);
        let link = authenticated(
            key,
            &[
                b"event",
                &self.link,
                &number.to_be_bytes(),
                tenant.0.as_bytes(),
                event.id.0.as_bytes(),
                &event.at.millis().to_be_bytes(),
                event.actor.as_bytes(),
                event.action.as_bytes(),
                event.subject.as_bytes(),
                event.details.as_bytes(),
                &[u8::from(event.address.is_some())],
                event.address.as_deref().unwrap_or_default().as_bytes(),
            ],
        );
        Self { number, link: link.to_vec() }
    }

    pub fn is(&self, other: &Self) -> bool {
        self.number == other.number && keys::digest::same(&self.link, &other.link)
    }
}

impl Head {
    pub fn of(key: &[u8], tenant: TenantId, seal: Seal) -> Self {
        let parts: [&[u8]; 4] =
            [b"head", tenant.0.as_bytes(), &seal.number.to_be_bytes(), &seal.link];
        let mac = authenticated(key, &parts).to_vec();
        Self { seal, mac }
    }

    /// Whether it is as we wrote it.
    pub fn is_ours(&self, key: &[u8], tenant: TenantId) -> bool {
        let ours = Self::of(key, tenant, self.seal.clone());
        keys::digest::same(&self.mac, &ours.mac)
    }
}

/// Each part stands behind its length: no two lists of parts look alike.
fn authenticated(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut message = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        message.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        message.extend_from_slice(part);
    }
    keys::digest::hmac_sha256(key, &message)
}

impl Written {
    /// The event for a program: a line of an export, an item of a list, the data of a webhook.
    pub fn told(&self) -> Value {
        json!({
            "id": self.id,
            "number": self.seal.as_ref().map(|seal| seal.number),
            "at": timestamp(self.at),
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "details": self.details_value(),
            "address": self.address,
            "link": self.seal.as_ref().map(|seal| hex(&seal.link)),
        })
    }

    pub fn details_value(&self) -> Value {
        serde_json::from_str(&self.details).unwrap_or_else(|_| Value::String(self.details.clone()))
    }
}

impl Filter {
    /// What an action may begin with: lower case, digits, points and low lines.
    pub fn is_action(text: &str) -> bool {
        let plain =
            |one: u8| one.is_ascii_lowercase() || one.is_ascii_digit() || b"._".contains(&one);
        !text.is_empty() && text.len() <= 100 && text.bytes().all(plain)
    }
}

/// A moment in RFC 3339, in UTC.
pub fn timestamp(at: Moment) -> String {
    at.utc().format(&Rfc3339).unwrap_or_default()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
