//! What is promised, judged by what really happened and by a reading of the policy of its own: nothing here calls the
//! product's decisions.

use idp::model::login_method::LoginMethod;
use idp::model::policy::{ConsentRule, Policy, Release};

use crate::world::{Browser, Clock, Login, Origin, Person, Session, Who, World};

/// A promise. The world keeps those that were broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Promise {
    /// A session begins only when its browser proved in that login every factor that the user's method wants.
    Factors,
    /// A session claims no method that was not proven.
    Claim,
    /// A website hears of nobody but from a session that lives, of a user who is not closed.
    Answer,
    /// A website that consent stands before is answered only after it.
    Consent,
    /// A code counts only in its own login, for its own user, in its time.
    Code,
    /// A one-time thing counts once.
    Once,
    /// A new password stands only for the person who chose it, once all is proven.
    NewPassword,
    /// Whoever must change the password is not let in without.
    MustChange,
    /// While an account is locked nothing is looked at, and nobody is let in.
    Lock,
    /// A login moves on only in the browser that began it.
    Browser,
    /// Where the first step is concealed, what follows a password is the same whether or not it was right.
    Concealed,
    /// A reissue ends only behind the mailed link, in one browser, with what the policy wants besides.
    Reissue,
    /// A reissue signs nobody in.
    ReissueSignsIn,
    /// After a reissue no older session lives.
    OldSession,
    /// A user enrols only behind the initial code, in the browser that knew it, and only once.
    Enrolment,
}

impl Promise {
    pub const ALL: [Self; 15] = [
        Self::Factors,
        Self::Claim,
        Self::Answer,
        Self::Consent,
        Self::Code,
        Self::Once,
        Self::NewPassword,
        Self::MustChange,
        Self::Lock,
        Self::Browser,
        Self::Concealed,
        Self::Reissue,
        Self::ReissueSignsIn,
        Self::OldSession,
        Self::Enrolment,
    ];
}

/// Something that only the right person and thing can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Factor {
    Code,
    Certificate,
}

/// What was proven in a login.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OfLogin {
    /// The version of each user's password that was right.
    pub password: [Option<u8>; 2],
    pub second: [Option<Factor>; 2],
    /// Who chose the new password that waits.
    pub fresh_by: Option<Who>,
    pub answered: bool,
}

/// Failures in a row, and since when the account is shut by them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Misses {
    pub count: u8,
    pub shut: Option<Clock>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OfPerson {
    /// Of strangers' browsers, and of each browser that counts apart.
    pub guesses: [Misses; 3],
    pub answers: Misses,
    /// Until when a browser may skip the code, by the word of its user.
    pub trusted: [Option<Clock>; 2],
}

impl Misses {
    /// A lock of minutes is over after one tick.
    fn is_shut(self, policy: &Policy, now: Clock) -> bool {
        match policy.lockout.release {
            Release::Desk => self.shut.is_some(),
            Release::AfterMinutes(_) => self.shut == Some(now),
        }
    }

    fn miss(&mut self, most: u8, now: Clock) {
        if self.shut.take().is_some() {
            self.count = 0;
        }
        self.count += 1;
        self.shut = (self.count >= most).then_some(now);
    }
}

fn bucket(person: &Person, browser: Browser, policy: &Policy) -> usize {
    let apart = policy.lockout.known_browser_counts_apart && person.known[browser].is_some();
    if apart { browser + 1 } else { 0 }
}

fn is_shut(world: &World, who: Who, browser: Browser, policy: &Policy) -> bool {
    let person = &world.people[who];
    let guesses = person.truth.guesses[bucket(person, browser, policy)];
    guesses.is_shut(policy, world.clock) || person.truth.answers.is_shut(policy, world.clock)
}

impl World {
    pub fn breaks(&mut self, promise: Promise, broken: bool) {
        if broken {
            self.broken.insert(promise);
        }
    }

    /// A guess was looked at.
    pub fn looked_at(&mut self, who: Who, browser: Browser, policy: &Policy) {
        let shut = is_shut(self, who, browser, policy);
        self.breaks(Promise::Lock, shut);
    }

    pub fn missed(&mut self, who: Who, browser: Browser, policy: &Policy) {
        let person = &mut self.people[who];
        let bucket = bucket(person, browser, policy);
        person.truth.guesses[bucket].miss(policy.lockout.tries, self.clock);
    }

    pub fn answered_wrong(&mut self, who: Who, policy: &Policy) {
        let most = policy.lockout.answer_tries.unwrap_or(u8::MAX);
        self.people[who].truth.answers.miss(most, self.clock);
    }

    /// A session begins for `session.who`, from a login as it was read.
    pub fn signs_in(&mut self, login: &Login, session: &Session, policy: &Policy) {
        let (who, now) = (session.who, self.clock);
        let person = &self.people[who];
        let second = login.truth.second[who];
        let trusted = person.truth.trusted[login.browser].is_some_and(|until| now < until);
        let secret = person.secret.filter(|_| !person.closed);
        let must_change = secret.is_some_and(|secret| secret.origin != Origin::Chosen);
        let stands = secret.is_some_and(|secret| match secret.origin {
            Origin::Temporary { until } => now < until,
            Origin::Chosen | Origin::Reset => true,
        });
        let knows = secret.is_some() && login.truth.password[who] == secret.map(|one| one.version);
        let has = match person.method {
            LoginMethod::Password => true,
            LoginMethod::PasswordOtp => {
                second == Some(Factor::Code) || (trusted && !must_change && !login.anew)
            }
            LoginMethod::PasswordCertificate => second == Some(Factor::Certificate),
        };
        let claims = match session.method {
            LoginMethod::Password => true,
            LoginMethod::PasswordOtp => second == Some(Factor::Code),
            LoginMethod::PasswordCertificate => second == Some(Factor::Certificate),
        };
        let foreign = login.fresh.is_some() && login.truth.fresh_by != Some(who);
        let shut = is_shut(self, who, login.browser, policy);
        self.breaks(Promise::Factors, !(stands && knows && has));
        self.breaks(Promise::Claim, !claims);
        self.breaks(Promise::MustChange, must_change && login.fresh.is_none());
        self.breaks(Promise::NewPassword, foreign);
        self.breaks(Promise::Lock, shut);
    }

    /// The website of a login hears who it is.
    pub fn answers(&mut self, number: usize, who: Who, session: usize, policy: &Policy) {
        let (person, row) = (&self.people[who], &self.sessions[session]);
        // Two ticks are longer than a session may idle.
        let lives = !row.ended && row.who == who && self.clock < row.begun + 2;
        let unasked = policy.consent == ConsentRule::FirstTime && !person.agreed;
        let closed = !person.is_active();
        let again = std::mem::replace(&mut self.logins[number].truth.answered, true);
        self.breaks(Promise::Answer, !lives || closed);
        self.breaks(Promise::Consent, unasked);
        self.breaks(Promise::Once, again);
    }

    /// The guesses of a browser are forgotten: its user is in.
    pub fn forgives(&mut self, who: Who, browser: Browser, policy: &Policy) {
        let person = &mut self.people[who];
        let bucket = bucket(person, browser, policy);
        person.truth.guesses[bucket] = Misses::default();
        if bucket == 0 {
            person.truth.answers = Misses::default();
        }
    }

    /// The desk unlocks, or the user enrols.
    pub fn forgives_all(&mut self, who: Who) {
        let truth = &mut self.people[who].truth;
        truth.guesses = [Misses::default(); 3];
        truth.answers = Misses::default();
    }
}
