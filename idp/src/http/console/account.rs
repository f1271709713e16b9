//! `…/users/{user}/rename`, `…/addresses`, `…/remove`: another user ID, other mail addresses, the user removed for good.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Choice, Field, Kind};
use super::create::wording;
use super::door::{self, Person};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::device::{Device, Kind as DeviceKind};
use crate::model::names::{LoginName, MailAddress};
use crate::stop::Stop;
use crate::usecase::admin::{change_user, remove_user};
use crate::wire::params::Params;
use crate::words::text;

/// The fields of an address, and the element of the first of them.
#[derive(Clone, Copy)]
struct Row {
    mail: &'static str,
    kind: &'static str,
    element: &'static str,
}

macro_rules! rows {
    ($($number:literal)*) => {
        [$(Row {
            mail: concat!("mail_", $number),
            kind: concat!("kind_", $number),
            element: concat!("mail-", $number),
        }),*]
    };
}

/// As many of them are shown as the contract allows.
const ROWS: [Row; 20] = rows!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20);

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/users/{user}/rename", get(ask_rename).post(rename))
        .route("/console/t/{of}/users/{user}/addresses", get(ask_addresses).post(addresses))
        .route("/console/t/{of}/users/{user}/remove", get(ask_remove).post(remove))
}

fn rename_page(visitor: &Visitor, person: &Person) -> ActPage {
    ActPage::of_person(visitor, person, "rename", "/rename").field(Field::text(
        visitor,
        "user_id",
        "rename-after",
    ))
}

async fn ask_rename(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserRename).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(rename_page(&visitor, &person).show(&app, &visitor))
}

async fn rename(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::UserRename).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(rename_page(&visitor, &person).again(&app, &visitor, &fields, wrong));
    let Some(name) = fields.value("user_id").and_then(LoginName::parse) else {
        return again(("bad_user_id", Some("user-id")));
    };
    let (tenant, user) = (&person.room.tenant, &person.shown.user);
    match change_user::set_login_name(&app, tenant, user, name, person.actor()).await {
        Ok(()) => Ok(person.done("rename")),
        Err(Stop::Refused(why)) => again(wording(&why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn addresses_page(visitor: &Visitor, person: &Person) -> ActPage {
    let language = visitor.visit.language;
    let devices = &person.shown.devices;
    let places = usize::from(person.room.tenant.policy.devices_at_most).max(devices.len());
    let page = ActPage::of_person(visitor, person, "addresses", "/addresses");
    let places = ROWS.into_iter().take(places).enumerate();
    places.fold(page, |page, (place, Row { mail, kind, .. })| {
        let device: Option<&Device> = devices.get(place);
        let now = device.map_or(DeviceKind::Pc, |device| device.kind);
        let choice = |kind: DeviceKind| {
            Choice::of(kind.as_str(), text(language, kind.text_key()), kind == now)
        };
        let numbered = |field: Field| {
            Field { label: format!("{} {}", field.label, place + 1), ..field }.optional()
        };
        let known = device.map(|device| device.address.to_string());
        page.field(numbered(Field::text(visitor, mail, "field-mail")).holding(known)).field(
            numbered(Field::text(visitor, kind, "field-kind"))
                .choices(Kind::Select, DeviceKind::ALL.map(choice).into()),
        )
    })
}

/// A word for what is wrong, and the field it is about.
type Wrong = (&'static str, &'static str);

/// What was typed, in its order; or what is wrong with it, and where.
fn typed(fields: &Params) -> Result<Vec<(MailAddress, DeviceKind)>, Wrong> {
    let mut found: Vec<(MailAddress, DeviceKind)> = Vec::new();
    for Row { mail, kind, element } in ROWS {
        let mail = fields.value(mail).map(str::trim).unwrap_or_default();
        if mail.is_empty() {
            continue;
        }
        let address = MailAddress::parse(mail).ok_or(("bad_address", element))?;
        let kind = fields.value(kind).and_then(DeviceKind::parse).unwrap_or(DeviceKind::Pc);
        let same = |one: &(MailAddress, DeviceKind)| {
            one.0.as_str().to_lowercase() == address.as_str().to_lowercase()
        };
        if found.iter().any(same) {
            return Err(("same_address", element));
        }
        found.push((address, kind));
    }
    Ok(found)
}

async fn ask_addresses(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserAddresses).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(addresses_page(&visitor, &person).show(&app, &visitor))
}

async fn addresses(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::UserAddresses).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |(word, field)| {
        Ok(addresses_page(&visitor, &person).again(&app, &visitor, &fields, (word, field)))
    };
    let wanted = match typed(&fields) {
        Ok(wanted) => wanted,
        Err((word, element)) => return again((word, Some(element))),
    };
    let (tenant, user) = (&person.room.tenant, &person.shown.user);
    match change_user::set_addresses(&app, tenant, user, wanted, person.actor()).await {
        Ok(()) => Ok(person.done("addresses")),
        Err(Stop::Refused(why)) => {
            let (word, field) = wording(&why);
            again((word, field.map(|_| ROWS[0].element)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn remove_page(visitor: &Visitor, person: &Person) -> ActPage {
    let field = Field::text(visitor, "user_id", "remove-confirm");
    ActPage::of_person(visitor, person, "remove", "/remove")
        .field(field.hint(visitor, "remove-confirm-hint"))
}

async fn ask_remove(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserRemove).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(remove_page(&visitor, &person).show(&app, &visitor))
}

async fn remove(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::UserRemove).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(remove_page(&visitor, &person).again(&app, &visitor, &fields, wrong));
    let (tenant, user) = (&person.room.tenant, &person.shown.user);
    if fields.value("user_id").and_then(LoginName::parse).as_ref() != Some(&user.login_name) {
        return again(("not_this_user", Some("user-id")));
    }
    match remove_user::remove(&app, tenant, user, person.actor()).await {
        Ok(true) => {
            let to = person.room.path("/users?done=remove");
            Ok(Redirect::to(&to).into_response())
        }
        Ok(false) => Ok(Trouble::NotFound.into_response()),
        Err(Stop::Refused(why)) => again(wording(&why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
