//! `GET /console/t/{of}/users`: people, searched and filtered, page by page.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::act::Choice;
use super::door::{self, Room};
use super::shell::{Shell, USERS};
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::login_method::LoginMethod;
use crate::model::names::LoginName;
use crate::model::user_state::UserState;
use crate::usecase::admin::people::{self, Listed, Wanted};
use crate::words::{stamp, text};

/// Nobody looks for more than this.
const LONGEST: usize = 100;

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/users", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::UserList).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let asked = Asked::read(&visitor);
    let after = visitor.asked("after").and_then(LoginName::parse);
    let wanted = (&asked.wanted, asked.state);
    let (found, next) = people::standing_so(&app, &room.tenant, wanted, after.as_ref()).await?;
    let language = visitor.visit.language;
    let first = after.is_some().then(|| asked.href(&room, None));
    let any = || Choice::of("", text(language, "console-any"), false);
    let state = |state: UserState| {
        let label = text(language, &state_key(state));
        Choice::of(state.as_str(), label, asked.state == Some(state))
    };
    let method = |method: LoginMethod| {
        let label = text(language, method.text_key());
        Choice::of(method.as_str(), label, asked.wanted.method == Some(method))
    };
    let view = UsersPage {
        console: Shell::of(&visitor, &room, &USERS),
        action: room.path("/users"),
        states: std::iter::once(any()).chain(UserState::ALL.map(state)).collect(),
        methods: std::iter::once(any()).chain(LoginMethod::ALL.map(method)).collect(),
        users: found.iter().map(|one| row(&visitor, &room, one)).collect(),
        first_href: first,
        next_href: next.map(|next| asked.href(&room, Some(&next))),
        new_href: room.may(Deed::UserCreate).then(|| room.path("/users/new")),
        asked: asked.wanted.text.unwrap_or_default(),
        notice: visitor
            .asked("done")
            .filter(|word| *word == "remove")
            .map(|_| text(language, "done-remove")),
    };
    Ok(visitor.page(&app, &view))
}

struct Asked {
    wanted: Wanted,
    state: Option<UserState>,
}

impl Asked {
    fn read(visitor: &Visitor) -> Self {
        let text = visitor.asked("q").map(str::trim).unwrap_or_default();
        // PostgreSQL keeps no NUL in a text, so it cannot even be looked for.
        let text: String = text.chars().filter(|one| !one.is_control()).take(LONGEST).collect();
        Self {
            wanted: Wanted {
                text: Some(text).filter(|text| !text.is_empty()),
                method: visitor.asked("method").and_then(LoginMethod::parse),
                ..Wanted::default()
            },
            state: visitor.asked("state").and_then(UserState::parse),
        }
    }

    /// The same question, from somewhere on.
    fn href(&self, room: &Room, after: Option<&LoginName>) -> String {
        let pairs = [
            ("q", self.wanted.text.as_deref()),
            ("state", self.state.map(UserState::as_str)),
            ("method", self.wanted.method.map(LoginMethod::as_str)),
            ("after", after.map(LoginName::as_str)),
        ];
        let given = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let query =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
        room.path(&format!("/users?{query}"))
    }
}

pub fn state_key(state: UserState) -> String {
    format!("state-{}", state.as_str().replace('_', "-"))
}

fn row(visitor: &Visitor, room: &Room, one: &Listed) -> UserRow {
    let language = visitor.visit.language;
    UserRow {
        href: room.path(&format!("/users/{}", one.user.id)),
        login_name: one.user.login_name.to_string(),
        state: one.state.as_str(),
        state_text: text(language, &state_key(one.state)),
        method: text(language, one.user.login_method.text_key()),
        created: stamp(one.user.created_at),
    }
}

/// What `templates/console/users.html` may read.
#[derive(Serialize)]
pub struct UsersPage {
    pub console: Shell,
    pub action: String,
    pub asked: String,
    pub states: Vec<Choice>,
    pub methods: Vec<Choice>,
    pub users: Vec<UserRow>,
    pub first_href: Option<String>,
    pub next_href: Option<String>,
    pub new_href: Option<String>,
    /// What was done just before.
    pub notice: Option<String>,
}

#[derive(Serialize)]
pub struct UserRow {
    pub href: String,
    pub login_name: String,
    pub state: &'static str,
    pub state_text: String,
    pub method: String,
    pub created: String,
}

impl View for UsersPage {
    const TEMPLATE: &'static str = "console/users.html";
}
