//! Users: create, look up, reset, disable, change login method.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::device::{Device, Kind};
use crate::model::ids::{DeviceId, UserId};
use crate::model::lockout::Gate;
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::names::{LoginName, MailAddress};
use crate::model::password::{Origin, Person, Stored, Typed, Weakness};
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::admin::change_user::{self, Change};
use crate::usecase::admin::operators;
pub use crate::usecase::admin::support::{end_sessions, unlock};
use crate::usecase::{note, sign_out};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a user with this user ID exists")]
    Exists,
    #[error("the policy does not allow this login method")]
    MethodNotAllowed,
    #[error("this installation has no address that asks for a client certificate")]
    CertificateNotAvailable,
    #[error("this login method needs a mail address")]
    NeedsAddress,
    #[error("more mail addresses than the policy allows")]
    TooManyDevices,
    #[error("one mail address stands there twice")]
    SameAddress,
    #[error("somebody must stay who can log in and run the installation")]
    LastOperator,
    #[error("there is no such user any more")]
    Gone,
    #[error("the password breaks the policy: {0:?}")]
    Weak(Weakness),
}

/// What it takes to make a user.
pub struct NewUser {
    pub login_name: LoginName,
    /// None: the policy's method of new users.
    pub login_method: Option<LoginMethod>,
    pub addresses: Vec<(MailAddress, Kind)>,
    /// None: the user waits for the enrolment.
    pub password: Option<(Typed, Origin, Moment)>,
}

/// A user as the support desk sees one: no secret of any kind.
#[derive(Debug)]
pub struct Shown {
    pub user: User,
    pub devices: Vec<Device>,
    pub gate: Gate,
}

pub async fn create(
    app: &App,
    tenant: &Tenant,
    new: NewUser,
    by: Actor<'_>,
) -> Result<User, Stop<Refusal>> {
    let new = prepare(app, tenant, new).await?;
    let made = &new;
    match app.database.write(|tx| async move { put(app, &tx, made, by).await }).await {
        Ok(()) => Ok(new.user),
        // Somebody else was first.
        Err(fault) if fault.is_taken() => Err(Stop::Refused(Refusal::Exists)),
        Err(fault) => Err(Stop::Fault(fault)),
    }
}

/// A user who may be written, and what belongs to him.
pub(in crate::usecase) struct Prepared {
    pub(in crate::usecase) user: User,
    pub(in crate::usecase) devices: Vec<Device>,
}

/// Checks what it takes to make a user.
pub(super) async fn prepare(
    app: &App,
    tenant: &Tenant,
    new: NewUser,
) -> Result<Prepared, Stop<Refusal>> {
    let refuse = |why| Err(Stop::Refused(why));
    let method = new.login_method.unwrap_or(tenant.policy.login_methods.of_new_user);
    if let Err(why) = method_fits(app, tenant, method, new.addresses.len()) {
        return refuse(why);
    }
    let read = app.database.read();
    if store::users::by_login_name(read, tenant.id, &new.login_name).await?.is_some() {
        return refuse(Refusal::Exists);
    }
    let now = app.now();
    let user = User {
        tenant: tenant.id,
        id: UserId(row_id(app.random(), now)),
        subject: URL_SAFE_NO_PAD.encode(keys::random::array::<16>(app.random())),
        stage: stage(app, tenant, &new, method).await?,
        login_name: new.login_name,
        login_method: method,
        created_at: now,
    };
    let devices = devices(app, user.id, new.addresses);
    Ok(Prepared { user, devices })
}

/// Writes a user.
pub(super) async fn put(app: &App, tx: &Tx, new: &Prepared, by: Actor<'_>) -> Result<(), Fault> {
    let Prepared { user, devices } = new;
    store::users::create(tx, user).await?;
    for device in devices {
        store::devices::create(tx, user.tenant, device, user.created_at).await?;
    }
    let details = json!({ "login_method": user.login_method, "devices": devices.len() });
    let deed = (user.id.to_string(), details);
    note::of_administrator(app, tx, user.tenant, (by, "user.create"), deed).await
}

pub async fn show(app: &App, tenant: &Tenant, name: &LoginName) -> Result<Option<Shown>, Fault> {
    let read = app.database.read();
    match store::users::by_login_name(read, tenant.id, name).await? {
        Some(user) => Ok(Some(with_devices(app, tenant, user).await?)),
        None => Ok(None),
    }
}

/// A user with what the desk sees beside him.
pub(super) async fn with_devices(app: &App, tenant: &Tenant, user: User) -> Result<Shown, Fault> {
    let read = app.database.read();
    let devices = store::devices::of_user(read, tenant.id, user.id).await?;
    let standing = store::standings::of(read, tenant.id, &user.login_name).await?;
    let gate = standing.gate(&tenant.policy.lockout, app.now());
    Ok(Shown { user, devices, gate })
}

