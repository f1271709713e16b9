//! Groups: shown, made, replaced, changed, removed.

use serde_json::json;
use uuid::Uuid;

use super::admit::Provisioner;
use super::{Refusal, check};
use crate::app::App;
use crate::model::ids::GroupId;
use crate::model::scim::etag::Versions;
use crate::model::scim::group::{Group, Member, Wanted};
use crate::model::scim::patch::{self, Operation};
use crate::model::scim::{Kind, Resource, Wrong, read};
use crate::random::row_id;
use crate::stop::Stop;
use crate::store::{self, Tx};
use crate::usecase::note;

type Done<T> = Result<T, Stop<Refusal>>;

pub async fn show(app: &App, by: &Provisioner, id: GroupId) -> Done<Resource> {
    let found = store::groups::by_id(app.database.read(), by.tenant.id, id).await?;
    Ok(found.ok_or(Stop::Refused(Refusal::NotFound))?.show(&by.base))
}

pub async fn create(app: &App, by: &Provisioner, sent: &Resource) -> Done<Resource> {
    let resource = read::resource(Kind::Group, sent).map_err(refused)?;
    let wanted = &Wanted::of(&resource).map_err(refused)?;
    let (tenant, now) = (by.tenant.id, app.now());
    let id = GroupId(row_id(app.random(), now));
    let made = app.database.write(|tx| async move {
        let group = Group {
            id,
            name: wanted.name.clone(),
            external_id: wanted.external_id.clone(),
            version: 1,
            created: now,
            modified: now,
            members: members(&tx, by, id, wanted.members.clone()).await?,
        };
        store::groups::create(&tx, tenant, &group).await?;
        let details = json!({ "name": group.name, "members": group.members.len() });
        let deed = (id.to_string(), details);
        note::of_administrator(app, &tx, tenant, (by.actor(), "group.create"), deed).await?;
        Ok(held(&tx, by, id).await?.show(&by.base))
    });
    made.await
}

pub async fn replace(
    app: &App,
    by: &Provisioner,
    id: GroupId,
    (sent, condition): (&Resource, Option<&Versions>),
) -> Done<Resource> {
    let resource = read::resource(Kind::Group, sent).map_err(refused)?;
    change(app, by, (id, condition), &|_| Ok(resource.clone())).await
}

pub async fn patch(
    app: &App,
    by: &Provisioner,
    id: GroupId,
    (list, condition): (&[Operation], Option<&Versions>),
) -> Done<Resource> {
    let target = |before: &Resource| {
        let mut target = before.clone();
        patch::apply(Kind::Group, &mut target, list)?;
        read::resource(Kind::Group, &target)
    };
    change(app, by, (id, condition), &target).await
}

pub async fn remove(
    app: &App,
    by: &Provisioner,
    id: GroupId,
    condition: Option<&Versions>,
) -> Done<()> {
    let tenant = by.tenant.id;
    let removed = app.database.write(|tx| async move {
        store::groups::hold(&tx, tenant, id).await?;
        let group = held(&tx, by, id).await?;
        check(condition, &group.show(&by.base)).map_err(Stop::Refused)?;
        store::groups::remove(&tx, tenant, id).await?;
        let deed = (id.to_string(), json!({ "name": group.name }));
        note::of_administrator(app, &tx, tenant, (by.actor(), "group.remove"), deed).await?;
        Ok(())
    });
    removed.await
}

/// What a resource shall be, told from what it is.
type Target<'a> = dyn Fn(&Resource) -> Result<Resource, Wrong> + Send + Sync + 'a;

async fn change(
    app: &App,
    by: &Provisioner,
    (id, condition): (GroupId, Option<&Versions>),
    target: &Target<'_>,
) -> Done<Resource> {
    let tenant = by.tenant.id;
    let changed = app.database.write(|tx| async move {
        store::groups::hold(&tx, tenant, id).await?;
        let before = held(&tx, by, id).await?;
        let shown = before.show(&by.base);
        check(condition, &shown).map_err(Stop::Refused)?;
        let wanted = Wanted::of(&target(&shown).map_err(refused)?).map_err(refused)?;
        let is = |id: Uuid| before.members.iter().any(|one| one.id == id);
        let new: Vec<_> = wanted.members.iter().copied().filter(|id| !is(*id)).collect();
        let new = members(&tx, by, id, new).await?;
        let goes = |one: &&Member| wanted.members.binary_search(&one.id).is_err();
        let gone: Vec<Member> = before.members.iter().filter(goes).copied().collect();
        let same = (&before.name, &before.external_id) == (&wanted.name, &wanted.external_id);
        if same && new.is_empty() && gone.is_empty() {
            return Ok(shown);
        }
        let details = json!({ "before": before.name, "after": wanted.name,
            "added": new.len(), "removed": gone.len() });
        let after = Group {
            name: wanted.name,
            external_id: wanted.external_id,
            version: before.version + 1,
            modified: app.now(),
            ..before
        };
        store::groups::change(&tx, tenant, &after).await?;
        store::groups::remove_members(&tx, tenant, id, &gone).await?;
        store::groups::add_members(&tx, tenant, id, &new).await?;
        let deed = (id.to_string(), details);
        note::of_administrator(app, &tx, tenant, (by.actor(), "group.change"), deed).await?;
        Ok(held(&tx, by, id).await?.show(&by.base))
    });
    changed.await
}

/// Who is meant, if all of them are there, and none is the group itself.
async fn members(tx: &Tx, by: &Provisioner, group: GroupId, ids: Vec<Uuid>) -> Done<Vec<Member>> {
    let found = store::groups::existing(tx, by.tenant.id, &ids).await?;
    if found.len() != ids.len() || ids.contains(&group.0) {
        return Err(refused(Wrong::value("members", "names somebody unknown")));
    }
    Ok(found)
}

async fn held(tx: &Tx, by: &Provisioner, id: GroupId) -> Done<Group> {
    let found = store::groups::by_id(tx, by.tenant.id, id).await?;
    found.ok_or(Stop::Refused(Refusal::NotFound))
}

fn refused(wrong: Wrong) -> Stop<Refusal> {
    Stop::Refused(wrong.into())
}
