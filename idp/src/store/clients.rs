//! Clients and their addresses.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Tx;
use super::entity::{client, client_address};
use super::rows::{count, from_json, insert, json, known};
use super::{client_logos, client_mishaps, client_secrets, client_trials, registrations};
use crate::model::client::{Authentication, Client, Profile, Settings};
use crate::model::ids::{ClientId, TenantId};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::wire::grant_type::GrantType;
use crate::wire::redirect_uri::RedirectUri;

const REDIRECT: &str = "redirect";
const POST_LOGOUT: &str = "post_logout";

pub async fn create(tx: &Tx, tenant: TenantId, new: &Client) -> Result<(), Fault> {
    let row = client::Model {
        tenant_id: tenant.0,
        id: new.id.to_string(),
        name: new.name.clone(),
        profile: new.profile.as_str().to_owned(),
        authentication: new.authentication.as_str().to_owned(),
        settings: json(&new.settings)?,
        created_at: new.created_at.millis(),
    };
    insert(tx, row).await?;
    put_addresses(tx, tenant, new).await
}

/// Keeps others from changing a client until the transaction ends.
pub async fn hold(tx: &Tx, tenant: TenantId, id: &ClientId) -> Result<(), Fault> {
    client::Entity::find_by_id((tenant.0, id.to_string())).lock_exclusive().one(tx).await?;
    Ok(())
}

/// Replaces what may change: name, profile, authentication, settings, addresses.
pub async fn change(tx: &Tx, tenant: TenantId, changed: &Client) -> Result<(), Fault> {
    client::Entity::update_many()
        .col_expr(client::Column::Name, Expr::value(changed.name.clone()))
        .col_expr(client::Column::Profile, Expr::value(changed.profile.as_str()))
        .col_expr(client::Column::Authentication, Expr::value(changed.authentication.as_str()))
        .col_expr(client::Column::Settings, Expr::value(json(&changed.settings)?))
        .filter(client::Column::TenantId.eq(tenant.0))
        .filter(client::Column::Id.eq(changed.id.as_str()))
        .exec(tx)
        .await?;
    remove_addresses(tx, tenant, &changed.id).await?;
    put_addresses(tx, tenant, changed).await
}

pub async fn remove(tx: &Tx, tenant: TenantId, id: &ClientId) -> Result<bool, Fault> {
    remove_addresses(tx, tenant, id).await?;
    client_logos::remove(tx, tenant, id).await?;
    client_mishaps::remove(tx, tenant, id).await?;
    client_secrets::remove(tx, tenant, id).await?;
    client_trials::remove(tx, tenant, id).await?;
    registrations::remove(tx, tenant, id).await?;
    let key = (tenant.0, id.to_string());
    Ok(client::Entity::delete_by_id(key).exec(tx).await?.rows_affected == 1)
}

pub async fn by_id(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    id: &ClientId,
) -> Result<Option<Client>, Fault> {
    // An id comes as a website typed it; PostgreSQL takes no NUL in a text.
    if id.as_str().contains('\0') {
        return Ok(None);
    }
    let row = client::Entity::find_by_id((tenant.0, id.to_string())).one(connection).await?;
    match row {
        Some(row) => Ok(Some(with_addresses(connection, tenant, row).await?)),
        None => Ok(None),
    }
}

/// The names of some clients; of one that is gone there is none.
pub async fn names(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    ids: &BTreeSet<ClientId>,
) -> Result<BTreeMap<ClientId, String>, Fault> {
    let rows: Vec<(String, String)> = client::Entity::find()
        .select_only()
        .columns([client::Column::Id, client::Column::Name])
        .filter(client::Column::TenantId.eq(tenant.0))
        .filter(client::Column::Id.is_in(ids.iter().map(ClientId::as_str)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (ClientId(id), name)).collect())
}

pub async fn all(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<Vec<Client>, Fault> {
    let rows = client::Entity::find()
        .filter(client::Column::TenantId.eq(tenant.0))
        .order_by_asc(client::Column::CreatedAt)
        .order_by_asc(client::Column::Id)
        .all(connection)
        .await?;
    let mut clients = Vec::with_capacity(rows.len());
    for row in rows {
        clients.push(with_addresses(connection, tenant, row).await?);
    }
    Ok(clients)
}

/// The redirect URIs of all clients of a profile.
pub async fn redirect_uris_of(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    profile: Profile,
) -> Result<Vec<String>, Fault> {
    let ids: Vec<String> = client::Entity::find()
        .select_only()
        .column(client::Column::Id)
        .filter(client::Column::TenantId.eq(tenant.0))
        .filter(client::Column::Profile.eq(profile.as_str()))
        .into_tuple()
        .all(connection)
        .await?;
    let addresses = client_address::Entity::find()
        .filter(client_address::Column::TenantId.eq(tenant.0))
        .filter(client_address::Column::Purpose.eq(REDIRECT))
        .filter(client_address::Column::ClientId.is_in(ids))
        .all(connection)
        .await?;
    Ok(addresses.into_iter().map(|address| address.uri).collect())
}

/// Whether any client in service may use a grant.
pub async fn any_may(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    grant: GrantType,
) -> Result<bool, Fault> {
    // The text narrows it down; what it says is read.
    let settings: Vec<String> = client::Entity::find()
        .select_only()
        .column(client::Column::Settings)
        .filter(client::Column::TenantId.eq(tenant.0))
        .filter(client::Column::Settings.contains(grant.as_str()))
        .into_tuple()
        .all(connection)
        .await?;
    for text in settings {
        let settings: Settings = from_json(&text)?;
        if !settings.disabled && settings.grant_types.contains(&grant) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn put_addresses(tx: &Tx, tenant: TenantId, of: &Client) -> Result<(), Fault> {
    let lists = [(REDIRECT, &of.redirect_uris), (POST_LOGOUT, &of.post_logout_redirect_uris)];
    for (purpose, uris) in lists {
        for (place, uri) in (0..).zip(uris) {
            let row = client_address::Model {
                tenant_id: tenant.0,
                client_id: of.id.to_string(),
                purpose: purpose.to_owned(),
                uri: uri.as_str().to_owned(),
                place: count(place),
            };
            insert(tx, row).await?;
        }
    }
    Ok(())
}

async fn remove_addresses(tx: &Tx, tenant: TenantId, id: &ClientId) -> Result<(), Fault> {
    client_address::Entity::delete_many()
        .filter(client_address::Column::TenantId.eq(tenant.0))
        .filter(client_address::Column::ClientId.eq(id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn with_addresses(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    row: client::Model,
) -> Result<Client, Fault> {
    let addresses = client_address::Entity::find()
        .filter(client_address::Column::TenantId.eq(tenant.0))
        .filter(client_address::Column::ClientId.eq(row.id.as_str()))
        .order_by_asc(client_address::Column::Place)
        .all(connection)
        .await?;
    let of = |purpose: &str| {
        addresses
            .iter()
            .filter(|address| address.purpose == purpose)
            .map(|address| known(RedirectUri::parse(&address.uri), "client_address", "uri"))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(Client {
        redirect_uris: of(REDIRECT)?,
        post_logout_redirect_uris: of(POST_LOGOUT)?,
        id: ClientId(row.id),
        name: row.name,
        profile: known(Profile::parse(&row.profile), "client", "profile")?,
        authentication: known(
            Authentication::parse(&row.authentication),
            "client",
            "authentication",
        )?,
        settings: from_json(&row.settings)?,
        created_at: Moment::from_millis(row.created_at),
    })
}
