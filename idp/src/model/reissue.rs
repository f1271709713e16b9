//! Reissue (パスワード再発行): a forgotten password, behind a mailed link and a second proof.

use serde::{Deserialize, Serialize};

use super::ending::Ending;
use super::ids::{ReissueId, UserId};
use super::moment::Moment;
use super::policy::{Policy, ReissueEnd};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reissue {
    pub id: ReissueId,
    pub user: UserId,
    pub created_at: Moment,
    pub expires_at: Moment,
    /// Digest of the cookie of the browser in which the mailed link was confirmed.
    pub browser: Option<Vec<u8>>,
    pub wrong_tries: u32,
    /// What was proven besides the mailbox.
    pub proof: Option<Proof>,
    pub ended: Option<Ending>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    Question,
    RecoveryCode,
    Certificate,
    /// The support desk knows the person.
    Desk,
}

/// What the visitor of a reissue meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The button behind the mailed link; opening the link alone changes nothing.
    Confirm,
    Question,
    SecondProof,
    NewPassword,
    OtherBrowser,
    Ended(Ending),
}

impl Reissue {
    /// Decides by what is stored, the browser that asks, the policy and the time; nothing else.
    pub fn step(&self, browser: Option<&[u8]>, policy: &Policy, now: Moment) -> Step {
        if let Some(how) = self.ended {
            return Step::Ended(how);
        }
        if now >= self.expires_at {
            return Step::Ended(Ending::Expired);
        }
        match (&self.browser, browser) {
            (None, _) => return Step::Confirm,
            (Some(own), Some(other)) if own == other => {}
            (Some(_), _) => return Step::OtherBrowser,
        }
        match (policy.reissue.ends_with, self.proof) {
            (ReissueEnd::TemporaryPassword { .. }, _) => Step::Question,
            (ReissueEnd::SecondProof, None | Some(Proof::Question)) => Step::SecondProof,
            (ReissueEnd::SecondProof, Some(_)) => Step::NewPassword,
        }
    }
}

impl Proof {
    const ALL: [Self; 4] = [Self::Question, Self::RecoveryCode, Self::Certificate, Self::Desk];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::RecoveryCode => "recovery_code",
            Self::Certificate => "certificate",
            Self::Desk => "desk",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn steps_by_table() {
        let start = Moment::from_seconds(1_000);
        let (classic, standard) = (Policy::classic(), Policy::standard());
        let reissue = |bound: bool, proof| Reissue {
            id: ReissueId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            created_at: start,
            expires_at: start.plus(Duration::minutes(30)),
            browser: bound.then(|| b"own".to_vec()),
            wrong_tries: 0,
            proof,
            ended: None,
        };
        let own = Some(&b"own"[..]);
        for (bound, proof, browser, policy, expected) in [
            (false, None, own, &classic, Step::Confirm),
            (false, Some(Proof::RecoveryCode), own, &standard, Step::Confirm),
            (true, None, own, &classic, Step::Question),
            (true, None, own, &standard, Step::SecondProof),
            (true, Some(Proof::Question), own, &standard, Step::SecondProof),
            (true, Some(Proof::RecoveryCode), own, &standard, Step::NewPassword),
            (true, Some(Proof::Certificate), own, &classic, Step::Question),
            (true, Some(Proof::RecoveryCode), None, &standard, Step::OtherBrowser),
            (true, Some(Proof::Desk), Some(&b"other"[..]), &standard, Step::OtherBrowser),
        ] {
            assert_eq!(reissue(bound, proof).step(browser, policy, start), expected, "{proof:?}");
        }
        let late = start.plus(Duration::minutes(30));
        let step = reissue(true, Some(Proof::Desk)).step(own, &standard, late);
        assert_eq!(step, Step::Ended(Ending::Expired));
    }
}
