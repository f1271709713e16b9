//! Ends grants with everything that came from them.

use crate::model::ids::{ClientId, GrantId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::store::{self, Tx};

/// One grant: its code, its refresh tokens, its access tokens. Returns how many access tokens were open.
pub async fn grant(tx: &Tx, tenant: TenantId, grant: GrantId, now: Moment) -> Result<u64, Fault> {
    store::grants::revoke(tx, tenant, grant, now).await?;
    store::refresh_tokens::revoke_of_grant(tx, tenant, grant, now).await?;
    store::access_tokens::revoke_of_grant(tx, tenant, grant, now).await
}

/// The grants of a user, all or one client's.
pub async fn of_user(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    client: Option<&ClientId>,
    now: Moment,
) -> Result<u64, Fault> {
    store::grants::end_of_user(tx, tenant, user, client, now).await?;
    store::refresh_tokens::revoke_of_user(tx, tenant, user, client, now).await?;
    store::access_tokens::revoke_of_user(tx, tenant, user, client, now).await
}
