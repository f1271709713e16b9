//! Removes a person with everything that was kept of him. What others need stays: the audit trail, ended certificates
//! for their revocation lists, and notices of logouts that are still to be sent.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::Tx;
use super::entity::{
    access_token, address_proof, browser_session, certificate_pass, consent, device,
    device_authorization, enrolment, former_password, grant, known_browser, login_history,
    mailed_link, method_change, one_time_code, password, recovery_code, refresh_token, reissue,
    reminder, role_grant, scim_user, secret_question, session_client, user, user_claims,
    user_group_member, user_word,
};
use crate::model::ids::{TenantId, UserId};
use crate::stop::Fault;

macro_rules! remove_from {
    ($tx:ident, $tenant:ident, $user:ident: $($table:ident)*) => {$(
        $table::Entity::delete_many()
            .filter($table::Column::TenantId.eq($tenant.0))
            .filter($table::Column::UserId.eq($user.0))
            .exec($tx)
            .await?;
    )*};
}

/// True for one caller.
pub async fn person(tx: &Tx, tenant: TenantId, user: UserId) -> Result<bool, Fault> {
    behind_rows(tx, tenant, user).await?;
    remove_from!(tx, tenant, user:
        access_token address_proof browser_session consent device device_authorization enrolment
        former_password grant known_browser login_history method_change one_time_code password
        recovery_code refresh_token reissue role_grant scim_user secret_question user_claims
        user_word);
    user_group_member::Entity::delete_many()
        .filter(user_group_member::Column::TenantId.eq(tenant.0))
        .filter(user_group_member::Column::MemberId.eq(user.0))
        .exec(tx)
        .await?;
    let gone = user::Entity::delete_by_id((tenant.0, user.0)).exec(tx).await?;
    Ok(gone.rows_affected == 1)
}

/// What knows him only through something of his.
async fn behind_rows(tx: &Tx, tenant: TenantId, user: UserId) -> Result<(), Fault> {
    macro_rules! ids_of {
        ($table:ident) => {
            $table::Entity::find()
                .select_only()
                .column($table::Column::Id)
                .filter($table::Column::TenantId.eq(tenant.0))
                .filter($table::Column::UserId.eq(user.0))
                .into_query()
        };
    }
    let links = Condition::any()
        .add(mailed_link::Column::Target.in_subquery(ids_of!(enrolment)))
        .add(mailed_link::Column::Target.in_subquery(ids_of!(reissue)))
        .add(mailed_link::Column::Target.in_subquery(ids_of!(method_change)))
        .add(mailed_link::Column::Target.eq(user.0));
    mailed_link::Entity::delete_many()
        .filter(mailed_link::Column::TenantId.eq(tenant.0))
        .filter(links)
        .exec(tx)
        .await?;
    session_client::Entity::delete_many()
        .filter(session_client::Column::TenantId.eq(tenant.0))
        .filter(session_client::Column::SessionId.in_subquery(ids_of!(browser_session)))
        .filter(session_client::Column::DueAt.is_null())
        .exec(tx)
        .await?;
    let his = Condition::any()
        .add(reminder::Column::Subject.eq(user.0))
        .add(reminder::Column::Subject.in_subquery(ids_of!(device)));
    reminder::Entity::delete_many()
        .filter(reminder::Column::TenantId.eq(tenant.0))
        .filter(his)
        .exec(tx)
        .await?;
    certificate_pass::Entity::delete_many()
        .filter(certificate_pass::Column::TenantId.eq(tenant.0))
        .filter(certificate_pass::Column::Subject.eq(user.0))
        .exec(tx)
        .await?;
    Ok(())
}
