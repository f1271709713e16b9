//! `POST /login/{attempt}/code`: the mailed one-time password; `POST …/code/again`: another one. Where the first step is concealed,
//! whoever was wrong meets the same page.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use uuid::Uuid;

use super::locked;
use crate::app::App;
use crate::http::extract::{Posted, Tried, Visitor};
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::device::{Choice, Device, preferred};
use crate::model::ids::DeviceId;
use crate::model::moment::seconds_up;
use crate::model::step::Step;
use crate::stop::Stop;
use crate::usecase::login::code::{Given, Refusal, answer};
use crate::usecase::login::restart::restart;
use crate::usecase::login::resume::Situation;
use crate::usecase::login::send_code::{self, Sent};
use crate::words::text;

pub async fn submit(State(app): State<App>, tried: Tried) -> Result<Response, Failure> {
    let visitor = tried.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(lost) => return Ok(lost),
    };
    if situation.step != Step::Code {
        return super::onward(&app, &visitor).await;
    }
    let Some(typed) = tried.fields.value("otp") else {
        // Nothing was tried, so nothing is counted.
        return again_with(&app, &visitor, &situation, ("required", 0)).await;
    };
    let remember = tried.fields.value("remember").is_some();
    let given = Given { typed, remember };
    let problem = match answer(&app, &visitor.visit, &situation, given).await {
        Ok(()) => return super::onward(&app, &visitor).await,
        Err(Stop::Refused(Refusal::Locked(lock))) => {
            return Ok(super::lead(locked::page(&app, &visitor, lock), &situation));
        }
        Err(Stop::Refused(Refusal::WrongCredentials)) => ("wrong_credentials", 0),
        Err(Stop::Refused(Refusal::Expired)) => ("code_expired", 0),
        Err(Stop::Refused(Refusal::WaitUntil(then))) => {
            ("try_later", then.since(app.now()).whole_seconds().max(0) + 1)
        }
        Err(Stop::Fault(fault)) => return Err(fault.into()),
    };
    again_with(&app, &visitor, &situation, problem).await
}

pub async fn again(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(lost) => return Ok(lost),
    };
    let choice = choice(posted.fields.value("device"));
    let problem = match send_code::again(&app, &visitor.visit, &situation, choice).await {
        Ok(()) => return super::onward(&app, &visitor).await,
        Err(Stop::Refused(send_code::Refusal::TooSoon(wait))) => {
            ("try_later", wait.whole_seconds() + 1)
        }
        Err(Stop::Refused(send_code::Refusal::TooMany)) => ("too_many_mails", 0),
        Err(Stop::Refused(send_code::Refusal::NoDevice)) => ("no_device", 0),
        Err(Stop::Fault(fault)) => return Err(fault.into()),
    };
    again_with(&app, &visitor, &situation, problem).await
}

/// What is sent for the next device, where the page may not name any.
const NEXT: &str = "next";

fn choice(typed: Option<&str>) -> Choice {
    match typed {
        Some(NEXT) => Choice::Next,
        Some(id) => Uuid::parse_str(id).map_or(Choice::Same, |id| Choice::Device(DeviceId(id))),
        None => Choice::Same,
    }
}

/// `POST /login/{attempt}/code/back`: to the first step, which nobody said was wrong.
pub async fn back(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    match super::situation(&app, &visitor).await? {
        Ok(situation) => {
            restart(&app, &visitor.visit, &situation).await?;
            super::onward(&app, &visitor).await
        }
        Err(lost) => Ok(lost),
    }
}

/// What `templates/login/code.html` may read.
#[derive(Serialize)]
pub struct CodePage {
    pub action: String,
    pub resend_action: String,
    pub website: Option<String>,
    pub reference: String,
    pub devices: Vec<DeviceChoice>,
    pub sent_to: String,
    pub digits: u8,
    pub wait_seconds: i64,
    pub problem: Option<&'static str>,
    pub cancel_action: Option<String>,
    /// For how long this browser may be remembered; none where it may not.
    pub remember_days: Option<u16>,
    /// Where the first step is concealed: whether a code was mailed is not said, and here one goes back to it.
    pub back_action: Option<String>,
    /// What the next device is sent as, where several are possible and none may be named.
    pub next_device: Option<&'static str>,
}

#[derive(Serialize)]
pub struct DeviceChoice {
    pub id: String,
    pub label: String,
    pub selected: bool,
}

impl View for CodePage {
    const TEMPLATE: &'static str = "login/code.html";
}

pub async fn page(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
) -> Result<Response, Failure> {
    Ok(visitor.page(app, &view(app, visitor, situation).await?))
}

async fn again_with(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
    problem: (&'static str, i64),
) -> Result<Response, Failure> {
    let (word, wait) = problem;
    let mut view = view(app, visitor, situation).await?;
    view.problem = Some(word);
    view.wait_seconds = view.wait_seconds.max(wait);
    Ok(super::lead(visitor.again(app, &view), situation))
}

async fn view(app: &App, visitor: &Visitor, situation: &Situation) -> Result<CodePage, Failure> {
    let shown = send_code::shown(app, &visitor.visit, situation).await?;
    let policy = &visitor.tenant().policy;
    if policy.conceal_first_step {
        return Ok(concealed(visitor, situation, &shown));
    }
    let asked = shown.code.as_ref();
    let sent_to = match asked {
        Some(code) => shown.devices.iter().find(|device| device.id == code.device),
        None => preferred(&shown.devices),
    };
    let kind = |device: &Device| text(visitor.visit.language, device.kind.text_key());
    let choice = |device: &Device| DeviceChoice {
        id: device.id.to_string(),
        // Two addresses may look alike when masked: number and kind tell them apart.
        label: format!("{} {} {}", device.number, kind(device), device.address.masked()),
        selected: sent_to.is_some_and(|sent| sent.id == device.id),
    };
    let problem = match asked {
        None if shown.devices.is_empty() => Some("no_device"),
        None => Some("too_many_mails"),
        Some(_) => None,
    };
    Ok(CodePage {
        action: super::here(visitor, "/code"),
        resend_action: super::here(visitor, "/code/again"),
        website: super::website(situation),
        reference: asked.map(|code| code.reference.clone()).unwrap_or_default(),
        devices: shown.devices.iter().map(choice).collect(),
        sent_to: sent_to.map(|device| device.address.masked()).unwrap_or_default(),
        digits: policy.one_time_code.digits,
        wait_seconds: seconds_up(shown.wait),
        problem,
        cancel_action: super::cancel_action(visitor, situation),
        remember_days: policy.session.remembered_browser_days,
        back_action: None,
        next_device: None,
    })
}

/// The same page to whoever was right and whoever was not: it names no device and no address.
fn concealed(visitor: &Visitor, situation: &Situation, shown: &Sent) -> CodePage {
    let policy = &visitor.tenant().policy;
    let asked = shown.code.as_ref();
    CodePage {
        action: super::here(visitor, "/code"),
        resend_action: super::here(visitor, "/code/again"),
        website: super::website(situation),
        reference: asked.map(|code| code.reference.clone()).unwrap_or_default(),
        devices: Vec::new(),
        sent_to: String::new(),
        digits: policy.one_time_code.digits,
        wait_seconds: seconds_up(shown.wait),
        problem: asked.is_none().then_some("too_many_mails"),
        cancel_action: super::cancel_action(visitor, situation),
        remember_days: policy.session.remembered_browser_days,
        back_action: Some(super::here(visitor, "/code/back")),
        next_device: (policy.devices_at_most > 1).then_some(NEXT),
    }
}
