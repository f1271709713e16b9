//! Writes an import, batch by batch. How far it came is committed with each batch, so that nothing is done twice.

use serde_json::json;

use super::check::{Checked, by_name, check, names, rules, told};
use super::source::{self, Row};
use super::write::Batch;
use super::{Import, Progress, Refusal, Stage, Witness, judge};
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::ImportId;
use crate::model::import::encoding::Encoding;
use crate::model::import::reason::Reason;
use crate::model::import::{Job, Tally};
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::operators;
use crate::usecase::note;

/// What an import came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub encoding: Encoding,
    pub tally: Tally,
    /// How many rows an earlier run had written already.
    pub resumed_after: u64,
}

/// Imports a file, or the rest of one whose import was cut off.
pub async fn run(
    app: &App,
    tenant: &Tenant,
    import: &Import,
    witness: &mut dyn Witness,
    by: Actor<'_>,
) -> Result<Outcome, Stop<Refusal>> {
    let checked = check(app, tenant, import, witness).await?;
    if checked.tally.wrong > 0 && !import.pass_over_wrong {
        return Err(Stop::Refused(Refusal::Wrong(checked.tally)));
    }
    let read = app.database.read();
    let begun = store::import_jobs::unfinished(read, tenant.id, &checked.digest).await?;
    let idle = checked.tally.created + checked.tally.changed == 0;
    let (encoding, tally) = (checked.encoding, checked.tally);
    let job = match begun {
        Some(job) => job,
        None if idle => return Ok(Outcome { encoding, tally, resumed_after: 0 }),
        None => begin(app, tenant, &checked).await?,
    };
    let resumed_after = job.rows_done;
    let work = Work { app, tenant, import, checked: &checked, by };
    let tally = work.all(job, witness).await?;
    Ok(Outcome { encoding, tally, resumed_after })
}

async fn begin(app: &App, tenant: &Tenant, checked: &Checked) -> Result<Job, Fault> {
    let now = app.now();
    let id = ImportId(row_id(app.random(), now));
    let job = Job { id, rows_done: 0, tally: Tally::default() };
    let (new, digest) = (&job, &checked.digest);
    app.database
        .write(
            |tx| async move { store::import_jobs::begin(&tx, tenant.id, new, digest, now).await },
        )
        .await?;
    Ok(job)
}

struct Work<'a> {
    app: &'a App,
    tenant: &'a Tenant,
    import: &'a Import,
    checked: &'a Checked,
    by: Actor<'a>,
}

/// Rows that turned out wrong when they were to be written: somebody changed their users meanwhile.
type Late = Vec<(usize, Vec<Reason>)>;

impl Work<'_> {
    async fn all(&self, mut job: Job, witness: &mut dyn Witness) -> Result<Tally, Stop<Refusal>> {
        let (table, mut batches) = source::open(self.import).await?;
        if table.digest != self.checked.digest {
            return Err(Stop::Refused(Refusal::Unreadable("it changed meanwhile".to_owned())));
        }
        loop {
            let (rest, mut rows) = batches.next().await?;
            batches = rest;
            let Some(until) = rows.last().map(|row| row.number) else { break };
            rows.retain(|row| row.number > job.rows_done);
            if rows.is_empty() {
                continue;
            }
            let (tally, late) = self.batch(&job, &rows, until).await?;
            for (place, reasons) in late {
                told(witness.wrong(&rows[place], &reasons))?;
            }
            job = Job { rows_done: until, tally, ..job };
            let of = Some(self.checked.tally.rows());
            told(witness.progress(Progress { stage: Stage::Writing, rows: until, of }))?;
        }
        self.end(&job).await?;
        Ok(job.tally)
    }

    /// Writes some rows, all of them or none.
    async fn batch(
        &self,
        job: &Job,
        rows: &[Row],
        until: u64,
    ) -> Result<(Tally, Late), Stop<Refusal>> {
        let Self { app, tenant, import, checked, by } = *self;
        let (rules, now) = (&rules(app, tenant, import), app.now());
        app.database
            .write(|tx| async move {
                let watch = operators::watch(&tx, tenant.id).await?;
                if !store::import_jobs::advance(&tx, tenant.id, job, until, now).await? {
                    return Err(Stop::Refused(Refusal::Overtaken));
                }
                let names = names(rows.iter().filter(|row| !checked.wrong.contains(&row.number)));
                let known =
                    store::people::by_login_names_for_update(&tx, tenant.id, &names).await?;
                let known = by_name(&known);
                let (mut tally, mut late) = (job.tally, Late::new());
                let mut batch = Batch::new(app, tenant, now);
                for (place, row) in rows.iter().enumerate() {
                    if checked.wrong.contains(&row.number) {
                        tally.count(None);
                        continue;
                    }
                    let Ok(given) = &row.given else { continue };
                    let found = known.get(given.login_name.as_str()).copied();
                    let plan = judge(row, found, rules);
                    tally.count(plan.as_ref().ok());
                    match plan {
                        Ok(plan) => batch.take(&given.login_name, found, plan),
                        Err(reasons) => late.push((place, reasons)),
                    }
                }
                batch.write(&tx).await?;
                if !watch.holds(&tx).await? {
                    return Err(Stop::Refused(Refusal::LastOperator));
                }
                if let Some(details) = batch.details(job.id, (job.rows_done + 1, until)) {
                    let deed = (job.id.to_string(), details);
                    note::of_administrator(app, &tx, tenant.id, (by, "user.import"), deed).await?;
                }
                store::import_jobs::tell(&tx, tenant.id, job.id, &tally).await?;
                Ok((tally, late))
            })
            .await
    }

    async fn end(&self, job: &Job) -> Result<(), Fault> {
        let Self { app, tenant, by, .. } = *self;
        let now = app.now();
        app.database
            .write(|tx| async move {
                if store::import_jobs::end(&tx, tenant.id, job.id, now).await? {
                    let deed = (job.id.to_string(), json!({ "done": job.tally }));
                    note::of_administrator(app, &tx, tenant.id, (by, "user.import"), deed).await?;
                }
                Ok(())
            })
            .await
    }
}
