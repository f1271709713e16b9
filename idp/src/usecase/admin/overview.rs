//! What the start page of an administrator counts.

use time::Duration;

pub use crate::store::figures::Logins;

use crate::app::App;
use crate::model::certificate::EXPIRING;
use crate::model::moment::Moment;
use crate::model::policy::Release;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store::figures;

/// Figures of one tenant.
#[derive(Clone, Debug)]
pub struct Figures {
    /// When the first of the days begins.
    pub since: Moment,
    pub logins: Vec<Logins>,
    pub locked: u64,
    pub letters_waiting: u64,
    pub certificates_ending: u64,
}

/// Figures of the last days, today among them; a day begins at midnight of a place so far from UTC.
pub async fn of(
    app: &App,
    tenant: &Tenant,
    days: u16,
    from_utc: Duration,
) -> Result<Figures, Fault> {
    let (read, now) = (app.database.read(), app.now());
    let since = first_day(now, days, from_utc);
    let locked_since = match tenant.policy.lockout.release {
        Release::Desk => Moment::from_millis(0),
        Release::AfterMinutes(minutes) => now.minus(Duration::minutes(minutes.into())),
    };
    Ok(Figures {
        since,
        logins: figures::logins(read, tenant.id, since).await?,
        locked: figures::locks(read, tenant.id, locked_since).await?,
        letters_waiting: figures::letters_waiting(read, tenant.id).await?,
        certificates_ending: {
            let span = (now, now.plus(EXPIRING));
            figures::certificates_ending(read, tenant.id, span).await?
        },
    })
}

fn first_day(now: Moment, days: u16, from_utc: Duration) -> Moment {
    let day = Duration::DAY.whole_seconds();
    let local = now.plus(from_utc).seconds();
    let today = Moment::from_seconds(local - local.rem_euclid(day)).minus(from_utc);
    today.minus(Duration::days(i64::from(days.max(1)) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_midnight_where_the_reader_is() {
        // 2026-11-22 20:30 UTC is the morning of the 23rd in Japan.
        let now = Moment::from_seconds(1_795_379_400);
        let (utc, japan) = (Duration::ZERO, Duration::hours(9));
        assert_eq!(now.since(first_day(now, 1, utc)).whole_minutes(), 20 * 60 + 30);
        assert_eq!(now.since(first_day(now, 1, japan)).whole_minutes(), 5 * 60 + 30);
        assert_eq!(first_day(now, 1, utc).since(first_day(now, 30, utc)).whole_days(), 29);
    }
}
