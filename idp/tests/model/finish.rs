//! The end of a login: a session begins, and a chosen password stands (`usecase::login::finish`).

use idp::model::lockout::Gate;
use idp::model::lockout::Standing;
use idp::model::login_method::LoginMethod;

use crate::facts;
use crate::machine::Machine;
use crate::request::Due;
use crate::rules::Door;
use crate::world::{At, Browser, Known, Login, Origin, Session, Tally, Who, World};

/// Longer than any scene.
const REMEMBERED: u8 = 100;

impl Machine {
    pub fn sign_in(&self, world: &mut World, at: (usize, Browser), row: &Login) {
        let (login, browser) = at;
        let Some(who) = row.at.who() else { return };
        let now = facts::moment(world.clock);
        let counts = self.counts(world, who, browser);
        let gate = self.rules.gate(Door::SignIn, &counts, &self.policy().lockout, now);
        if matches!(gate, Gate::Locked(_)) || self.login_due(world, row, browser) != Due::SignIn {
            return;
        }
        let method = self.rules.claims(row.at, world.people[who].method);
        let to = At::SignedIn { who, session: world.sessions.len() };
        if !self.rules.advances(row.at, world.logins[login].at) {
            return;
        }
        world.logins[login].at = to;
        let session = Session { browser, who, method, begun: world.clock, ended: false };
        world.signs_in(row, &session, self.policy());
        world.forgives(who, browser, self.policy());
        world.save(who, browser, counts.after_login());
        if let Some(fresh) = row.fresh {
            world.put(who, fresh, Origin::Chosen);
            world.logins[login].fresh = None;
            world.end_sessions(who, None);
            self.forget(world, who);
        }
        // Whoever proves himself again goes on in one session; another's ends.
        if let Some(before) = world.cookie(browser) {
            world.sessions[before].ended = true;
        }
        world.sessions.push(session);
        let remember = matches!(row.at, At::Both { remember: true, .. });
        self.meet(world, who, browser, remember);
    }

    /// A change of the password ends what the account knows of browsers.
    pub fn forget(&self, world: &mut World, who: Who) {
        if self.rules.forgets_browsers() {
            world.people[who].known = [None; 2];
        }
    }

    fn meet(&self, world: &mut World, who: Who, browser: Browser, remember: bool) {
        let may = self.policy().session.remembered_browser_days.is_some();
        let remembered_until = (remember && may).then_some(REMEMBERED);
        let person = &mut world.people[who];
        if remembered_until.is_some() && person.method == LoginMethod::PasswordOtp {
            person.truth.trusted[browser] = remembered_until;
        }
        let new = Known { remembered_until, count: Tally(Standing::CLEAN) };
        let known = person.known[browser].get_or_insert(new);
        known.remembered_until = remembered_until.or(known.remembered_until);
    }
}
