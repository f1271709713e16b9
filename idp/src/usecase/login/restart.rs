//! Goes back from the code page to the first step, where nobody was told that the first step was wrong.

use crate::app::App;
use crate::model::attempt::Progress;
use crate::model::step::Step;
use crate::stop::Fault;
use crate::store;
use crate::usecase::login::resume::Situation;
use crate::usecase::visit::Visit;

/// Begins the login again. Out of its turn it changes nothing: the page shows what is due.
pub async fn restart(app: &App, visit: &Visit, situation: &Situation) -> Result<(), Fault> {
    if situation.step != Step::Code || !visit.tenant.policy.conceal_first_step {
        return Ok(());
    }
    app.database
        .write(|tx| async move {
            let (tenant, attempt) = (visit.tenant.id, &situation.attempt);
            if store::attempts::advance(&tx, tenant, attempt, Progress::Nobody).await? {
                store::attempts::drop_new_password(&tx, tenant, attempt.id).await?;
            }
            Ok(())
        })
        .await
}
