//! The last operator's way in, watched inside the transaction that could close it.

use crate::model::admin::{Operator, somebody_stays};
use crate::model::ids::{TenantId, UserId};
use crate::stop::Fault;
use crate::store::{self, Tx};

/// Who runs the installation, as seen before a deed.
pub(super) struct Watch {
    tenant: TenantId,
    before: Vec<Operator>,
}

/// Begins to watch; the first step of its transaction. Two who take from each other come one after the other. People of
/// other tenants are nobody's operators: nothing is watched there.
pub(super) async fn watch(tx: &Tx, tenant: TenantId) -> Result<Watch, Fault> {
    let holders = store::role_grants::operators_for_update(tx, tenant).await?;
    Ok(Watch { tenant, before: seen(tx, tenant, holders).await? })
}

impl Watch {
    /// Whether what was done meanwhile may stand; else the caller rolls back.
    pub(super) async fn holds(&self, tx: &Tx) -> Result<bool, Fault> {
        if self.before.is_empty() {
            return Ok(true);
        }
        let holders = store::role_grants::operators_for_update(tx, self.tenant).await?;
        Ok(somebody_stays(&self.before, &seen(tx, self.tenant, holders).await?))
    }

    /// Whether this one may be put out of reach.
    pub(super) fn spares(&self, user: UserId) -> bool {
        let others: Vec<_> = self.before.iter().filter(|one| one.user != user).copied().collect();
        somebody_stays(&self.before, &others)
    }
}

async fn seen(tx: &Tx, tenant: TenantId, holders: Vec<UserId>) -> Result<Vec<Operator>, Fault> {
    let mut operators = Vec::new();
    for holder in holders {
        if let Some(user) = store::users::by_id(tx, tenant, holder).await? {
            let devices = store::devices::of_user(tx, tenant, holder).await?.len();
            operators.push(Operator::of(&user, devices));
        }
    }
    Ok(operators)
}
