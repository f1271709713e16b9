//! Webhooks: which events an address hears of, what it is sent, and how that is signed (Standard Webhooks).

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use time::Duration;

use super::admin::Deed;
use super::audit::{Written, timestamp};
use super::ids::WebhookId;
use super::moment::Moment;

#[derive(Clone, Debug)]
pub struct Webhook {
    pub id: WebhookId,
    pub url: String,
    /// How the actions of its events begin; none: all events.
    pub prefixes: Vec<String>,
    pub sealed: Vec<u8>,
    pub created_at: Moment,
    pub removed_at: Option<Moment>,
}

/// How the delivery of one event to one webhook ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Delivered,
    /// Given up when it was a day old.
    GivenUp,
    /// The webhook was removed.
    Removed,
}

/// An event is offered for so long; at least once in any case.
const OFFERED: Duration = Duration::hours(24);

/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::hours(1);

/// Details that are longer are left out: whoever needs them reads the audit trail.
const MOST_DETAILS: usize = 32 * 1024;

/// Before the key of a secret (Standard Webhooks).
pub const SECRET_PREFIX: &str = "whsec_";

impl Webhook {
    /// Whether it is sent an event: of those that try a webhook its own alone, whatever else it wants.
    pub fn hears(&self, event: &Written) -> bool {
        if event.action == Deed::WebhookTest.as_str() {
            return event.subject == self.id.to_string();
        }
        self.wants(&event.action)
    }

    pub fn wants(&self, action: &str) -> bool {
        self.prefixes.is_empty() || self.prefixes.iter().any(|prefix| action.starts_with(prefix))
    }
}

impl End {
    pub const ALL: [Self; 3] = [Self::Delivered, Self::GivenUp, Self::Removed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
            Self::Removed => "removed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.as_str() == text)
    }
}

/// When a delivery that failed is tried again; none: it is given up. 5, 25, 125 … seconds, an hour at most.
pub fn next_try(created_at: Moment, tries: u32, now: Moment) -> Option<Moment> {
    if now.since(created_at) >= OFFERED {
        return None;
    }
    let wait = Duration::seconds(5_i64.saturating_pow(tries.max(1)));
    Some(now.plus(wait.min(LONGEST_WAIT)))
}

/// What is sent of an event.
pub fn body(tenant: &str, event: &Written) -> String {
    let mut data = event.told();
    if let Value::Object(members) = &mut data {
        members.insert("tenant".to_owned(), json!(tenant));
        // The chain is for whoever verifies it.
        members.remove("link");
        if event.details.len() > MOST_DETAILS {
            members.insert("details".to_owned(), json!({ "left_out": true }));
        }
    }
    json!({ "type": event.action, "timestamp": timestamp(event.at), "data": data }).to_string()
}

/// The value of `webhook-signature`.
pub fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    let signed = format!("{id}.{seconds}.{body}");
    let mac = keys::digest::hmac_sha256(secret, signed.as_bytes());
    format!("v1,{}", STANDARD.encode(mac))
}

/// A secret as its receiver gets it.
pub fn secret_text(secret: &[u8]) -> String {
    format!("{SECRET_PREFIX}{}", STANDARD.encode(secret))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::ids::AuditEventId;

    const NOW: Moment = Moment::from_seconds(1_800_000_000);

    // The example of the Standard Webhooks specification.
    #[test]
    fn signatures_are_those_of_the_specification() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = r#"{"test": 2432232314}"#;
        let made = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(made, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn tries_grow_rarer_for_a_day() {
        let waits: Vec<_> = (1..=7)
            .map(|tries| next_try(NOW, tries, NOW).unwrap().since(NOW).whole_seconds())
            .collect();
        assert_eq!(waits, [5, 25, 125, 625, 3_125, 3_600, 3_600]);
        assert!(next_try(NOW, 1, NOW.plus(Duration::hours(24))).is_none());
        assert!(next_try(NOW, 99, NOW.plus(Duration::hours(23))).is_some());
    }

    #[test]
    fn bodies_are_bounded_and_prefixes_are_beginnings() {
        let event = Written {
            id: AuditEventId(Uuid::from_u128(1)),
            at: NOW,
            actor: "desk".to_owned(),
            action: "user.unlock".to_owned(),
            subject: "x".to_owned(),
            details: format!("{{\"a\":\"{}\"}}", "x".repeat(100_000)),
            address: None,
            seal: None,
        };
        let sent = body("acme", &event);
        assert!(sent.len() < 1_000 && sent.contains("left_out"), "{sent}");
        let of = |prefixes: &[&str]| Webhook {
            id: WebhookId(Uuid::from_u128(1)),
            url: String::new(),
            prefixes: prefixes.iter().map(|&one| one.to_owned()).collect(),
            sealed: Vec::new(),
            created_at: NOW,
            removed_at: None,
        };
        assert!(of(&[]).wants("user.unlock") && of(&["key.", "user."]).wants("user.unlock"));
        assert!(!of(&["key.", "unlock"]).wants("user.unlock"));
    }
}
