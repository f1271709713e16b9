//! Judges the initial one-time password. Too many wrong ones close the enrolment, and the support desk hears of it.

use serde_json::json;

use crate::app::App;
use crate::model::ending::Ending;
use crate::model::enrolment::{Enrolment, Step, digest_input};
use crate::model::fold;
use crate::model::letter::About;
use crate::model::secret::Opaque;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::enrolment::find::Situation;
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Mismatch,
}

/// Judges a typed code. Out of its turn it changes nothing: the page shows what is due.
pub async fn answer(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    browser: &Opaque,
    typed: &str,
) -> Result<(), Stop<Refusal>> {
    let tenant = &visit.tenant;
    let id = situation.enrolment.id;
    let input = digest_input(tenant.id, id, &fold::code(typed).to_uppercase());
    let typed = &app.code_digest(&input);
    let outcome = app
        .database
        .write(|tx| async move {
            let found = store::enrolments::for_update(&tx, tenant.id, id).await?;
            let own = browser.digest(tenant.id);
            let due = found.filter(|one| one.step(Some(&own), app.now()) == Step::Code);
            let Some(enrolment) = due else { return Ok(Ok(())) };
            if enrolment.is_right(typed) {
                store::enrolments::bind(&tx, tenant.id, id, own).await?;
                return Ok(Ok(()));
            }
            count(app, &tx, visit, &enrolment).await?;
            Ok::<_, Fault>(Err(Refusal::Mismatch))
        })
        .await?;
    app.letters.notify_one();
    outcome.map_err(Stop::Refused)
}

async fn count(app: &App, tx: &Tx, visit: &Visit, enrolment: &Enrolment) -> Result<(), Fault> {
    let tenant = &visit.tenant;
    let now = app.now();
    store::enrolments::count_wrong_try(tx, tenant.id, enrolment.id).await?;
    let closes = enrolment.closes_at_next(&tenant.policy.enrolment);
    let details = json!({ "wrong_tries": enrolment.wrong_tries + 1, "closed": closes });
    let deed = ("enrolment.wrong_code", enrolment.user.to_string(), details);
    note::of_user(app, tx, visit, deed, now).await?;
    if closes {
        store::enrolments::end(tx, tenant.id, enrolment.id, Ending::Closed, now).await?;
        let about = About::EnrolmentClosed { at: now };
        notice::to_desk(app, tx, visit, enrolment.user, about).await?;
    }
    Ok(())
}
