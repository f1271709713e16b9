//! A new address of a device that waits for the code mailed to it.

use time::Duration;

use super::device::Kind;
use super::ids::{DeviceId, ProofId, SessionId, TenantId, UserId};
use super::moment::Moment;
use super::names::MailAddress;
use super::one_time_code::Verdict;
use super::policy::CodeRules;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressProof {
    pub id: ProofId,
    pub user: UserId,
    /// The session that asked; no other may answer.
    pub session: SessionId,
    /// The device to change; none adds one.
    pub device: Option<DeviceId>,
    pub address: MailAddress,
    pub kind: Kind,
    pub reference: String,
    pub digest: Option<Vec<u8>>,
    pub wrong_tries: u32,
    pub asked_at: Moment,
}

impl AddressProof {
    pub fn expires(&self, rules: &CodeRules) -> Moment {
        rules.expires(self.asked_at)
    }

    /// Judges a typed code by the digest that the caller made of it.
    pub fn judge(&self, typed_digest: &[u8], rules: &CodeRules, now: Moment) -> Verdict {
        let asked = (self.digest.as_deref(), self.wrong_tries, self.asked_at);
        rules.judge(asked, typed_digest, now)
    }

    /// How long until another code may be asked for.
    pub fn resend_wait(&self, rules: &CodeRules, now: Moment) -> Duration {
        rules.resend_wait(self.asked_at, now)
    }
}

/// What the digest of a code covers: it proves one address of one user, and is good for nothing else.
pub fn digest_input(tenant: TenantId, user: UserId, proof: ProofId, digits: &str) -> String {
    format!("address|{tenant}|{user}|{proof}|{digits}")
}
