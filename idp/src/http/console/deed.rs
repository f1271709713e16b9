//! `GET` and `POST /console/t/{of}/users/{user}/deeds/{deed}`: what is done to a person by one button, asked first.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::act::ActPage;
use super::create::wording;
use super::door::{self, Person};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::model::admin::Deed;
use crate::model::user::Stage;
use crate::stop::Stop;
use crate::usecase::admin::{reissues, support, users};

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
        Simple::Unlock => support::unlock(app, tenant, user, by).await?,
        Simple::Disable | Simple::Enable => {
            let disabled = deed == Simple::Disable;
            let closed = users::set_disabled(app, tenant, user, disabled, by).await;
            closed.map_err(|stop| told(stop, |why| wording(&why).0))?;
        }
        Simple::EndSessions => drop(support::end_sessions(app, tenant, user, by).await?),
        Simple::ForceChange => {
            let forced = support::force_change(app, tenant, user, by).await;
            forced.map_err(|stop| told(stop, |_| "no_password"))?;
        }
        Simple::ApproveReissue => {
            let approved = reissues::approve(app, tenant, user, by).await;
            approved.map_err(|stop| {
                told(stop, |why| match why {
                    reissues::Refusal::NoneWaits => "none_waits",
                    reissues::Refusal::NotByPolicy => "not_by_policy",
                })
            })?;
        }
    }
    Ok(())
}

/// A refusal as the word of its text.
fn told<R>(stop: Stop<R>, word: impl FnOnce(R) -> &'static str) -> Stop<&'static str> {
    match stop {
        Stop::Refused(why) => Stop::Refused(word(why)),
        Stop::Fault(fault) => Stop::Fault(fault),
    }
}
