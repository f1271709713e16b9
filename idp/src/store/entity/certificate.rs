//! Rows of `certificate`, as they stand in the database.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub serial: String,
    pub user_id: Uuid,
    pub device_id: Uuid,
    pub certificate: Vec<u8>,
    pub issued_at: i64,
    pub not_after: i64,
    pub sealed: Option<Vec<u8>>,
    pub downloaded_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
