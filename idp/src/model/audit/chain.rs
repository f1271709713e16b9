//! Walks a chain event by event, and tells what was done to it where it does not hold.

use serde::Serialize;

use super::{Seal, Written};
use crate::model::ids::{AuditEventId, TenantId};

/// The first place where a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Break {
    pub number: i64,
    pub how: How,
    /// The event that stands there, where one does.
    pub event: Option<AuditEventId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Changed,
    Removed,
    Inserted,
    Reordered,
    /// Events at the end are gone.
    CutOff,
    /// The row of the chain's head was changed or removed.
    Head,
}

/// How far a chain holds.
pub struct Walk<'a> {
    key: &'a [u8],
    tenant: TenantId,
    pub at: Seal,
}

impl<'a> Walk<'a> {
    pub fn begin(key: &'a [u8], tenant: TenantId) -> Self {
        Self { key, tenant, at: Seal::first(key, tenant) }
    }

    /// Begins behind an event whose link is taken as it stands.
    pub const fn behind(key: &'a [u8], tenant: TenantId, at: Seal) -> Self {
        Self { key, tenant, at }
    }

    /// Follows events in the order of their numbers; false at the first that does not hold, and then it stands before it.
    pub fn follows(&mut self, events: &[Written]) -> bool {
        events.iter().all(|event| {
            let expected = self.at.next(self.key, self.tenant, event);
            let holds = event.seal.as_ref().is_some_and(|seal| seal.is(&expected));
            if holds {
                self.at = expected;
            }
            holds
        })
    }

    /// Tells what was done, from the events that stand where the walk stopped and behind.
    pub fn why(&self, events: &[Written]) -> Break {
        let number = self.at.number + 1;
        let Some((first, rest)) = events.split_first() else {
            return Break { number, how: How::CutOff, event: None };
        };
        let event = Some(first.id);
        let how = match &first.seal {
            Some(seal) if seal.number > number => How::Removed,
            Some(seal) => self.how(seal, rest),
            None => How::Changed,
        };
        Break { number, how, event: event.filter(|_| how != How::Removed) }
    }

    fn how(&self, stands: &Seal, rest: &[Written]) -> How {
        let links = |at: &Seal, event: &Written, link: &[u8]| {
            keys::digest::same(&at.next(self.key, self.tenant, event).link, link)
        };
        // The next one still hangs on what is noted here: only this event is another, or two of them changed places.
        if rest.first().is_some_and(|next| holds_link(next, |link| links(stands, next, link))) {
            let belongs = |one: &Written| links(&self.at, one, &stands.link);
            return if rest.iter().any(belongs) { How::Reordered } else { How::Changed };
        }
        // The event that belongs here stands further on, under the link of its own place or with its own link.
        let elsewhere = rest.iter().position(|one| {
            holds_link(one, |link| links(&self.at, one, link)) || links(&self.at, one, &stands.link)
        });
        match elsewhere {
            Some(place) if self.is_pushed_on(&rest[place..]) => How::Inserted,
            Some(_) => How::Reordered,
            // What comes next hangs on a link that is one number off: the numbers were closed up.
            None => {
                let off = Seal { number: stands.number + 1, link: stands.link.clone() };
                let closed = |next: &Written| holds_link(next, |link| links(&off, next, link));
                if rest.first().is_some_and(closed) { How::Removed } else { How::Changed }
            }
        }
    }

    /// Whether the event that belongs here and the one behind it hang together as they did before both were pushed on.
    fn is_pushed_on(&self, events: &[Written]) -> bool {
        let [own, behind, ..] = events else { return true };
        let own = self.at.next(self.key, self.tenant, own);
        holds_link(behind, |link| {
            keys::digest::same(&own.next(self.key, self.tenant, behind).link, link)
        })
    }
}

