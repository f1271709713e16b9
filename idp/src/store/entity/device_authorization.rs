//! Rows of `device_authorization`, as they stand in the database.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device_authorization")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: Vec<u8>,
    pub user_code: String,
    pub client_id: String,
    pub scope: String,
    pub details: String,
    pub state: String,
    pub user_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub interval_seconds: i32,
    pub polled_at: Option<i64>,
    pub expires_at: i64,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
