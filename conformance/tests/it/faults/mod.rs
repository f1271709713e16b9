//! The faults, by what they spoil.

mod authorize;
mod fapi;
mod logout;
mod metadata;
mod tokens;

use conformance::verdict::Verdict;

use crate::support::{Answered, Fault, Sent};

pub(crate) fn all() -> Vec<Fault> {
    [authorize::FAULTS, fapi::FAULTS, logout::FAULTS, metadata::FAULTS, tokens::FAULTS].concat()
}

const fn nothing(_: &mut Sent) {}

const fn untouched(_: &Sent, _: &mut Answered) {}

/// A fault of requests that must make a module of a plan fail.
const fn asked(
    what: &'static str,
    (plan, module): (&'static str, &'static str),
    before: fn(&mut Sent),
) -> Fault {
    Fault { what, before, after: untouched, plan, module, verdict: Verdict::Failed }
}

/// A fault of answers that must make a module of a plan fail.
const fn answered(
    what: &'static str,
    (plan, module): (&'static str, &'static str),
    after: fn(&Sent, &mut Answered),
) -> Fault {
    Fault { what, before: nothing, after, plan, module, verdict: Verdict::Failed }
}

/// The same fault, of which the module only warns.
const fn warned(fault: Fault) -> Fault {
    Fault { verdict: Verdict::Warning, ..fault }
}
