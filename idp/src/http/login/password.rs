//! `POST /login/{attempt}/password`: user ID and password.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::about::{About, about};
use super::locked;
use crate::app::App;
use crate::http::extract::{Tried, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::names::LoginName;
use crate::model::password::Typed;
use crate::model::step::Step;
use crate::stop::{Fault, Stop};
use crate::usecase::login::password::{Given, Refusal, answer};
use crate::usecase::login::resume::Situation;
use crate::wire::params::Params;

pub async fn submit(State(app): State<App>, tried: Tried) -> Result<Response, Failure> {
    let visitor = tried.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(lost) => return Ok(lost),
    };
    if situation.step != Step::Password {
        return super::onward(&app, &visitor).await;
    }
    let typed = tried.fields.owned("username");
    if typed.is_none() || tried.fields.value("password").is_none() {
        // Nothing was tried, so nothing is counted.
        let problem = Some("required");
        let view =
            PasswordPage { login_name: typed, problem, ..view(&app, &visitor, &situation).await? };
        return Ok(super::lead(visitor.again(&app, &view), &situation));
    }
    match answer(&app, &visitor.visit, &situation, &given(&tried.fields)).await {
        Ok(()) => super::onward(&app, &visitor).await,
        Err(Stop::Refused(Refusal::Locked(lock))) => {
            Ok(super::lead(locked::page(&app, &visitor, lock), &situation))
        }
        Err(Stop::Refused(why)) => {
            let view = refused(&app, &visitor, &situation, (typed, why)).await?;
            Ok(super::lead(visitor.again(&app, &view), &situation))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

fn given(fields: &Params) -> Given {
    Given {
        login_name: fields.value("username").and_then(LoginName::parse),
        password: Typed::fold(fields.value("password").unwrap_or_default()),
    }
}

/// What `templates/login/password.html` may read.
#[derive(Serialize)]
pub struct PasswordPage {
    pub action: String,
    pub website: Option<String>,
    pub about: About,
    pub login_name: Option<String>,
    pub problem: Option<&'static str>,
    pub wait_seconds: Option<i64>,
    pub cancel_action: Option<String>,
    pub reissue_href: Option<String>,
    pub account_href: Option<String>,
    /// What was done just before, as a word.
    pub notice: Option<&'static str>,
}

impl View for PasswordPage {
    const TEMPLATE: &'static str = "login/password.html";
}

pub async fn page(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
) -> Result<Response, Failure> {
    Ok(visitor.page(app, &view(app, visitor, situation).await?))
}

async fn view(app: &App, visitor: &Visitor, situation: &Situation) -> Result<PasswordPage, Fault> {
    let hint = situation.attempt.waiting().and_then(|waiting| waiting.request.login_hint.clone());
    Ok(PasswordPage {
        action: super::here(visitor, "/password"),
        website: super::website(situation),
        about: about(app, visitor, situation.client.as_ref()).await?,
        login_name: hint,
        problem: None,
        wait_seconds: None,
        cancel_action: super::cancel_action(visitor, situation),
        reissue_href: reissue_link(visitor, situation),
        account_href: account_link(visitor, situation),
        notice: None,
    })
}

/// The link to the account site, where the policy and the website want it.
fn account_link(visitor: &Visitor, situation: &Situation) -> Option<String> {
    let policy = &visitor.tenant().policy;
    let client = situation.client.as_ref()?;
    policy.links_to_account(client.settings.account_link).then(|| visitor.path("/account"))
}

/// The link to the reissue, where the policy has one and the website does not say otherwise.
fn reissue_link(visitor: &Visitor, situation: &Situation) -> Option<String> {
    let policy = &visitor.tenant().policy;
    let own = situation.client.as_ref().and_then(|client| client.settings.reissue_link);
    policy.links_to_reissue(own).then(|| visitor.path("/reissue"))
}

async fn refused(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
    what: (Option<String>, Refusal),
) -> Result<PasswordPage, Fault> {
    let (typed, why) = what;
    let (problem, wait_seconds) = match why {
        Refusal::WrongCredentials | Refusal::Locked(_) => ("wrong_credentials", None),
        Refusal::WaitUntil(then) => {
            let wait = then.since(app.now()).whole_seconds().max(0) + 1;
            ("try_later", Some(wait))
        }
    };
    Ok(PasswordPage {
        login_name: typed,
        problem: Some(problem),
        wait_seconds,
        ..view(app, visitor, situation).await?
    })
}
