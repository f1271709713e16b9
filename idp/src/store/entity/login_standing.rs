//! Rows of `login_standing`, as they stand in the database.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_standing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name_digest: Vec<u8>,
    pub failures: i32,
    pub last_failure_at: Option<i64>,
    pub locked_at: Option<i64>,
    pub wrong_answers: i32,
    pub lock_reason: Option<String>,
    pub total: i32,
    pub own_total: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
