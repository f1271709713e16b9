//! Looks at a whole file and writes nothing: what each row would do, and what is wrong with those that are wrong.

use std::collections::{BTreeSet, HashMap};

use super::source::{self, Row};
use super::{Import, Progress, Refusal, Stage, Witness, judge};
use crate::app::App;
use crate::model::import::Tally;
use crate::model::import::change::{Known, Plan, Rules};
use crate::model::import::encoding::Encoding;
use crate::model::import::reason::Reason;
use crate::model::names::LoginName;
use crate::model::tenant::Tenant;
use crate::stop::Stop;
use crate::store;

/// What was found.
#[derive(Clone, Debug)]
pub struct Checked {
    pub encoding: Encoding,
    pub tally: Tally,
    /// Of the file, and of how it is to be imported.
    pub(super) digest: Vec<u8>,
    /// The numbers of the rows that are wrong.
    pub(super) wrong: BTreeSet<u64>,
}

/// Whom the file named so far, and on which line. Names are kept as digests: a file may be long.
#[derive(Default)]
struct Named(HashMap<[u8; 16], u64>);

impl Named {
    /// The earlier line, if there was one.
    fn twice(&mut self, name: &LoginName, line: u64) -> Option<u64> {
        let mut key = [0; 16];
        key.copy_from_slice(&keys::digest::sha256(name.as_str().as_bytes())[..16]);
        match self.0.entry(key) {
            std::collections::hash_map::Entry::Occupied(earlier) => Some(*earlier.get()),
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(line);
                None
            }
        }
    }
}

/// Looks at every row. Nothing is written.
pub async fn check(
    app: &App,
    tenant: &Tenant,
    import: &Import,
    witness: &mut dyn Witness,
) -> Result<Checked, Stop<Refusal>> {
    let (table, mut batches) = source::open(import).await?;
    told(witness.begun(table.encoding, &table.headings))?;
    let rules = &rules(app, tenant, import);
    let (mut tally, mut wrong, mut seen) = (Tally::default(), BTreeSet::new(), Named::default());
    loop {
        let (rest, rows) = batches.next().await?;
        batches = rest;
        if rows.is_empty() {
            break;
        }
        let names = names(rows.iter());
        let known = store::people::by_login_names(app.database.read(), tenant.id, &names).await?;
        let known = by_name(&known);
        for row in &rows {
            let verdict = verdict(row, &known, rules, &mut seen);
            tally.count(verdict.as_ref().ok());
            match verdict {
                Ok(plan) => told(witness.planned(row, &plan))?,
                Err(reasons) => {
                    wrong.insert(row.number);
                    told(witness.wrong(row, &reasons))?;
                }
            }
        }
        let progress = Progress { stage: Stage::Checking, rows: tally.rows(), of: None };
        told(witness.progress(progress))?;
    }
    Ok(Checked { encoding: table.encoding, tally, digest: table.digest, wrong })
}

fn verdict(
    row: &Row,
    known: &HashMap<&str, &Known>,
    rules: &Rules<'_>,
    seen: &mut Named,
) -> Result<Plan, Vec<Reason>> {
    let Ok(given) = &row.given else { return judge(row, None, rules) };
    if let Some(line) = seen.twice(&given.login_name, row.line) {
        return Err(vec![Reason::Twice { line }]);
    }
    judge(row, known.get(given.login_name.as_str()).copied(), rules)
}

pub(super) fn rules<'a>(app: &App, tenant: &'a Tenant, import: &Import) -> Rules<'a> {
    Rules {
        policy: &tenant.policy,
        certificates: app.certificate_base.is_some(),
        replace_passwords: import.replace_passwords,
        language: import.language,
    }
}

/// Whom rows name.
pub(super) fn names<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<&'a LoginName> {
    rows.filter_map(|row| row.given.as_ref().ok()).map(|given| &given.login_name).collect()
}

pub(super) fn by_name(known: &[Known]) -> HashMap<&str, &Known> {
    known.iter().map(|one| (one.user.login_name.as_str(), one)).collect()
}

/// A witness that cannot write is told to whoever started this.
pub(super) fn told(outcome: std::io::Result<()>) -> Result<(), Stop<Refusal>> {
    let fault = |error: std::io::Error| crate::stop::Fault::Other(error.to_string());
    Ok(outcome.map_err(fault)?)
}
