//! `GET` and `POST …/users/{user}/claims`: what is known of a person beyond the account.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::act::{ActPage, Field};
use super::door::{self, Person};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::model::admin::Deed;
use crate::model::claims::Claims;
use crate::stop::Stop;
use crate::usecase::admin::claims;
use crate::wire::params::Params;

/// The claims that have a field here; what else is told of a person stays as it is.
const FIELDS: [&str; 6] =
    ["name", "family_name", "given_name", "email", "phone_number", "birthdate"];

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/users/{user}/claims", get(ask).post(change))
}

fn page(visitor: &Visitor, person: &Person, known: &Claims) -> ActPage {
    let page = ActPage::of_person(visitor, person, "claims", "/claims");
    FIELDS.into_iter().fold(page, |page, name| {
        let key = format!("claim-{}", name.replace('_', "-"));
        let field = Field::text(visitor, name, &key).optional().holding(value(known, name));
        page.field(if name == "birthdate" {
            field.hint(visitor, "claim-birthdate-hint")
        } else {
            field
        })
    })
}

fn value(known: &Claims, name: &str) -> Option<String> {
    let mut known = known.clone();
    slot(&mut known, name)?.take()
}

fn slot<'a>(claims: &'a mut Claims, name: &str) -> Option<&'a mut Option<String>> {
    Some(match name {
        "name" => &mut claims.name,
        "family_name" => &mut claims.family_name,
        "given_name" => &mut claims.given_name,
        "email" => &mut claims.email,
        "phone_number" => &mut claims.phone_number,
        "birthdate" => &mut claims.birthdate,
        _ => return None,
    })
}

/// What is known, with what was typed in the place of what had a field. A changed address is not a verified one.
fn changed(known: &Claims, fields: &Params) -> Claims {
    let mut new = known.clone();
    for name in FIELDS {
        let typed = fields.value(name).map(str::trim).filter(|text| !text.is_empty());
        if let Some(slot) = slot(&mut new, name) {
            *slot = typed.map(str::to_owned);
        }
    }
    if new.email != known.email {
        new.email_verified = None;
    }
    if new.phone_number != known.phone_number {
        new.phone_number_verified = None;
    }
    new
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserClaims).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let known = claims::show(&app, &person.room.tenant, &person.shown.user).await?;
    Ok(page(&visitor, &person, &known).show(&app, &visitor))
}

async fn change(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let person = match door::person(&app, &visitor, Deed::UserClaims).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (tenant, user) = (&person.room.tenant, &person.shown.user);
    let known = claims::show(&app, tenant, user).await?;
    let new = changed(&known, &fields);
    match claims::set(&app, tenant, user, &new, person.actor()).await {
        Ok(()) => Ok(person.done("claims")),
        Err(Stop::Refused(why)) => {
            let field = FIELDS.into_iter().find(|name| *name == why.0);
            let field =
                field.map(|name| if name == "phone_number" { "phone-number" } else { name });
            let page = page(&visitor, &person, &known);
            Ok(page.again(&app, &visitor, &fields, ("bad_claim", field)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_address_is_not_verified_and_the_rest_stays() {
        let some = |text: &str| Some(text.to_owned());
        let known = Claims {
            name: some("田中 一郎"),
            email: some("a@b.example"),
            email_verified: Some(true),
            locale: some("ja"),
            ..Claims::default()
        };
        let fields = Params::parse(b"name=%20&email=c%40d.example").unwrap();
        let new = changed(&known, &fields);
        let wanted = Claims { email: some("c@d.example"), locale: some("ja"), ..Claims::default() };
        assert_eq!(new, wanted);
        let fields = Params::parse("name=田中 一郎&email=a%40b.example".as_bytes()).unwrap();
        assert_eq!(changed(&known, &fields), known);
    }
}
