//! Makes what files want of a tenant true, in one transaction; the deeds are those of the other doors.

use serde_json::json;
use time::Duration;

use super::compare::{Change, Kind};
use super::standing::Standing;
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::client::{Client, metadata};
use crate::model::declaration::{Secret, Wanted, WantedClient};
use crate::model::ids::{ClientId, TenantId};
use crate::model::image::{Images, Place};
use crate::model::secret::Opaque;
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::admin::clients::{self, Drawn};
use crate::usecase::client::secret;
use crate::usecase::note;
use crate::usecase::upkeep::rotate_keys;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("somebody else changed it meanwhile; plan again")]
    ChangedMeanwhile,
}

/// The former secret serves for so long beside the one that a file refers to.
const OVERLAP: Duration = Duration::days(1);

/// A secret that was drawn for a new client whose file refers to none: shown this once.
pub struct NewSecret {
    pub client: ClientId,
    pub secret: Opaque,
}

/// What a client is to become, with what is kept of its secret.
struct Step<'a> {
    wanted: &'a Client,
    before: Option<&'a Client>,
    /// A secret to put in place where one is needed, drawn or given.
    drawn: Option<Drawn>,
    given: bool,
    /// The given secret is none of those that are valid.
    another: bool,
}

/// Does what [`super::compare::compare`] found.
pub async fn apply(
    app: &App,
    wanted: &Wanted,
    standing: Option<&Standing>,
    changes: &[Change],
    by: Actor<'_>,
) -> Result<Vec<NewSecret>, Stop<Refusal>> {
    let tenant = match standing {
        Some(standing) => standing.tenant.clone(),
        None => new_tenant(app, wanted),
    };
    let mut keys = Vec::new();
    if standing.is_none() {
        for algorithm in rotate_keys::ALGORITHMS {
            keys.push(rotate_keys::make(app, tenant.id, algorithm, app.now()).await?);
        }
    }
    let steps = steps(app, &tenant, wanted, (standing, changes))?;
    if standing.is_some() {
        for step in &steps {
            clients::make_keys(app, &tenant, step.wanted).await?;
        }
    }
    let (tenant, keys, steps) = (&tenant, &keys, &steps);
    let made = app.database.write(|tx| async move {
        store::tenants::hold(&tx, tenant.id).await?;
        if !still_stands(&tx, wanted, standing, changes).await? {
            return Ok(Err(Stop::Refused(Refusal::ChangedMeanwhile)));
        }
        match standing {
            Some(standing) => change_tenant(app, &tx, (wanted, standing), changes, by).await?,
            None => create_tenant(app, &tx, (tenant, keys), wanted, by).await?,
        }
        let mut put = Vec::new();
        for step in steps {
            put.push(put_client(app, &tx, tenant, step, by).await?);
        }
        for change in changes.iter().filter(|one| one.kind == Kind::Remove) {
            let id = ClientId(change.client.clone().unwrap_or_default());
            if clients::put_away(&tx, tenant, &id, app.now()).await? {
                let deed = (id.to_string(), json!({}));
                note::of_administrator(app, &tx, tenant.id, (by, "client.remove"), deed).await?;
            }
        }
        Ok::<_, Fault>(Ok(put))
    });
    let put = made.await??;
    app.forget_tenant(tenant);
    if standing.is_none() {
        for step in steps {
            clients::make_keys(app, tenant, step.wanted).await?;
        }
    }
    let shown = steps.iter().zip(put).filter(|(step, put)| *put && !step.given);
    let shown = shown.filter_map(|(step, _)| {
        let (secret, _) = step.drawn.as_ref()?;
        Some(NewSecret { client: step.wanted.id.clone(), secret: secret.clone() })
    });
    Ok(shown.collect())
}

