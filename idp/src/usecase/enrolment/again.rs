//! The last form of an enrolment once more: a button pressed twice. What is shown once is nowhere to be shown again, so
//! it is made anew; what the first press made is worth nothing any more.

use time::Duration;

use super::certificate::{issued, prepared};
use super::find::Situation;
use super::register::{Given, Registered};
use crate::app::App;
use crate::model::ending::Ending;
use crate::model::secret::Opaque;
use crate::stop::Fault;
use crate::store;
use crate::usecase::recovery_codes;
use crate::usecase::visit::Visit;

/// A button pressed twice sends the same form twice within this.
const PRESSED_TWICE: Duration = Duration::seconds(30);

/// What is shown once, anew, to the browser that has just enrolled and sends the same password; none to any other.
pub async fn again(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    browser: Option<&Opaque>,
    given: &Given,
) -> Result<Option<Registered>, Fault> {
    if !is_same(app, visit, situation, browser, given).await? {
        return Ok(None);
    }
    let certificates = &prepared(app, visit, situation).await?;
    let registered = app
        .database
        .write(|tx| async move {
            let recovery_codes = if visit.tenant.policy.recovery_codes {
                recovery_codes::make(app, &tx, visit, &situation.user).await?
            } else {
                Vec::new()
            };
            let certificates = issued(app, &tx, visit, situation, certificates).await?;
            Ok::<_, Fault>(Registered { recovery_codes, certificates })
        })
        .await?;
    app.letters.notify_one();
    Ok(Some(registered))
}

async fn is_same(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    browser: Option<&Opaque>,
    given: &Given,
) -> Result<bool, Fault> {
    let (read, tenant, now) = (app.database.read(), visit.tenant.id, app.now());
    let enrolment = &situation.enrolment;
    let own = browser.map(|browser| browser.digest(tenant));
    if enrolment.ended != Some(Ending::Used) || own.is_none() || enrolment.browser != own {
        return Ok(false);
    }
    let ended = store::enrolments::ended_at(read, tenant, enrolment.id).await?;
    if ended.is_none_or(|ended| now >= ended.plus(PRESSED_TWICE)) {
        return Ok(false);
    }
    match situation.user.usable_password(now) {
        Some(stored) => app.passwords.matches(Some(&stored.hash), &given.password).await,
        None => Ok(false),
    }
}
