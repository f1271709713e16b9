//! What an installation's doctor looks at beyond its settings. Nothing is changed; a letter is sent if it was asked for.

use keys::ca::Anchor;
use keys::signing::rotation;
use time::Duration;

use crate::app::App;
use crate::mail::Mail;
use crate::model::audit::Filter;
use crate::model::doctor::{self, Finding, Front, Level};
use crate::model::ids::LetterId;
use crate::model::moment::Moment;
use crate::model::names::MailAddress;
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store;
use crate::usecase::admin::audit::{self, From};
use crate::usecase::admin::webhooks;
use crate::usecase::token::keyring;
use crate::usecase::upkeep::rotate_keys;

/// The newest events of each tenant that are verified here; `sekisho audit verify` walks all.
const EVENTS: i64 = 10_000;

/// Authorities are renewed with care: early.
const AUTHORITY_EARLY: Duration = Duration::days(180);
pub const CERTIFICATE_EARLY: Duration = Duration::days(30);

/// Everything that the database tells. `front` is whether TLS is spoken here, and how many proxies are listed.
pub async fn inside(app: &App, front: (bool, usize)) -> Result<Vec<Finding>, Fault> {
    let tenants = store::tenants::all(app.database.read()).await?;
    let mut found = vec![clock(app).await?, proxies(app, &tenants, front).await?];
    found.push(keys(app, &tenants).await?);
    found.push(authorities(app, &tenants).await?);
    found.push(certificates(app, &tenants).await?);
    found.push(outbox(app).await?);
    found.push(trails(app, &tenants).await?);
    found.push(hooks(app, &tenants).await?);
    Ok(found)
}

async fn clock(app: &App) -> Result<Finding, Fault> {
    let theirs = store::installation::clock(app.database.read()).await?;
    let apart = app.now().since(theirs);
    let says = format!("this machine and the database are {} ms apart", apart.whole_milliseconds());
    Ok(Finding::new("clock_database", doctor::clocks(apart), says))
}

async fn proxies(app: &App, tenants: &[Tenant], front: (bool, usize)) -> Result<Finding, Fault> {
    let wanted = Filter { action: Some("login.".to_owned()), ..Filter::default() };
    let mut addresses = Vec::new();
    for tenant in tenants.iter().take(20) {
        let read = app.database.read();
        let events = store::audit::newest(read, tenant.id, &wanted, None, 50).await?;
        addresses.extend(events.into_iter().filter_map(|event| event.address));
    }
    let (is_bare, proxies) = front;
    let (level, says) = doctor::front(Front { is_bare, proxies, addresses: &addresses });
    Ok(Finding::new("proxies", level, says))
}

async fn keys(app: &App, tenants: &[Tenant]) -> Result<Finding, Fault> {
    let now = app.now();
    let mut worst = Worst::new("keys");
    let (mut oldest, mut next): (Duration, Option<i64>) = (Duration::ZERO, None);
    for tenant in tenants {
        let stored = store::signing_keys::all(app.database.read(), tenant.id).await?;
        for algorithm in rotate_keys::of_tenant(app, tenant).await? {
            let of_algorithm: Vec<_> =
                stored.iter().filter(|key| key.algorithm == algorithm).collect();
            let times: Vec<_> = of_algorithm.iter().map(|key| keyring::times(key)).collect();
            let current = rotation::current(&times, now.seconds());
            let age = current.map(|key| now.since(Moment::from_seconds(key.activate_at)));
            let level = doctor::key(age);
            let days =
                age.map_or_else(|| "none".to_owned(), |age| format!("{} days", age.whole_days()));
            worst.add(level, || format!("{} {algorithm}: the key that signs: {days}", tenant.slug));
            let sealed =
                of_algorithm.iter().find(|key| current.is_some_and(|one| one.kid == key.kid));
            if let Some(key) = sealed {
                let context = keyring::seal_context(tenant.id, &key.kid);
                if app.sealer.open(&context, &key.sealed).is_err() {
                    worst.add(Level::Broken, || {
                        format!("{} {algorithm}: cannot be opened", tenant.slug)
                    });
                }
            }
            oldest = oldest.max(age.unwrap_or_default());
            let schedule = rotation::Schedule::default();
            let due = current.map(|key| key.activate_at.saturating_add(schedule.active_for));
            next = next.into_iter().chain(due).min();
        }
    }
    let next = next.map(Moment::from_seconds).map_or(0, |next| next.since(now).whole_days());
    Ok(worst.told(format!(
        "the oldest key that signs is {} days old, the next change is in {next} days",
        oldest.whole_days()
    )))
}

