//! What the walks stand on: the demo, the browser, and what is demanded of every page.

mod axe;
mod chrome;
mod demo;
mod guard;
mod meet;
mod page;
mod website;

pub(crate) use chrome::{Browser, browse, browse_in_both};
pub(crate) use demo::{PASSWORD, demo};
pub(crate) use page::{Page, eventually};
pub(crate) use website::Website;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Japanese,
    English,
}

impl Language {
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }

    /// What a title begins with where something is wrong.
    pub(crate) const fn error_mark(self) -> &'static str {
        match self {
            Self::Japanese => "エラー：",
            Self::English => "Error: ",
        }
    }
}
