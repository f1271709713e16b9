//! Enrolment (認証情報登録): the first visit, behind an address and an initial one-time password.

use super::ending::Ending;
use super::ids::{EnrolmentId, TenantId, UserId};
use super::moment::Moment;
use super::policy::EnrolmentRules;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub id: EnrolmentId,
    pub user: UserId,
    /// Of the initial one-time password; none until one was handed over or mailed.
    pub code_digest: Option<Vec<u8>>,
    pub wrong_tries: u32,
    pub created_at: Moment,
    pub expires_at: Moment,
    /// Digest of the cookie of the browser that entered the right one.
    pub browser: Option<Vec<u8>>,
    pub ended: Option<Ending>,
}

/// What the visitor of an enrolment meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Code,
    Credentials,
    OtherBrowser,
    Ended(Ending),
}

impl Enrolment {
    /// Decides by what is stored, the browser that asks, and the time; nothing else.
    pub fn step(&self, browser: Option<&[u8]>, now: Moment) -> Step {
        if let Some(how) = self.ended {
            return Step::Ended(how);
        }
        if now >= self.expires_at {
            return Step::Ended(Ending::Expired);
        }
        match (&self.browser, browser) {
            (None, _) => Step::Code,
            (Some(own), Some(other)) if own == other => Step::Credentials,
            (Some(_), _) => Step::OtherBrowser,
        }
    }

    /// Whether a typed code, by its digest, is the right one.
    pub fn is_right(&self, typed_digest: &[u8]) -> bool {
        self.code_digest.as_ref().is_some_and(|digest| keys::digest::same(digest, typed_digest))
    }

    /// Whether one more wrong try closes it.
    pub fn closes_at_next(&self, rules: &EnrolmentRules) -> bool {
        self.wrong_tries + 1 >= u32::from(rules.tries)
    }
}

/// What the digest of an initial one-time password covers.
pub fn digest_input(tenant: TenantId, id: EnrolmentId, code: &str) -> String {
    format!("enrolment|{tenant}|{id}|{code}")
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn steps_by_table() {
        let start = Moment::from_seconds(1_000);
        let end = start.plus(Duration::days(7));
        let enrolment = |browser: Option<&[u8]>, ended| Enrolment {
            id: EnrolmentId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            code_digest: None,
            wrong_tries: 0,
            created_at: start,
            expires_at: end,
            browser: browser.map(Into::into),
            ended,
        };
        let just_before = end.minus(Duration::milliseconds(1));
        let (one, two) = (Some(&b"one"[..]), Some(&b"two"[..]));
        for (own, ended, browser, now, expected) in [
            (None, None, None, start, Step::Code),
            (None, None, one, just_before, Step::Code),
            (None, None, one, end, Step::Ended(Ending::Expired)),
            (one, None, one, start, Step::Credentials),
            (one, None, two, start, Step::OtherBrowser),
            (one, None, None, start, Step::OtherBrowser),
            (one, Some(Ending::Used), one, start, Step::Ended(Ending::Used)),
            (one, Some(Ending::Closed), one, end, Step::Ended(Ending::Closed)),
        ] {
            assert_eq!(enrolment(own, ended).step(browser, now), expected);
        }
        assert!(!enrolment(None, None).is_right(b""), "a code that nobody drew is never right");
    }
}
