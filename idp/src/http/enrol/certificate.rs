//! `POST /enrol/{enrolment}/certificates/{device}`: the file of a certificate that the enrolment ended with.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::app::App;
use crate::http::account::certificate::attachment;
use crate::http::account::handed::form_asked;
use crate::http::extract::Posted;
use crate::http::failure::{Failure, Trouble};
use crate::model::ids::DeviceId;
use crate::stop::Stop;
use crate::usecase::certificate::fetch::Gone;
use crate::usecase::enrolment::certificate::hand_out;

pub async fn download(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    let Some(form) = form_asked(&visitor, posted.fields.value("form")) else {
        return Ok(Trouble::BadRequest.into_response());
    };
    let Ok(device) = visitor.param("device").parse::<Uuid>().map(DeviceId) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let browser = visitor.known_browser.as_ref();
    let which = (device, form);
    match hand_out(&app, &visitor.visit, &situation, browser, which).await {
        Ok(file) => Ok(attachment(file)),
        // Fetched before, or too late: the address tells how it stands.
        Err(Stop::Refused(Gone)) => Ok(super::page(&app, &visitor, &situation)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
