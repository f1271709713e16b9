//! Users as one table: `GET` streams all of them as CSV, `POST` takes such a table and tells what became of each row.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::problem::{Answer, Code, FieldError, Refused};
use super::told::Asked;
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::import::change::{Difference, Plan};
use crate::model::import::encoding::Encoding;
use crate::model::import::reason::Reason;
use crate::model::policy::Language;
use crate::model::tenant::Tenant;
use crate::stop::Stop;
use crate::usecase::admin::export::{self, Written};
use crate::usecase::admin::import::{
    self, Import, Outcome, Progress, Refusal, Row, Source, Witness,
};
use crate::words::import::reasons;

/// An answer tells of so many rows one by one.
const MOST_TOLD: usize = 1_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export, import))
}

/// How a table is written.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Sheet {
    /// The language of its headings; left out, the tenant's.
    #[param(value_type = Option<String>, pattern = "^(ja|en)$")]
    language: Option<Language>,
    /// `utf-8`, with a byte order mark, or `cp932`.
    #[serde(default = "utf8")]
    #[param(pattern = "^(utf-8|cp932)$", default = "utf-8")]
    encoding: String,
}

fn utf8() -> String {
    Encoding::Utf8.as_str().to_owned()
}

fn encoding(word: &str) -> Answer<Encoding> {
    let unknown = || Refused::with(Code::InvalidRequest, "encoding is utf-8 or cp932");
    Encoding::parse(word).ok_or_else(unknown)
}

/// Streams all users as CSV, as `user.import` reads them back; no password in any form
#[utoipa::path(get, path = "/tenants/{tenant}/user-table", tag = "users",
    operation_id = "user.export", params(Sheet),
    responses((status = 200, content_type = "text/csv", body = String)))]
async fn export(caller: Caller, Asked(form): Asked<Sheet>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::UserExport)?;
    let language = form.language.unwrap_or(tenant.policy.languages.default);
    let how = Written { encoding: encoding(&form.encoding)?, language };
    if how.encoding != Encoding::Utf8 {
        // A letter that it does not know is told before anything is.
        let mut whole = Vec::new();
        export::export(&caller.app, tenant, how, &mut whole, by).await?;
        return Ok(table(&caller, tenant, how.encoding, Body::from(whole)));
    }
    let begun = export::begin(&caller.app, tenant, how, by).await?;
    let app = caller.app.clone();
    let lines = stream::try_unfold((begun, app), |(mut export, app)| async move {
        match export.next(&app).await {
            Ok(lines) => Ok(lines.map(|lines| (Bytes::from(lines), (export, app)))),
            // The answer is cut off, which is seen: it is not ended as a whole one is.
            Err(Stop::Fault(fault)) => Err(io::Error::other(fault.to_string())),
            Err(Stop::Refused(why)) => Err(io::Error::other(why.to_string())),
        }
    });
    Ok(table(&caller, tenant, how.encoding, Body::from_stream(lines)))
}

fn table(caller: &Caller, tenant: &Tenant, encoding: Encoding, body: Body) -> Response {
    let name = format!("attachment; filename=\"{}\"", export::file_name(&caller.app, tenant));
    let kind = format!("text/csv; charset={}", encoding.charset());
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], body).into_response()
}

/// How a table is taken.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Terms {
    /// `utf-8` or `cp932`; left out, it is found out.
    #[param(pattern = "^(utf-8|cp932)$")]
    encoding: Option<String>,
    /// The rows that are right are written although others are wrong.
    #[serde(default)]
    #[param(default = false)]
    skip_wrong: bool,
    /// Hashes replace the passwords of users who are there already, and end their sessions.
    #[serde(default)]
    #[param(default = false)]
    replace_passwords: bool,
    /// The language of reasons; left out, the tenant's.
    #[param(value_type = Option<String>, pattern = "^(ja|en)$")]
    language: Option<Language>,
    /// The door knows it.
    #[serde(default, rename = "dry_run")]
    #[param(ignore)]
    _dry_run: bool,
}

/// What became of a table.
#[derive(Debug, Serialize, ToSchema)]
struct ImportReport {
    encoding: &'static str,
    rows: u64,
    created: u64,
    changed: u64,
    unchanged: u64,
    wrong: u64,
    /// How many rows a call that was cut off had written already.
    resumed_after: u64,
    /// What a dry run would do, row by row; the first 1000.
    differences: Vec<RowDifference>,
    /// The rows that are wrong; the first 1000.
    wrong_rows: Vec<WrongRow>,
}

