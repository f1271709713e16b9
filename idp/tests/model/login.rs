//! The requests of a login, as `usecase::login` answers them.

use idp::model::lockout::Gate;
use idp::model::login_method::LoginMethod;
use idp::model::one_time_code::Verdict;
use idp::model::secret::Kind;
use idp::usecase::authorize::decide::{Decision, Who as Asking, decide};

use idp::wire::scope::Scope;

use crate::facts;
use crate::machine::Machine;
use crate::request::{Due, Seen, Step, Thing, Typed};
use crate::rules::Door;
use crate::truth::{Factor, OfLogin, Promise};
use crate::world::{At, Browser, Code, Login, Pass, Secret, Who, World};

type Where = (usize, Browser);

impl Machine {
    /// An authorization request: answered from the session that stands, or by a login.
    pub fn begin(&self, world: &mut World, browser: Browser, anew: bool) {
        let live = world.cookie(browser).filter(|session| self.is_alive(world, *session));
        let live = live.filter(|session| world.people[world.sessions[*session].who].is_active());
        let session = live.map(|session| facts::session(&world.sessions[session]));
        let request = facts::accepted(anew);
        let agreed = Scope::default();
        let who =
            session.as_ref().map(|session| Asking { session, subject: "", method: session.method });
        let now = facts::moment(world.clock);
        let at = match (decide(request, who, &agreed, self.policy(), now), live) {
            (Decision::AskConsent | Decision::Answer, Some(session)) => {
                At::SignedIn { who: world.sessions[session].who, session }
            }
            _ => At::Nobody,
        };
        let truth = OfLogin::default();
        world.logins.push(Login { browser, anew, at, fresh: None, begun: world.clock, truth });
    }

    pub fn write_login(&self, world: &mut World, at: Where, step: Step, seen: (&Seen, &Login)) {
        let (seen, row) = seen;
        match (step, seen.due) {
            (Step::Password { who, .. }, Due::Password) => {
                self.password(world, at, (who, seen.matched), row);
            }
            (Step::Choose, Due::NewPassword)
                if self.rules.advances(row.at, world.logins[at.0].at) =>
            {
                self.choose(world, at.0, row);
            }
            (Step::Code { typed, remember }, Due::Code) => {
                self.code(world, at, (typed, remember), (seen, row));
            }
            (Step::Resend, Due::Code) => self.send(world, at.0, row.at),
            (Step::Back, Due::Code)
                if self.policy().conceal_first_step
                    && self.advance(world, at.0, row, At::Nobody) =>
            {
                world.logins[at.0].fresh = None;
            }
            (Step::Bring(thing), Due::Certificate) => self.bring(world, at, thing, row),
            (Step::Agree, Due::Consent) => {
                if let Some(who) = row.at.who() {
                    world.people[who].agreed = true;
                }
            }
            (Step::Cancel, _) => {
                self.advance(world, at.0, row, At::Cancelled);
            }
            (Step::Proceed, Due::SignIn) => self.sign_in(world, at, row),
            (Step::Proceed, Due::Answer) => self.answer(world, at.0, row),
            _ => {}
        }
    }

    fn advance(&self, world: &mut World, login: usize, read: &Login, to: At) -> bool {
        let moves = self.rules.advances(read.at, world.logins[login].at);
        if moves {
            world.logins[login].at = to;
        }
        moves
    }

    fn password(&self, world: &mut World, at: Where, given: (Who, Option<Secret>), row: &Login) {
        let ((login, browser), (who, matched)) = (at, given);
        let (rules, now) = (&self.policy().lockout, facts::moment(world.clock));
        let before = self.counts(world, who, browser);
        if self.rules.gate(Door::Password, &before, rules, now) != Gate::Open {
            return;
        }
        world.looked_at(who, browser, self.policy());
        if let Some(secret) = matched {
            if self.advance(world, login, row, At::Password { who, secret }) {
                if self.rules.drops_chosen() {
                    world.logins[login].fresh = None;
                }
                world.logins[login].truth.password[who] = Some(secret.version);
                self.code_follows(world, at);
            }
            return;
        }
        if self.policy().conceal_first_step {
            self.doubt(world, at, who, row);
            return;
        }
        let after = self.rules.after_failure(Door::Password, before, rules, now);
        world.save(who, browser, after);
        world.missed(who, browser, self.policy());
        if let Some(secret) = world.people[who].secret {
            let to = self.rules.after_wrong_password(row.at, At::Password { who, secret });
            if to != row.at && self.advance(world, login, row, to) {
                self.code_follows(world, at);
            }
        }
    }

    /// The first step was wrong and is not told to be: it is counted with the code.
    fn doubt(&self, world: &mut World, at: Where, who: Who, row: &Login) {
        let meant = world.people[who].secret.map(|secret| At::Password { who, secret });
        let doubt = At::Doubt { who };
        let to = self.rules.after_wrong_password(doubt, meant.unwrap_or(doubt));
        if self.advance(world, at.0, row, to) {
            if self.rules.drops_chosen() {
                world.logins[at.0].fresh = None;
            }
            self.code_follows(world, at);
        }
    }

    /// Mails a code where it comes next.
    fn code_follows(&self, world: &mut World, at: Where) {
        let (login, browser) = at;
        let row = &world.logins[login];
        let due = self.login_due(world, row, browser);
        // A remembered browser is its owner's, and skips the code only behind the right password. A method or a time
        // that changed meanwhile tells nothing of it.
        let told = self.policy().conceal_first_step
            && row.at.who().is_none_or(|who| world.people[who].method == LoginMethod::PasswordOtp)
            && !matches!(due, Due::Code | Due::SignIn | Due::Nothing);
        let row = row.at;
        world.breaks(Promise::Concealed, told);
        if due == Due::Code {
            self.send(world, login, row);
        }
    }

