//! Reminds users before a certificate or a password expires.

use std::collections::BTreeSet;

use time::Duration;
use uuid::Uuid;

use crate::app::App;
use crate::model::ids::UserId;
use crate::model::letter::{About, To};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::reminder::{days_left, due, of_certificates};
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store;
use crate::usecase::notice;

/// A reminder: what expires, under which name it is remembered, whom it concerns.
struct Reminder {
    subject: Uuid,
    name: String,
    user: UserId,
    about: About,
}

/// Puts the reminders that are due into the outbox, of all tenants. Returns how many.
pub async fn remind(app: &App) -> Result<usize, Fault> {
    let mut sent = 0;
    for tenant in store::tenants::all(app.database.read()).await? {
        let mut reminders = of_tenant_certificates(app, &tenant).await?;
        reminders.extend(of_tenant_passwords(app, &tenant).await?);
        for reminder in reminders {
            sent += usize::from(send(app, &tenant, &reminder).await?);
        }
    }
    if sent > 0 {
        app.letters.notify_one();
    }
    Ok(sent)
}

async fn of_tenant_certificates(app: &App, tenant: &Tenant) -> Result<Vec<Reminder>, Fault> {
    let (read, now, steps) = (app.database.read(), app.now(), of_certificates());
    let span = (now, now.plus(longest(&steps)));
    let mut reminders = Vec::new();
    for one in store::certificates::ending(read, tenant.id, span).await? {
        let Some(step) = due(&steps, one.not_after, now) else { continue };
        let user = store::users::by_id(read, tenant.id, one.user).await?;
        let uses_it = user.is_some_and(|user| {
            user.is_active() && user.login_method == LoginMethod::PasswordCertificate
        });
        let device = store::devices::by_id(read, tenant.id, one.device).await?;
        let Some(device) = device.filter(|_| uses_it && one.downloaded_at.is_some()) else {
            continue;
        };
        let (number, expires) = (device.number, one.not_after);
        let about = About::CertificateExpiring { number, expires, days: days_left(expires, now) };
        let name = format!("certificate_{step}");
        reminders.push(Reminder { subject: one.id.0, name, user: one.user, about });
    }
    Ok(reminders)
}

async fn of_tenant_passwords(app: &App, tenant: &Tenant) -> Result<Vec<Reminder>, Fault> {
    let rules = &tenant.policy.password;
    let Some(valid) = rules.valid_days.map(|days| Duration::days(days.into())) else {
        return Ok(Vec::new());
    };
    let (read, now, steps) = (app.database.read(), app.now(), &rules.remind_days_before);
    let oldest = now.minus(valid);
    let span = (oldest, oldest.plus(longest(steps)));
    let mut reminders = Vec::new();
    for (id, set_at) in store::passwords::chosen_in(read, tenant.id, span).await? {
        let expires = set_at.plus(valid);
        let Some(step) = due(steps, expires, now) else { continue };
        let user = store::users::by_id(read, tenant.id, id).await?;
        if !user.is_some_and(|user| user.is_active()) {
            continue;
        }
        let about = About::PasswordExpiring { expires, days: days_left(expires, now) };
        // Each password has reminders of its own.
        let name = format!("password_{}_{step}", set_at.millis());
        reminders.push(Reminder { subject: id.0, name, user: id, about });
    }
    Ok(reminders)
}

/// Notes a reminder and puts its letters into the outbox; false when that was done before.
async fn send(app: &App, tenant: &Tenant, reminder: &Reminder) -> Result<bool, Fault> {
    let now: Moment = app.now();
    app.database
        .write(|tx| async move {
            let what = (reminder.subject, reminder.name.as_str());
            if !store::reminders::note(&tx, tenant.id, what, now).await? {
                return Ok(false);
            }
            let language = tenant.policy.languages.default;
            for device in store::devices::of_user(&tx, tenant.id, reminder.user).await? {
                let to = To::Device { device: device.id };
                let letter = (reminder.user, to, reminder.about.clone());
                notice::put(app, &tx, (tenant, language), letter).await?;
            }
            Ok(true)
        })
        .await
}

fn longest(steps: &BTreeSet<u16>) -> Duration {
    Duration::days(steps.last().copied().unwrap_or(0).into())
}
