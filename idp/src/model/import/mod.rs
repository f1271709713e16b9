//! Users as tables: what the columns are called, what a row says, and what it would change. Import and export share it.

pub mod change;
pub mod column;
pub mod encoding;
pub mod given;
pub mod reason;
pub mod upload;
pub mod written;
pub mod wrong_file;

use serde::{Deserialize, Serialize};

use self::change::Plan;
use super::ids::ImportId;

/// A file may hold so many rows.
pub const MOST_ROWS: u64 = 1_000_000;

/// A list of headings longer than this is no list of headings.
pub const MOST_COLUMNS: usize = 512;

/// An import that was begun.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: ImportId,
    pub rows_done: u64,
    pub tally: Tally,
}

/// How many rows did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub wrong: u64,
}

impl Tally {
    pub const fn rows(&self) -> u64 {
        self.created + self.changed + self.unchanged + self.wrong
    }

    pub fn count(&mut self, plan: Option<&Plan>) {
        let counted = match plan {
            Some(Plan::Create(_)) => &mut self.created,
            Some(Plan::Change(_)) => &mut self.changed,
            Some(Plan::Stay) => &mut self.unchanged,
            None => &mut self.wrong,
        };
        *counted += 1;
    }
}
