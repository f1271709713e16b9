//! What the walks stand on: the demo, the browser, and what is demanded of every page.

mod axe;
mod certificate_home;
mod chrome;
#[expect(unreachable_pub, reason = "the tests through the door share it")]
#[path = "../../it/support/clock.rs"]
mod clock;
mod demo;
mod guard;
mod house;
mod house_people;
mod keyboard;
mod meet;
mod page;
pub(crate) mod seen;
mod television;
mod website;

pub(crate) use certificate_home::{Chooser, certificate_home};
pub(crate) use chrome::{Browser, browse, browse_at_home, browse_in_both};
pub(crate) use clock::{days, minutes, seconds};
pub(crate) use demo::{PASSWORD, demo};
pub(crate) use guard::Guarded;
pub(crate) use house::{House, Invited, Person};
pub(crate) use keyboard::Act;
pub(crate) use page::{Page, eventually};
pub(crate) use television::Television;
pub(crate) use website::Website;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
