//! Somebody stays who runs the installation: no deed of administration takes the last operator's way in.

use crate::model::ids::UserId;
use crate::model::user::{Stage, User};

/// One who has the whole installation in his hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    pub user: UserId,
    /// The console wants a second factor, always.
    pub can_log_in: bool,
}

impl Operator {
    /// A lock counts for nothing here: it ends by time, or by the desk's word.
    pub fn of(user: &User, devices: usize) -> Self {
        let open = matches!(user.stage, Stage::Active(_));
        let can_log_in = open && user.login_method.has_second_step() && devices > 0;
        Self { user: user.id, can_log_in }
    }
}

/// Whether a change may stand: where somebody could run the installation before it, somebody still can.
pub fn somebody_stays(before: &[Operator], after: &[Operator]) -> bool {
    let can = |all: &[Operator]| all.iter().any(|one| one.can_log_in);
    let some = before.is_empty() || !after.is_empty();
    some && (can(after) || !can(before))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_last_who_can_log_in_stays() {
        let one = |number: u128, can_log_in| Operator {
            user: UserId(Uuid::from_u128(number)),
            can_log_in,
        };
        let (hanako, jiro, guest) = (one(1, true), one(2, true), one(3, false));
        let closed = one(1, false);
        for (before, after, stays) in [
            (vec![], vec![], true),
            (vec![hanako, jiro], vec![jiro], true),
            (vec![hanako], vec![], false),
            (vec![hanako, guest], vec![guest], false),
            (vec![hanako, guest], vec![closed, guest], false),
            (vec![hanako, jiro], vec![closed, jiro], true),
            (vec![guest], vec![], false),
            // Nobody could before: nothing is taken.
            (vec![guest, closed], vec![guest], true),
            (vec![guest], vec![hanako], true),
        ] {
            assert_eq!(somebody_stays(&before, &after), stays, "{before:?} {after:?}");
        }
    }
}
