//! `/account/method`: ログイン方法の変更, from the choice to the deed. `/method-undo/{token}`: the mailed link that undoes it.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;

use super::door;
use super::menu::Menu;
use super::method_certificate;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::login_method::LoginMethod;
use crate::model::menu::Entry;
use crate::stop::Stop;
use crate::usecase::account::method::{Executed, Refusal, check, execute, open_to};
use crate::usecase::account::overview::overview;
use crate::usecase::session::SignedIn;
use crate::words::text;

const HERE: &str = "/account/method";

/// The word for whoever goes on without the certificate that makes the change.
const NOT_FETCHED: &str = "certificate_not_fetched";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/account/method", get(show).post(confirm))
        .route("/account/method/execute", post(submit))
        .route("/account/method/done", get(done))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let problem = visitor.asked("problem").filter(|word| *word == NOT_FETCHED);
    match door::proven(&app, &visitor, Entry::Method, HERE).await? {
        Ok(who) => {
            Ok(visitor.page(&app, &view(&app, &visitor, &who, problem.map(|_| NOT_FETCHED))))
        }
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn confirm(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::proven(&app, &visitor, Entry::Method, HERE).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(to) = posted.fields.value("method").and_then(LoginMethod::parse) else {
        return Ok(refused(&app, &visitor, &who, "required"));
    };
    match check(&app, &visitor.visit, &who, to).await {
        Ok(()) => Ok(visitor.page(&app, &confirmation(&app, &visitor, &who, to).await?)),
        Err(Stop::Refused(why)) => Ok(refused(&app, &visitor, &who, word(why))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let who = match door::proven(&app, &visitor, Entry::Method, HERE).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(to) = posted.fields.value("method").and_then(LoginMethod::parse) else {
        return Ok(Redirect::to(&visitor.path(HERE)).into_response());
    };
    match execute(&app, &visitor.visit, &who, to).await {
        Ok(Executed::Changed) => {
            Ok(Redirect::to(&visitor.path("/account/method/done")).into_response())
        }
        Ok(Executed::Waits(issued)) => Ok(method_certificate::page(&app, &visitor, &who, issued)),
        Err(Stop::Refused(why)) => Ok(refused(&app, &visitor, &who, word(why))),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

const fn word(why: Refusal) -> &'static str {
    match why {
        Refusal::Same => "same_method",
        Refusal::NotOpen => "bad_request",
        Refusal::NoDevice => "no_device",
    }
}

fn refused(app: &App, visitor: &Visitor, who: &SignedIn, problem: &'static str) -> Response {
    visitor.again(app, &view(app, visitor, who, Some(problem)))
}

async fn done(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let who = match door::resident(&app, &visitor, Entry::Method).await? {
        Ok(who) => who,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let meant = visitor.asked("method").and_then(LoginMethod::parse);
    if meant.is_some_and(|meant| meant != who.user.login_method) {
        let to = visitor.path(&format!("{HERE}?problem={NOT_FETCHED}"));
        return Ok(Redirect::to(&to).into_response());
    }
    let view = DonePage {
        menu: Menu::of(&visitor, &who, Entry::Method),
        after: text(visitor.visit.language, who.user.login_method.text_key()),
        certificates: who.user.login_method == LoginMethod::PasswordCertificate,
        home_href: visitor.path("/account"),
    };
    Ok(visitor.page(&app, &view))
}

/// What `templates/account/method.html` may read.
#[derive(Serialize)]
pub struct MethodPage {
    pub menu: Menu,
    pub action: String,
    pub cancel_href: String,
    pub methods: Vec<MethodChoice>,
    pub problem: Option<&'static str>,
}

#[derive(Serialize)]
pub struct MethodChoice {
    pub value: &'static str,
    pub label: String,
    pub checked: bool,
    pub note: Option<String>,
}

impl View for MethodPage {
    const TEMPLATE: &'static str = "account/method.html";
}

/// What `templates/account/method_confirm.html` may read.
#[derive(Serialize)]
pub struct ConfirmPage {
    pub menu: Menu,
    pub action: String,
    pub back_href: String,
    pub before: String,
    pub after: String,
    pub login_name: String,
    pub devices: Vec<DeviceLine>,
    /// The change makes the account weaker.
    pub downward: bool,
    pub by_certificate: bool,
    pub method: &'static str,
}

#[derive(Serialize)]
pub struct DeviceLine {
    pub number: u32,
    pub kind_text: String,
    pub address: String,
}

impl View for ConfirmPage {
    const TEMPLATE: &'static str = "account/method_confirm.html";
}

/// What `templates/account/method_done.html` may read.
#[derive(Serialize)]
pub struct DonePage {
    pub menu: Menu,
    pub after: String,
    pub certificates: bool,
    pub home_href: String,
}

impl View for DonePage {
    const TEMPLATE: &'static str = "account/method_done.html";
}

/// The method of now stands among those that are open, as the manual shows it.
fn view(app: &App, visitor: &Visitor, who: &SignedIn, problem: Option<&'static str>) -> MethodPage {
    let now = who.user.login_method;
    let open = open_to(app, &visitor.visit, now);
    let language = visitor.visit.language;
    let choice = |method: LoginMethod| MethodChoice {
        value: method.as_str(),
        label: text(language, method.text_key()),
        checked: method == now,
        note: (method == now).then(|| text(language, "method-current")),
    };
    let shown = LoginMethod::ALL.into_iter().filter(|one| *one == now || open.contains(one));
    MethodPage {
        menu: Menu::of(visitor, who, Entry::Method),
        action: visitor.path(HERE),
        cancel_href: visitor.path("/account"),
        methods: shown.map(choice).collect(),
        problem,
    }
}

async fn confirmation(
    app: &App,
    visitor: &Visitor,
    who: &SignedIn,
    to: LoginMethod,
) -> Result<ConfirmPage, Failure> {
    let language = visitor.visit.language;
    let devices = overview(app, &visitor.visit, who).await?.devices;
    let line = |device: &crate::model::device::Device| DeviceLine {
        number: device.number,
        kind_text: text(language, device.kind.text_key()),
        address: device.address.masked(),
    };
    Ok(ConfirmPage {
        menu: Menu::of(visitor, who, Entry::Method),
        action: visitor.path("/account/method/execute"),
        back_href: visitor.path(HERE),
        before: text(language, who.user.login_method.text_key()),
        after: text(language, to.text_key()),
        login_name: who.user.login_name.to_string(),
        devices: devices.iter().map(line).collect(),
        downward: to < who.user.login_method,
        by_certificate: to == LoginMethod::PasswordCertificate,
        method: to.as_str(),
    })
}
