//! `GET /console/t/{of}/look/{place}`: the logo, or the image in the seal slot: another, or none.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Field, Kind};
use super::door::{self, Room};
use super::shell::LOOK;
use crate::app::App;
use crate::http::extract::{Uploaded, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::image::{Place, Unfit};
use crate::stop::Stop;
use crate::usecase::admin::images;

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/look/{place}", get(ask).post(put))
}

fn page(visitor: &Visitor, room: &Room, place: Place) -> ActPage {
    let word = place.as_str();
    let page =
        ActPage::of_room(visitor, room, &LOOK, (&format!("look-{word}"), &format!("/{word}")));
    let file = Field::text(visitor, "file", "look-file").hint(visitor, "look-file-hint");
    page.field(Field { kind: Kind::File, ..file.optional() })
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::TenantImages).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(place) = Place::parse(visitor.param("place")) else {
        return Ok(Trouble::NotFound.into_response());
    };
    Ok(page(&visitor, &room, place).show(&app, &visitor))
}

async fn put(State(app): State<App>, sent: Uploaded) -> Result<Response, Failure> {
    let Uploaded { visitor, fields, file } = sent;
    let room = match door::room(&app, &visitor, Deed::TenantImages).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(place) = Place::parse(visitor.param("place")) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let bytes = (!file.is_empty()).then(|| file.to_vec());
    match images::put(&app, &room.tenant, place, bytes, room.actor()).await {
        Ok(()) => Ok(Redirect::to(&room.path("/look?done=save")).into_response()),
        Err(Stop::Refused(why)) => {
            let word = match why {
                Unfit::TooLarge => "image_too_large",
                Unfit::Format => "image_format",
            };
            let wrong = (word, Some("file"));
            Ok(page(&visitor, &room, place).again(&app, &visitor, &fields, wrong))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
