//! How a tenant does: its logins by day, locks, letters, certificates that end soon.

use time::Duration;

pub use crate::store::figures::Logins;

use crate::app::App;
use crate::model::lockout::MOST_OF_STRANGERS;
use crate::model::moment::Moment;
use crate::model::policy::Release;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store::figures;

/// Days begin at midnight in Japan, where nobody says otherwise.
pub const EAST: Duration = Duration::hours(9);

/// Letters that were given up are counted for so long.
const FAILED_WITHIN: Duration = Duration::days(7);

/// Certificates are counted that end within so many days, each with those before it left out.
pub const ENDING_WITHIN: [i64; 3] = [7, 30, 90];

/// Figures of one tenant.
#[derive(Clone, Debug)]
pub struct Figures {
    /// When the first of the days begins.
    pub since: Moment,
    pub logins: Vec<Logins>,
    /// Login names that are locked: those of nobody too.
    pub locked: u64,
    pub letters_waiting: u64,
    pub letters_failed: u64,
    /// By [`ENDING_WITHIN`].
    pub certificates: [u64; 3],
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
        Release::Desk => Moment::from_seconds(0),
        Release::AfterMinutes(minutes) => now.minus(Duration::minutes(minutes.into())),
    };
    let most = i32::try_from(MOST_OF_STRANGERS).unwrap_or(i32::MAX);
    let (letters_waiting, letters_failed) =
        figures::letters(read, tenant.id, now.minus(FAILED_WITHIN)).await?;
    let mut certificates = [0; 3];
    let mut from = now;
    for (count, days) in certificates.iter_mut().zip(ENDING_WITHIN) {
        let to = now.plus(Duration::days(days));
        *count = figures::certificates_ending(read, tenant.id, from, to).await?;
        from = to;
    }
    Ok(Figures {
        since,
        logins: figures::logins(read, tenant.id, since).await?,
        locked: figures::locked(read, tenant.id, locked_since, most).await?,
        letters_waiting,
        letters_failed,
        certificates,
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
        let (utc, japan) = (Duration::ZERO, EAST);
        assert_eq!(now.since(first_day(now, 1, utc)).whole_minutes(), 20 * 60 + 30);
        assert_eq!(now.since(first_day(now, 1, japan)).whole_minutes(), 5 * 60 + 30);
        assert_eq!(first_day(now, 1, utc).since(first_day(now, 30, utc)).whole_days(), 29);
    }
}