/// What a row would do.
#[derive(Debug, Serialize, ToSchema)]
struct RowDifference {
    line: u64,
    user_id: String,
    /// `create` or `change`.
    deed: &'static str,
    fields: Vec<FieldDifference>,
}

/// A cell before and after; a hash shows as `***`.
#[derive(Debug, Serialize, ToSchema)]
struct FieldDifference {
    column: String,
    before: Option<String>,
    after: String,
}

/// A row that is not taken.
#[derive(Debug, Serialize, ToSchema)]
struct WrongRow {
    line: u64,
    /// Null: it cannot be read.
    user_id: Option<String>,
    /// In words of the language.
    reason: String,
}

/// Creates and changes users by a CSV table of at most 2 MB; users who are not in it stay as they are
#[utoipa::path(post, path = "/tenants/{tenant}/user-table", tag = "users",
    operation_id = "user.import", params(Terms),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport)))]
async fn import(
    caller: Caller,
    Asked(terms): Asked<Terms>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Json<ImportReport>> {
    let (tenant, by) = caller.tenant(Deed::UserImport)?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("text/csv") {
        return Err(Refused::because(Code::MediaType));
    }
    let language = terms.language.unwrap_or(tenant.policy.languages.default);
    let wanted = Import {
        source: Arc::new(InMemory(body)),
        encoding: terms.encoding.as_deref().map(encoding).transpose()?,
        replace_passwords: terms.replace_passwords,
        pass_over_wrong: terms.skip_wrong,
        language,
    };
    let (differences, wrong) = (Vec::new(), Vec::new());
    let mut heard = Heard { language, dry: caller.dry, differences, wrong };
    let outcome = if caller.dry {
        let checked = import::check(&caller.app, tenant, &wanted, &mut heard).await;
        let whole = |checked: import::Checked| {
            let (encoding, tally) = (checked.encoding, checked.tally);
            Outcome { encoding, tally, resumed_after: 0 }
        };
        checked.map(whole)
    } else {
        import::run(&caller.app, tenant, &wanted, &mut heard, by).await
    };
    match outcome {
        Ok(outcome) => Ok(Json(heard.report(&outcome))),
        Err(Stop::Refused(Refusal::Wrong(_))) => Err(heard.refused()),
        Err(stop) => Err(stop.into()),
    }
}

struct InMemory(Bytes);

impl Source for InMemory {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

/// What an import tells while it runs.
struct Heard {
    language: Language,
    dry: bool,
    differences: Vec<RowDifference>,
    wrong: Vec<WrongRow>,
}

impl Heard {
    fn report(self, outcome: &Outcome) -> ImportReport {
        ImportReport {
            encoding: outcome.encoding.as_str(),
            rows: outcome.tally.rows(),
            created: outcome.tally.created,
            changed: outcome.tally.changed,
            unchanged: outcome.tally.unchanged,
            wrong: outcome.tally.wrong,
            resumed_after: outcome.resumed_after,
            differences: self.differences,
            wrong_rows: self.wrong,
        }
    }

    /// Nothing was written: the rows by their lines.
    fn refused(self) -> Refused {
        let of =
            |row: WrongRow| FieldError { pointer: format!("/{}", row.line), detail: row.reason };
        Refused::of_members(self.wrong.into_iter().take(100).map(of).collect())
    }
}

impl Witness for Heard {
    fn begun(&mut self, _encoding: Encoding, _headings: &[String]) -> io::Result<()> {
        Ok(())
    }

    fn planned(&mut self, row: &Row, plan: &Plan) -> io::Result<()> {
        let (deed, differences) = match plan {
            Plan::Create(_) => ("create", &[][..]),
            Plan::Change(change) => ("change", &change.differences[..]),
            Plan::Stay => return Ok(()),
        };
        if self.dry && self.differences.len() < MOST_TOLD {
            let field = |one: &Difference| FieldDifference {
                column: one.column.heading(self.language),
                before: one.before.clone(),
                after: one.after.clone(),
            };
            self.differences.push(RowDifference {
                line: row.line,
                user_id: row.user_id().unwrap_or_default().to_owned(),
                deed,
                fields: differences.iter().map(field).collect(),
            });
        }
        Ok(())
    }

    fn wrong(&mut self, row: &Row, why: &[Reason]) -> io::Result<()> {
        if self.wrong.len() < MOST_TOLD {
            self.wrong.push(WrongRow {
                line: row.line,
                user_id: row.user_id().map(str::to_owned),
                reason: reasons(self.language, why),
            });
        }
        Ok(())
    }

    fn progress(&mut self, _progress: Progress) -> io::Result<()> {
        Ok(())
    }
}
