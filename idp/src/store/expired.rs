//! Deletes what is past its time.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::{
    access_token, address_proof, browser_session, enrolment, grant, known_browser, login_attempt,
    login_history, mailed_link, method_change, one_time_code, outbox, reissue,
};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::model::secret::Kind;
use crate::stop::Fault;

/// Removes logins, codes, reissues, grants, tokens, sessions and finished letters begun before `before`.
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
    let grants = grant::Entity::delete_many().filter(grant::Column::ExpiresAt.lt(end));
    removed += grants.exec(tx).await?.rows_affected;
    let reissues = reissue::Entity::delete_many().filter(reissue::Column::ExpiresAt.lt(end));
    removed += reissues.exec(tx).await?.rows_affected;
    // What these lead to lives for a day at most; addresses of enrolments live as long as the policy says.
    let short = [Kind::Reissue, Kind::Release, Kind::Undo].map(Kind::word);
    let links = mailed_link::Entity::delete_many()
        .filter(mailed_link::Column::MadeAt.lt(end))
        .filter(mailed_link::Column::Kind.is_in(short));
    removed += links.exec(tx).await?.rows_affected;
    let proofs =
        address_proof::Entity::delete_many().filter(address_proof::Column::AskedAt.lt(end));
    removed += proofs.exec(tx).await?.rows_affected;
    let changes = method_change::Entity::delete_many().filter(method_change::Column::At.lt(end));
    removed += changes.exec(tx).await?.rows_affected;
    let letters = outbox::Entity::delete_many().filter(outbox::Column::EndedAt.lt(end));
    removed += letters.exec(tx).await?.rows_affected;
    let sessions =
        browser_session::Entity::delete_many().filter(browser_session::Column::LastSeenAt.lt(end));
    removed += sessions.exec(tx).await?.rows_affected;
    Ok(removed)
}

/// Removes enrolments that ended by their time, and their addresses: whoever opens one later is told that it is unknown.
pub async fn remove_enrolments(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let end = before.millis();
    let enrolments = enrolment::Entity::delete_many().filter(enrolment::Column::ExpiresAt.lt(end));
    let removed = enrolments.exec(tx).await?.rows_affected;
    // No enrolment is open for longer than 90 days.
    let made = before.minus(time::Duration::days(90)).millis();
    let links = mailed_link::Entity::delete_many()
        .filter(mailed_link::Column::MadeAt.lt(made))
        .filter(mailed_link::Column::Kind.eq(Kind::Enrolment.word()));
    Ok(removed + links.exec(tx).await?.rows_affected)
}

/// Removes what accounts know of browsers that were not seen since.
pub async fn remove_known_browsers(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let unseen = known_browser::Entity::delete_many()
        .filter(known_browser::Column::LastSeenAt.lt(before.millis()));
    Ok(unseen.exec(tx).await?.rows_affected)
}

/// Removes a tenant's login history from before its span.
pub async fn remove_history(tx: &Tx, tenant: TenantId, before: Moment) -> Result<u64, Fault> {
    let removed = login_history::Entity::delete_many()
        .filter(login_history::Column::TenantId.eq(tenant.0))
        .filter(login_history::Column::At.lt(before.millis()));
    Ok(removed.exec(tx).await?.rows_affected)
}
