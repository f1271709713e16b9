//! Users as CSV: imported, exported, and their passwords of other systems.

mod cut;
mod export;
mod files;
mod hashes;
mod rows;

use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use idp::model::import::change::{Known, Plan};
use idp::model::import::encoding::Encoding;
use idp::model::import::reason::Reason;
use idp::model::policy::Language;
use idp::stop::Stop;
use idp::store::people;
use idp::usecase::admin::import::{
    Checked, Import, Outcome, Progress, Refusal, Row, Source, Witness, check, run,
};

use crate::support::TestTenant;
use crate::support::tenant::ADMIN;

/// A file in memory, which can break off.
pub(super) struct Table {
    bytes: Vec<u8>,
    /// At which opening, and after how many bytes.
    breaks: Option<(usize, usize)>,
    opened: AtomicUsize,
}

impl Source for Table {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let opened = self.opened.fetch_add(1, Ordering::Relaxed);
        let whole = Cursor::new(self.bytes.clone());
        match self.breaks {
            Some((at, after)) if at == opened => {
                let most = u64::try_from(after).unwrap();
                Ok(Box::new(whole.take(most).chain(Broken)))
            }
            _ => Ok(Box::new(whole)),
        }
    }
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk went away"))
    }
}

/// What a witness heard.
#[derive(Default)]
pub(super) struct Heard {
    pub encoding: Option<Encoding>,
    pub planned: Vec<(String, Plan)>,
    pub wrong: Vec<(u64, Vec<Reason>)>,
    pub progress: Vec<Progress>,
}

impl Witness for Heard {
    fn begun(&mut self, encoding: Encoding, _: &[String]) -> io::Result<()> {
        self.encoding = Some(encoding);
        Ok(())
    }

    fn planned(&mut self, row: &Row, plan: &Plan) -> io::Result<()> {
        self.planned.push((row.user_id().unwrap().to_owned(), plan.clone()));
        Ok(())
    }

    fn wrong(&mut self, row: &Row, reasons: &[Reason]) -> io::Result<()> {
        self.wrong.push((row.line, reasons.to_vec()));
        Ok(())
    }

    fn progress(&mut self, progress: Progress) -> io::Result<()> {
        self.progress.push(progress);
        Ok(())
    }
}

impl Heard {
    /// The fields that rows would change, as `user: column before -> after`.
    pub(super) fn differences(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (user, plan) in &self.planned {
            let Plan::Change(change) = plan else { continue };
            for one in &change.differences {
                let before = one.before.as_deref().unwrap_or("-");
                let column = one.column.heading(Language::En);
                all.push(format!("{user}: {column} {before} -> {}", one.after));
            }
        }
        all
    }
}

pub(super) fn table(bytes: impl AsRef<[u8]>) -> Import {
    broken_table(bytes, None)
}

pub(super) fn broken_table(bytes: impl AsRef<[u8]>, breaks: Option<(usize, usize)>) -> Import {
    let bytes = bytes.as_ref().to_vec();
    Import {
        source: Arc::new(Table { bytes, breaks, opened: AtomicUsize::new(0) }),
        encoding: None,
        replace_passwords: false,
        pass_over_wrong: false,
        language: Language::En,
    }
}

pub(super) async fn imported(
    acme: &TestTenant,
    import: &Import,
) -> (Result<Outcome, Refusal>, Heard) {
    let mut heard = Heard::default();
    let outcome = run(&acme.app, &acme.tenant, import, &mut heard, ADMIN).await;
    (outcome.map_err(refusal), heard)
}

pub(super) async fn tried(acme: &TestTenant, import: &Import) -> (Result<Checked, Refusal>, Heard) {
    let mut heard = Heard::default();
    let outcome = check(&acme.app, &acme.tenant, import, &mut heard).await;
    (outcome.map_err(refusal), heard)
}

fn refusal(stop: Stop<Refusal>) -> Refusal {
    match stop {
        Stop::Refused(why) => why,
        Stop::Fault(fault) => panic!("{fault}"),
    }
}

/// How many rows were created, changed, left, wrong.
pub(super) fn counts(outcome: &Outcome) -> [u64; 4] {
    let tally = outcome.tally;
    [tally.created, tally.changed, tally.unchanged, tally.wrong]
}

/// All users of a tenant, in the order of their user IDs.
pub(super) async fn everybody(acme: &TestTenant) -> Vec<Known> {
    let read = acme.app.database.read();
    people::page(read, acme.tenant.id, None, 100_000).await.unwrap()
}

pub(super) async fn one(acme: &TestTenant, name: &str) -> Known {
    let found = everybody(acme).await.into_iter();
    found.into_iter().find(|known| known.user.login_name.as_str() == name).unwrap()
}
