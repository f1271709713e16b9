//! The requests of an enrolment, as `usecase::enrolment` answers them.

use idp::model::enrolment::Step;
use idp::model::lockout::Standing;

use crate::facts;
use crate::machine::Machine;
use crate::request::{Due, Enrol, Typed};
use crate::truth::Promise;
use crate::world::{Browser, End, Enrolment, Origin, Tally, Who, World};

impl World {
    pub fn invite(&mut self, who: Who) {
        if self.people[who].closed || self.people[who].secret.is_some() {
            return;
        }
        for other in self.enrolments.iter_mut().filter(|one| one.who == who) {
            other.ended.get_or_insert(End::Superseded);
        }
        self.enrolments.push(Enrolment {
            who,
            begun: self.clock,
            browser: None,
            wrong_tries: 0,
            ended: None,
            truth: [false; 2],
        });
    }
}

impl Machine {
    pub fn enrolment_due(&self, world: &World, id: usize, browser: Browser) -> Due {
        let row = &world.enrolments[id];
        let user = facts::user(row.who, &world.people[row.who]);
        if !self.rules.enrols(&user) {
            return Due::Nothing;
        }
        self.enrolment_step(world, id, browser)
    }

    fn enrolment_step(&self, world: &World, id: usize, browser: Browser) -> Due {
        let days = self.policy().enrolment.address_days;
        let row = facts::enrolment(id, &world.enrolments[id], days);
        match self.rules.enrolment_step(&row, browser, facts::moment(world.clock)) {
            Step::Code => Due::Code,
            Step::Credentials => Due::Credentials,
            Step::OtherBrowser | Step::Ended(_) => Due::Nothing,
        }
    }

    pub fn write_enrolment(&self, world: &mut World, at: (usize, Browser), step: Enrol, seen: Due) {
        let (id, browser) = at;
        match step {
            Enrol::Code(typed) if seen != Due::Nothing => {
                // The transaction looks again, and only there.
                if self.enrolment_step(world, id, browser) == Due::Code {
                    self.initial_code(world, id, browser, typed);
                }
            }
            Enrol::Register if seen == Due::Credentials => self.register(world, id, browser),
            Enrol::Code(_) | Enrol::Register => {}
        }
    }

    fn initial_code(&self, world: &mut World, id: usize, browser: Browser, typed: Typed) {
        let rules = &self.policy().enrolment;
        let read = facts::enrolment(id, &world.enrolments[id], rules.address_days);
        let row = &mut world.enrolments[id];
        if read.is_right(&facts::initial_digest(id, typed)) {
            row.browser = row.browser.or(Some(browser));
            row.truth[browser] |= typed == Typed::Initial(id);
            return;
        }
        row.wrong_tries += 1;
        if self.rules.closes_at_next(&read, rules) {
            row.ended = Some(End::Closed);
        }
    }

    fn register(&self, world: &mut World, id: usize, browser: Browser) {
        let row = &world.enrolments[id];
        let (who, open, knew) = (row.who, row.ended.is_none(), row.truth[browser]);
        let user = facts::user(who, &world.people[who]);
        if !self.rules.spends(open) || !self.rules.enrols(&user) {
            return;
        }
        let person = &mut world.people[who];
        let first = person.secret.is_none() && !person.closed;
        let fresh = person.draw();
        person.count = Tally(Standing::CLEAN);
        world.enrolments[id].ended = Some(End::Used);
        world.breaks(Promise::Enrolment, !(first && knew));
        world.breaks(Promise::Once, !open);
        world.forgives_all(who);
        world.put(who, fresh, Origin::Chosen);
    }
}
