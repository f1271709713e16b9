//! What a module can come to, and how it says so.

use serde::Serialize;

/// Results as the official suite tells them; the later weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    Passed,
    /// Nothing is wrong; a person has to look at a page.
    Review,
    /// Allowed, and not as it should be.
    Warning,
    /// The provider does not announce what the module is about.
    Skipped,
    /// The module needs something that this run does not have.
    NotRun,
    Failed,
}

impl Verdict {
    pub const ALL: [Self; 6] =
        [Self::Passed, Self::Review, Self::Warning, Self::Skipped, Self::NotRun, Self::Failed];

    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "PASSED",
            Self::Review => "REVIEW",
            Self::Warning => "WARNING",
            Self::Skipped => "SKIPPED",
            Self::NotRun => "NOT_RUN",
            Self::Failed => "FAILED",
        }
    }
}

/// Ends a module without judging.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("{0}")]
    Skipped(String),
    #[error("{0}")]
    NotRun(String),
}

/// The module has nothing to judge: the provider does not announce it.
pub fn skip<T>(why: impl Into<String>) -> anyhow::Result<T> {
    Err(Stop::Skipped(why.into()).into())
}

/// The module cannot be run here.
pub fn not_run<T>(why: impl Into<String>) -> anyhow::Result<T> {
    Err(Stop::NotRun(why.into()).into())
}
