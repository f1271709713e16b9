//! `GET` and `POST /console/set-up`: the first administrator, by the code that the program printed. Nothing is there
//! once somebody administers.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use super::enter::DoorPage;
use crate::app::App;
use crate::http::extract::{Tried, Visitor};
use crate::http::failure::{Failure, Trouble};
use crate::http::new_password::{left_empty, rules_for_managers, rules_in_words, wording};
use crate::http::page::View;
use crate::model::admin::Actor;
use crate::model::device::Kind as Device;
use crate::model::names::{LoginName, MailAddress};
use crate::model::password::{Origin, Typed};
use crate::model::secret::{Kind, Opaque};
use crate::stop::Stop;
use crate::usecase::admin::set_up::{self, Refusal};
use crate::usecase::admin::users::{self, NewUser};
use crate::usecase::login::new_password;
use crate::wire::params::Params;

const FIELDS: [&str; 5] =
    ["set-up-code", "username", "mail", "new-password", "new-password-confirm"];

pub fn routes() -> Router<App> {
    Router::new().route("/console/set-up", get(show).post(submit))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    if !set_up::is_due(&app).await? {
        return Ok(Trouble::NotFound.into_response());
    }
    Ok(visitor.page(&app, &view(&visitor, &Params::default(), None)))
}

async fn submit(State(app): State<App>, tried: Tried) -> Result<Response, Failure> {
    let (visitor, fields) = (tried.visitor, tried.fields);
    if !set_up::is_due(&app).await? {
        return Ok(Trouble::NotFound.into_response());
    }
    let again = |problem| Ok(visitor.again(&app, &view(&visitor, &fields, Some(problem))));
    let (code, new) = match given(&app, &fields) {
        Ok(given) => given,
        Err(problem) => return again(problem),
    };
    let by = Actor { name: "set-up", address: Some(&visitor.visit.origin.address) };
    match set_up::first(&app, &code, new, by).await {
        Ok(_) => {
            let page = DoorPage { word: "set_up_done", sign_out_action: None };
            Ok(visitor.page(&app, &page))
        }
        Err(Stop::Refused(why)) => again(problem(&why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// What is wrong: a word, the id of the field, and a number that the text names.
type Problem = (&'static str, &'static str, Option<u8>);

fn given(app: &App, fields: &Params) -> Result<(Opaque, NewUser), Problem> {
    if let Some(empty) = left_empty(fields, &FIELDS) {
        return Err(("required", empty, None));
    }
    let value = |name: &str| fields.value(name).unwrap_or_default();
    let code = Opaque::parse(Kind::SetUp, value("set_up_code").trim());
    let code = code.ok_or(("set_up_code", "set-up-code", None))?;
    let login_name = LoginName::parse(value("username"));
    let login_name = login_name.ok_or(("bad_user_id", "username", None))?;
    let mail = MailAddress::parse(value("mail")).ok_or(("bad_address", "mail", None))?;
    if value("new_password") != value("new_password_confirm") {
        return Err(("password_mismatch", "new-password-confirm", None));
    }
    let password = Typed::fold(value("new_password"));
    Ok((
        code,
        NewUser {
            login_name,
            login_method: None,
            addresses: vec![(mail, Device::Pc)],
            password: Some((password, Origin::Chosen, app.now())),
        },
    ))
}

fn problem(why: &Refusal) -> Problem {
    match why {
        Refusal::Code => ("set_up_code", "set-up-code", None),
        Refusal::User(users::Refusal::Weak(weakness)) => {
            let (word, number) = wording(&new_password::Refusal::Weak(weakness.clone()));
            (word, "new-password", number)
        }
        Refusal::User(_) => ("user_exists", "username", None),
    }
}

fn view(visitor: &Visitor, fields: &Params, problem: Option<Problem>) -> SetUpPage {
    let value = |name: &str| fields.owned(name).unwrap_or_default();
    let rules = &visitor.tenant().policy.password;
    SetUpPage {
        action: "/console/set-up",
        code: value("set_up_code"),
        username: value("username"),
        mail: value("mail"),
        rules: rules_in_words(rules, true, visitor.visit.language),
        passwordrules: rules_for_managers(rules, true),
        problem: problem.map(|(word, _, _)| word),
        problem_field: problem.map(|(_, field, _)| field),
        problem_number: problem.and_then(|(_, _, number)| number),
    }
}

/// What `templates/console/set_up.html` may read.
#[derive(Serialize)]
pub struct SetUpPage {
    pub action: &'static str,
    pub code: String,
    pub username: String,
    pub mail: String,
    pub rules: Vec<String>,
    pub passwordrules: String,
    pub problem: Option<&'static str>,
    pub problem_field: Option<&'static str>,
    pub problem_number: Option<u8>,
}

impl View for SetUpPage {
    const TEMPLATE: &'static str = "console/set_up.html";
}
