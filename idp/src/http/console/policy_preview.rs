//! The page before a policy stands: what differs, whom it meets, and the button. `GET …/policy/history` lists the
//! versions; `GET …/policy/history/{version}` leads one of them through the same page.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use serde_json::Value;

use super::diagnosed;
use super::door::{self, Room};
use super::policy_form::Part;
use super::policy_said::{self as said, Differs};
use super::shell::{LOOK, POLICY, Shell};
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::forecast::Forecast;
use crate::model::names::LoginName;
use crate::model::policy::check::CheckedPolicy;
use crate::model::policy::{Language, Policy, deviation};
use crate::stop::Fault;
use crate::usecase::admin::policies;
use crate::usecase::admin::simulate::{self, Counts};
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/policy/history", get(history))
        .route("/console/t/{of}/policy/history/{version}", get(ask))
}

/// The policy that might come.
pub struct Next {
    pub policy: CheckedPolicy,
    /// The version that stood when it was read.
    pub version: u32,
    /// The earlier version that it is.
    pub to: Option<u32>,
    /// The page that it was typed on.
    pub part: Part,
    pub problem: Option<&'static str>,
}

fn value(policy: &Policy) -> Result<Value, Fault> {
    Ok(serde_json::to_value(policy)?)
}

/// Shows what would come of it.
pub async fn preview(
    app: &App,
    visitor: &Visitor,
    room: &Room,
    next: Next,
    user_id: Option<&str>,
) -> Result<Response, Failure> {
    let language = visitor.visit.language;
    let now: &Policy = &room.tenant.policy;
    let counts = simulate::everybody(app, &room.tenant, &[now, &next.policy]).await?;
    let title = text(language, "rules-preview");
    let changed = next.version != room.tenant.policy_version;
    let problem = next.problem.or(changed.then_some("policy_changed"));
    let user = match user_id {
        Some(typed) => Some(user(app, language, room, (typed, &next.policy)).await?),
        None => None,
    };
    let entry = if next.part == Part::Look { &LOOK } else { &POLICY };
    let view = PreviewPage {
        console: Shell::of(visitor, room, entry).then(title, None),
        part: next.part.as_str(),
        costs: costs(language, now, &next.policy),
        problem,
        differences: said::differences(language, &value(now)?, &value(&next.policy)?),
        counts: counts_in_words(language, &counts),
        user,
        user_id: user_id.unwrap_or_default().to_owned(),
        policy: serde_json::to_string(&*next.policy).map_err(Fault::from)?,
        version: next.version,
        to: next.to,
        preview_action: room.path("/policy/preview"),
        save_action: problem.is_none().then(|| room.path("/policy")),
        edit_action: room.path("/policy/edit"),
    };
    Ok(if problem.is_some() { visitor.again(app, &view) } else { visitor.page(app, &view) })
}

fn costs(language: Language, now: &Policy, next: &Policy) -> Vec<CostRow> {
    let standing = deviation::of(now);
    let row = |one: &deviation::Deviation| CostRow {
        label: said::label_of(language, one.field),
        text: said::cost(language, one),
        new: !standing.contains(one),
    };
    deviation::of(next).iter().map(row).collect()
}

fn counts_in_words(language: Language, counts: &[Counts]) -> Vec<CountRow> {
    let [before, after] = counts else { return Vec::new() };
    let row = |key: &str, of: fn(&Counts) -> u64| CountRow {
        label: text(language, key),
        before: of(before),
        after: of(after),
    };
    vec![
        row("count-users", |one| one.users),
        row("count-must-change", |one| one.must_change_password),
        row("count-locked", |one| one.locked),
        row("count-kept-out", |one| one.kept_out),
        row("count-method", |one| one.method_not_allowed),
        row("count-devices", |one| one.too_many_devices),
    ]
}

async fn user(
    app: &App,
    language: Language,
    room: &Room,
    (typed, next): (&str, &Policy),
) -> Result<UserTold, Fault> {
    let Some(name) = LoginName::parse(typed) else { return Ok(UserTold::default()) };
    let before = simulate::one(app, &room.tenant, &name, &room.tenant.policy).await?;
    let after = simulate::one(app, &room.tenant, &name, next).await?;
    let told = |told: Option<Forecast>| {
        told.map(|told| {
            let mut lines = diagnosed::kept_out(language, &told.obstacles);
            if lines.is_empty() {
                lines = diagnosed::pages(language, &told.steps);
            }
            lines
        })
    };
    Ok(UserTold {
        found: before.is_some(),
        before: told(before).unwrap_or_default(),
        after: told(after).unwrap_or_default(),
    })
}

async fn history(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::PolicyHistory).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let language = visitor.visit.language;
    let versions = policies::history(&app, &room.tenant).await?;
    let may = room.may(Deed::PolicyRollBack);
    let mut rows = Vec::new();
    for (place, one) in versions.iter().enumerate() {
        let former = versions.get(place + 1);
        let differences = match former {
            Some(former) => {
                said::differences(language, &value(&former.policy)?, &value(&one.policy)?)
            }
            None => Vec::new(),
        };
        rows.push(VersionRow {
            version: one.version,
            at: stamp(one.created_at),
            author: one.author.clone(),
            differences,
            href: (may && place > 0)
                .then(|| room.path(&format!("/policy/history/{}", one.version))),
        });
    }
    let view = VersionsPage {
        console: Shell::of(&visitor, &room, &POLICY).then(text(language, "rules-history"), None),
        versions: rows,
    };
    Ok(visitor.page(&app, &view))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::PolicyRollBack).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let versions = policies::history(&app, &room.tenant).await?;
    let asked = visitor.param("version");
    let Some(found) = versions.into_iter().find(|one| one.version.to_string() == asked) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let next = Next {
        policy: found.policy,
        version: room.tenant.policy_version,
        to: Some(found.version),
        part: Part::Rules,
        problem: None,
    };
    preview(&app, &visitor, &room, next, None).await
}

/// What `templates/console/policy_preview.html` may read.
#[derive(Serialize)]
pub struct PreviewPage {
    pub console: Shell,
    pub part: &'static str,
    pub costs: Vec<CostRow>,
    pub problem: Option<&'static str>,
    pub differences: Vec<Differs>,
    pub counts: Vec<CountRow>,
    pub user: Option<UserTold>,
    pub user_id: String,
    pub policy: String,
    pub version: u32,
    pub to: Option<u32>,
    pub preview_action: String,
    pub save_action: Option<String>,
    /// Back to the form, with what was typed.
    pub edit_action: String,
}

/// Where the next policy departs from a standard.
#[derive(Serialize)]
pub struct CostRow {
    pub label: String,
    pub text: String,
    /// The policy that stands does not.
    pub new: bool,
}

#[derive(Serialize)]
pub struct CountRow {
    pub label: String,
    pub before: u64,
    pub after: u64,
}

/// What one person meets, before and after.
#[derive(Default, Serialize)]
pub struct UserTold {
    pub found: bool,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// What `templates/console/policy_history.html` may read.
#[derive(Serialize)]
pub struct VersionsPage {
    pub console: Shell,
    pub versions: Vec<VersionRow>,
}

#[derive(Serialize)]
pub struct VersionRow {
    pub version: u32,
    pub at: String,
    pub author: String,
    pub differences: Vec<Differs>,
    pub href: Option<String>,
}

impl View for PreviewPage {
    const TEMPLATE: &'static str = "console/policy_preview.html";
}

impl View for VersionsPage {
    const TEMPLATE: &'static str = "console/policy_history.html";
}
