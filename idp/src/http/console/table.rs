//! `GET` and `POST /console/t/{of}/table`: users as a table. It is downloaded, filled in, looked at, and written.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use super::act::{Choice, Field, Kind, Problem};
use super::door::{self, Room};
use super::sheet::Link;
use super::shell::{Shell, TABLE};
use super::table_told::{Seen, Told};
use crate::app::App;
use crate::http::extract::{Uploaded, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::import::encoding::Encoding;
use crate::model::policy::Language;
use crate::stop::Stop;
use crate::usecase::admin::export::{self, Written};
use crate::usecase::admin::import::{self, Import, Outcome, Refusal, Source};
use crate::wire::params::Params;
use crate::words::{text, text_with};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/table", get(show).post(take))
        .route("/console/t/{of}/table/export", get(download))
        .route("/console/t/{of}/table/template", get(template))
}

/// What a table is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Check,
    Write,
    /// The rows that are wrong, as a file.
    Wrong,
}

impl Wish {
    const ALL: [Self; 3] = [Self::Check, Self::Write, Self::Wrong];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Write => "write",
            Self::Wrong => "wrong",
        }
    }

    /// Whatever is not told otherwise writes nothing.
    fn parse(word: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|one| Some(one.as_str()) == word).unwrap_or(Self::Check)
    }
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserExport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(visitor.page(&app, &TablePage::of(&visitor, &room, &Params::default())))
}

