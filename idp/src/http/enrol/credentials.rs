//! `POST /enrol/{enrolment}/register`: password, secret question and answer; then what is shown once.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use crate::app::App;
use crate::http::account::question::{QuestionChoice, answer_wording, choices};
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::new_password::{PAIR, left_empty, rules_for_managers, rules_in_words, wording};
use crate::http::page::View;
use crate::model::enrolment::Step;
use crate::model::ids::DeviceId;
use crate::model::login_method::LoginMethod;
use crate::model::password::Typed;
use crate::stop::Stop;
use crate::usecase::certificate::Issued;
use crate::usecase::enrolment::again::again;
use crate::usecase::enrolment::find::{Situation, websites};
use crate::usecase::enrolment::register::{Given, Refusal, Registered, register};
use crate::wire::params::Params;
use crate::words::moment;

pub async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    let given = given(&posted.fields);
    if situation.step != Step::Credentials {
        return pressed_twice(&app, &visitor, &given).await;
    }
    match register(&app, &visitor.visit, &situation, &given).await {
        Ok(registered) => done(&app, &visitor, &situation, (registered, false)).await,
        Err(Stop::Refused(Refusal::Ended)) => pressed_twice(&app, &visitor, &given).await,
        Err(Stop::Refused(why)) => {
            let asked =
                if matches!(why, Refusal::Password(_)) { PAIR } else { ["question", "answer"] };
            let problem_field = left_empty(&posted.fields, &asked);
            let (problem, problem_number) = match &why {
                _ if problem_field.is_some() => ("required", None),
                Refusal::Password(why) => wording(why),
                Refusal::Question(why) => (answer_wording(*why), None),
                Refusal::Ended => ("expired", None),
            };
            let chosen = posted.fields.value("question");
            let view = CredentialsPage {
                problem: Some(problem),
                problem_number,
                problem_field,
                questions: choices(&visitor, chosen),
                ..view(&visitor, &situation)
            };
            Ok(visitor.again(&app, &view))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The form came once more, perhaps while the first was under way: what is shown once is shown with this answer, which
/// is the one that the browser shows.
async fn pressed_twice(app: &App, visitor: &Visitor, given: &Given) -> Result<Response, Failure> {
    let situation = match super::situation(app, visitor).await? {
        Ok(situation) => situation,
        Err(ended) => return Ok(ended),
    };
    let browser = visitor.known_browser.as_ref();
    match again(app, &visitor.visit, &situation, browser, given).await? {
        Some(registered) => done(app, visitor, &situation, (registered, true)).await,
        None => Ok(Redirect::to(&super::here(visitor, "")).into_response()),
    }
}

fn given(fields: &Params) -> Given {
    let password = |name| Typed::fold(fields.value(name).unwrap_or_default());
    let text = |name| fields.owned(name).unwrap_or_default();
    Given {
        password: password("new_password"),
        confirm: password("new_password_confirm"),
        question: Some((text("question"), text("answer"))),
    }
}

/// What `templates/enrol/credentials.html` may read.
#[derive(Serialize)]
pub struct CredentialsPage {
    pub action: String,
    pub login_name: String,
    pub rules: Vec<String>,
    /// For password managers that make one.
    pub passwordrules: String,
    pub with_question: bool,
    pub questions: Vec<QuestionChoice>,
    pub problem: Option<&'static str>,
    pub problem_number: Option<u8>,
    /// The id of the field that was left empty.
    pub problem_field: Option<&'static str>,
}

impl View for CredentialsPage {
    const TEMPLATE: &'static str = "enrol/credentials.html";
}

pub fn page(app: &App, visitor: &Visitor, situation: &Situation) -> Response {
    visitor.page(app, &view(visitor, situation))
}

fn view(visitor: &Visitor, situation: &Situation) -> CredentialsPage {
    let policy = &visitor.tenant().policy;
    let second = situation.user.login_method.has_second_step();
    CredentialsPage {
        action: super::here(visitor, "/register"),
        login_name: situation.user.login_name.to_string(),
        rules: rules_in_words(&policy.password, second, visitor.visit.language),
        passwordrules: rules_for_managers(&policy.password, second),
        with_question: policy.question.on,
        questions: choices(visitor, None),
        problem: None,
        problem_number: None,
        problem_field: None,
    }
}

/// What `templates/enrol/done.html` may read.
#[derive(Serialize)]
pub struct DonePage {
    pub login_name: String,
    pub websites: Vec<WebsiteLink>,
    pub with_certificate: bool,
    pub account_href: Option<String>,
    pub recovery_codes: Vec<String>,
    pub certificates: Vec<IssuedCertificate>,
    /// The form was sent twice, and what is shown here replaces what the first answer showed.
    pub replaced: bool,
}

#[derive(Serialize)]
pub struct WebsiteLink {
    pub name: String,
    pub href: String,
}

/// A certificate that was issued at the end of the enrolment.
#[derive(Serialize)]
pub struct IssuedCertificate {
    pub number: u32,
    pub password: String,
    pub download_action: String,
    pub expires: String,
}

impl View for DonePage {
    const TEMPLATE: &'static str = "enrol/done.html";
    const SHOWN_ONCE: bool = true;
}

async fn done(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
    registered: (Registered, bool),
) -> Result<Response, Failure> {
    let (registered, again) = registered;
    let websites = websites(app, visitor.tenant()).await?;
    let on = visitor.tenant().policy.account_site.on;
    let certificate = |(device, issued): &(DeviceId, Issued)| IssuedCertificate {
        number: issued.number,
        password: issued.password.as_ref().map(|text| text.to_string()).unwrap_or_default(),
        download_action: super::here(visitor, &format!("/certificates/{device}")),
        expires: moment(visitor.visit.language, issued.expires),
    };
    let view = DonePage {
        login_name: situation.user.login_name.to_string(),
        websites: websites.into_iter().map(|(name, href)| WebsiteLink { name, href }).collect(),
        with_certificate: situation.user.login_method == LoginMethod::PasswordCertificate,
        account_href: on.then(|| visitor.path("/account")),
        recovery_codes: registered.recovery_codes,
        certificates: registered.certificates.iter().map(certificate).collect(),
        replaced: again,
    };
    Ok(visitor.page(app, &view))
}
