//! Alarms of a tenant: guessing that no single count sees, for it is spread over many names and many addresses.

use time::Duration;

/// What many people failed at lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Few passwords tried with many user IDs (LK-07).
    Passwords,
    /// Few answers tried with the questions of many users (SQ-09).
    Answers,
}

/// How many different names met an outcome in the alarm's window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub failed: u64,
    pub succeeded: u64,
}

impl Alarm {
    pub const ALL: [Self; 2] = [Self::Passwords, Self::Answers];

    /// What is written into the audit trail.
    pub const fn action(self) -> &'static str {
        match self {
            Self::Passwords => "alarm.passwords",
            Self::Answers => "alarm.answers",
        }
    }

    /// The audited outcomes that are counted: failures, and what people come to who know what they type.
    pub const fn counted(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Passwords => {
                (&["login.wrong_password", "login.wrong_code"], &["login.signed_in"])
            }
            Self::Answers => (&["login.wrong_answer"], &["reissue.temporary"]),
        }
    }

    pub const fn window(self) -> Duration {
        match self {
            Self::Passwords => Duration::minutes(10),
            Self::Answers => Duration::hours(24),
        }
    }

    /// Whether this is more than people mistype: many names, and most of them do not get in.
    pub const fn rings(self, seen: Seen) -> bool {
        let many = match self {
            Self::Passwords => 100,
            Self::Answers => 10,
        };
        seen.failed >= many && seen.failed > seen.succeeded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_by_table() {
        for (alarm, failed, succeeded, rings) in [
            (Alarm::Passwords, 99, 0, false),
            (Alarm::Passwords, 100, 0, true),
            (Alarm::Passwords, 100, 100, false),
            (Alarm::Passwords, 1_000, 999, true),
            (Alarm::Answers, 9, 0, false),
            (Alarm::Answers, 10, 3, true),
            (Alarm::Answers, 10, 40, false),
        ] {
            assert_eq!(alarm.rings(Seen { failed, succeeded }), rings, "{alarm:?} {failed}");
        }
    }
}
