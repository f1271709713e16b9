//! A table that was sent to be imported: kept until somebody who saw what it would do has it written.

use serde::{Deserialize, Serialize};
use time::Duration;

use super::Tally;
use super::change::Difference;
use super::reason::Reason;
use crate::model::ids::{UploadId, UserId};
use crate::model::moment::Moment;
use crate::model::policy::Language;

/// A table of 100,000 users has a third of it.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// It is kept in pieces of this size.
pub const PIECE: usize = 512 * 1024;

/// So many that are not written yet a tenant may have.
pub const MOST_OPEN: u64 = 5;

/// A table that nobody has written is forgotten after this, and what became of one after as long again.
pub const KEPT: Duration = Duration::hours(24);

/// So many rows are told one by one.
pub const MOST_TOLD: usize = 100;

#[derive(Clone, Debug)]
pub struct Upload {
    pub id: UploadId,
    pub sender: Sender,
    pub terms: Terms,
    pub state: State,
    pub report: Report,
    /// In bytes.
    pub size: u64,
    /// How often somebody began to work on it.
    pub claims: u32,
    pub made_at: Moment,
}

/// Who sent it: one of the tenant of administrators, whose right is asked for again when it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub user: UserId,
    pub name: String,
    pub address: Option<String>,
}

/// How it is to be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// None: found out.
    pub encoding: Option<String>,
    pub replace_passwords: bool,
    pub skip_wrong: bool,
    pub language: Language,
}

/// In the order in which it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Checking,
    /// Looked at: somebody may have it written.
    Checked,
    Writing,
    Written,
    /// It cannot be taken.
    Refused,
}

impl State {
    pub const ALL: [Self; 5] =
        [Self::Checking, Self::Checked, Self::Writing, Self::Written, Self::Refused];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Writing => "writing",
            Self::Written => "written",
            Self::Refused => "refused",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether somebody works on it.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Checking | Self::Writing)
    }

    /// Whether nothing more becomes of it: its bytes are gone.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Written | Self::Refused)
    }
}

/// What was found, and how far it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub encoding: Option<String>,
    pub tally: Tally,
    /// Rows that were looked at, or written.
    pub rows: u64,
    /// How many there are, once that is known.
    pub of: Option<u64>,
    /// How many rows an earlier run had written already.
    pub resumed_after: u64,
    pub differences: Vec<RowTold>,
    pub wrong: Vec<WrongTold>,
    /// Why it cannot be taken.
    pub refusal: Option<Word>,
}

/// What a row would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowTold {
    pub line: u64,
    pub user_id: String,
    /// It makes a user.
    pub creates: bool,
    pub fields: Vec<Difference>,
}

/// A row that is not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongTold {
    pub line: u64,
    pub reasons: Vec<Reason>,
}

/// A word for why, and the line that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    pub word: String,
    pub line: Option<u64>,
}

impl Upload {
    /// Whether it may be written as things stand: with its wrong rows left out, if there are any.
    pub const fn may_be_written(&self) -> bool {
        let tally = &self.report.tally;
        matches!(self.state, State::Checked) && tally.created + tally.changed > 0
    }
}