pub async fn page(
    app: &App,
    tenant: &Tenant,
    after: Option<&LoginName>,
    most: u64,
) -> Result<Vec<User>, Fault> {
    store::users::page(app.database.read(), tenant.id, after, most).await
}

/// Sets a password that the user must change at the next login; his sessions end.
pub async fn reset_password(
    app: &App,
    tenant: &Tenant,
    user: &User,
    typed: &Typed,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    let read = app.database.read();
    let devices = store::devices::of_user(read, tenant.id, user.id).await?;
    let addresses: Vec<_> = devices.into_iter().map(|device| device.address).collect();
    judge(tenant, user.login_method, (&user.login_name, &addresses), typed)?;
    let now = app.now();
    let hash = app.passwords.hash(typed).await?;
    let stored = &Stored { hash, origin: Origin::Reset, set_at: now };
    app.database
        .write(|tx| async move {
            store::passwords::put(&tx, tenant.id, user.id, stored).await?;
            let ended = sign_out::everywhere(&tx, tenant.id, user.id, now).await?;
            let deed = (user.id.to_string(), json!({ "ended": ended }));
            note::of_administrator(app, &tx, tenant.id, (by, "user.reset_password"), deed).await
        })
        .await?;
    Ok(())
}

/// Closes an account, or opens it again. Closing ends its sessions.
pub async fn set_disabled(
    app: &App,
    tenant: &Tenant,
    user: &User,
    disabled: bool,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    let change = Change { disabled: Some(disabled), ..Change::default() };
    change_user::change(app, tenant, user, &change, by).await
}

pub async fn set_login_method(
    app: &App,
    tenant: &Tenant,
    shown: &Shown,
    method: LoginMethod,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    method_fits(app, tenant, method, shown.devices.len()).map_err(Stop::Refused)?;
    let user = &shown.user;
    app.database
        .write(|tx| async move {
            let watch = operators::watch(&tx, tenant.id).await?;
            store::users::set_login_method(&tx, tenant.id, user.id, method).await?;
            if !watch.holds(&tx).await? {
                return Err(Stop::Refused(Refusal::LastOperator));
            }
            let details = json!({ "before": user.login_method, "after": method });
            let deed = (user.id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "user.login_method"), deed).await?;
            Ok(())
        })
        .await
}

pub(super) fn method_fits(
    app: &App,
    tenant: &Tenant,
    method: LoginMethod,
    devices: usize,
) -> Result<(), Refusal> {
    if !tenant.policy.login_methods.allowed.contains(&method) {
        return Err(Refusal::MethodNotAllowed);
    }
    if method == LoginMethod::PasswordCertificate && app.certificate_base.is_none() {
        return Err(Refusal::CertificateNotAvailable);
    }
    // Codes go to devices, certificates belong to them.
    if method.has_second_step() && devices == 0 {
        return Err(Refusal::NeedsAddress);
    }
    if devices > usize::from(tenant.policy.devices_at_most) {
        return Err(Refusal::TooManyDevices);
    }
    Ok(())
}

fn judge(
    tenant: &Tenant,
    method: LoginMethod,
    whose: (&LoginName, &[MailAddress]),
    typed: &Typed,
) -> Result<(), Stop<Refusal>> {
    let (login_name, addresses) = whose;
    let person = Person { login_name, addresses, has_second_step: method.has_second_step() };
    let verdict = tenant.policy.password.judge(typed, &person);
    verdict.map_err(|why| Stop::Refused(Refusal::Weak(why)))
}

async fn stage(
    app: &App,
    tenant: &Tenant,
    new: &NewUser,
    method: LoginMethod,
) -> Result<Stage, Stop<Refusal>> {
    let Some((typed, origin, set_at)) = &new.password else { return Ok(Stage::Invited) };
    let addresses: Vec<_> = new.addresses.iter().map(|(address, _)| address.clone()).collect();
    judge(tenant, method, (&new.login_name, &addresses), typed)?;
    let hash = app.passwords.hash(typed).await?;
    Ok(Stage::Active(Stored { hash, origin: *origin, set_at: *set_at }))
}

pub(super) fn devices(app: &App, user: UserId, addresses: Vec<(MailAddress, Kind)>) -> Vec<Device> {
    let now = app.now();
    (1..)
        .zip(addresses)
        .map(|(number, (address, kind))| Device {
            id: DeviceId(row_id(app.random(), now)),
            user,
            number,
            address,
            kind,
            last_used: None,
        })
        .collect()
}
