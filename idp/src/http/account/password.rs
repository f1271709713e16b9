//! `GET` and `POST /account/password`: パスワード変更.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::door;
use super::menu::Menu;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::login::locked;
use crate::http::new_password::{left_empty, rules_for_managers, rules_in_words, wording};
use crate::http::page::View;
use crate::model::menu::Entry;
use crate::model::password::Typed;
use crate::stop::Stop;
use crate::usecase::account::password::{Given, Refusal, change};
use crate::usecase::session::SignedIn;
use crate::wire::params::Params;

const FIELDS: [&str; 3] = ["current-password", "new-password", "new-password-confirm"];

pub fn routes() -> Router<App> {
    Router::new().route("/account/password", get(show).post(submit))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    match door::resident(&app, &visitor, Entry::Password).await? {
        Ok(who) => Ok(visitor.page(&app, &view(&visitor, &who))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::resident(&app, &visitor, Entry::Password).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if let Some(id) = left_empty(&posted.fields, &FIELDS) {
        // Nothing was tried, so nothing is counted.
        let (problem, problem_field) = (Some("required"), Some(id));
        let view = PasswordPage { problem, problem_field, ..view(&visitor, &who) };
        return Ok(visitor.again(&app, &view));
    }
    match change(&app, &visitor.visit, &who, &given(&posted.fields)).await {
        Ok(sessions_ended) => {
            let menu = Menu::of(&visitor, &who, Entry::Password);
            Ok(visitor.page(&app, &PasswordDonePage { menu, sessions_ended }))
        }
        Err(Stop::Refused(Refusal::Locked(lock))) => Ok(locked::page(&app, &visitor, lock)),
        Err(Stop::Refused(why)) => {
            let (problem, problem_number, wait_seconds) = match why {
                Refusal::WrongPassword | Refusal::Locked(_) => ("wrong_credentials", None, None),
                Refusal::WaitUntil(then) => {
                    let wait = then.since(app.now()).whole_seconds().max(0) + 1;
                    ("try_later", None, Some(wait))
                }
                Refusal::New(why) => {
                    let (word, number) = wording(&why);
                    (word, number, None)
                }
            };
            let problem = Some(problem);
            let view =
                PasswordPage { problem, problem_number, wait_seconds, ..view(&visitor, &who) };
            Ok(visitor.again(&app, &view))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn given(fields: &Params) -> Given {
    let password = |name| Typed::fold(fields.value(name).unwrap_or_default());
    Given {
        current: password("current_password"),
        new: password("new_password"),
        confirm: password("new_password_confirm"),
    }
}

/// What `templates/account/password.html` may read.
#[derive(Serialize)]
pub struct PasswordPage {
    pub menu: Menu,
    pub action: String,
    pub login_name: String,
    pub rules: Vec<String>,
    /// For password managers that make one.
    pub passwordrules: String,
    pub problem: Option<&'static str>,
    pub problem_field: Option<&'static str>,
    pub problem_number: Option<u8>,
    pub wait_seconds: Option<i64>,
}

impl View for PasswordPage {
    const TEMPLATE: &'static str = "account/password.html";
}

/// What `templates/account/password_done.html` may read.
#[derive(Serialize)]
pub struct PasswordDonePage {
    pub menu: Menu,
    pub sessions_ended: u64,
}

impl View for PasswordDonePage {
    const TEMPLATE: &'static str = "account/password_done.html";
}

fn view(visitor: &Visitor, who: &SignedIn) -> PasswordPage {
    let rules = &visitor.tenant().policy.password;
    let second = who.user.login_method.has_second_step();
    PasswordPage {
        menu: Menu::of(visitor, who, Entry::Password),
        action: visitor.path("/account/password"),
        login_name: who.user.login_name.to_string(),
        rules: rules_in_words(rules, second, visitor.visit.language),
        passwordrules: rules_for_managers(rules, second),
        problem: None,
        problem_field: None,
        problem_number: None,
        wait_seconds: None,
    }
}
