//! `GET /console/t/{of}/policy` and what follows: the login rules, item by item; what a change would do; its saving.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::Value;

use super::door::{self, Room};
use super::policy_preview::{Next, preview};
use super::policy_said::{self as said, GroupShown};
use super::shell::{POLICY, Shell};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::policy::check::CheckedPolicy;
use crate::model::policy::{Policy, items};
use crate::stop::Stop;
use crate::usecase::admin::policies::{self, Refusal};
use crate::wire::params::Params;
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/policy", get(show).post(save))
        .route("/console/t/{of}/policy/preview", post(look_ahead))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::PolicyShow).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let value = serde_json::to_value(&*room.tenant.policy).map_err(crate::stop::Fault::from)?;
    let typed = |item: &items::Item| item.typed(&value);
    let mut view = page(&visitor, &room, &typed, &[]);
    view.saved = visitor.asked("done") == Some("save");
    Ok(visitor.page(&app, &view))
}

async fn look_ahead(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::PolicyChange).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let policy = match fields.value("policy") {
        Some(whole) => match whole_policy(whole) {
            Some(policy) => policy,
            None => return Ok(Trouble::NotFound.into_response()),
        },
        None => match given(&room, &fields)? {
            Ok(policy) => policy,
            Err(wrong) => {
                let typed = |item: &items::Item| typed_in(item, &fields);
                return Ok(visitor.again(&app, &page(&visitor, &room, &typed, &wrong)));
            }
        },
    };
    let next = Next { policy, version: version(&fields), to: earlier(&fields), problem: None };
    preview(&app, &visitor, &room, next, fields.value("user_id")).await
}

async fn save(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let to = earlier(&fields);
    let deed = if to.is_some() { Deed::PolicyRollBack } else { Deed::PolicyChange };
    let room = match door::room(&app, &visitor, deed).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(policy) = fields.value("policy").and_then(whole_policy) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let read_at = version(&fields);
    let saved = if read_at != room.tenant.policy_version {
        Err(Stop::Refused(Refusal::ChangedMeanwhile))
    } else if let Some(to) = to {
        policies::roll_back(&app, &room.tenant, to, room.actor()).await
    } else {
        policies::change(&app, &room.tenant, policy.clone(), room.actor()).await
    };
    match saved {
        Ok(_) => Ok(Redirect::to(&room.path("/policy?done=save")).into_response()),
        Err(Stop::Refused(Refusal::ChangedMeanwhile)) => {
            let next = Next { policy, version: read_at, to, problem: Some("policy_changed") };
            preview(&app, &visitor, &room, next, None).await
        }
        Err(Stop::Refused(Refusal::NoSuchVersion)) => Ok(Trouble::NotFound.into_response()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn version(fields: &Params) -> u32 {
    fields.value("version").and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn earlier(fields: &Params) -> Option<u32> {
    fields.value("to").and_then(|text| text.parse().ok())
}

fn whole_policy(text: &str) -> Option<CheckedPolicy> {
    serde_json::from_str::<Policy>(text).ok()?.check().ok()
}

/// What was typed into the fields of an item.
fn typed_in(item: &items::Item, fields: &Params) -> String {
    if let items::Kind::Several(words) = item.kind {
        let ticked = |word: &&&str| fields.value(&format!("{}.{word}", item.path)).is_some();
        return words.iter().filter(ticked).copied().collect::<Vec<_>>().join(", ");
    }
    fields.owned(item.path).unwrap_or_default()
}

/// The policy that was typed, or the items that are wrong, each with why.
fn given(room: &Room, fields: &Params) -> Result<Result<CheckedPolicy, Vec<said::Wrong>>, Failure> {
    let standing: &Policy = &room.tenant.policy;
    let mut value: Value = serde_json::to_value(standing).map_err(crate::stop::Fault::from)?;
    let mut wrong = Vec::new();
    for item in items::all() {
        match item.read(&typed_in(item, fields)) {
            Some(read) => item.put(&mut value, read),
            None => wrong.push(said::Wrong { path: item.path, related: false }),
        }
    }
    items::settle(&mut value);
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    // A number that is too great for its place is the only thing that is left to go wrong here.
    let Ok(policy) = serde_json::from_value::<Policy>(value) else {
        let beyond = |item: &&items::Item| said::beyond(item, &typed_in(item, fields));
        let wrong = |item: &items::Item| said::Wrong { path: item.path, related: false };
        return Ok(Err(items::all().filter(beyond).map(wrong).collect()));
    };
    let told = |one: crate::model::policy::check::Problem| said::Wrong {
        path: one.field,
        related: !one.why.contains("is not between"),
    };
    Ok(policy.check().map_err(|all| all.into_iter().map(told).collect()))
}

fn page(
    visitor: &Visitor,
    room: &Room,
    typed: &dyn Fn(&items::Item) -> String,
    wrong: &[said::Wrong],
) -> PolicyPage {
    let language = visitor.visit.language;
    PolicyPage {
        console: Shell::of(visitor, room, &POLICY),
        groups: said::groups(language, typed, wrong),
        wrong: wrong.first().map(|one| said::id_of(one.path)),
        version: room.tenant.policy_version,
        preset: text(language, said::preset(room.tenant.policy.preset)),
        action: room.may(Deed::PolicyChange).then(|| room.path("/policy/preview")),
        history_href: room.may(Deed::PolicyHistory).then(|| room.path("/policy/history")),
        saved: false,
    }
}

/// What `templates/console/policy.html` may read.
#[derive(Serialize)]
pub struct PolicyPage {
    pub console: Shell,
    pub groups: Vec<GroupShown>,
    /// The first field that is wrong.
    pub wrong: Option<String>,
    pub version: u32,
    pub preset: String,
    /// Where a change is looked at, for whoever may make one.
    pub action: Option<String>,
    pub history_href: Option<String>,
    pub saved: bool,
}

impl View for PolicyPage {
    const TEMPLATE: &'static str = "console/policy.html";
}
