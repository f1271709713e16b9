//! What the support desk and the account site do, as `usecase::admin` and `usecase::account` have it.

use idp::model::lockout::Standing;

use crate::machine::Machine;
use crate::request::Deed;
use crate::world::{Origin, Tally, World};

impl Machine {
    pub fn deed(&self, world: &mut World, deed: Deed) {
        match deed {
            Deed::Unlock(who) => {
                let person = &mut world.people[who];
                person.count = Tally(Standing::CLEAN);
                for known in person.known.iter_mut().flatten() {
                    known.count = Tally(Standing::CLEAN);
                }
                world.forgives_all(who);
            }
            Deed::Disable(who) => {
                world.people[who].closed = true;
                world.end_sessions(who, None);
            }
            Deed::Enable(who) => world.people[who].closed = false,
            Deed::Method(who, method) => world.people[who].method = method,
            Deed::Reset(who) => {
                let fresh = world.people[who].draw();
                world.put(who, fresh, Origin::Reset);
                world.end_sessions(who, None);
            }
            Deed::Approve(who) => {
                let waits = world.reissues.iter_mut().find(|one| {
                    one.who == who && one.ended.is_none() && one.browser.is_some() && !one.proven
                });
                if let Some(reissue) = waits {
                    reissue.proven = true;
                }
            }
            Deed::Change(browser) => {
                let live = world.cookie(browser).filter(|session| self.is_alive(world, *session));
                let Some(session) = live else { return };
                let who = world.sessions[session].who;
                if !world.people[who].is_active() {
                    return;
                }
                let fresh = world.people[who].draw();
                world.put(who, fresh, Origin::Chosen);
                world.end_sessions(who, Some(session));
                self.forget(world, who);
            }
        }
        world.deeds += 1;
    }
}
