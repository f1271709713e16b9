//! The mail outbox: which letters wait or were given up, and why. What a letter says is nobody's to read.

use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::Caller;
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::ids::LetterId;
use crate::model::moment::Moment;
use crate::usecase::admin::outbox::{self, End, Kept, Wanted};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(retry))
}

/// How far a letter has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum LetterState {
    Waiting,
    Sent,
    /// No longer worth sending.
    Dropped,
    /// Given up after too many tries.
    Failed,
}

/// A letter, without what it says.
#[derive(Debug, Serialize, ToSchema)]
struct Letter {
    id: Uuid,
    /// What it is about.
    about: String,
    /// Whom it is about: the `id` of a user.
    user: Uuid,
    state: LetterState,
    tries: u32,
    /// Unix seconds.
    created_at: i64,
    /// Unix seconds; null: it does not wait.
    next_try_at: Option<i64>,
    /// Unix seconds.
    ended_at: Option<i64>,
    /// Why it did not leave, as the mail server said.
    last_error: Option<String>,
}

/// Which letters are asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filter {
    state: Option<LetterState>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// Lists the mail outbox, newest first
#[utoipa::path(get, path = "/tenants/{tenant}/outbox", tag = "outbox",
    operation_id = "outbox.list", params(Filter), responses((status = 200, body = Listed<Letter>)))]
async fn list(caller: Caller, Asked(asked): Asked<Filter>) -> Answer<Json<Listed<Letter>>> {
    let (tenant, _) = caller.tenant(Deed::OutboxList)?;
    let part = Part { limit: asked.limit, cursor: asked.cursor };
    let page = Page::of(&caller, "outbox", &part)?;
    let read = |place: &str| {
        let id = place.parse().map(LetterId);
        id.map_err(|_| Refused::because(Code::InvalidCursor))
    };
    let after = page.after.as_deref().map(read).transpose()?;
    let wanted = wanted(asked.state);
    let found = outbox::list(&caller.app, tenant, wanted, (after, page.most())).await?.letters;
    Ok(Json(page.cut(found, |one| one.id.to_string(), shape)))
}

const fn wanted(state: Option<LetterState>) -> Wanted {
    match state {
        None => Wanted::All,
        Some(LetterState::Waiting) => Wanted::Waiting,
        Some(LetterState::Sent) => Wanted::Ended(End::Sent),
        Some(LetterState::Dropped) => Wanted::Ended(End::Dropped),
        Some(LetterState::Failed) => Wanted::Ended(End::Failed),
    }
}

fn shape(one: Kept) -> Letter {
    let state = match one.state.as_str() {
        "sent" => LetterState::Sent,
        "dropped" => LetterState::Dropped,
        "failed" => LetterState::Failed,
        _ => LetterState::Waiting,
    };
    Letter {
        id: one.id.0,
        about: one.letter.about.folder().to_owned(),
        user: one.letter.user.0,
        state,
        tries: one.tries,
        created_at: one.created_at.seconds(),
        next_try_at: (state == LetterState::Waiting).then(|| one.next_try_at.seconds()),
        ended_at: one.ended_at.map(Moment::seconds),
        last_error: one.last_error,
    }
}

/// What is to be tried once more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Retry {
    /// Only this letter; null: all that were given up.
    id: Option<Uuid>,
}

/// How many letters are on their way again.
#[derive(Debug, Serialize, ToSchema)]
struct Retried {
    letters: u64,
}

/// Sends what was given up once more, or one letter at once; what was sent is not sent again
#[utoipa::path(post, path = "/tenants/{tenant}/outbox/retry", tag = "outbox",
    operation_id = "outbox.retry", request_body = Retry, responses((status = 200, body = Retried)))]
async fn retry(caller: Caller, Told(asked): Told<Retry>) -> Answer<Json<Retried>> {
    let (tenant, by) = caller.tenant(Deed::OutboxRetry)?;
    let one = asked.id.map(LetterId);
    let letters = outbox::retry(&caller.app, tenant, one, by).await?;
    if one.is_some() && letters == 0 {
        return Err(Refused::because(Code::NotFound));
    }
    Ok(Json(Retried { letters }))
}
