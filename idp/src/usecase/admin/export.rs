//! Exports the users of a tenant as a table that an import reads back: the same columns, no password in any form.

use std::io::Write;

use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::csv;
use crate::model::ids::TenantId;
use crate::model::import::MOST_ROWS;
use crate::model::import::column::Column;
use crate::model::import::encoding::Encoding;
use crate::model::import::written;
use crate::model::names::LoginName;
use crate::model::policy::Language;
use crate::model::tenant::Tenant;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::note;

/// So many users are read at a time.
const PAGE: u64 = 500;

/// How the file is written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    pub encoding: Encoding,
    pub language: Language,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there are more than {MOST_ROWS} users")]
    TooMany,
    #[error("{0} has a letter that CP932 does not know; export as UTF-8")]
    Letter(String),
}

/// An export under way, a page at a time.
pub struct Export {
    tenant: TenantId,
    columns: Vec<Column>,
    how: Written,
    /// What goes first.
    heading: Option<Vec<u8>>,
    after: Option<LoginName>,
    /// How many users were told so far.
    pub rows: u64,
}

/// Begins an export of all users. That they leave is noted before the first of them does.
pub async fn begin(
    app: &App,
    tenant: &Tenant,
    how: Written,
    by: Actor<'_>,
) -> Result<Export, Stop<Refusal>> {
    let read = app.database.read();
    let count = store::people::count(read, tenant.id).await?;
    if count > MOST_ROWS {
        return Err(Stop::Refused(Refusal::TooMany));
    }
    let most = store::people::most_devices(read, tenant.id).await?;
    let columns = Column::of_export(places(tenant, most), &attributes(tenant));
    let heading = Some(heading(&columns, how)?);
    app.database
        .write(|tx| async move {
            let details = json!({ "users": count, "encoding": how.encoding.as_str() });
            let deed = (tenant.id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "user.export"), deed).await
        })
        .await?;
    Ok(Export { tenant: tenant.id, columns, how, heading, after: None, rows: 0 })
}

impl Export {
    /// The next lines; none at the end.
    pub async fn next(&mut self, app: &App) -> Result<Option<Vec<u8>>, Stop<Refusal>> {
        if let Some(heading) = self.heading.take() {
            return Ok(Some(heading));
        }
        let (read, how) = (app.database.read(), self.how);
        let page = store::people::page(read, self.tenant, self.after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(None) };
        self.after = Some(last.user.login_name.clone());
        let mut lines = Vec::new();
        for known in &page {
            let claims = written::as_json(&known.claims);
            let cells =
                self.columns.iter().map(|one| written::cell(one, known, &claims, how.language));
            let line = how.encoding.encode(&csv::line(cells));
            let name = || Stop::Refused(Refusal::Letter(known.user.login_name.to_string()));
            lines.extend(line.ok_or_else(name)?);
            self.rows += 1;
        }
        Ok(Some(lines))
    }
}

/// Writes all users, page by page.
pub async fn export(
    app: &App,
    tenant: &Tenant,
    how: Written,
    out: &mut (dyn Write + Send),
    by: Actor<'_>,
) -> Result<u64, Stop<Refusal>> {
    let mut export = begin(app, tenant, how, by).await?;
    while let Some(lines) = export.next(app).await? {
        put(out, &lines)?;
    }
    Ok(export.rows)
}

/// A table to fill in: the headings, and no row.
pub fn template(tenant: &Tenant, how: Written) -> Result<Vec<u8>, Stop<Refusal>> {
    let columns = Column::of_template(places(tenant, 0), &attributes(tenant));
    heading(&columns, how)
}

/// What a file is called where nobody gave it a name; nothing that a person typed is in it.
pub fn file_name(app: &App, tenant: &Tenant) -> String {
    format!("users-{}-{}.csv", tenant.slug, app.now().utc().date())
}

fn heading(columns: &[Column], how: Written) -> Result<Vec<u8>, Stop<Refusal>> {
    let line = csv::line(columns.iter().map(|column| column.heading(how.language)));
    let bytes = how.encoding.encode(&format!("{}{line}", how.encoding.mark()));
    bytes.ok_or_else(|| Stop::Refused(Refusal::Letter(line)))
}

/// As many addresses as the policy allows, or as somebody has from before.
fn places(tenant: &Tenant, most: u64) -> u8 {
    tenant.policy.devices_at_most.max(u8::try_from(most).unwrap_or(u8::MAX))
}

/// The attributes that the policy knows of.
fn attributes(tenant: &Tenant) -> Vec<String> {
    let mut names: Vec<_> = tenant.policy.claims.iter().map(|one| one.attribute.clone()).collect();
    names.sort();
    names.dedup();
    names
}

fn put(out: &mut (dyn Write + Send), bytes: &[u8]) -> Result<(), Fault> {
    out.write_all(bytes).map_err(|error| Fault::Other(error.to_string()))
}
