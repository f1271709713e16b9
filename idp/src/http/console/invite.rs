//! `GET` and `POST …/users/{user}/invite`: the enrolment of a person, by mail or on two slips to print: the address on
//! one, the code on the other.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::act::{ActPage, Choice, Field, Kind};
use super::door::{self, Person};
use super::shell::Shell;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::policy::Desk;
use crate::stop::Stop;
use crate::usecase::enrolment::invite::{Delivery, Invitation, Refusal, invite};
use crate::words::{moment, text};

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/users/{user}/invite", get(ask).post(send))
}

const WAYS: [(&str, Delivery); 3] = [
    ("mail", Delivery::Mail),
    ("address_by_mail", Delivery::AddressByMail),
    ("print", Delivery::Caller),
];

fn page(visitor: &Visitor, person: &Person) -> ActPage {
    let has_address = !person.shown.devices.is_empty();
    let usual = if has_address { "mail" } else { "print" };
    let choice = |(word, delivery): (&'static str, Delivery)| {
        let possible = has_address || delivery == Delivery::Caller;
        let key = format!("invite-{}", word.replace('_', "-"));
        possible.then(|| Choice::of(word, text(visitor.visit.language, &key), word == usual))
    };
    let field = Field::text(visitor, "delivery", "invite-delivery");
    ActPage::of_person(visitor, person, "invite", "/invite")
        .field(field.choices(Kind::Radios, WAYS.into_iter().filter_map(choice).collect()))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserInvite).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &person).show(&app, &visitor))
}

async fn send(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::UserInvite).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |word| {
        let wrong = (word, Some("delivery"));
        Ok(page(&visitor, &person).again(&app, &visitor, &fields, wrong))
    };
    let asked = fields.value("delivery").unwrap_or_default();
    let Some((_, delivery)) = WAYS.into_iter().find(|(word, _)| *word == asked) else {
        return again("required");
    };
    let (tenant, user) = (&person.room.tenant, &person.shown.user);
    match invite(&app, tenant, user, delivery, person.actor()).await {
        Ok(_) if delivery == Delivery::Mail => Ok(person.done("invite")),
        Ok(made) => Ok(visitor.page(&app, &slips(&visitor, &person, made))),
        Err(Stop::Refused(Refusal::HasEnrolled)) => again("has_enrolled"),
        Err(Stop::Refused(Refusal::NeedsAddress)) => again("needs_address"),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn slips(visitor: &Visitor, person: &Person, made: Invitation) -> SlipsPage {
    let language = visitor.visit.language;
    SlipsPage {
        console: Shell::of_person(visitor, person).then(text(language, "slips-title"), None),
        tenant_name: person.room.tenant.name.clone(),
        login_name: person.shown.user.login_name.to_string(),
        address: made.address,
        code: made.code,
        expires: moment(language, made.expires_at),
        desk: person.room.tenant.policy.desk.clone(),
        back_href: person.path(""),
    }
}

/// What `templates/console/slips.html` may read.
#[derive(Serialize)]
pub struct SlipsPage {
    pub console: Shell,
    pub tenant_name: String,
    pub login_name: String,
    /// None: it went by mail.
    pub address: Option<String>,
    pub code: Option<String>,
    pub expires: String,
    pub desk: Option<Desk>,
    pub back_href: String,
}

impl View for SlipsPage {
    const TEMPLATE: &'static str = "console/slips.html";
    const SHOWN_ONCE: bool = true;
}
