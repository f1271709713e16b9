//! Changes the secret question and its answer.

use serde_json::json;

use crate::app::App;
use crate::model::letter::About;
use crate::model::secret_question::Unfit;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice, secret_question};

/// The question that stands; its answer is shown to nobody.
pub async fn current(app: &App, visit: &Visit, who: &SignedIn) -> Result<Option<String>, Fault> {
    let read = app.database.read();
    let found = store::secret_questions::of_user(read, visit.tenant.id, who.user.id).await?;
    Ok(found.map(|question| question.question))
}

pub async fn change(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    typed: (&str, &str),
) -> Result<(), Stop<Unfit>> {
    let policy = &visit.tenant.policy;
    let question = &secret_question::choose(app, policy, &who.user.login_name, typed).await?;
    let now = app.now();
    let (tenant, user) = (visit.tenant.id, who.user.id);
    app.database
        .write(|tx| async move {
            store::secret_questions::put(&tx, tenant, user, question, now).await?;
            let deed = ("question.change", user.to_string(), json!({}));
            note::of_user(app, &tx, visit, deed, now).await?;
            notice::to_devices(app, &tx, visit, user, &About::QuestionChanged { at: now }).await
        })
        .await?;
    app.letters.notify_one();
    Ok(())
}
