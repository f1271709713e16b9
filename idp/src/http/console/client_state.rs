//! `GET` and `POST /console/t/{of}/clients/{client}/stop`, `…/resume`: a client is put out of service, and back into it.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::client::{before, of};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::model::admin::Deed;
use crate::model::client::Client;
use crate::stop::Stop;
use crate::usecase::admin::clients::{self, Unchanged};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/clients/{client}/stop", get(ask_stop).post(stop))
        .route("/console/t/{of}/clients/{client}/resume", get(ask_resume).post(resume))
}

async fn ask_stop(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    ask(&app, &visitor, "stop").await
}

async fn ask_resume(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    ask(&app, &visitor, "resume").await
}

async fn ask(app: &App, visitor: &Visitor, word: &str) -> Result<Response, Failure> {
    match of(app, visitor, Deed::ClientChange).await? {
        Ok((room, client)) => Ok(before(visitor, &room, &client, word).show(app, visitor)),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn stop(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    turn(&app, posted, ("stop", true)).await
}

async fn resume(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    turn(&app, posted, ("resume", false)).await
}

async fn turn(
    app: &App,
    posted: Posted,
    (word, disabled): (&'static str, bool),
) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let (room, client) = match of(app, &visitor, Deed::ClientChange).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again =
        |wrong| Ok(before(&visitor, &room, &client, word).again(app, &visitor, &fields, wrong));
    let mut changed: Client = client.clone();
    changed.settings.disabled = disabled;
    match clients::change_seen(app, &room.tenant, (Some(&client), &changed), room.actor()).await {
        Ok(_) => {
            let to = room.path(&format!("/clients/{}?done=client-{word}", client.id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Stop::Refused(Unchanged::Impossible(_))) => again(("client_not_possible", None)),
        Err(Stop::Refused(Unchanged::ChangedMeanwhile)) => again(("changed_meanwhile", None)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
