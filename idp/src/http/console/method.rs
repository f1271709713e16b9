//! `GET` and `POST …/users/{user}/method`: another login method for a person.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::act::{ActPage, Field, Kind};
use super::create::{methods, wording};
use super::door::{self, Person};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::model::admin::Deed;
use crate::model::login_method::LoginMethod;
use crate::stop::Stop;
use crate::usecase::admin::users;
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/users/{user}/method", get(ask).post(change))
}

fn page(visitor: &Visitor, person: &Person) -> ActPage {
    let now = person.shown.user.login_method;
    let field = Field::text(visitor, "method", "method-after");
    ActPage::of_person(visitor, person, "method", "/method")
        .fact(visitor, "method-before", text(visitor.visit.language, now.text_key()))
        .field(field.choices(Kind::Radios, methods(visitor, &person.room, now)))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserLoginMethod).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &person).show(&app, &visitor))
}

async fn change(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::UserLoginMethod).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(page(&visitor, &person).again(&app, &visitor, &fields, wrong));
    let Some(method) = fields.value("method").and_then(LoginMethod::parse) else {
        return again(("required", Some("method")));
    };
    let (tenant, shown) = (&person.room.tenant, &person.shown);
    match users::set_login_method(&app, tenant, shown, method, person.actor()).await {
        Ok(()) => Ok(person.done("method")),
        Err(Stop::Refused(why)) => again(wording(&why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
