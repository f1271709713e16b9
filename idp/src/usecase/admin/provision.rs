//! Makes a user of what a directory knows. One without an address waits until the directory tells one: until then no
//! code can be mailed, and nobody gets in.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::users::{self, Prepared, Refusal};
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::device::Kind;
use crate::model::ids::UserId;
use crate::model::login_method::LoginMethod;
use crate::model::names::{LoginName, MailAddress};
use crate::model::password::{Origin, Person, Stored, Typed};
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};

/// Who is to be made.
pub struct New<'a> {
    pub login_name: &'a LoginName,
    pub addresses: &'a [(MailAddress, Kind)],
    pub active: bool,
    /// Judged and hashed before.
    pub password: Option<Stored>,
}

/// Checks what it takes, before anything is written.
pub(in crate::usecase) fn prepare(
    app: &App,
    tenant: &Tenant,
    new: New<'_>,
) -> Result<Prepared, Refusal> {
    let method = tenant.policy.login_methods.of_new_user;
    match users::method_fits(app, tenant, method, new.addresses.len()) {
        Ok(()) | Err(Refusal::NeedsAddress) => {}
        Err(why) => return Err(why),
    }
    let now = app.now();
    let id = UserId(row_id(app.random(), now));
    let stage = match (new.active, new.password) {
        (true, None) => Stage::Invited,
        (true, Some(stored)) => Stage::Active(stored),
        (false, stored) => Stage::Disabled(stored),
    };
    let user = User {
        tenant: tenant.id,
        id,
        login_name: new.login_name.clone(),
        subject: URL_SAFE_NO_PAD.encode(keys::random::array::<16>(app.random())),
        stage,
        login_method: method,
        created_at: now,
    };
    let devices = users::devices(app, id, new.addresses.to_vec());
    Ok(Prepared { user, devices })
}

/// Writes the user; false where somebody has the login name.
pub(in crate::usecase) async fn put(
    app: &App,
    tx: &Tx,
    new: &Prepared,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let user = &new.user;
    if store::users::id_of_login_name(tx, user.tenant, &user.login_name).await?.is_some() {
        return Ok(false);
    }
    users::put(app, tx, new, by).await?;
    Ok(true)
}

/// A first password that a program drew: it must be changed at the first login.
pub(in crate::usecase) async fn first_password(
    app: &App,
    tenant: &Tenant,
    whose: (&LoginName, &[(MailAddress, Kind)], LoginMethod),
    typed: &Typed,
) -> Result<Stored, Stop<Refusal>> {
    let (login_name, addresses, method) = whose;
    let addresses: Vec<_> = addresses.iter().map(|(address, _)| address.clone()).collect();
    let has_second_step = method.has_second_step();
    let person = Person { login_name, addresses: &addresses, has_second_step };
    let verdict = tenant.policy.password.judge_drawn(typed, &person);
    verdict.map_err(|why| Stop::Refused(Refusal::Weak(why)))?;
    let hash = app.passwords.hash(typed).await?;
    Ok(Stored { hash, origin: Origin::Reset, set_at: app.now() })
}
