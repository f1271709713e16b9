//! Deletes what is past its time.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::{
    access_token, browser_session, grant, login_attempt, login_history, one_time_code, outbox,
};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;

/// Removes logins, codes, grants, tokens, sessions and finished letters begun before `before`.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let end = before.millis();
    let mut removed = 0;
    let attempts =
        login_attempt::Entity::delete_many().filter(login_attempt::Column::CreatedAt.lt(end));
    removed += attempts.exec(tx).await?.rows_affected;
    let codes = one_time_code::Entity::delete_many().filter(one_time_code::Column::AskedAt.lt(end));
    removed += codes.exec(tx).await?.rows_affected;
    let tokens =
        access_token::Entity::delete_many().filter(access_token::Column::ExpiresAt.lt(end));
    removed += tokens.exec(tx).await?.rows_affected;
    let grants = grant::Entity::delete_many().filter(grant::Column::CodeExpiresAt.lt(end));
    removed += grants.exec(tx).await?.rows_affected;
    let letters = outbox::Entity::delete_many().filter(outbox::Column::EndedAt.lt(end));
    removed += letters.exec(tx).await?.rows_affected;
    let sessions =
        browser_session::Entity::delete_many().filter(browser_session::Column::LastSeenAt.lt(end));
    removed += sessions.exec(tx).await?.rows_affected;
    Ok(removed)
}

/// Removes a tenant's login history from before its span.
pub async fn remove_history(tx: &Tx, tenant: TenantId, before: Moment) -> Result<u64, Fault> {
    let removed = login_history::Entity::delete_many()
        .filter(login_history::Column::TenantId.eq(tenant.0))
        .filter(login_history::Column::At.lt(before.millis()));
    Ok(removed.exec(tx).await?.rows_affected)
}