/// Whether all that was compared is as it was.
async fn still_stands(
    tx: &Tx,
    wanted: &Wanted,
    standing: Option<&Standing>,
    changes: &[Change],
) -> Result<bool, Fault> {
    let now = store::tenants::by_slug(tx, &wanted.slug).await?;
    let (Some(now), Some(standing)) = (&now, standing) else {
        return Ok(now.is_none() && standing.is_none());
    };
    let seen = &standing.tenant;
    let told =
        |tenant: &Tenant| (tenant.policy_version, tenant.name.clone(), tenant.images.clone());
    if told(now) != told(seen) {
        return Ok(false);
    }
    let removed = changes.iter().filter(|one| one.kind == Kind::Remove);
    let removed = removed.filter_map(|one| one.client.clone()).map(ClientId);
    for id in wanted.clients.iter().map(|one| one.client.id.clone()).chain(removed) {
        let before = standing.clients.iter().find(|client| client.id == id);
        store::clients::hold(tx, now.id, &id).await?;
        let stands = store::clients::by_id(tx, now.id, &id).await?;
        let said = |client: Option<&Client>| client.map(metadata::said).transpose();
        if said(stands.as_ref())? != said(before)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn new_tenant(app: &App, wanted: &Wanted) -> Tenant {
    let now = app.now();
    Tenant {
        id: TenantId(row_id(app.random(), now)),
        slug: wanted.slug.clone(),
        name: wanted.name.clone(),
        policy: wanted.policy.clone(),
        policy_version: 1,
        images: Images::default(),
        created_at: now,
    }
}

/// The clients that are made or changed.
fn steps<'a>(
    app: &App,
    tenant: &Tenant,
    wanted: &'a Wanted,
    (standing, changes): (Option<&'a Standing>, &[Change]),
) -> Result<Vec<Step<'a>>, Fault> {
    let step = |one: &'a WantedClient| {
        let id = one.client.id.as_str();
        let of_it = |change: &&Change| change.client.as_deref() == Some(id);
        let items: Vec<_> = changes.iter().filter(of_it).map(|one| one.item.as_deref()).collect();
        let before =
            standing.and_then(|it| it.clients.iter().find(|client| client.id == one.client.id));
        let drawn = match &one.secret {
            Secret::Given(secret) => {
                Some((secret.clone(), secret::kept(app, tenant.id, &one.client, secret)?))
            }
            _ => clients::draw(app, tenant, &one.client)?,
        };
        let given = matches!(one.secret, Secret::Given(_));
        let another = items.contains(&Some("client_secret"));
        Ok(Step { wanted: &one.client, before, drawn, given, another })
    };
    let differs = |one: &&WantedClient| {
        changes.iter().any(|it| it.client.as_deref() == Some(one.client.id.as_str()))
    };
    wanted.clients.iter().filter(differs).map(step).collect()
}

async fn create_tenant(
    app: &App,
    tx: &Tx,
    (tenant, keys): (&Tenant, &[crate::model::signing_key::StoredKey]),
    wanted: &Wanted,
    by: Actor<'_>,
) -> Result<(), Fault> {
    store::tenants::create(tx, tenant, by.name).await?;
    for key in keys {
        store::signing_keys::create(tx, tenant.id, key).await?;
    }
    let details = json!({ "name": tenant.name, "preset": tenant.policy.preset });
    let deed = (tenant.slug.to_string(), details);
    note::of_administrator(app, tx, tenant.id, (by, "tenant.create"), deed).await?;
    for (place, image) in Place::ALL.into_iter().zip(&wanted.images) {
        if image.is_some() {
            store::images::put(tx, tenant.id, place, image.as_ref(), app.now()).await?;
        }
    }
    Ok(())
}

async fn change_tenant(
    app: &App,
    tx: &Tx,
    (wanted, standing): (&Wanted, &Standing),
    changes: &[Change],
    by: Actor<'_>,
) -> Result<(), Fault> {
    let tenant = &standing.tenant;
    let slug = || tenant.slug.to_string();
    let own = changes.iter().filter(|one| one.client.is_none());
    let items: Vec<_> = own.filter_map(|one| one.item.as_deref()).collect();
    if items.contains(&"name") {
        store::tenants::rename(tx, tenant.id, &wanted.name).await?;
        let deed = (slug(), json!({ "before": tenant.name, "after": wanted.name }));
        note::of_administrator(app, tx, tenant.id, (by, "tenant.rename"), deed).await?;
    }
    for (place, image) in Place::ALL.into_iter().zip(&wanted.images) {
        if items.contains(&place.as_str()) {
            store::images::put(tx, tenant.id, place, image.as_ref(), app.now()).await?;
            let details = json!({ "place": place.as_str(), "there": image.is_some() });
            note::of_administrator(app, tx, tenant.id, (by, "tenant.images"), (slug(), details))
                .await?;
        }
    }
    if items.iter().any(|item| item.starts_with("policy.")) {
        let version = tenant.policy_version + 1;
        let policy = wanted.policy.clone();
        let next =
            Tenant { policy, policy_version: version, created_at: app.now(), ..tenant.clone() };
        store::tenants::save_policy(tx, &next, by.name).await?;
        let details = json!({ "before": tenant.policy_version, "after": version });
        note::of_administrator(app, tx, tenant.id, (by, "policy.change"), (slug(), details))
            .await?;
    }
    Ok(())
}

/// True where the secret that is at hand was put in place.
async fn put_client(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    step: &Step<'_>,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let (wanted, now) = (step.wanted, app.now());
    let id = wanted.id.to_string();
    if step.before.is_none() {
        clients::put_new(tx, tenant, wanted, step.drawn.as_ref(), now).await?;
        let deed = (id, json!({ "name": wanted.name, "profile": wanted.profile }));
        note::of_administrator(app, tx, tenant.id, (by, "client.create"), deed).await?;
        return Ok(step.drawn.is_some());
    }
    let mut given = clients::put_changed(tx, tenant, wanted, step.drawn.as_ref(), now).await?;
    if let Some((_, kept)) = step.drawn.as_ref().filter(|_| step.another && !given) {
        store::client_secrets::expire(tx, tenant.id, &wanted.id, now.plus(OVERLAP)).await?;
        store::client_secrets::add(tx, tenant.id, &wanted.id, kept, now).await?;
        given = true;
    }
    let deed = (id, json!({ "name": wanted.name, "secret": given }));
    note::of_administrator(app, tx, tenant.id, (by, "client.change"), deed).await?;
    Ok(given)
}
