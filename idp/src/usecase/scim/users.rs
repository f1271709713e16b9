//! People: shown, made, replaced, changed, removed.

use serde_json::Value;

use super::admit::Provisioner;
use super::{Refusal, check, lost_race};
use crate::app::App;
use crate::model::claims::Claims;
use crate::model::device::Device;
use crate::model::ids::UserId;
use crate::model::login_method::LoginMethod;
use crate::model::password::Stored;
use crate::model::scim::etag::Versions;
use crate::model::scim::patch::{self, Operation};
use crate::model::scim::user::{Known, Wanted, same};
use crate::model::scim::{Kind, Resource, Wrong, claims, read};
use crate::model::user::{Stage, User};
use crate::stop::Stop;
use crate::store::{self, Tx};
use crate::usecase::admin::change_user::{self, Change, NewPassword};
use crate::usecase::admin::provision::{self, New};
use crate::usecase::admin::remove_user;
use crate::usecase::admin::users::Refusal as Admin;

type Done<T> = Result<T, Stop<Refusal>>;

pub async fn show(app: &App, by: &Provisioner, id: UserId) -> Done<Resource> {
    let known = store::scim_users::by_id(app.database.read(), by.tenant.id, id).await?;
    Ok(known.ok_or(Stop::Refused(Refusal::NotFound))?.show(&by.base))
}

pub async fn create(app: &App, by: &Provisioner, sent: &Resource) -> Done<Resource> {
    let mut resource = read::resource(Kind::User, sent).map_err(refused)?;
    resource.entry("active").or_insert(Value::Bool(true));
    let wanted = Wanted::of(resource).map_err(refused)?;
    let tenant = &by.tenant;
    let method = tenant.policy.login_methods.of_new_user;
    let password = password(app, by, &wanted, method).await?;
    let new = New {
        login_name: &wanted.login_name,
        addresses: &wanted.addresses,
        active: wanted.active != Some(false),
        password,
    };
    if new.addresses.len() > usize::from(tenant.policy.devices_at_most) {
        return Err(Stop::Refused(
            Wrong::value("emails", "are more than the policy allows").into(),
        ));
    }
    let claims = claims::told(&Claims::default(), &wanted.document).map_err(refused)?;
    let new = provision::prepare(app, tenant, new).map_err(refused)?;
    let (new, wanted, claims) = (&new, &wanted, &claims);
    let made = app.database.write(|tx| async move {
        if !provision::put(app, &tx, new, by.actor()).await? {
            return Err(refused(Admin::Exists));
        }
        let told = (*claims != Claims::default()).then(|| claims.clone());
        let change = Change { claims: told, ..Change::default() };
        write(app, &tx, by, (&new.user, &new.devices, &change), (wanted, 1)).await
    });
    made.await.map_err(unless_first)
}

/// Replaces all that may be set. What is not named is nothing then; the account stays open or closed, as it is.
pub async fn replace(
    app: &App,
    by: &Provisioner,
    id: UserId,
    (sent, condition): (&Resource, Option<&Versions>),
) -> Done<Resource> {
    let resource = read::resource(Kind::User, sent).map_err(refused)?;
    let target = |_: &Known, before: &Resource| {
        let mut target = resource.clone();
        if !target.contains_key("active")
            && let Some(active) = before.get("active")
        {
            target.insert("active".to_owned(), active.clone());
        }
        Ok(target)
    };
    change(app, by, (id, condition), &target).await
}

pub async fn patch(
    app: &App,
    by: &Provisioner,
    id: UserId,
    (list, condition): (&[Operation], Option<&Versions>),
) -> Done<Resource> {
    let target = |_: &Known, before: &Resource| {
        let mut target = before.clone();
        patch::apply(Kind::User, &mut target, list)?;
        let taken = target.get("password").is_some_and(Value::is_null);
        let mut target = read::resource(Kind::User, &target)?;
        if taken {
            target.insert("password".to_owned(), Value::Null);
        }
        Ok(target)
    };
    change(app, by, (id, condition), &target).await
}

/// AD-09: whoever is made with the same name later is somebody else.
pub async fn remove(
    app: &App,
    by: &Provisioner,
    id: UserId,
    condition: Option<&Versions>,
) -> Done<()> {
    let tenant = &by.tenant;
    let removed = app.database.write(|tx| async move {
        store::users::hold(&tx, tenant.id, id).await?;
        let known = held(&tx, by, id).await?;
        check(condition, &known.show(&by.base)).map_err(Stop::Refused)?;
        remove_user::remove_in(app, &tx, tenant, &known.user, by.actor()).await?;
        Ok(())
    });
    removed.await.map_err(|stop: Stop<Refusal>| stop)?;
    app.letters.notify_one();
    app.logouts.notify_one();
    Ok(())
}

