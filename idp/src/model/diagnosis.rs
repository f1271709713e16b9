//! Why somebody cannot log in: what keeps him out by the rule that decides logins, and what happened before.

use serde::Serialize;
use time::Duration;

use super::forecast::{Forecast, Obstacle, Page};
use super::history::{Entry, Outcome};
use super::moment::Moment;

/// What is stored about somebody who cannot log in.
#[derive(Clone, Debug)]
pub struct Facts {
    pub forecast: Forecast,
    /// The last tries, the newest first.
    pub attempts: Vec<Entry>,
    /// When the newest enrolment ends or ended; none where there never was one.
    pub enrolment: Option<Enrolment>,
    pub letters: Letters,
    /// A browser that the account knows is locked by itself.
    pub own_browser_locked: bool,
    pub sessions: usize,
    /// When the last of his certificates ends.
    pub certificate_until: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub until: Moment,
    pub ended: bool,
    pub has_code: bool,
}

/// His letters of the last days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    pub waiting: u64,
    pub failed: u64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Diagnosis {
    pub can_log_in: bool,
    /// What keeps him out now.
    pub obstacles: Vec<Obstacle>,
    /// What may be the matter besides.
    pub remarks: Vec<Remark>,
    /// The pages of the next login.
    pub steps: Vec<Page>,
    pub sessions: usize,
    /// The last tries, the newest first.
    pub attempts: Vec<Tried>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tried {
    pub at: i64,
    pub outcome: Outcome,
    pub method: super::login_method::LoginMethod,
    pub address: String,
    pub browser: String,
    pub client: Option<super::ids::ClientId>,
}

/// Times are in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Remark {
    /// No try of the last month is known: he may type another user ID.
    NeverTried,
    /// The last tries all failed, the newest of them so.
    FailedInARow {
        count: usize,
        outcome: Outcome,
    },
    /// His last try was right.
    SignedInLast {
        at: i64,
    },
    MustChangePassword,
    PasswordExpires {
        at: i64,
    },
    /// He was never sent an enrolment address.
    NeverInvited,
    EnrolmentOpen {
        until: i64,
        has_code: bool,
    },
    EnrolmentEnded {
        at: i64,
    },
    LettersWait {
        count: u64,
    },
    LettersFailed {
        count: u64,
    },
    CertificateExpires {
        at: i64,
    },
    OwnBrowserLocked,
}

/// What expires within this is told of.
const SOON: Duration = Duration::days(30);

pub fn diagnose(facts: Facts, now: Moment) -> Diagnosis {
    let remarks = remarks(&facts, now);
    let tried = |entry: Entry| Tried {
        at: entry.at.seconds(),
        outcome: entry.outcome,
        method: entry.method,
        address: entry.origin.address,
        browser: entry.origin.browser,
        client: entry.client,
    };
    Diagnosis {
        can_log_in: facts.forecast.obstacles.is_empty(),
        obstacles: facts.forecast.obstacles,
        remarks,
        steps: facts.forecast.steps,
        sessions: facts.sessions,
        attempts: facts.attempts.into_iter().map(tried).collect(),
    }
}

fn remarks(facts: &Facts, now: Moment) -> Vec<Remark> {
    let mut found = vec![of_attempts(&facts.attempts)];
    if facts.forecast.must_change_password() {
        found.push(Remark::MustChangePassword);
    }
    let soon = now.plus(SOON);
    if let Some(at) = facts.forecast.password_expires
        && (now.seconds()..soon.seconds()).contains(&at)
    {
        found.push(Remark::PasswordExpires { at });
    }
    if facts.forecast.obstacles.contains(&Obstacle::ToEnrol) {
        found.push(match facts.enrolment {
            None => Remark::NeverInvited,
            Some(Enrolment { until, ended, has_code }) if !ended && now < until => {
                Remark::EnrolmentOpen { until: until.seconds(), has_code }
            }
            Some(Enrolment { until, .. }) => {
                Remark::EnrolmentEnded { at: until.min(now).seconds() }
            }
        });
    }
    let Letters { waiting, failed } = facts.letters;
    if waiting > 0 {
        found.push(Remark::LettersWait { count: waiting });
    }
    if failed > 0 {
        found.push(Remark::LettersFailed { count: failed });
    }
    if let Some(until) = facts.certificate_until
        && (now..soon).contains(&until)
    {
        found.push(Remark::CertificateExpires { at: until.seconds() });
    }
    if facts.own_browser_locked {
        found.push(Remark::OwnBrowserLocked);
    }
    found
}

