//! A form by which somebody tries a secret, or asks for a letter: as any form, and in bounds for where it comes from.

use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use time::Duration;

use super::{Posted, Visitor};
use crate::app::App;
use crate::http::failure::Trouble;
use crate::model::moment::seconds_up;
use crate::usecase::throttle;
use crate::wire::params::Params;

/// Fields of a form like [`Posted`]. Over the bounds nothing is looked at, so nothing is hashed and nothing counted.
pub struct Tried {
    pub visitor: Visitor,
    pub fields: Params,
}

impl FromRequest<App> for Tried {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let Posted { visitor, fields } = Posted::from_request(request, app).await?;
        throttle::take(app, &visitor.visit).map_err(refused)?;
        Ok(Self { visitor, fields })
    }
}

fn refused(wait: Duration) -> Response {
    let mut response = Trouble::TooMany.into_response();
    let seconds = seconds_up(wait);
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}
