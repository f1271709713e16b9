//! `GET` and `POST /console/t/{of}/clients/{client}/try`: a test login. `…/trials/{trial}`: what the website would have
//! been told.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::act::{ActPage, Field};
use super::client::{before, of};
use super::door::Room;
use super::sheet::{Block, SheetPage};
use super::shell::CLIENTS;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::client::Client;
use crate::model::ids::TrialId;
use crate::model::trial::{Door, Outcome, Told, Trial, usual_scope};
use crate::stop::Stop;
use crate::usecase::admin::trials::{self, Refusal};
use crate::words::{stamp, text};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/clients/{client}/try", get(ask).post(begin))
        .route("/console/t/{of}/clients/{client}/trials/{trial}", get(show))
}

fn page(visitor: &Visitor, room: &Room, client: &Client) -> ActPage {
    let scope = Field::text(visitor, "scope", "trial-scope").hint(visitor, "trial-scope-hint");
    before(visitor, room, client, "try").field(scope.holding(Some(usual_scope(client))))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (room, client) = match of(&app, &visitor, Deed::ClientTry).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &room, &client).show(&app, &visitor))
}

async fn begin(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let (room, client) = match of(&app, &visitor, Deed::ClientTry).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let how = (fields.value("scope"), Door::Console);
    match trials::begin(&app, &room.tenant, &client, how, room.actor()).await {
        Ok(begun) => Ok(Redirect::to(&begun.address).into_response()),
        Err(Stop::Refused(why)) => {
            let wrong = match why {
                Refusal::NoLogin => ("trial_no_login", None),
                Refusal::Disabled => ("trial_disabled", None),
                Refusal::Scope(_) => ("trial_scope", Some("scope")),
            };
            Ok(page(&visitor, &room, &client).again(&app, &visitor, &fields, wrong))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let (room, client) = match of(&app, &visitor, Deed::ClientTrial).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Ok(id) = visitor.param("trial").parse().map(TrialId) else {
        return Ok(Trouble::NotFound.into_response());
    };
    match trials::of(&app, room.tenant.id, &client, id).await? {
        Some(trial) => Ok(sheet(&app, &visitor, (&room, &client), &trial).show(&app, &visitor)),
        None => Ok(Trouble::NotFound.into_response()),
    }
}

/// What came of it, in words and as the website would have got it.
fn sheet(
    app: &App,
    visitor: &Visitor,
    (room, client): (&Room, &Client),
    trial: &Trial,
) -> SheetPage {
    let say = |key: &str| text(visitor.visit.language, key);
    let state = trial.state(app.now()).replace('_', "-");
    let at = |below: &str| room.path(&format!("/clients/{}{below}", client.id));
    let mut page = SheetPage::of(visitor, room, &CLIENTS, &[]);
    page.console = page.console.then(client.name.clone(), Some(at("")));
    let page = page
        .titled(say("act-client-try"), vec![say(&format!("trial-{state}"))])
        .button(visitor, true, ("client-try-again", at("/try")))
        .button(visitor, true, ("client-back", at("")))
        .fact(visitor, "client-name", client.name.clone())
        .fact(visitor, "trial-begun", stamp(trial.begun_at));
    match &trial.outcome {
        None => page,
        Some(Outcome::SignedIn(told)) => learned(visitor, page, trial, told),
        Some(Outcome::Refused { error, error_description }) => {
            page.fact(visitor, "trial-error", format!("{error}: {error_description}"))
        }
    }
}

fn learned(visitor: &Visitor, page: SheetPage, trial: &Trial, told: &Told) -> SheetPage {
    let say = |key: &str| text(visitor.visit.language, key);
    let mut page = page
        .fact(visitor, "field-username", told.user_id.clone())
        .fact(visitor, "trial-scope", told.scope.to_string())
        .fact(visitor, "trial-answer-to", trial.request.redirect_uri.clone());
    for (title, claims) in [("trial-id-token", &told.id_token), ("trial-userinfo", &told.userinfo)]
    {
        let text = serde_json::to_string_pretty(claims).unwrap_or_default();
        page.blocks.push(Block { title: say(title), text });
    }
    page
}