fn holds_link(event: &Written, holds: impl Fn(&[u8]) -> bool) -> bool {
    event.seal.as_ref().is_some_and(|seal| holds(&seal.link))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::moment::Moment;

    const KEY: &[u8] = b"a key of the tests";
    const TENANT: TenantId = TenantId(Uuid::from_u128(1));

    fn event(id: u128) -> Written {
        Written {
            id: AuditEventId(Uuid::from_u128(id)),
            at: Moment::from_seconds(1_000),
            actor: "desk".to_owned(),
            action: "user.unlock".to_owned(),
            subject: id.to_string(),
            details: "{}".to_owned(),
            address: None,
            seal: None,
        }
    }

    fn chain(count: u128) -> Vec<Written> {
        let mut at = Seal::first(KEY, TENANT);
        (1..=count)
            .map(|id| {
                let event = event(id);
                at = at.next(KEY, TENANT, &event);
                Written { seal: Some(at.clone()), ..event }
            })
            .collect()
    }

    fn renumber(events: &mut [Written]) {
        for (number, event) in (1..).zip(events) {
            if let Some(seal) = &mut event.seal {
                seal.number = number;
            }
        }
    }

    fn found(events: &[Written]) -> Option<(i64, How)> {
        let mut walk = Walk::begin(KEY, TENANT);
        if walk.follows(events) {
            return None;
        }
        let from = usize::try_from(walk.at.number).unwrap();
        let found = walk.why(&events[from..]);
        Some((found.number, found.how))
    }

    /// What is done to a chain of ten, and what is told of it.
    type Case = (&'static str, fn(&mut Vec<Written>), Option<(i64, How)>);

    fn forged() -> Written {
        Written { seal: Some(Seal { number: 0, link: vec![7; 32] }), ..event(99) }
    }

    #[test]
    fn what_was_done_is_told_with_its_place() {
        let deeds: [Case; 8] = [
            ("nothing", |_| (), None),
            ("changed", |all| all[3].subject = "x".to_owned(), Some((4, How::Changed))),
            ("changed, last", |all| all[9].actor = "x".to_owned(), Some((10, How::Changed))),
            (
                "changed with its link",
                |all| {
                    all[3].details = "{\"a\":1}".to_owned();
                    all[3].seal.as_mut().unwrap().link = vec![1; 32];
                },
                Some((4, How::Changed)),
            ),
            ("removed", |all| drop(all.remove(3)), Some((4, How::Removed))),
            (
                "removed and closed up",
                |all| {
                    all.remove(3);
                    renumber(all);
                },
                Some((4, How::Removed)),
            ),
            (
                "inserted",
                |all| {
                    all.insert(3, forged());
                    renumber(all);
                },
                Some((4, How::Inserted)),
            ),
            (
                "inserted, second to last",
                |all| {
                    all.insert(9, forged());
                    renumber(all);
                },
                Some((10, How::Inserted)),
            ),
        ];
        all_are_told(&deeds);
    }

    #[test]
    fn another_order_is_told_with_its_place() {
        let deeds: [Case; 3] = [
            (
                "reordered with links",
                |all| {
                    all.swap(3, 6);
                    renumber(all);
                },
                Some((4, How::Reordered)),
            ),
            (
                "neighbours",
                |all| {
                    all.swap(3, 4);
                    renumber(all);
                },
                Some((4, How::Reordered)),
            ),
            (
                "reordered, links stay",
                |all| {
                    let (one, other) = (all[3].seal.clone(), all[6].seal.clone());
                    (all[3].seal, all[6].seal) = (other, one);
                    all.swap(3, 6);
                },
                Some((4, How::Reordered)),
            ),
        ];
        all_are_told(&deeds);
    }

    fn all_are_told(cases: &[Case]) {
        for (name, deed, expected) in cases {
            let mut events = chain(10);
            deed(&mut events);
            assert_eq!(found(&events), *expected, "{name}");
        }
    }

    #[test]
    fn no_part_runs_into_the_next_and_no_tenant_into_another() {
        let at = Seal::first(KEY, TENANT);
        let (mut one, mut other) = (event(1), event(1));
        (one.actor, one.action) = ("ab".to_owned(), "c".to_owned());
        (other.actor, other.action) = ("a".to_owned(), "bc".to_owned());
        assert!(!at.next(KEY, TENANT, &one).is(&at.next(KEY, TENANT, &other)));
        let empty = Written { address: Some(String::new()), ..one.clone() };
        assert!(!at.next(KEY, TENANT, &one).is(&at.next(KEY, TENANT, &empty)));
        let elsewhere = TenantId(Uuid::from_u128(2));
        assert!(!at.next(KEY, TENANT, &one).is(&at.next(KEY, elsewhere, &one)));
        let head = super::super::Head::of(KEY, TENANT, at);
        assert!(head.is_ours(KEY, TENANT) && !head.is_ours(KEY, elsewhere));
    }
}
