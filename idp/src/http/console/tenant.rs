//! `GET /console/tenants/new` and `/console/t/{of}/look/name`: a tenant to be, and another name for one.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Choice, Field, Kind};
use super::door::{self, Hall, Room};
use super::shell::{LOOK, Shell};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::model::admin::{Deed, Over};
use crate::model::names::TenantSlug;
use crate::model::policy::{Policy, Preset};
use crate::stop::Stop;
use crate::usecase::admin::tenants::{self, Refusal};
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/tenants/new", get(ask).post(create))
        .route("/console/t/{of}/look/name", get(ask_name).post(rename))
}

/// Whoever may make tenants.
async fn maker(app: &App, visitor: &Visitor) -> Result<Result<Hall, Response>, Failure> {
    let hall = match door::hall(app, visitor).await? {
        Ok(hall) => hall,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    match hall.administrator.may(Deed::TenantCreate, Over::Installation) {
        Ok(_) => Ok(Ok(hall)),
        Err(why) => Ok(Err(door::refused(app, visitor, why))),
    }
}

fn new_page(visitor: &Visitor, hall: &Hall) -> ActPage {
    let say = |key: &str| text(visitor.visit.language, key);
    let title = say("act-tenant-new");
    let back = (say("console-tenants"), Some("/console/tenants".to_owned()));
    let choice = |preset: Preset| {
        let label = say(&format!("preset-{}-is", preset.as_str()));
        Choice::of(preset.as_str(), label, preset == Preset::Standard)
    };
    let preset = Field::text(visitor, "preset", "console-preset");
    ActPage {
        console: Shell::of_hall(visitor, hall).then(back.0, back.1).then(title.clone(), None),
        lead: vec![say("act-tenant-new-lead")],
        facts: Vec::new(),
        fields: vec![
            Field::text(visitor, "slug", "console-slug").hint(visitor, "tenant-slug-hint"),
            Field::text(visitor, "name", "tenant-name").hint(visitor, "tenant-name-hint"),
            preset.choices(Kind::Radios, Preset::ALL.map(choice).into()),
        ],
        problem: None,
        action: "/console/tenants/new".to_owned(),
        button: title.clone(),
        back_href: "/console/tenants".to_owned(),
        title,
    }
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let hall = match maker(&app, &visitor).await? {
        Ok(hall) => hall,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(new_page(&visitor, &hall).show(&app, &visitor))
}

async fn create(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let hall = match maker(&app, &visitor).await? {
        Ok(hall) => hall,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(new_page(&visitor, &hall).again(&app, &visitor, &fields, wrong));
    let Some(slug) = TenantSlug::parse(fields.value("slug").unwrap_or_default().trim()) else {
        return again(("bad_slug", Some("slug")));
    };
    let policy = fields.value("preset").and_then(Preset::parse).map(Policy::preset);
    let Some(Ok(policy)) = policy.map(Policy::check) else {
        return again(("required", Some("preset")));
    };
    let name = fields.value("name").unwrap_or_default().trim();
    match tenants::create(&app, slug, name, policy, hall.administrator.actor()).await {
        Ok(made) => Ok(Redirect::to(&format!("/console/t/{}", made.slug)).into_response()),
        Err(Stop::Refused(why)) => again(wrong(why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

const fn wrong(why: Refusal) -> (&'static str, Option<&'static str>) {
    match why {
        Refusal::Exists | Refusal::Reserved => ("slug_taken", Some("slug")),
        Refusal::Name => ("bad_name", Some("name")),
    }
}

fn name_page(visitor: &Visitor, room: &Room) -> ActPage {
    let field = Field::text(visitor, "name", "tenant-name").hint(visitor, "tenant-name-hint");
    ActPage::of_room(visitor, room, &LOOK, ("tenant-rename", "/name"))
        .fact(visitor, "console-slug", room.tenant.slug.to_string())
        .field(field.holding(Some(room.tenant.name.clone())))
}

async fn ask_name(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::TenantRename).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(name_page(&visitor, &room).show(&app, &visitor))
}

async fn rename(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::TenantRename).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let name = fields.value("name").unwrap_or_default().trim();
    match tenants::rename(&app, &room.tenant, name, room.actor()).await {
        Ok(()) => Ok(Redirect::to(&room.path("/look?done=save")).into_response()),
        Err(Stop::Refused(why)) => {
            Ok(name_page(&visitor, &room).again(&app, &visitor, &fields, wrong(why)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
