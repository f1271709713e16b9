//! `GET` and `POST /console/t/{of}/users/{user}/deeds/{deed}`: what is done to a person by one button, asked first.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::act::ActPage;
use super::door::{self, Person};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::user::Stage;
use crate::stop::Stop;
use crate::usecase::admin::{desk, reissues, users};

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/users/{user}/deeds/{deed}", get(ask).post(act))
}

/// A deed that needs nothing but a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simple {
    Unlock,
    Disable,
    Enable,
    EndSessions,
    ForceChange,
    ApproveReissue,
}

impl Simple {
    pub const ALL: [Self; 6] = [
        Self::Unlock,
        Self::ForceChange,
        Self::EndSessions,
        Self::ApproveReissue,
        Self::Disable,
        Self::Enable,
    ];

    /// Its word in addresses and in the keys of its texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unlock => "unlock",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::EndSessions => "end-sessions",
            Self::ForceChange => "force-change",
            Self::ApproveReissue => "approve-reissue",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    pub const fn deed(self) -> Deed {
        match self {
            Self::Unlock => Deed::UserUnlock,
            Self::Disable => Deed::UserDisable,
            Self::Enable => Deed::UserEnable,
            Self::EndSessions => Deed::UserEndSessions,
            Self::ForceChange => Deed::UserForceChange,
            Self::ApproveReissue => Deed::UserApproveReissue,
        }
    }

    /// Whether it makes sense for this person now.
    pub const fn fits(self, person: &Person) -> bool {
        let stage = &person.shown.user.stage;
        match self {
            Self::Unlock => true,
            Self::Disable => !matches!(stage, Stage::Disabled(_)),
            Self::Enable => matches!(stage, Stage::Disabled(_)),
            Self::EndSessions | Self::ForceChange | Self::ApproveReissue => {
                matches!(stage, Stage::Active(_))
            }
        }
    }
}

fn page(visitor: &Visitor, person: &Person, deed: Simple) -> ActPage {
    let below = format!("/deeds/{}", deed.word());
    ActPage::of_person(visitor, person, deed.word(), &below)
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let Some(deed) = Simple::parse(visitor.param("deed")) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let person = match door::person(&app, &visitor, deed.deed()).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &person, deed).show(&app, &visitor))
}

async fn act(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let Some(deed) = Simple::parse(visitor.param("deed")) else {
        return Ok(Trouble::NotFound.into_response());
    };
    let person = match door::person(&app, &visitor, deed.deed()).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match done(&app, &person, deed).await {
        Ok(()) => Ok(person.done(deed.word())),
        Err(Stop::Refused(word)) => {
            Ok(page(&visitor, &person, deed).again(&app, &visitor, &fields, (word, None)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Does it; what is refused comes as the word of its text.
async fn done(app: &App, person: &Person, deed: Simple) -> Result<(), Stop<&'static str>> {
    let (tenant, user, by) = (&person.room.tenant, &person.shown.user, person.actor());
    match deed {
        Simple::Unlock => users::unlock(app, tenant, user, by).await?,
        Simple::Disable => users::set_disabled(app, tenant, user, true, by).await?,
        Simple::Enable => users::set_disabled(app, tenant, user, false, by).await?,
        Simple::EndSessions => drop(users::end_sessions(app, tenant, user, by).await?),
        Simple::ForceChange => match desk::force_change(app, tenant, user, by).await {
            Ok(()) => {}
            Err(Stop::Refused(desk::Refusal::NoPassword)) => {
                return Err(Stop::Refused("no_password"));
            }
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        },
        Simple::ApproveReissue => match reissues::approve(app, tenant, user, by).await {
            Ok(()) => {}
            Err(Stop::Refused(reissues::Refusal::NoneWaits)) => {
                return Err(Stop::Refused("none_waits"));
            }
            Err(Stop::Refused(reissues::Refusal::NotByPolicy)) => {
                return Err(Stop::Refused("not_by_policy"));
            }
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        },
    }
    Ok(())
}
