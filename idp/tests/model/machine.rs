//! The world moves: a request reads, then writes in one transaction. One that is held writes after others did.

use idp::model::lockout::Counts;
use idp::model::policy::Policy;
use idp::model::step::{Known, may_begin};

use crate::facts;
use crate::request::{Due, Event, Held, Request, Seen, Step};
use crate::rules::Rules;
use crate::scene::Scene;
use crate::world::{At, Browser, Login, Tally, Who, World};

/// A scene played by rules.
pub struct Machine {
    pub scene: Scene,
    pub rules: Box<dyn Rules>,
}

impl Machine {
    pub fn new(scene: Scene, rules: Box<dyn Rules>) -> Self {
        Self { scene, rules }
    }

    pub fn policy(&self) -> &Policy {
        &self.scene.policy
    }

    /// What becomes of the world; none where it stays as it is.
    pub fn happens(&self, before: &World, event: Event) -> Option<World> {
        let mut world = before.clone();
        match event {
            Event::Whole(request) => {
                let seen = self.read(&world, request);
                self.write(&mut world, request, &seen);
            }
            Event::Hold(request) => {
                let seen = self.read(&world, request);
                if seen.due == Due::Nothing {
                    return None;
                }
                world.holds += 1;
                world.held = Some(Box::new(Held { request, seen }));
            }
            Event::Land => {
                let held = world.held.take()?;
                self.write(&mut world, held.request, &held.seen);
            }
            Event::Tick => world.clock += 1,
        }
        (world != *before).then_some(world)
    }

    fn read(&self, world: &World, request: Request) -> Seen {
        let seen = |due| Seen { due, row: None, matched: None, code: None };
        match request {
            Request::Login { login, browser, step } => self.read_login(world, login, browser, step),
            Request::Reissue { reissue, browser, link, .. } => {
                seen(self.reissue_due(world, reissue, browser, link))
            }
            Request::Enrol { enrolment, browser, .. } => {
                seen(self.enrolment_due(world, enrolment, browser))
            }
            // These read and write in one transaction, or nothing that another changes.
            Request::Begin { .. }
            | Request::Show { .. }
            | Request::Ask(_)
            | Request::Invite(_)
            | Request::Office(_) => seen(Due::Password),
        }
    }

    fn read_login(&self, world: &World, login: usize, browser: Browser, step: Step) -> Seen {
        let row = &world.logins[login];
        if !self.rules.is_own(row.browser, browser) {
            return Seen { due: Due::Nothing, row: None, matched: None, code: None };
        }
        let matched = match step {
            Step::Password { who, right: true } => {
                let user = facts::user(who, &world.people[who]);
                let opens = user.usable_password(facts::moment(world.clock)).is_some()
                    && may_begin(&user, self.policy());
                world.people[who].secret.filter(|_| opens)
            }
            _ => None,
        };
        let due = self.login_due(world, row, browser);
        Seen { due, row: Some(row.clone()), matched, code: self.code_of(world, login) }
    }

    fn write(&self, world: &mut World, request: Request, seen: &Seen) {
        match request {
            Request::Begin { browser, anew } => self.begin(world, browser, anew),
            Request::Login { login, browser, step } => {
                let Some(row) = &seen.row else { return };
                let before = world.logins[login].clone();
                self.write_login(world, (login, browser), step, (seen, row));
                let foreign = before.browser != browser && before != world.logins[login];
                world.breaks(crate::truth::Promise::Browser, foreign);
            }
            Request::Show { login, who } => self.show(world, login, who),
            Request::Ask(who) => world.ask(who),
            Request::Reissue { reissue, browser, link, step } => {
                self.write_reissue(world, (reissue, browser, link), step, seen.due);
            }
            Request::Invite(who) => world.invite(who),
            Request::Enrol { enrolment, browser, step } => {
                self.write_enrolment(world, (enrolment, browser), step, seen.due);
            }
            Request::Office(deed) => self.deed(world, deed),
        }
    }

    /// What a login's page shows in a browser.
    pub fn login_due(&self, world: &World, row: &Login, browser: Browser) -> Due {
        use idp::model::step::Step;
        let who = row.at.who();
        let user = who.map(|who| facts::user(who, &world.people[who]));
        let step = self.rules.next_step(
            &facts::attempt(row),
            Known {
                user: user.as_ref(),
                consent: self.consent(world, row),
                session_lives: self.session_lives(world, row),
                remembered: who.is_some_and(|who| self.is_remembered(world, who, browser)),
            },
            self.policy(),
            facts::moment(world.clock),
        );
        match step {
            Step::Password => Due::Password,
            Step::NewPassword(_) => Due::NewPassword,
            Step::Code => Due::Code,
            Step::Certificate => Due::Certificate,
            Step::SignIn => Due::SignIn,
            Step::Consent => Due::Consent,
            Step::Answer => Due::Answer,
            Step::Ended(_) => Due::Nothing,
        }
    }

    fn consent(&self, world: &World, row: &Login) -> idp::model::consent::Consent {
        let agreed = row.at.who().is_some_and(|who| world.people[who].agreed);
        self.rules.consent(self.policy(), row.anew, agreed)
    }

    fn session_lives(&self, world: &World, row: &Login) -> bool {
        let At::SignedIn { session, .. } = row.at else { return true };
        self.is_alive(world, session)
    }

    pub fn is_alive(&self, world: &World, session: usize) -> bool {
        let row = &world.sessions[session];
        let now = facts::moment(world.clock);
        !row.ended && facts::session(row).is_alive(&self.policy().session, now)
    }

    fn is_remembered(&self, world: &World, who: Who, browser: Browser) -> bool {
        let known = world.people[who].known[browser];
        let may = self.policy().session.remembered_browser_days.is_some();
        known.filter(|_| may).is_some_and(|known| {
            self.rules.is_remembered(&facts::known(who, &known), facts::moment(world.clock))
        })
    }

    /// The code that may be entered in a login.
    pub fn code_of(&self, world: &World, login: usize) -> Option<usize> {
        let at = world.logins[login].at;
        let who = if let At::Doubt { who } = at { who } else { at.who()? };
        let last = world.codes.iter().rposition(|code| self.rules.is_code_of(code, login));
        last.filter(|code| self.rules.is_code_for(&world.codes[*code], who))
    }

    /// The counts that a try falls under.
    pub fn counts(&self, world: &World, who: Who, browser: Browser) -> Counts {
        let person = &world.people[who];
        let apart = self.policy().lockout.known_browser_counts_apart;
        let browser = person.known[browser].filter(|_| apart).map(|known| known.count.0);
        Counts { name: person.count.0, browser }
    }
}

impl World {
    /// Writes the counts back.
    pub fn save(&mut self, who: Who, browser: Browser, counts: Counts) {
        let person = &mut self.people[who];
        person.count = Tally(counts.name);
        if let (Some(known), Some(own)) = (&mut person.known[browser], counts.browser) {
            known.count = Tally(own);
        }
    }
}
