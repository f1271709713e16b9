//! Whether requests can be served: the database answers.

use crate::app::App;
use crate::stop::Fault;
use crate::store;

pub async fn check(app: &App) -> Result<(), Fault> {
    store::installation::value(app.database.read(), "schema").await?;
    Ok(())
}
