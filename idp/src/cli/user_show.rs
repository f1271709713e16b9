//! `sekisho user show`: an account, and why its owner cannot log in, in words.

use anyhow::Result;
use serde_json::Value;

use super::policy_simulate::{obstacle_in_words, page_in_words};
use super::{out, user};
use crate::app::App;
use crate::model::audit::timestamp;
use crate::model::diagnosis::{Diagnosis, Remark, Tried};
use crate::model::history::Outcome;
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::model::tenant::Tenant;
use crate::usecase::admin::diagnosis;

pub(super) async fn run(app: &App, tenant: &Tenant, name: &LoginName, json: bool) -> Result<()> {
    let found = user::found(app, tenant, name).await?;
    let shown = user::shown(app, tenant, name).await?;
    let told = diagnosis::of(app, tenant, &found.user).await?;
    let mut value = serde_json::to_value(&shown)?;
    if let (Value::Object(members), Value::Object(more)) =
        (&mut value, serde_json::to_value(&told)?)
    {
        members.extend(more);
    }
    out::either(json, &value, || format!("{}{}", user::line(&shown), in_words(&told)))
}

fn in_words(told: &Diagnosis) -> String {
    let mut lines = Vec::new();
    if told.can_log_in {
        lines.push("can log in".to_owned());
    }
    lines.extend(told.obstacles.iter().map(|one| format!("cannot: {}", obstacle_in_words(*one))));
    lines.extend(told.remarks.iter().map(|one| format!("note: {}", remark_in_words(*one))));
    let steps: Vec<_> = told.steps.iter().map(|page| page_in_words(*page)).collect();
    lines.push(format!("the next login asks for: {}", steps.join(", ")));
    lines.push(format!("sessions: {}", told.sessions));
    if !told.attempts.is_empty() {
        lines.push("last tries:".to_owned());
    }
    lines.extend(told.attempts.iter().map(tried_in_words));
    lines.join("\n")
}

fn tried_in_words(tried: &Tried) -> String {
    let client = tried.client.as_ref().map_or("-", |client| client.as_str());
    let (at, outcome) = (when(tried.at), outcome_in_words(tried.outcome));
    format!("  {at}  {outcome}  {}  {}  {client}", tried.method.as_str(), tried.address)
}

fn remark_in_words(remark: Remark) -> String {
    match remark {
        Remark::NeverTried => {
            "no try of the last month is known: perhaps another user ID is typed".to_owned()
        }
        Remark::FailedInARow { count, outcome } => {
            format!("the last {count} tries failed, the newest so: {}", outcome_in_words(outcome))
        }
        Remark::SignedInLast { at } => format!("the last try was right, {}", when(at)),
        Remark::MustChangePassword => "must choose a new password at the next login".to_owned(),
        Remark::PasswordExpires { at } => format!("the password expires {}", when(at)),
        Remark::NeverInvited => {
            "was never sent an enrolment address; see: sekisho user invite".to_owned()
        }
        Remark::EnrolmentOpen { until, has_code } => {
            let code =
                if has_code { "" } else { ", its one-time password was not handed over yet" };
            format!("the enrolment is open until {}{code}", when(until))
        }
        Remark::EnrolmentEnded { at } => {
            format!("the enrolment address ended {}; see: sekisho user invite", when(at))
        }
        Remark::LettersWait { count } => format!("{count} letters have not left yet"),
        Remark::LettersFailed { count } => {
            format!("{count} letters were given up; see: sekisho outbox list --state failed")
        }
        Remark::CertificateExpires { at } => format!("the certificate ends {}", when(at)),
        Remark::OwnBrowserLocked => {
            "one of the browsers that the account knows is locked by itself".to_owned()
        }
    }
}

pub(super) const fn outcome_in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::SignedIn => "signed in",
        Outcome::WrongPassword => "wrong password",
        Outcome::WrongCode => "wrong one-time password",
        Outcome::WrongAnswer => "wrong answer",
        Outcome::WrongRecoveryCode => "wrong recovery code",
        Outcome::WrongCertificate => "wrong certificate",
        Outcome::Locked => "the try that locked the account",
        Outcome::RefusedWhileLocked => "refused, the account was locked",
    }
}

fn when(seconds: i64) -> String {
    timestamp(Moment::from_seconds(seconds))
}
