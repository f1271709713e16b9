//! `GET /console/t/{of}/policy` and `/look`: the login rules and what people see, item by item; what a change would do;
//! its saving.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Serialize;

use super::door::{self, Room};
use super::policy_form::{self as form, Part};
use super::policy_preview::{Next, preview};
use super::policy_said::{self as said, GroupShown};
use super::sheet::Link;
use super::shell::{LOOK, POLICY, Shell};
use super::specimen;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::look;
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::image::Place;
use crate::model::policy::{Policy, Preset, deviation, items};
use crate::stop::{Fault, Stop};
use crate::usecase::admin::policies::{self, Refusal};
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/policy", get(rules).post(save))
        .route("/console/t/{of}/look", get(look_of))
        .route("/console/t/{of}/policy/edit", get(rules).post(edit))
        .route("/console/t/{of}/policy/preview", get(rules).post(look_ahead))
        .route("/console/t/{of}/policy/preset/{preset}", get(of_preset))
}

async fn rules(state: State<App>, visitor: Visitor) -> Result<Response, Failure> {
    show(state, visitor, Part::Rules).await
}

async fn look_of(state: State<App>, visitor: Visitor) -> Result<Response, Failure> {
    show(state, visitor, Part::Look).await
}

async fn show(State(app): State<App>, visitor: Visitor, part: Part) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::PolicyShow).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut view = filled(&visitor, &room, part, &room.tenant.policy)?;
    view.saved = visitor.asked("done") == Some("save");
    Ok(visitor.page(&app, &view))
}

/// Back from a look ahead, with what was typed.
async fn edit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::PolicyChange).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(policy) = form::whole(&fields) else {
        return Ok(Trouble::NotFound.into_response());
    };
    Ok(visitor.page(&app, &filled(&visitor, &room, Part::of(&fields), &policy)?))
}

/// The form as a policy fills it.
fn filled(
    visitor: &Visitor,
    room: &Room,
    part: Part,
    policy: &Policy,
) -> Result<PolicyPage, Failure> {
    let value = serde_json::to_value(policy).map_err(Fault::from)?;
    let typed = |item: &items::Item| item.typed(&value);
    let mut page = page(visitor, room, part, (&typed, &[]));
    for one in deviation::of(policy) {
        let field = page.groups.iter_mut().flat_map(|group| &mut group.fields);
        if let Some(field) = field.into_iter().find(|field| field.name == one.field) {
            field.costs.push(said::cost(visitor.visit.language, &one));
        }
    }
    Ok(page)
}

async fn look_ahead(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::PolicyChange).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let part = Part::of(&fields);
    let policy = if fields.value("policy").is_some() {
        match form::whole(&fields) {
            Some(policy) => policy,
            None => return Ok(Trouble::NotFound.into_response()),
        }
    } else {
        match form::given(&room, &fields)? {
            Ok(policy) => policy,
            Err(wrong) => {
                let typed = |item: &items::Item| form::typed_in(item, &fields);
                let page = page(&visitor, &room, part, (&typed, &wrong));
                return Ok(visitor.again(&app, &page));
            }
        }
    };
    // A specimen of the login page, in the language that its button names.
    if let Some(language) = fields.value("specimen") {
        return Ok(specimen::page(&app, &visitor, (&room, policy), language));
    }
    let (version, to) = (form::version(&fields), form::earlier(&fields));
    let next = Next { policy, version, to, part, problem: None };
    preview(&app, &visitor, &room, next, fields.value("user_id")).await
}

/// Another preset, looked at like any change.
async fn of_preset(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::PolicyChange).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(preset) = Preset::parse(visitor.param("preset")) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let Some(policy) = form::preset(&room, preset)? else {
        return Ok(Trouble::NotFound.into_response());
    };
    let version = room.tenant.policy_version;
    let next = Next { policy, version, to: None, part: Part::Rules, problem: None };
    preview(&app, &visitor, &room, next, None).await
}