/// What a resource shall be, told from what it is.
type Target<'a> = dyn Fn(&Known, &Resource) -> Result<Resource, Wrong> + Send + Sync + 'a;

/// One transaction: whoever meant another version than stands there changes nothing.
async fn change(
    app: &App,
    by: &Provisioner,
    (id, condition): (UserId, Option<&Versions>),
    target: &Target<'_>,
) -> Done<Resource> {
    // A password is hashed before anything is held.
    let known = store::scim_users::by_id(app.database.read(), by.tenant.id, id).await?;
    let known = known.ok_or(Stop::Refused(Refusal::NotFound))?;
    let shown = known.show(&by.base);
    check(condition, &shown).map_err(Stop::Refused)?;
    let wanted = Wanted::of(target(&known, &shown).map_err(refused)?).map_err(refused)?;
    let password = &password(app, by, &wanted, known.user.login_method).await?;
    let changed = app.database.write(|tx| async move {
        store::users::hold(&tx, by.tenant.id, id).await?;
        let known = held(&tx, by, id).await?;
        let shown = known.show(&by.base);
        check(condition, &shown).map_err(Stop::Refused)?;
        let target = target(&known, &shown).map_err(refused)?;
        if read::resource(Kind::User, &shown).is_ok_and(|before| before == target) {
            return Ok(shown);
        }
        let taken = target.get("password").is_some_and(Value::is_null);
        let wanted = Wanted::of(target).map_err(refused)?;
        let new = match password {
            Some(stored) => Some(NewPassword::Set(stored.clone())),
            None => taken.then_some(NewPassword::Taken),
        };
        let change = difference(&known, &wanted, new)?;
        let version = known.kept.as_ref().map_or(0, |kept| kept.version) + 1;
        write(app, &tx, by, (&known.user, &known.devices, &change), (&wanted, version)).await
    });
    let changed = changed.await.map_err(unless_first)?;
    app.letters.notify_one();
    app.logouts.notify_one();
    Ok(changed)
}

/// The deeds that bring an account to what is wanted.
fn difference(
    known: &Known,
    wanted: &Wanted,
    password: Option<NewPassword>,
) -> Result<Change, Stop<Refusal>> {
    let before = known.claims.as_ref().map(|(claims, _)| claims.clone()).unwrap_or_default();
    let claims = claims::told(&before, &wanted.document).map_err(refused)?;
    let is_open = !matches!(known.user.stage, Stage::Disabled(_));
    let addresses = (wanted.addresses.len() != known.devices.len()
        || known.devices.iter().any(|device| {
            let same = |(address, _): &(_, _)| same(address, &device.address);
            !wanted.addresses.iter().any(same)
        }))
    .then(|| wanted.addresses.clone());
    Ok(Change {
        login_name: Some(wanted.login_name.clone()),
        disabled: wanted.active.filter(|active| *active != is_open).map(|active| !active),
        addresses,
        password,
        claims: (claims != before).then_some(claims),
    })
}

async fn write(
    app: &App,
    tx: &Tx,
    by: &Provisioner,
    (user, devices, change): (&User, &[Device], &Change),
    (wanted, version): (&Wanted, u32),
) -> Done<Resource> {
    let tenant = &by.tenant;
    let whose = (user, devices);
    let applied = change_user::apply(app, tx, tenant, whose, (change, by.actor())).await?;
    applied.map_err(refused)?;
    let said = (&wanted.document, wanted.external_id.as_deref(), version);
    store::scim_users::put(tx, tenant.id, user.id, said, app.now()).await?;
    Ok(held(tx, by, user.id).await?.show(&by.base))
}

async fn held(tx: &Tx, by: &Provisioner, id: UserId) -> Done<Known> {
    let known = store::scim_users::by_id(tx, by.tenant.id, id).await?;
    known.ok_or(Stop::Refused(Refusal::NotFound))
}

async fn password(
    app: &App,
    by: &Provisioner,
    wanted: &Wanted,
    method: LoginMethod,
) -> Done<Option<Stored>> {
    let Some(typed) = &wanted.password else { return Ok(None) };
    let whose = (&wanted.login_name, &wanted.addresses[..], method);
    let stored = provision::first_password(app, &by.tenant, whose, typed).await;
    stored.map(Some).map_err(Stop::told_as)
}

fn refused(why: impl Into<Refusal>) -> Stop<Refusal> {
    Stop::Refused(why.into())
}

fn unless_first(stop: Stop<Refusal>) -> Stop<Refusal> {
    match stop {
        Stop::Fault(fault) => lost_race(fault),
        refused @ Stop::Refused(_) => refused,
    }
}
