//! Recovery codes: made and shown once, counted, used one by one.

use serde_json::json;

use crate::app::App;
use crate::model::letter::About;
use crate::model::recovery_code::{COUNT, LETTERS, Left, digest_input, folded, grouped};
use crate::model::user::User;
use crate::random::letters;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::note;
use crate::usecase::notice;
use crate::usecase::visit::Visit;

/// Makes new codes, in groups as people read them; the old ones die. Nobody is told: see [`replace`].
pub async fn make(app: &App, tx: &Tx, visit: &Visit, user: &User) -> Result<Vec<String>, Fault> {
    let now = app.now();
    let drawn: Vec<String> = (0..COUNT).map(|_| letters(app.random(), LETTERS)).collect();
    let digests = drawn.iter().map(|code| digest(app, visit, user, code)).collect();
    store::users::hold(tx, visit.tenant.id, user.id).await?;
    store::recovery_codes::replace(tx, visit.tenant.id, user.id, digests, now).await?;
    let deed = ("recovery_codes.make", user.id.to_string(), json!({ "count": COUNT }));
    note::of_user(app, tx, visit, deed, now).await?;
    Ok(drawn.iter().map(|code| grouped(code)).collect())
}

/// The same by itself, with a notice to the owner.
pub async fn replace(app: &App, visit: &Visit, user: &User) -> Result<Vec<String>, Fault> {
    let codes = app
        .database
        .write(|tx| async move {
            let codes = make(app, &tx, visit, user).await?;
            let about = About::RecoveryCodesMade { at: app.now() };
            notice::to_devices(app, &tx, visit, user.id, &about).await?;
            Ok::<_, Fault>(codes)
        })
        .await?;
    app.letters.notify_one();
    Ok(codes)
}

pub async fn left(app: &App, visit: &Visit, user: &User) -> Result<Left, Fault> {
    store::recovery_codes::left(app.database.read(), visit.tenant.id, user.id).await
}

/// Uses a typed code up, and tells the owner; false when it is none of his, or was used before.
pub async fn use_one(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    user: &User,
    typed: &str,
) -> Result<bool, Fault> {
    let now = app.now();
    let tenant = visit.tenant.id;
    let digest = digest(app, visit, user, &folded(typed));
    if !store::recovery_codes::consume(tx, tenant, user.id, digest, now).await? {
        return Ok(false);
    }
    let left = store::recovery_codes::left(tx, tenant, user.id).await?.count;
    let deed = ("recovery_codes.use", user.id.to_string(), json!({ "left": left }));
    note::of_user(app, tx, visit, deed, now).await?;
    let about = About::RecoveryCodeUsed { at: now, left };
    notice::to_devices(app, tx, visit, user.id, &about).await?;
    Ok(true)
}

fn digest(app: &App, visit: &Visit, user: &User, folded: &str) -> Vec<u8> {
    app.code_digest(&digest_input(visit.tenant.id, user.id, folded))
}
