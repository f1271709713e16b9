//! Who may see a page of the console: whoever signed in through it with both factors, has a role, and whose role has
//! the deed. What lies outside of what he sees is not there.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::enter::DoorPage;
use crate::app::App;
use crate::http::cookie::Cookie;
use crate::http::extract::Visitor;
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::{Actor, Administrator, Deed, NotPermitted, Over, Role};
use crate::model::ids::UserId;
use crate::model::tenant::Tenant;
use crate::usecase::admin::users::Shown;
use crate::usecase::admin::{console, people};
use crate::usecase::session::SignedIn;
use crate::usecase::tenant;

/// Somebody with a role.
pub struct Hall {
    pub who: SignedIn,
    pub administrator: Administrator,
}

/// The same, in front of a tenant that he sees.
pub struct Room {
    pub hall: Hall,
    pub tenant: Arc<Tenant>,
}

/// The same, in front of a person of the tenant.
pub struct Person {
    pub room: Room,
    pub shown: Shown,
    /// The highest role of the person himself.
    pub role: Option<Role>,
}

/// Lets an administrator in; others are led through a login first, and back here.
pub async fn hall(app: &App, visitor: &Visitor) -> Result<Result<Hall, Response>, Failure> {
    let signed_in = visitor.signed_in(app).await?;
    let cookie = visitor.console.as_deref();
    let Some(inside) = console::inside(app, &visitor.visit, signed_in, cookie).await? else {
        return Ok(Err(lead_in(app, visitor).await?));
    };
    let Some(administrator) = inside.administrator else {
        let page = DoorPage { word: "no_role", sign_out_action: Some("/console/sign-out") };
        return Ok(Err(visitor.page_with(app, StatusCode::FORBIDDEN, &page)));
    };
    Ok(Ok(Hall { who: inside.who, administrator }))
}

async fn lead_in(app: &App, visitor: &Visitor) -> Result<Response, Failure> {
    let sent = console::begin(app, &visitor.visit, &visitor.here).await?;
    let mut response = Redirect::to(&sent.to).into_response();
    visitor.set_console(app, &mut response, Cookie::ConsoleEntry, Some(&sent.cookie));
    visitor.remember(app, &mut response);
    Ok(response)
}

/// Lets him see the tenant of the address, if his role has the deed there.
pub async fn room(
    app: &App,
    visitor: &Visitor,
    deed: Deed,
) -> Result<Result<Room, Response>, Failure> {
    let hall = match hall(app, visitor).await? {
        Ok(hall) => hall,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let Some(tenant) = tenant::by_slug(app, visitor.param("of")).await? else {
        return Ok(Err(Trouble::NotFound.into_response()));
    };
    if let Err(why) = hall.administrator.may(deed, Over::Tenant(tenant.id)) {
        return Ok(Err(refused(app, visitor, why)));
    }
    Ok(Ok(Room { hall, tenant }))
}

/// Lets him see the person of the address, or do something to him: never to one of a higher role.
pub async fn person(
    app: &App,
    visitor: &Visitor,
    deed: Deed,
) -> Result<Result<Person, Response>, Failure> {
    let room = match room(app, visitor, deed).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let id = Uuid::parse_str(visitor.param("user")).map(UserId);
    let shown = match id {
        Ok(id) => people::by_id(app, &room.tenant, id).await?,
        Err(_) => None,
    };
    let Some(shown) = shown else { return Ok(Err(Trouble::NotFound.into_response())) };
    let role = people::highest_role(app, &shown.user).await?;
    let person = Person { room, shown, role };
    if !deed.scope().as_str().ends_with(":read")
        && let Err(why) = person.may(deed)
    {
        return Ok(Err(refused(app, visitor, why)));
    }
    Ok(Ok(person))
}

pub fn refused(app: &App, visitor: &Visitor, why: NotPermitted) -> Response {
    match why {
        NotPermitted::Elsewhere => Trouble::NotFound.into_response(),
        NotPermitted::Role | NotPermitted::Scope(_) | NotPermitted::Upward => {
            let page = DoorPage { word: "not_permitted", sign_out_action: None };
            visitor.page_with(app, StatusCode::FORBIDDEN, &page)
        }
    }
}

impl Room {
    pub fn may(&self, deed: Deed) -> bool {
        self.hall.administrator.may(deed, Over::Tenant(self.tenant.id)).is_ok()
    }

    pub fn actor(&self) -> Actor<'_> {
        self.hall.administrator.actor()
    }

    /// An address below the tenant's start page.
    pub fn path(&self, below: &str) -> String {
        format!("/console/t/{}{below}", self.tenant.slug)
    }
}

impl Person {
    pub fn may(&self, deed: Deed) -> Result<Actor<'_>, NotPermitted> {
        let over = Over::Person { tenant: self.room.tenant.id, role: self.role };
        self.room.hall.administrator.may(deed, over)
    }

    pub fn actor(&self) -> Actor<'_> {
        self.room.actor()
    }

    /// An address below the person's page.
    pub fn path(&self, below: &str) -> String {
        self.room.path(&format!("/users/{}{below}", self.shown.user.id))
    }

    /// Back to the person's page, which tells what was done.
    pub fn done(&self, word: &str) -> Response {
        Redirect::to(&self.path(&format!("?done={word}"))).into_response()
    }
}
