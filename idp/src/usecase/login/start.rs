//! Opens an attempt.

use crate::app::App;
use crate::model::attempt::{Attempt, Progress, Purpose};
use crate::model::ids::AttemptId;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store;
use crate::usecase::session::SignedIn;

/// Opens an attempt for a browser; `signed_in` where only the consent is open. Returns its handle.
pub async fn begin(
    app: &App,
    tenant: &Tenant,
    browser: &Opaque,
    purpose: Purpose,
    signed_in: Option<&SignedIn>,
) -> Result<Opaque, Fault> {
    let now = app.now();
    let handle = Opaque::draw(Kind::Attempt, app.random());
    let progress = signed_in.map_or(Progress::Nobody, |who| Progress::SignedIn {
        user: who.user.id,
        session: who.session.id,
    });
    let attempt = Attempt {
        id: AttemptId(row_id(app.random(), now)),
        browser: browser.digest(tenant.id),
        purpose,
        progress,
        new_password: None,
        created_at: now,
    };
    let (attempt, digest) = (&attempt, &handle.digest(tenant.id));
    app.database
        .write(|tx| async move {
            store::attempts::create(&tx, tenant.id, attempt, digest.clone()).await
        })
        .await?;
    Ok(handle)
}
