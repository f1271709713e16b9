//! Mailed one-time passwords (ワンタイムパスワード): accept or refuse.

use time::Duration;

use super::ids::{AttemptId, CodeId, DeviceId, TenantId, UserId};
use super::moment::Moment;
use super::policy::CodeRules;

/// A code asked for. Its digest exists once the letter was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode {
    pub id: CodeId,
    pub attempt: AttemptId,
    pub user: UserId,
    pub device: DeviceId,
    /// 照合番号: page and letter show it, so that the right letter is plain.
    pub reference: String,
    pub digest: Option<Vec<u8>>,
    pub wrong_tries: u32,
    pub asked_at: Moment,
}

/// What a typed code turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong,
    Expired,
    /// Too many wrong tries: only a new code helps.
    Exhausted,
}

impl OneTimeCode {
    pub fn expires(&self, rules: &CodeRules) -> Moment {
        self.asked_at.plus(Duration::seconds(rules.life_seconds.into()))
    }

    /// Judges a typed code by the digest that the caller made of it.
    pub fn judge(&self, typed_digest: &[u8], rules: &CodeRules, now: Moment) -> Verdict {
        if now >= self.expires(rules) {
            return Verdict::Expired;
        }
        if self.wrong_tries >= u32::from(rules.tries_per_code) {
            return Verdict::Exhausted;
        }
        match &self.digest {
            Some(digest) if keys::digest::same(digest, typed_digest) => Verdict::Right,
            _ => Verdict::Wrong,
        }
    }

    /// How long until another may be asked for.
    pub fn resend_wait(&self, rules: &CodeRules, now: Moment) -> Duration {
        let then = self.asked_at.plus(Duration::seconds(rules.resend_wait_seconds.into()));
        then.since(now).max(Duration::ZERO)
    }
}

/// What the digest of a code covers: a code belongs to one login of one user at one tenant.
pub fn digest_input(tenant: TenantId, user: UserId, code: CodeId, digits: &str) -> String {
    format!("otp|{tenant}|{user}|{code}|{digits}")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::policy::Policy;

    #[test]
    fn verdicts_by_table() {
        let rules = Policy::classic().one_time_code;
        let start = Moment::from_seconds(1_000);
        let code = |digest: Option<&[u8]>, wrong_tries| OneTimeCode {
            id: CodeId(Uuid::nil()),
            attempt: AttemptId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            reference: "K7".to_owned(),
            digest: digest.map(Into::into),
            wrong_tries,
            asked_at: start,
        };
        let end = start.plus(Duration::minutes(10));
        let just_before = end.minus(Duration::milliseconds(1));
        for (stored, tries, typed, now, verdict) in [
            (Some(&b"right"[..]), 0, &b"right"[..], start, Verdict::Right),
            (Some(b"right"), 4, b"right", just_before, Verdict::Right),
            (Some(b"right"), 0, b"wrong", start, Verdict::Wrong),
            (Some(b"right"), 5, b"right", start, Verdict::Exhausted),
            (Some(b"right"), 0, b"right", end, Verdict::Expired),
            (None, 0, b"right", start, Verdict::Wrong),
        ] {
            assert_eq!(code(stored, tries).judge(typed, &rules, now), verdict);
        }
        assert_eq!(code(None, 0).resend_wait(&rules, start), Duration::seconds(30));
        assert_eq!(code(None, 0).resend_wait(&rules, end), Duration::ZERO);
    }
}