async fn authorities(app: &App, tenants: &[Tenant]) -> Result<Finding, Fault> {
    let (now, mut worst, mut count) = (app.now(), Worst::new("authorities"), 0_usize);
    for tenant in tenants {
        let all = store::certificate_authorities::all(app.database.read(), tenant.id).await?;
        // The newest issues; older ones vouch for what they issued, and end with it.
        let Some(newest) = all.first() else { continue };
        count += 1;
        let end = Moment::from_seconds(Anchor::from_der(&newest.certificate)?.not_after());
        let left = end.since(now);
        let days = left.whole_days();
        let level = doctor::expiry(left, AUTHORITY_EARLY);
        worst.add(level, || format!("{}: the authority ends in {days} days", tenant.slug));
    }
    Ok(worst.told(format!("{count} certificate authorities")))
}

async fn certificates(app: &App, tenants: &[Tenant]) -> Result<Finding, Fault> {
    let (now, mut ending) = (app.now(), 0);
    for tenant in tenants {
        let span = (now, now.plus(CERTIFICATE_EARLY));
        ending += store::certificates::ending(app.database.read(), tenant.id, span).await?.len();
    }
    // Their owners are reminded: it is told, not complained of.
    let says = format!("{ending} certificates of people end within 30 days");
    Ok(Finding::new("certificates", Level::Fine, says))
}

async fn outbox(app: &App) -> Result<Finding, Fault> {
    let now = app.now();
    let since = now.minus(Duration::days(1));
    let backlog = store::outbox::backlog(app.database.read(), since).await?;
    let oldest = backlog.oldest.map(|oldest| now.since(oldest));
    let waits = oldest.map_or(0, Duration::whole_seconds);
    let says = format!(
        "{} letters wait, the oldest for {waits} s; {} were given up in the last day",
        backlog.waiting, backlog.failed
    );
    Ok(Finding::new("outbox", doctor::outbox(oldest, backlog.failed), says))
}

async fn trails(app: &App, tenants: &[Tenant]) -> Result<Finding, Fault> {
    let mut worst = Worst::new("audit");
    for tenant in tenants {
        let verdict = audit::verify(app, tenant, &From::TheLast(EVENTS)).await?;
        if let Some(found) = verdict.broken {
            let (slug, number, how) = (&verdict.tenant, found.number, found.how);
            worst.add(Level::Broken, || format!("{slug}: broken at number {number}: {how:?}"));
        }
        if verdict.late > 0 {
            let (slug, late) = (&verdict.tenant, verdict.late);
            worst.add(Level::Warning, || format!("{slug}: {late} events are not sealed"));
        }
    }
    Ok(worst.told(format!("the newest {EVENTS} events of {} tenants hold", tenants.len())))
}

async fn hooks(app: &App, tenants: &[Tenant]) -> Result<Finding, Fault> {
    let (mut worst, mut count) = (Worst::new("webhooks"), 0_usize);
    for tenant in tenants {
        for one in webhooks::list(app, tenant).await? {
            count += 1;
            let waits = one.last.is_some_and(|last| last.outcome.is_none() && last.tries > 0);
            if waits {
                let (slug, waiting) = (&tenant.slug, one.waiting);
                worst.add(Level::Warning, || {
                    format!("{slug}: {} does not answer, {waiting} wait", one.webhook.url)
                });
            }
        }
    }
    Ok(worst.told(format!("{count} webhooks")))
}

/// The level of the worst of many things, and what is said of those that are not fine.
struct Worst {
    check: &'static str,
    level: Level,
    says: Vec<String>,
}

/// So many are told one by one.
const MOST_TOLD: usize = 5;

impl Worst {
    const fn new(check: &'static str) -> Self {
        Self { check, level: Level::Fine, says: Vec::new() }
    }

    fn add(&mut self, level: Level, says: impl FnOnce() -> String) {
        self.level = self.level.max(level);
        if level > Level::Fine {
            self.says.push(says());
        }
    }

    fn told(self, fine: String) -> Finding {
        let more = self.says.len().saturating_sub(MOST_TOLD);
        let mut says = self.says.into_iter().take(MOST_TOLD).collect::<Vec<_>>().join("; ");
        if more > 0 {
            says = format!("{says}; and {more} more");
        }
        Finding::new(self.check, self.level, if says.is_empty() { fine } else { says })
    }
}

/// Whether the relay answers and, where an address is given, takes a letter for it.
pub async fn mail(app: &App, to: Option<&MailAddress>) -> Finding {
    let outcome = match to {
        None => app.courier.test().await,
        Some(to) => {
            let now = app.now();
            let says = format!("The mail of {} leaves.", app.base);
            let mail = Mail {
                to: to.clone(),
                subject: "Sekisho: test".to_owned(),
                html: format!("<!doctype html><html lang=\"en\"><p>{says}</p></html>"),
                text: says,
                code: None,
            };
            app.courier.send(LetterId(row_id(app.random(), now)), &mail, now).await
        }
    };
    match (outcome, to) {
        (Err(why), _) => Finding::new("mail", Level::Broken, why.to_string()),
        (Ok(()), None) => Finding::new("mail", Level::Fine, "the relay answers"),
        (Ok(()), Some(to)) => {
            Finding::new("mail", Level::Fine, format!("the relay took a letter to {to}"))
        }
    }
}
