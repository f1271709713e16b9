//! The abstract world: what the database holds of two users and their two browsers, small enough to be walked through
//! whole. Fields named `truth` are what really happened; no decision reads them, every promise does.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use idp::model::lockout::Standing;
use idp::model::login_method::LoginMethod;

use crate::request::Held;
use crate::truth::{OfLogin, OfPerson, Promise};

/// One of the two users.
pub type Who = usize;
/// One of the two browsers.
pub type Browser = usize;
/// Ticks since the start.
pub type Clock = u8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    Chosen,
    Temporary { until: Clock },
    Reset,
}

/// A stored password. Its version stands for its hash: no two are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Secret {
    pub version: u8,
    pub origin: Origin,
    pub set_at: Clock,
}

/// The product's count, which may be hashed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally(pub Standing);

impl Hash for Tally {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Standing { failures, last_failure, locked_at, wrong_answers, reason, .. } = self.0;
        (failures, last_failure, locked_at, wrong_answers, reason.as_str()).hash(state);
        (self.0.total, self.0.own_total).hash(state);
    }
}

/// What an account knows of a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Known {
    pub remembered_until: Option<Clock>,
    pub count: Tally,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    pub closed: bool,
    /// None: waits for the enrolment.
    pub secret: Option<Secret>,
    /// How many passwords there were.
    pub drawn: u8,
    pub method: LoginMethod,
    pub count: Tally,
    pub known: [Option<Known>; 2],
    /// What the website asks for was agreed to.
    pub agreed: bool,
    pub recovery_codes: u8,
    pub truth: OfPerson,
}

impl Person {
    pub fn with(method: LoginMethod, origin: Option<Origin>) -> Self {
        Self {
            closed: false,
            secret: origin.map(|origin| Secret { version: 0, origin, set_at: 0 }),
            drawn: 1,
            method,
            count: Tally(Standing::CLEAN),
            known: [None, None],
            agreed: false,
            recovery_codes: 1,
            truth: OfPerson::default(),
        }
    }

    /// A password that nobody had before.
    pub fn draw(&mut self) -> u8 {
        self.drawn += 1;
        self.drawn - 1
    }

    pub const fn is_active(&self) -> bool {
        !self.closed && self.secret.is_some()
    }
}

/// The product's progress, with what the conversion needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum At {
    Nobody,
    /// The password was wrong, and nobody was told.
    Doubt {
        who: Who,
    },
    Password {
        who: Who,
        secret: Secret,
    },
    Both {
        who: Who,
        secret: Secret,
        method: LoginMethod,
        remember: bool,
    },
    SignedIn {
        who: Who,
        session: usize,
    },
    Finished {
        who: Who,
    },
    Cancelled,
}

impl At {
    pub const fn who(self) -> Option<Who> {
        match self {
            Self::Nobody | Self::Doubt { .. } | Self::Cancelled => None,
            Self::Password { who, .. }
            | Self::Both { who, .. }
            | Self::SignedIn { who, .. }
            | Self::Finished { who } => Some(who),
        }
    }
}

/// An attempt to log in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Login {
    pub browser: Browser,
    /// The website asks for a login anew.
    pub anew: bool,
    pub at: At,
    /// The chosen new password that waits for the last factor.
    pub fresh: Option<u8>,
    pub begun: Clock,
    pub truth: OfLogin,
}

/// A mailed one-time password.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    pub login: usize,
    pub who: Who,
    /// Where the first step is concealed, some codes are asked for and never mailed.
    pub mailed: bool,
    pub open: bool,
    pub wrong_tries: u8,
    pub asked: Clock,
    /// How often it was accepted, in truth.
    pub truth: u8,
}

/// What the certificate address gave to be brought back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pass {
    pub login: usize,
    pub who: Who,
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Session {
    pub browser: Browser,
    pub who: Who,
    pub method: LoginMethod,
    pub begun: Clock,
    pub ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    Used,
    Superseded,
    Closed,
}

/// A reissue, with its mailed link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reissue {
    pub who: Who,
    pub begun: Clock,
    pub browser: Option<Browser>,
    pub proven: bool,
    pub ended: Option<End>,
    /// Its owner came to another password since.
    pub overtaken: bool,
    /// In which browsers the mailed link was confirmed, in truth.
    pub truth: [bool; 2],
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enrolment {
    pub who: Who,
    pub begun: Clock,
    pub browser: Option<Browser>,
    pub wrong_tries: u8,
    pub ended: Option<End>,
    /// In which browsers the initial code was right, in truth.
    pub truth: [bool; 2],
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    pub clock: Clock,
    pub people: [Person; 2],
    pub logins: Vec<Login>,
    pub codes: Vec<Code>,
    pub passes: Vec<Pass>,
    pub sessions: Vec<Session>,
    pub reissues: Vec<Reissue>,
    pub enrolments: Vec<Enrolment>,
    /// Browsers that a page of a reissue left a note in; the product has no such notes.
    pub notes: [bool; 2],
    /// A request that has read and not written yet.
    pub held: Option<Box<Held>>,
    /// How many requests were held so far.
    pub holds: u8,
    /// How many deeds of the office there were.
    pub deeds: u8,
    pub broken: BTreeSet<Promise>,
}

impl World {
    pub fn new(people: [Person; 2]) -> Self {
        Self {
            clock: 0,
            people,
            logins: Vec::new(),
            codes: Vec::new(),
            passes: Vec::new(),
            sessions: Vec::new(),
            reissues: Vec::new(),
            enrolments: Vec::new(),
            notes: [false; 2],
            held: None,
            holds: 0,
            deeds: 0,
            broken: BTreeSet::new(),
        }
    }

    /// Lets a password stand. A reissue of its owner is overtaken by it, and no browser is trusted any more.
    pub fn put(&mut self, who: Who, version: u8, origin: Origin) {
        let secret = Secret { version, origin, set_at: self.clock };
        self.people[who].secret = Some(secret);
        self.people[who].truth.trusted = [None; 2];
        for reissue in self.reissues.iter_mut().filter(|one| one.who == who) {
            reissue.overtaken = true;
        }
    }

    pub fn end_sessions(&mut self, who: Who, but: Option<usize>) {
        for (number, session) in self.sessions.iter_mut().enumerate() {
            session.ended |= session.who == who && but != Some(number);
        }
    }

    /// The session whose cookie a browser holds: its last one.
    pub fn cookie(&self, browser: Browser) -> Option<usize> {
        self.sessions.iter().rposition(|one| one.browser == browser && !one.ended)
    }
}
