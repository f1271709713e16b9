//! Tables that were sent to be imported. Whoever works on one holds a claim that lapses by itself.

use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::Duration;

use super::Tx;
use super::entity::import_piece;
use super::entity::import_upload::{Column, Entity, Model};
use super::rows::{count, counted, from_json, insert, json, known};
use crate::model::ids::{TenantId, UploadId};
use crate::model::import::upload::{PIECE, Report, Sender, State, Terms, Upload};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// One, as somebody claimed it.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    pub tenant: TenantId,
    pub upload: UploadId,
    claims: i32,
}

pub async fn create(
    tx: &Tx,
    tenant: TenantId,
    new: &Upload,
    bytes: &[u8],
    due: Moment,
) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id: new.id.0,
        sender: json(&new.sender)?,
        terms: json(&new.terms)?,
        state: new.state.as_str().to_owned(),
        report: json(&new.report)?,
        size: i64::try_from(new.size).unwrap_or(i64::MAX),
        claims: count(new.claims),
        made_at: new.made_at.millis(),
        due_at: Some(due.millis()),
    };
    insert(tx, row).await?;
    for (number, piece) in (0..).zip(bytes.chunks(PIECE)) {
        let upload_id = new.id.0;
        let bytes = piece.to_vec();
        insert(tx, import_piece::Model { tenant_id: tenant.0, upload_id, number, bytes }).await?;
    }
    Ok(())
}

/// The bytes of a piece; none behind the last.
pub async fn piece(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    upload: UploadId,
    number: i32,
) -> Result<Option<Vec<u8>>, Fault> {
    let key = (tenant.0, upload.0, number);
    let row = import_piece::Entity::find_by_id(key).one(connection).await?;
    Ok(row.map(|row| row.bytes))
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: UploadId,
) -> Result<Option<Upload>, Fault> {
    Entity::find_by_id((tenant.0, id.0)).one(connection).await?.as_ref().map(from_row).transpose()
}

/// The newest first.
pub async fn newest(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    most: u64,
) -> Result<Vec<Upload>, Fault> {
    let query = Entity::find().filter(Column::TenantId.eq(tenant.0));
    let rows = query.order_by_desc(Column::MadeAt).limit(most).all(connection).await?;
    rows.iter().map(from_row).collect()
}

/// How many are neither written nor refused.
pub async fn count_open(connection: &impl ConnectionTrait, tenant: TenantId) -> Result<u64, Fault> {
    let over = State::ALL.into_iter().filter(|state| state.is_over()).map(State::as_str);
    let open =
        Entity::find().filter(Column::TenantId.eq(tenant.0)).filter(Column::State.is_not_in(over));
    Ok(open.count(connection).await?)
}

/// Claims the one that waits longest, of all tenants; none where nobody waits.
pub async fn claim(tx: &Tx, now: Moment, lapse: Duration) -> Result<Option<Claim>, Fault> {
    let query = Entity::find().filter(Column::DueAt.lte(now.millis()));
    // Whoever finds it taken takes the next: a second worker waits here until the first is done.
    let query = query.order_by_asc(Column::DueAt).lock_exclusive();
    let Some(row) = query.one(tx).await? else { return Ok(None) };
    let claims = row.claims + 1;
    let taken = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now.plus(lapse).millis()))
        .col_expr(Column::Claims, Expr::value(claims))
        .filter(Column::TenantId.eq(row.tenant_id))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Claims.eq(row.claims))
        .filter(Column::DueAt.lte(now.millis()))
        .exec(tx)
        .await?
        .rows_affected;
    let claim = Claim { tenant: TenantId(row.tenant_id), upload: UploadId(row.id), claims };
    Ok((taken == 1).then_some(claim))
}

/// Tells how far it came, and holds the claim until then; false where it is another's by now.
pub async fn tell(tx: &Tx, claim: Claim, report: &Report, until: Moment) -> Result<bool, Fault> {
    let told = Entity::update_many()
        .col_expr(Column::Report, Expr::value(json(report)?))
        .col_expr(Column::DueAt, Expr::value(until.millis()))
        .filter(held(claim))
        .exec(tx)
        .await?;
    Ok(told.rows_affected == 1)
}

/// Ends the work of a claim. False where it is another's by now.
pub async fn settle(tx: &Tx, claim: Claim, state: State, report: &Report) -> Result<bool, Fault> {
    let settled = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.as_str()))
        .col_expr(Column::Report, Expr::value(json(report)?))
        .col_expr(Column::DueAt, Expr::value(None::<i64>))
        .filter(held(claim))
        .exec(tx)
        .await?
        .rows_affected;
    if settled == 1 && state.is_over() {
        remove_pieces(tx, claim.tenant, claim.upload).await?;
    }
    Ok(settled == 1)
}

/// Has one written that was looked at; true for exactly one caller.
pub async fn begin_writing(
    tx: &Tx,
    tenant: TenantId,
    id: UploadId,
    (sender, terms): (&Sender, &Terms),
    now: Moment,
) -> Result<bool, Fault> {
    let begun = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Writing.as_str()))
        .col_expr(Column::Sender, Expr::value(json(sender)?))
        .col_expr(Column::Terms, Expr::value(json(terms)?))
        .col_expr(Column::DueAt, Expr::value(now.millis()))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.eq(State::Checked.as_str()))
        .exec(tx)
        .await?;
    Ok(begun.rows_affected == 1)
}

/// Removes one that is not being written; true for exactly one caller.
pub async fn remove(tx: &Tx, tenant: TenantId, id: UploadId) -> Result<bool, Fault> {
    let removed = Entity::delete_many()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.ne(State::Writing.as_str()))
        .exec(tx)
        .await?
        .rows_affected;
    if removed == 1 {
        remove_pieces(tx, tenant, id).await?;
    }
    Ok(removed == 1)
}

/// Removes those that were sent before, and that nobody is writing.
pub async fn remove_before(tx: &Tx, before: Moment) -> Result<u64, Fault> {
    let old: Vec<(uuid::Uuid, uuid::Uuid)> = Entity::find()
        .select_only()
        .column(Column::TenantId)
        .column(Column::Id)
        .filter(Column::MadeAt.lt(before.millis()))
        .filter(Column::State.ne(State::Writing.as_str()))
        .into_tuple()
        .all(tx)
        .await?;
    let mut removed = 0;
    for (tenant, id) in old {
        removed += u64::from(remove(tx, TenantId(tenant), UploadId(id)).await?);
    }
    Ok(removed)
}

async fn remove_pieces(tx: &Tx, tenant: TenantId, id: UploadId) -> Result<(), Fault> {
    import_piece::Entity::delete_many()
        .filter(import_piece::Column::TenantId.eq(tenant.0))
        .filter(import_piece::Column::UploadId.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

fn held(claim: Claim) -> Condition {
    Condition::all()
        .add(Column::TenantId.eq(claim.tenant.0))
        .add(Column::Id.eq(claim.upload.0))
        .add(Column::Claims.eq(claim.claims))
        .add(Column::DueAt.is_not_null())
}

fn from_row(row: &Model) -> Result<Upload, Fault> {
    Ok(Upload {
        id: UploadId(row.id),
        sender: from_json(&row.sender)?,
        terms: from_json(&row.terms)?,
        state: known(State::parse(&row.state), "import_upload", "state")?,
        report: from_json(&row.report)?,
        size: u64::try_from(row.size).unwrap_or(0),
        claims: counted(row.claims),
        made_at: Moment::from_millis(row.made_at),
    })
}
