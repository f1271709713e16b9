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
        rules.expires(self.asked_at)
    }

    /// Judges a typed code by the digest that the caller made of it.
    pub fn judge(&self, typed_digest: &[u8], rules: &CodeRules, now: Moment) -> Verdict {
        let asked = (self.digest.as_deref(), self.wrong_tries, self.asked_at);
        rules.judge(asked, typed_digest, now)
    }

    /// How long until another may be asked for.
    pub fn resend_wait(&self, rules: &CodeRules, now: Moment) -> Duration {
        rules.resend_wait(self.asked_at, now)
    }
}

/// What holds for every mailed code, whatever it proves.
impl CodeRules {
    pub fn expires(&self, asked_at: Moment) -> Moment {
        asked_at.plus(Duration::seconds(self.life_seconds.into()))
    }

    /// Judges a typed code, by its digest, against what was drawn, the wrong tries so far, and when it was asked for.
    pub fn judge(
        &self,
        asked: (Option<&[u8]>, u32, Moment),
        typed_digest: &[u8],
        now: Moment,
    ) -> Verdict {
        let (digest, wrong_tries, asked_at) = asked;
        if now >= self.expires(asked_at) {
            return Verdict::Expired;
        }
        if wrong_tries >= u32::from(self.tries_per_code) {
            return Verdict::Exhausted;
        }
        match digest {
            Some(digest) if keys::digest::same(digest, typed_digest) => Verdict::Right,
            _ => Verdict::Wrong,
        }
    }

    /// How long until another may be asked for.
    pub fn resend_wait(&self, asked_at: Moment, now: Moment) -> Duration {
        let then = asked_at.plus(Duration::seconds(self.resend_wait_seconds.into()));
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
