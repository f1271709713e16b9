//! Records what the person agreed to, or carries the refusal to the website.

use serde_json::json;

use crate::app::App;
use crate::model::attempt::Progress;
use crate::model::claims::disclosed;
use crate::model::step::Step;
use crate::stop::Fault;
use crate::store;
use crate::usecase::authorize::refusal::{Objection, ReturnAddress};
use crate::usecase::authorize::reply::{self, Reply};
use crate::usecase::authorize::trial;
use crate::usecase::login::resume::Situation;
use crate::usecase::note;
use crate::usecase::visit::Visit;

/// Agrees to everything that was asked. Out of its turn it changes nothing.
pub async fn accept(app: &App, visit: &Visit, situation: &Situation) -> Result<Situation, Fault> {
    let (Step::Consent, Some(user), Some(waiting)) =
        (situation.step, &situation.user, situation.attempt.waiting())
    else {
        return Ok(situation.clone());
    };
    if situation.attempt.trial().is_some() {
        // The website learns nothing, and is agreed to nothing.
        return Ok(Situation { step: Step::Answer, ..situation.clone() });
    }
    let now = app.now();
    app.database
        .write(|tx| async move {
            let tenant = visit.tenant.id;
            let before = store::consents::agreed(&tx, tenant, user.id, &waiting.client).await?;
            let asked = &waiting.request;
            let asked = disclosed(&asked.scope, &asked.claims, &visit.tenant.policy.claims);
            let scope = before.with(&asked);
            let given = (&waiting.client, &scope);
            store::consents::save(&tx, tenant, user.id, given, now).await?;
            let details = json!({ "client": waiting.client, "scope": scope });
            let deed = ("consent.accept", user.id.to_string(), details);
            note::of_user(app, &tx, visit, deed, now).await
        })
        .await?;
    Ok(Situation { step: Step::Answer, ..situation.clone() })
}

/// Gives the login up: the website hears `access_denied` (RFC 6749 §4.1.2.1). None where no website waits.
pub async fn cancel(
    app: &App,
    visit: &Visit,
    situation: &Situation,
) -> Result<Option<Reply>, Fault> {
    let attempt = &situation.attempt;
    if let Some(id) = attempt.trial() {
        return trial::given_up(app, visit, (attempt, id)).await.map(Some);
    }
    let moved = app
        .database
        .write(|tx| async move {
            let tenant = visit.tenant.id;
            store::attempts::advance(&tx, tenant, attempt, Progress::Cancelled).await
        })
        .await?;
    let (true, Some(waiting), Some(client)) = (moved, attempt.waiting(), &situation.client) else {
        return Ok(None);
    };
    match ReturnAddress::of_waiting(client, &waiting.request) {
        Some(address) => {
            let said = Objection::PersonSaidNo;
            reply::object(app, visit, client, address, said).await.map(Some)
        }
        None => Ok(None),
    }
}
