//! Rows of `browser_session`, as they stand in the database.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "browser_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub digest: Vec<u8>,
    pub user_id: Uuid,
    pub method: String,
    pub authenticated_at: i64,
    pub last_seen_at: i64,
    pub ended_at: Option<i64>,
    pub ip: String,
    pub browser: String,
    pub certificate_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
