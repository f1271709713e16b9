//! `GET` and `POST /console/t/{of}/users/new`: a new user, who waits for the enrolment. Nobody chooses a password for him.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Choice, Field, Kind};
use super::door::{self, Room};
use super::shell::{Shell, USERS};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::model::admin::Deed;
use crate::model::device::Kind as Device;
use crate::model::login_method::LoginMethod;
use crate::model::names::{LoginName, MailAddress};
use crate::stop::Stop;
use crate::usecase::admin::users::{self, NewUser, Refusal};
use crate::wire::params::Params;
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/users/new", get(ask).post(create))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &room).show(&app, &visitor))
}

async fn create(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::UserCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(page(&visitor, &room).again(&app, &visitor, &fields, wrong));
    let new = match given(&fields) {
        Ok(new) => new,
        Err((word, field)) => return again((word, Some(field))),
    };
    match users::create(&app, &room.tenant, new, room.actor()).await {
        Ok(user) => {
            let to = room.path(&format!("/users/{}?done=create", user.id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Refused(why)) => again(wording(&why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn given(fields: &Params) -> Result<NewUser, (&'static str, &'static str)> {
    let value = |name: &str| fields.value(name).unwrap_or_default();
    let login_name = LoginName::parse(value("user_id")).ok_or(("bad_user_id", "user-id"))?;
    let mut addresses = Vec::new();
    if !value("mail").trim().is_empty() {
        let address = MailAddress::parse(value("mail")).ok_or(("bad_address", "mail"))?;
        addresses.push((address, Device::parse(value("kind")).unwrap_or(Device::Pc)));
    }
    let login_method = LoginMethod::parse(value("method"));
    Ok(NewUser { login_name, login_method, addresses, password: None })
}

/// The word of a refusal's text, and the field that it is about.
pub fn wording(why: &Refusal) -> (&'static str, Option<&'static str>) {
    match why {
        Refusal::Exists => ("user_exists", Some("user-id")),
        Refusal::MethodNotAllowed => ("method_not_allowed", Some("method")),
        Refusal::CertificateNotAvailable => ("no_certificates_here", Some("method")),
        Refusal::NeedsAddress => ("needs_address", Some("method")),
        Refusal::TooManyDevices => ("too_many_devices", Some("method")),
        Refusal::SameAddress => ("same_address", Some("mail")),
        Refusal::LastOperator => ("last_operator", None),
        Refusal::Gone => ("user_gone", None),
        Refusal::Weak(_) => ("not_possible", None),
    }
}

/// The methods of the contract, to choose from.
pub fn methods(visitor: &Visitor, room: &Room, chosen: LoginMethod) -> Vec<Choice> {
    let language = visitor.visit.language;
    let choice = |method: &LoginMethod| {
        Choice::of(method.as_str(), text(language, method.text_key()), *method == chosen)
    };
    room.tenant.policy.login_methods.allowed.iter().map(choice).collect()
}

fn page(visitor: &Visitor, room: &Room) -> ActPage {
    let say = |key: &str| text(visitor.visit.language, key);
    let kind = |kind: Device| Choice::of(kind.as_str(), say(kind.text_key()), kind == Device::Pc);
    let usual = room.tenant.policy.login_methods.of_new_user;
    let title = say("act-create");
    let method = Field::text(visitor, "method", "account-method");
    ActPage {
        console: Shell::of(visitor, room, &USERS).then(title.clone(), None),
        lead: vec![say("act-create-lead")],
        facts: Vec::new(),
        fields: vec![
            Field::text(visitor, "user_id", "field-username"),
            Field::text(visitor, "mail", "field-mail").optional(),
            Field::text(visitor, "kind", "field-kind")
                .choices(Kind::Radios, Device::ALL.map(kind).into()),
            method.choices(Kind::Radios, methods(visitor, room, usual)),
        ],
        problem: None,
        action: room.path("/users/new"),
        button: title.clone(),
        back_href: room.path("/users"),
        title,
    }
}
