//! Sets everything that a user logs in with, at once: password, secret question, recovery codes. All of it stands, or
//! nothing does.

use serde_json::json;

use crate::app::App;
use crate::model::device::Device;
use crate::model::ending::Ending;
use crate::model::enrolment::Step;
use crate::model::ids::DeviceId;
use crate::model::lockout::Standing;
use crate::model::password::{Origin, Stored, Typed};
use crate::model::secret_question::{Stored as Question, Unfit};
use crate::model::user::Stage;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::certificate::{Issued, Prepared};
use crate::usecase::enrolment::certificate;
use crate::usecase::enrolment::find::Situation;
use crate::usecase::login::new_password::{self, judge};
use crate::usecase::visit::Visit;
use crate::usecase::{note, recovery_codes, secret_question};

/// What was typed.
pub struct Given {
    pub password: Typed,
    pub confirm: Typed,
    /// Question and answer, where the policy has them.
    pub question: Option<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Password(new_password::Refusal),
    Question(Unfit),
    /// The enrolment ended meanwhile.
    Ended,
}

/// What is shown once, at the end.
#[derive(Default)]
pub struct Registered {
    pub recovery_codes: Vec<String>,
    pub certificates: Vec<(DeviceId, Issued)>,
}

pub async fn register(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    given: &Given,
) -> Result<Registered, Stop<Refusal>> {
    if situation.step != Step::Credentials {
        return Err(Stop::Refused(Refusal::Ended));
    }
    if given.password.expose() != given.confirm.expose() {
        return Err(Stop::Refused(Refusal::Password(new_password::Refusal::Mismatch)));
    }
    judge(app, visit, &situation.user, &given.password).await.map_err(password_refusal)?;
    let question = question(app, visit, situation, given).await?;
    let hash = app.passwords.hash(&given.password).await?;
    let chosen = &Stored { hash, origin: Origin::Chosen, set_at: app.now() };
    let certificates = &certificate::prepared(app, visit, situation).await?;
    let what = &Chosen { password: chosen, question: question.as_ref(), certificates };
    let outcome = app
        .database
        .write(|tx| async move { stand(app, &tx, visit, situation, what).await })
        .await?;
    outcome.ok_or(Stop::Refused(Refusal::Ended))
}

/// Everything that will stand.
struct Chosen<'a> {
    password: &'a Stored,
    question: Option<&'a Question>,
    certificates: &'a [(Device, Prepared)],
}

async fn stand(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    what: &Chosen<'_>,
) -> Result<Option<Registered>, Fault> {
    let Chosen { password, question, certificates } = *what;
    let (tenant, user, now) = (&visit.tenant, &situation.user, app.now());
    let id = situation.enrolment.id;
    // The support desk may have set a password, or closed the account, meanwhile.
    let invited = store::users::by_id(tx, tenant.id, user.id).await?;
    if !invited.is_some_and(|user| matches!(user.stage, Stage::Invited)) {
        return Ok(None);
    }
    if !store::enrolments::end(tx, tenant.id, id, Ending::Used, now).await? {
        return Ok(None);
    }
    store::passwords::put(tx, tenant.id, user.id, password).await?;
    if let Some(question) = question {
        store::secret_questions::put(tx, tenant.id, user.id, question, now).await?;
    }
    // Strangers who tried the user ID before it had a password do not keep its owner out.
    store::standings::for_update(tx, tenant.id, &user.login_name).await?;
    store::standings::save(tx, tenant.id, &user.login_name, &Standing::CLEAN).await?;
    let recovery_codes = if tenant.policy.recovery_codes {
        recovery_codes::make(app, tx, visit, user).await?
    } else {
        Vec::new()
    };
    let certificates = certificate::issued(app, tx, visit, situation, certificates).await?;
    let details = json!({ "question": question.is_some(), "recovery_codes": recovery_codes.len() });
    let deed = ("user.enrol", user.id.to_string(), details);
    note::of_user(app, tx, visit, deed, now).await?;
    Ok(Some(Registered { recovery_codes, certificates }))
}

async fn question(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    given: &Given,
) -> Result<Option<Question>, Stop<Refusal>> {
    if !visit.tenant.policy.question.on {
        return Ok(None);
    }
    let (question, answer) = given.question.clone().unwrap_or_default();
    let whose = &situation.user.login_name;
    let policy = &visit.tenant.policy;
    let made = secret_question::choose(app, policy, whose, (&question, &answer)).await;
    made.map(Some).map_err(|stop| match stop {
        Stop::Refused(why) => Stop::Refused(Refusal::Question(why)),
        Stop::Fault(fault) => Stop::Fault(fault),
    })
}

fn password_refusal(stop: Stop<new_password::Refusal>) -> Stop<Refusal> {
    match stop {
        Stop::Refused(why) => Stop::Refused(Refusal::Password(why)),
        Stop::Fault(fault) => Stop::Fault(fault),
    }
}