async fn take(State(app): State<App>, sent: Uploaded) -> Result<Response, Failure> {
    let Uploaded { visitor, fields, file } = sent;
    let room = match door::room(&app, &visitor, Deed::UserImport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let page = TablePage::of(&visitor, &room, &fields);
    let language = visitor.visit.language;
    if file.is_empty() {
        return Ok(page.refused(
            &app,
            &visitor,
            "table_no_file",
            text(language, "wrong-table-no-file"),
        ));
    }
    let wanted = Import {
        source: Arc::new(InMemory(file)),
        encoding: fields.value("encoding").and_then(Encoding::parse),
        replace_passwords: fields.value("replace_passwords").is_some(),
        pass_over_wrong: fields.value("skip_wrong").is_some(),
        language,
    };
    let wish = Wish::parse(fields.value("wish"));
    let mut seen = Seen::new(language);
    let outcome = if wish == Wish::Write {
        import::run(&app, &room.tenant, &wanted, &mut seen, room.actor()).await
    } else {
        let checked = import::check(&app, &room.tenant, &wanted, &mut seen).await;
        checked.map(|checked| Outcome {
            encoding: checked.encoding,
            tally: checked.tally,
            resumed_after: 0,
        })
    };
    match outcome {
        Ok(_) if wish == Wish::Wrong && seen.has_wrong() => Ok(file_of(
            &format!("wrong-{}.csv", room.tenant.slug),
            seen.wrong_encoding(),
            seen.into_file(),
        )),
        Ok(outcome) => {
            let told = Some(Told::of(&visitor, seen, &outcome, wish == Wish::Write));
            Ok(visitor.page(&app, &TablePage { told, ..page }))
        }
        Err(Stop::Refused(why)) => {
            let (word, text) = wording(language, &why);
            let told = match why {
                Refusal::Wrong(tally) => Some(Told::refused(&visitor, seen, tally)),
                _ => None,
            };
            Ok(TablePage { told, ..page }.refused(&app, &visitor, word, text))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

struct InMemory(Bytes);

impl Source for InMemory {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

/// The word of a refusal, and its text.
fn wording(language: Language, why: &Refusal) -> (&'static str, String) {
    let say =
        |word: &'static str| (word, text(language, &format!("wrong-{}", word.replace('_', "-"))));
    match why {
        Refusal::Unreadable(_) => say("table_unreadable"),
        Refusal::Utf16 => say("table_utf16"),
        Refusal::UnknownEncoding => say("table_encoding"),
        Refusal::Headings(_) => say("table_headings"),
        Refusal::Unclosed(line) => {
            let arguments = [("line", line.to_string().into())];
            ("table_unclosed", text_with(language, "wrong-table-unclosed", &arguments))
        }
        Refusal::TooManyRows => say("table_too_many_rows"),
        Refusal::Wrong(_) => say("table_rows"),
        Refusal::Overtaken => say("table_overtaken"),
        Refusal::LastOperator => say("last_operator"),
    }
}

/// How a file is written, as its address says.
fn written(visitor: &Visitor) -> Written {
    let encoding = visitor.asked("encoding").and_then(Encoding::parse).unwrap_or(Encoding::Utf8);
    let language = visitor.asked("language").and_then(Language::parse);
    Written { encoding, language: language.unwrap_or(visitor.visit.language) }
}

async fn download(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserExport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (how, mut whole) = (written(&visitor), Vec::new());
    match export::export(&app, &room.tenant, how, &mut whole, room.actor()).await {
        Ok(_) => Ok(file_of(&export::file_name(&app, &room.tenant), how.encoding, whole)),
        Err(Stop::Refused(why)) => Ok(unwritten(&app, &visitor, &room, &why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn template(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserExport).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let how = written(&visitor);
    match export::template(&room.tenant, how) {
        Ok(bytes) => Ok(file_of("users-template.csv", how.encoding, bytes)),
        Err(Stop::Refused(why)) => Ok(unwritten(&app, &visitor, &room, &why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Nothing that a person typed is in the name.
fn file_of(name: &str, encoding: Encoding, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, format!("text/csv; charset={}", encoding.charset())),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

fn unwritten(app: &App, visitor: &Visitor, room: &Room, why: &export::Refusal) -> Response {
    let language = visitor.visit.language;
    let (word, text) = match why {
        export::Refusal::TooMany => ("table_too_many", text(language, "wrong-table-too-many")),
        export::Refusal::Letter(whose) => {
            let arguments = [("whose", whose.clone().into())];
            ("table_letter", text_with(language, "wrong-table-letter", &arguments))
        }
    };
    TablePage::of(visitor, room, &Params::default()).refused(app, visitor, word, text)
}

/// What `templates/console/table.html` may read.
#[derive(Serialize)]
pub struct TablePage {
    pub console: Shell,
    pub problem: Option<Problem>,
    pub downloads: Vec<Link>,
    pub templates: Vec<Link>,
    /// None for whoever may not import.
    pub action: Option<String>,
    pub fields: Vec<Field>,
    pub skip_wrong: bool,
    pub replace_passwords: bool,
    pub told: Option<Told>,
}

impl View for TablePage {
    const TEMPLATE: &'static str = "console/table.html";
}

impl TablePage {
    fn of(visitor: &Visitor, room: &Room, typed: &Params) -> Self {
        let say = |key: &str| text(visitor.visit.language, key);
        let link =
            |key: &str, below: &str| Link::to(visitor, key, room.path(&format!("/table/{below}")));
        let told = typed.value("encoding").and_then(Encoding::parse);
        let encoding = |one: Encoding| {
            let label = say(&format!("table-{}", one.as_str()));
            Choice::of(one.as_str(), label, told == Some(one))
        };
        let found_out = Choice::of("found", say("table-found-out"), told.is_none());
        let encodings = vec![found_out, encoding(Encoding::Utf8), encoding(Encoding::Cp932)];
        // A table is looked at first, whatever was chosen before.
        let wish = |wish: Wish| {
            let label = say(&format!("table-wish-{}", wish.as_str()));
            Choice::of(wish.as_str(), label, wish == Wish::Check)
        };
        Self {
            console: Shell::of(visitor, room, &TABLE),
            problem: None,
            downloads: vec![
                link("table-export-utf-8", "export?encoding=utf-8"),
                link("table-export-cp932", "export?encoding=cp932"),
            ],
            templates: vec![
                link("table-template-ja", "template?language=ja"),
                link("table-template-en", "template?language=en"),
            ],
            action: room.may(Deed::UserImport).then(|| room.path("/table")),
            fields: vec![
                Field::text(visitor, "encoding", "table-encoding").choices(Kind::Select, encodings),
                Field::text(visitor, "wish", "table-wish")
                    .choices(Kind::Radios, Wish::ALL.map(wish).into()),
            ],
            skip_wrong: typed.value("skip_wrong").is_some(),
            replace_passwords: typed.value("replace_passwords").is_some(),
            told: None,
        }
    }

    fn refused(
        mut self,
        app: &App,
        visitor: &Visitor,
        word: &'static str,
        text: String,
    ) -> Response {
        let field = self.action.is_some().then_some("file");
        self.problem = Some(Problem { word, text, field });
        visitor.again(app, &self)
    }
}
