//! The first administrator: made by whoever holds a code that the program printed. There is no default password.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use time::Duration;

use crate::app::App;
use crate::model::admin::{Actor, Grant, Role};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::users::{self, NewUser};
use crate::usecase::admin::{roles, system};

/// The name under which the installation remembers it.
const PLACE: &str = "set_up_code";
const LIFE: Duration = Duration::hours(24);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the code is wrong, expired or used")]
    Code,
    #[error(transparent)]
    User(users::Refusal),
}

/// Draws a code unless somebody runs the installation already. A new one kills the old.
pub async fn code(app: &App, by: Actor<'_>) -> Result<Option<Opaque>, Fault> {
    let tenant = system::ensure(app, by).await?;
    if store::role_grants::operators(app.database.read(), tenant.id).await? > 0 {
        return Ok(None);
    }
    let code = Opaque::draw(Kind::SetUp, app.random());
    let value = &kept(&code, &tenant, app.now().plus(LIFE));
    app.database
        .write(|tx| async move { store::installation::put(&tx, PLACE, value).await })
        .await?;
    Ok(Some(code))
}

/// Whether nobody runs the installation yet.
pub async fn is_due(app: &App) -> Result<bool, Fault> {
    let Some(tenant) = system::tenant(app).await? else { return Ok(true) };
    Ok(store::role_grants::operators(app.database.read(), tenant.id).await? == 0)
}

/// Whether a code serves now. Nothing is used up.
pub async fn serves(app: &App, code: &Opaque) -> Result<bool, Fault> {
    Ok(standing(app, code).await?.is_some())
}

/// Uses the code up and makes the first operator, who logs in by password and mailed code.
pub async fn first(
    app: &App,
    code: &Opaque,
    new: NewUser,
    by: Actor<'_>,
) -> Result<User, Stop<Refusal>> {
    let Some((tenant, value)) = standing(app, code).await? else {
        return Err(Stop::Refused(Refusal::Code));
    };
    let new = NewUser { login_method: Some(LoginMethod::PasswordOtp), ..new };
    let prepared = users::prepare(app, &tenant, new).await.map_err(|stop| match stop {
        Stop::Refused(why) => Stop::Refused(Refusal::User(why)),
        Stop::Fault(fault) => Stop::Fault(fault),
    })?;
    let (made, value) = (&prepared, &value);
    let done = app.database.write(|tx| async move {
        if !store::installation::take(&tx, PLACE, value).await? {
            return Ok(Err(Stop::Refused(Refusal::Code)));
        }
        users::put(app, &tx, made, by).await?;
        let all = Grant { role: Role::Operator, over: None };
        // A new person has no role that could stand in the way.
        let _given = roles::give(app, &tx, &made.user, all, by).await?;
        Ok::<_, Fault>(Ok(()))
    });
    done.await??;
    Ok(prepared.user)
}

/// The tenant and the remembered value, if it is this code's and not over.
async fn standing(app: &App, code: &Opaque) -> Result<Option<(Tenant, String)>, Fault> {
    let Some(tenant) = system::tenant(app).await? else { return Ok(None) };
    let Some(value) = store::installation::value(app.database.read(), PLACE).await? else {
        return Ok(None);
    };
    let until = value.rsplit_once(':').and_then(|(_, until)| until.parse().ok());
    let Some(until) = until.map(Moment::from_millis) else { return Ok(None) };
    let fits = value == kept(code, &tenant, until) && app.now() < until;
    Ok(fits.then_some((tenant, value)))
}

fn kept(code: &Opaque, tenant: &Tenant, until: Moment) -> String {
    format!("{}:{}", URL_SAFE_NO_PAD.encode(code.digest(tenant.id)), until.millis())
}