async fn save(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let to = form::earlier(&fields);
    let deed = if to.is_some() { Deed::PolicyRollBack } else { Deed::PolicyChange };
    let room = match door::room(&app, &visitor, deed).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(policy) = form::whole(&fields) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let (read_at, part) = (form::version(&fields), Part::of(&fields));
    let saved = if read_at != room.tenant.policy_version {
        Err(Stop::Refused(Refusal::ChangedMeanwhile))
    } else if let Some(to) = to {
        policies::roll_back(&app, &room.tenant, to, room.actor()).await
    } else {
        policies::change(&app, &room.tenant, policy.clone(), room.actor()).await
    };
    match saved {
        Ok(_) => {
            let to = room.path(&format!("{}?done=save", part.below()));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Refused(Refusal::ChangedMeanwhile)) => {
            let problem = Some("policy_changed");
            let next = Next { policy, version: read_at, to, part, problem };
            preview(&app, &visitor, &room, next, None).await
        }
        Err(Stop::Refused(Refusal::NoSuchVersion)) => Ok(Trouble::NotFound.into_response()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What stands in each field, and what is wrong with some.
type Typed<'a> = (&'a dyn Fn(&items::Item) -> String, &'a [said::Wrong]);

fn page(visitor: &Visitor, room: &Room, part: Part, (typed, wrong): Typed<'_>) -> PolicyPage {
    let language = visitor.visit.language;
    let entry = if part == Part::Look { &LOOK } else { &POLICY };
    let may = room.may(Deed::PolicyChange);
    let preset = |preset: Preset| {
        let word = preset.as_str();
        let key = format!("rules-to-{word}");
        Link::to(visitor, &key, room.path(&format!("/policy/preset/{word}")))
    };
    let ways = match part {
        Part::Rules if may => Preset::ALL.map(preset).into(),
        Part::Look if room.may(Deed::TenantRename) => {
            vec![Link::to(visitor, "tenant-rename", room.path("/look/name"))]
        }
        Part::Rules | Part::Look => Vec::new(),
    };
    PolicyPage {
        console: Shell::of(visitor, room, entry),
        part: part.as_str(),
        title: text(language, entry.id),
        lead: text(language, &format!("{}-lead", part.as_str())),
        groups: said::groups(language, part, typed, wrong),
        wrong: wrong.first().map(|one| said::id_of(one.path)),
        version: room.tenant.policy_version,
        preset: text(language, said::preset(room.tenant.policy.preset)),
        ways,
        pictures: if part == Part::Look { pictures(visitor, room) } else { Vec::new() },
        action: may.then(|| room.path("/policy/preview")),
        history_href: room.may(Deed::PolicyHistory).then(|| room.path("/policy/history")),
        saved: false,
    }
}

fn pictures(visitor: &Visitor, room: &Room) -> Vec<Picture> {
    let picture = |place: Place| {
        let word = place.as_str();
        Picture {
            title: text(visitor.visit.language, &format!("look-{word}")),
            image: look::image_href(&room.tenant, place),
            change: room.may(Deed::TenantImages).then(|| {
                Link::to(
                    visitor,
                    &format!("look-{word}-change"),
                    room.path(&format!("/look/{word}")),
                )
            }),
        }
    };
    Place::ALL.map(picture).into()
}

/// What `templates/console/policy.html` may read.
#[derive(Serialize)]
pub struct PolicyPage {
    pub console: Shell,
    pub part: &'static str,
    pub title: String,
    pub lead: String,
    pub groups: Vec<GroupShown>,
    /// The first field that is wrong.
    pub wrong: Option<String>,
    pub version: u32,
    pub preset: String,
    /// Where another preset is looked at; where the name is changed.
    pub ways: Vec<Link>,
    pub pictures: Vec<Picture>,
    /// Where a change is looked at, for whoever may make one.
    pub action: Option<String>,
    pub history_href: Option<String>,
    pub saved: bool,
}

#[derive(Serialize)]
pub struct Picture {
    pub title: String,
    pub image: Option<String>,
    pub change: Option<Link>,
}

impl View for PolicyPage {
    const TEMPLATE: &'static str = "console/policy.html";
}