    /// A code takes the place of those of the same login before it.
    fn send(&self, world: &mut World, login: usize, whose: At) {
        let (who, mailed) = match whose {
            At::Doubt { who } => (who, self.rules.mails_the_doubted()),
            other => match other.who() {
                Some(who) => (who, true),
                None => return,
            },
        };
        if world.codes.len() >= self.scene.most_codes {
            return;
        }
        for code in world.codes.iter_mut().filter(|code| code.login == login) {
            code.open = false;
        }
        let asked = world.clock;
        world.codes.push(Code { login, who, mailed, open: true, wrong_tries: 0, asked, truth: 0 });
    }

    fn choose(&self, world: &mut World, login: usize, row: &Login) {
        let Some(who) = row.at.who() else { return };
        let fresh = world.people[who].draw();
        world.logins[login].fresh = Some(fresh);
        world.logins[login].truth.fresh_by = Some(who);
        let waits = matches!(row.at, At::Password { .. });
        if waits && world.people[who].method == LoginMethod::PasswordOtp {
            self.send(world, login, row.at);
        }
    }

    fn code(&self, world: &mut World, at: Where, given: (Typed, bool), seen: (&Seen, &Login)) {
        let ((login, browser), (typed, remember), (seen, row)) = (at, given, seen);
        let (who, door) = match row.at {
            At::Doubt { who } => (who, Door::Doubt),
            other => match other.who() {
                Some(who) => (who, Door::Code),
                None => return,
            },
        };
        let (rules, now) = (&self.policy().lockout, facts::moment(world.clock));
        let before = self.counts(world, who, browser);
        if self.rules.gate(door, &before, rules, now) != Gate::Open {
            return;
        }
        let Some(id) = self.rules.code_read(seen.code, self.code_of(world, login)) else { return };
        world.looked_at(who, browser, self.policy());
        let read = facts::code(id, &world.codes[id]);
        let digest = facts::code_digest(id, world.codes[id].who, typed);
        match self.rules.judge(&read, &digest, &self.policy().one_time_code, now) {
            Verdict::Right => self.pass(world, login, (id, typed, remember), row),
            Verdict::Expired => {}
            Verdict::Wrong | Verdict::Exhausted => {
                world.codes[id].wrong_tries += 1;
                let after = self.rules.after_failure(door, before, rules, now);
                world.save(who, browser, after);
                world.missed(who, browser, self.policy());
                world.codes[id].open &= !matches!(after.gate(rules, now), Gate::Locked(_));
            }
        }
    }

    fn pass(&self, world: &mut World, login: usize, what: (usize, Typed, bool), row: &Login) {
        let (id, typed, remember) = what;
        let clock = world.clock;
        let code = &mut world.codes[id];
        if !self.rules.spends(code.open) {
            return;
        }
        let own = code.login == login && typed == Typed::Login(id) && code.asked == clock;
        code.open = false;
        code.truth += 1;
        let (who, again) = (code.who, code.truth > 1);
        world.breaks(Promise::Code, !own);
        world.breaks(Promise::Once, again);
        if own {
            world.logins[login].truth.second[who] = Some(Factor::Code);
        }
        self.second(world, login, row, (LoginMethod::PasswordOtp, remember));
    }

    fn second(&self, world: &mut World, login: usize, row: &Login, how: (LoginMethod, bool)) {
        let (method, remember) = how;
        if let At::Password { who, secret } | At::Both { who, secret, .. } = row.at {
            self.advance(world, login, row, At::Both { who, secret, method, remember });
        }
        if let At::Doubt { who } = row.at
            && let Some(secret) = world.people[who].secret
        {
            let meant = At::Both { who, secret, method, remember };
            let to = self.rules.second_of_the_doubted(row.at, meant);
            self.advance(world, login, row, to);
        }
    }

    /// The certificate address: whoever shows the certificate of the user that logs in gets a pass.
    pub fn show(&self, world: &mut World, login: usize, who: Who) {
        let row = &world.logins[login];
        let due = self.login_due(world, row, row.browser) == Due::Certificate;
        if due && row.at.who() == Some(who) {
            world.passes.push(Pass { login, who, open: true });
        }
    }

    fn bring(&self, world: &mut World, at: Where, thing: Thing, row: &Login) {
        let (login, browser) = at;
        let Some(who) = row.at.who() else { return };
        let counts = self.counts(world, who, browser);
        let now = facts::moment(world.clock);
        let gate = self.rules.gate(Door::Certificate, &counts, &self.policy().lockout, now);
        if matches!(gate, Gate::Locked(_)) {
            return;
        }
        let (drawn, pass) = match thing {
            Thing::Pass(id) => (Kind::CertificatePass, Some(id)),
            Thing::Link(_) => (Kind::Reissue, None),
        };
        if !self.rules.serves(drawn, Kind::CertificatePass) {
            return;
        }
        if let Some(id) = pass {
            let pass = &mut world.passes[id];
            if pass.login != login || !self.rules.spends(pass.open) {
                return;
            }
            let (own, again) = (pass.who == who, !pass.open);
            pass.open = false;
            world.breaks(Promise::Once, again);
            if own {
                world.logins[login].truth.second[who] = Some(Factor::Certificate);
            }
        }
        self.second(world, login, row, (LoginMethod::PasswordCertificate, false));
    }

    fn answer(&self, world: &mut World, login: usize, row: &Login) {
        let At::SignedIn { who, session } = row.at else { return };
        if self.advance(world, login, row, At::Finished { who }) {
            // The code is worth what stands when it is redeemed.
            let lives = self.is_alive(world, session) && world.people[who].is_active();
            if self.rules.redeems(lives) {
                world.answers(login, who, session, self.policy());
            }
        }
    }
}
