//! Why somebody cannot log in, for the support desk: nothing secret, nothing changed.

use time::Duration;

use crate::app::App;
use crate::model::diagnosis::{Diagnosis, Enrolment, Facts, Letters, diagnose};
use crate::model::forecast::forecast;
use crate::model::lockout::Gate;
use crate::model::moment::Moment;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::Fault;
use crate::store;
use crate::usecase::admin::simulate::beside;

/// So many tries are shown.
const ATTEMPTS: u64 = 10;

/// Tries and letters of so long are looked at.
const SPAN: Duration = Duration::days(31);

pub async fn of(app: &App, tenant: &Tenant, user: &User) -> Result<Diagnosis, Fault> {
    let (read, now, id) = (app.database.read(), app.now(), user.id);
    let since = now.minus(SPAN);
    let attempts = store::history::of_user(read, tenant.id, id, since, ATTEMPTS).await?;
    let browsers = store::known_browsers::of_user(read, tenant.id, id).await?;
    let locked = |standing: &crate::model::lockout::Standing| {
        matches!(standing.gate(&tenant.policy.lockout, now), Gate::Locked(_))
    };
    let enrolment = store::enrolments::newest_of_user(read, tenant.id, id).await?;
    let (waiting, failed) = store::outbox::of_user(read, tenant.id, id, since).await?;
    let certificates = store::certificates::of_user(read, tenant.id, id).await?;
    let until = certificates.iter().filter(|one| one.is_live(now)).map(|one| one.not_after);
    let facts = Facts {
        forecast: forecast(beside(app, tenant, user).await?, &tenant.policy, now),
        attempts,
        enrolment: enrolment.map(|one| Enrolment {
            until: one.expires_at,
            ended: one.ended.is_some(),
            has_code: one.code_digest.is_some(),
        }),
        letters: Letters { waiting, failed },
        own_browser_locked: tenant.policy.lockout.known_browser_counts_apart
            && browsers.iter().any(|browser| locked(&browser.standing)),
        sessions: store::sessions::of_user(read, tenant.id, id).await?.len(),
        certificate_until: until.max_by_key(|until: &Moment| until.millis()),
    };
    Ok(diagnose(facts, now))
}
