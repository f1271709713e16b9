//! The requests of a reissue, as `usecase::reissue` answers them.

use idp::model::lockout::{Gate, Standing};
use idp::model::policy::ReissueEnd;
use idp::model::reissue::Step;

use crate::facts;
use crate::machine::Machine;
use crate::request::{Due, Recovery};
use crate::rules::Door;
use crate::truth::Promise;
use crate::world::{At, Browser, End, Origin, Reissue, Session, Tally, Who, World};

/// A reissue, the browser that asks, and whether it came by the mailed link.
type Where = (usize, Browser, bool);

impl World {
    /// The link is mailed to whom it belongs; those before it are dead.
    pub fn ask(&mut self, who: Who) {
        if !self.people[who].is_active() {
            return;
        }
        for other in self.reissues.iter_mut().filter(|one| one.who == who) {
            other.ended.get_or_insert(End::Superseded);
        }
        self.reissues.push(Reissue {
            who,
            begun: self.clock,
            browser: None,
            proven: false,
            ended: None,
            overtaken: false,
            truth: [false; 2],
        });
    }
}

impl Machine {
    pub fn reissue_due(&self, world: &World, id: usize, browser: Browser, link: bool) -> Due {
        let row = &world.reissues[id];
        if !self.rules.is_found(link, world.notes[browser]) {
            return Due::Nothing;
        }
        let mut row = facts::reissue(id, row, self.policy().reissue.link_minutes);
        if !world.people[world.reissues[id].who].is_active() {
            row.ended.get_or_insert(idp::model::ending::Ending::Closed);
        }
        let now = facts::moment(world.clock);
        match self.rules.reissue_step(&row, browser, self.policy(), now) {
            Step::Confirm => Due::Confirm,
            Step::Question => Due::Question,
            Step::SecondProof => Due::SecondProof,
            Step::NewPassword => Due::NewPassword,
            Step::OtherBrowser | Step::Ended(_) => Due::Nothing,
        }
    }

    pub fn write_reissue(&self, world: &mut World, at: Where, step: Recovery, seen: Due) {
        let (id, browser, link) = at;
        let still = self.reissue_due(world, id, browser, link) == seen;
        match (step, seen) {
            (Recovery::Confirm, Due::Confirm) => {
                let row = &mut world.reissues[id];
                if row.browser.is_none() && row.ended.is_none() {
                    row.browser = Some(browser);
                    row.truth[browser] = link;
                }
            }
            (Recovery::Answer { right }, Due::Question) => {
                self.answer_question(world, at, right, still);
            }
            (Recovery::Prove { right }, Due::SecondProof) if still => {
                world.notes[browser] = true;
                let codes = &mut world.people[world.reissues[id].who].recovery_codes;
                if right && *codes > 0 {
                    *codes -= 1;
                    world.reissues[id].proven = true;
                }
            }
            (Recovery::Choose, Due::NewPassword) if still => {
                let proven = world.reissues[id].proven;
                world.breaks(Promise::Reissue, !proven);
                self.finish_reissue(world, at, Origin::Chosen);
            }
            _ => {}
        }
    }

    fn answer_question(&self, world: &mut World, at: Where, right: bool, still: bool) {
        let ReissueEnd::TemporaryPassword { .. } = self.policy().reissue.ends_with else { return };
        let (id, browser, _) = at;
        let who = world.reissues[id].who;
        let (rules, now) = (&self.policy().lockout, facts::moment(world.clock));
        let before = self.counts(world, who, browser);
        let gate = self.rules.gate(Door::Answer, &before, rules, now);
        if matches!(gate, Gate::Locked(_)) || !still {
            return;
        }
        world.looked_at(who, browser, self.policy());
        if right {
            world.people[who].truth.answers = crate::truth::Misses::default();
            let clean = Standing { wrong_answers: 0, ..before.name };
            world.people[who].count = Tally(clean);
            // A temporary password lives for two ticks.
            let until = world.clock + 2;
            self.finish_reissue(world, at, Origin::Temporary { until });
            return;
        }
        let after = before.name.after_wrong_answer(rules, now);
        world.people[who].count = Tally(after);
        world.answered_wrong(who, self.policy());
        if matches!(after.gate(rules, now), Gate::Locked(_)) {
            for one in world.reissues.iter_mut().filter(|one| one.who == who) {
                one.ended.get_or_insert(End::Closed);
            }
        }
    }

    fn finish_reissue(&self, world: &mut World, at: Where, origin: Origin) {
        let (id, browser, link) = at;
        let row = &world.reissues[id];
        let (who, open) = (row.who, row.ended.is_none());
        if !self.rules.spends(open) {
            return;
        }
        let behind_link = link && row.truth[browser];
        world.breaks(Promise::Reissue, !behind_link);
        world.breaks(Promise::Once, !open);
        world.reissues[id].ended = Some(End::Used);
        let fresh = world.people[who].draw();
        let before = world.sessions.len();
        world.put(who, fresh, origin);
        if self.rules.reissue_ends_sessions() {
            world.end_sessions(who, None);
        }
        let older = world.sessions.iter().any(|one| one.who == who && !one.ended);
        self.forget(world, who);
        for login in world.logins.iter_mut().filter(|login| login.at.who() == Some(who)) {
            login.at = At::Cancelled;
            login.fresh = None;
        }
        if self.rules.reissue_signs_in() {
            let method = world.people[who].method;
            let begun = world.clock;
            world.sessions.push(Session { browser, who, method, begun, ended: false });
        }
        let made = world.sessions.len() > before;
        world.breaks(Promise::OldSession, older);
        world.breaks(Promise::ReissueSignsIn, made);
    }
}
