//! How a tenant does: its logins of two weeks, locks, letters, certificates that end soon.

use time::Duration;

use crate::app::App;
use crate::model::lockout::MOST_OF_STRANGERS;
use crate::model::moment::Moment;
use crate::model::policy::Release;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store::overview;
pub use crate::store::overview::Tries;

pub const DAYS: i64 = 14;

/// Days begin at midnight in Japan.
const EAST: Duration = Duration::hours(9);

/// Letters that were given up are counted for so long.
const FAILED_WITHIN: Duration = Duration::days(7);

/// Certificates are counted that end within so many days, each with those before it left out.
pub const ENDING_WITHIN: [i64; 3] = [7, 30, 90];

#[derive(Clone, Debug)]
pub struct Overview {
    /// The first of the days, since 1970.
    pub first_day: i64,
    pub tries: Vec<Tries>,
    pub locked: u64,
    pub letters_waiting: u64,
    pub letters_failed: u64,
    pub certificates: [u64; 3],
}

pub async fn of(app: &App, tenant: &Tenant) -> Result<Overview, Fault> {
    let (read, now) = (app.database.read(), app.now());
    let first_day = day_of(now) - DAYS + 1;
    let begins = Moment::from_seconds(first_day * 86_400).minus(EAST);
    let since = match tenant.policy.lockout.release {
        Release::Desk => Moment::from_seconds(0),
        Release::AfterMinutes(minutes) => now.minus(Duration::minutes(minutes.into())),
    };
    let most = i32::try_from(MOST_OF_STRANGERS).unwrap_or(i32::MAX);
    let (letters_waiting, letters_failed) =
        overview::letters(read, tenant.id, now.minus(FAILED_WITHIN)).await?;
    let mut certificates = [0; 3];
    let mut from = now;
    for (count, days) in certificates.iter_mut().zip(ENDING_WITHIN) {
        let to = now.plus(Duration::days(days));
        *count = overview::certificates_ending(read, tenant.id, from, to).await?;
        from = to;
    }
    Ok(Overview {
        first_day,
        tries: overview::tries(read, tenant.id, begins, millis(EAST)).await?,
        locked: overview::locked(read, tenant.id, since, most).await?,
        letters_waiting,
        letters_failed,
        certificates,
    })
}

/// The day that it is in Japan, since 1970.
fn day_of(at: Moment) -> i64 {
    at.plus(EAST).seconds().div_euclid(86_400)
}

fn millis(span: Duration) -> i64 {
    span.whole_seconds() * 1000
}