fn of_attempts(attempts: &[Entry]) -> Remark {
    let Some(newest) = attempts.first() else { return Remark::NeverTried };
    if newest.outcome == Outcome::SignedIn {
        return Remark::SignedInLast { at: newest.at.seconds() };
    }
    let count = attempts.iter().take_while(|one| one.outcome != Outcome::SignedIn).count();
    Remark::FailedInARow { count, outcome: newest.outcome }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::history::Origin;
    use crate::model::ids::UserId;
    use crate::model::login_method::LoginMethod;

    const NOW: Moment = Moment::from_seconds(1_800_000_000);

    fn entry(outcome: Outcome) -> Entry {
        let origin = Origin { address: "192.0.2.1".to_owned(), browser: String::new() };
        let (user, method) = (UserId::NOBODY, LoginMethod::Password);
        Entry { user, at: NOW, origin, device: None, method, client: None, outcome }
    }

    fn facts() -> Facts {
        Facts {
            forecast: Forecast { obstacles: Vec::new(), steps: Vec::new(), password_expires: None },
            attempts: vec![entry(Outcome::SignedIn)],
            enrolment: None,
            letters: Letters::default(),
            own_browser_locked: false,
            sessions: 0,
            certificate_until: None,
        }
    }

    #[test]
    fn remarks_by_table() {
        type Change = fn(&mut Facts);
        let last = Remark::SignedInLast { at: NOW.seconds() };
        let days = |days| NOW.plus(Duration::days(days));
        let cases: [(Change, Vec<Remark>); 9] = [
            (|_| (), vec![last]),
            (|facts| facts.attempts.clear(), vec![Remark::NeverTried]),
            (
                |facts| {
                    facts.attempts.insert(0, entry(Outcome::WrongPassword));
                    facts.attempts.insert(0, entry(Outcome::WrongCode));
                },
                vec![Remark::FailedInARow { count: 2, outcome: Outcome::WrongCode }],
            ),
            (
                |facts| facts.forecast.steps.push(Page::NewPasswordReset),
                vec![last, Remark::MustChangePassword],
            ),
            (
                |facts| facts.forecast.password_expires = Some(NOW.seconds() + 60),
                vec![last, Remark::PasswordExpires { at: NOW.seconds() + 60 }],
            ),
            (
                |facts| facts.forecast.obstacles.push(Obstacle::ToEnrol),
                vec![last, Remark::NeverInvited],
            ),
            (
                |facts| {
                    facts.forecast.obstacles.push(Obstacle::ToEnrol);
                    let until = NOW.plus(Duration::days(3));
                    facts.enrolment = Some(Enrolment { until, ended: false, has_code: true });
                },
                vec![last, Remark::EnrolmentOpen { until: days(3).seconds(), has_code: true }],
            ),
            (
                |facts| facts.letters = Letters { waiting: 1, failed: 2 },
                vec![last, Remark::LettersWait { count: 1 }, Remark::LettersFailed { count: 2 }],
            ),
            (
                |facts| {
                    facts.certificate_until = Some(NOW.plus(Duration::days(5)));
                    facts.own_browser_locked = true;
                },
                vec![
                    last,
                    Remark::CertificateExpires { at: days(5).seconds() },
                    Remark::OwnBrowserLocked,
                ],
            ),
        ];
        for (change, expected) in cases {
            let mut facts = facts();
            change(&mut facts);
            assert_eq!(diagnose(facts, NOW).remarks, expected);
        }
    }
}
