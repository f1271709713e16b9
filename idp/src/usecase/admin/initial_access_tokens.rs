//! Initial access tokens: whoever holds one may register so many clients (RFC 7591 §1.2).

use std::fmt::Write as _;

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::TenantId;
use crate::model::secret::{Kind, Opaque};
use crate::stop::{Fault, Stop};
use crate::store;
use crate::store::initial_access_tokens::Kept;
use crate::usecase::note;

/// How far a token goes.
#[derive(Clone, Debug)]
pub struct Terms {
    pub uses: u32,
    pub days: u16,
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("a token has 1 to 10000 uses")]
    Uses,
    #[error("a token lives 1 to 365 days")]
    Days,
    #[error("a note has at most 200 characters")]
    Note,
}

/// A token as it is listed: never the token itself.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: String,
    pub kept: Kept,
}

pub async fn create(
    app: &App,
    tenant: TenantId,
    terms: Terms,
    by: Actor<'_>,
) -> Result<(Opaque, Listed), Stop<Unfit>> {
    if !(1..=10_000).contains(&terms.uses) {
        return Err(Stop::Refused(Unfit::Uses));
    }
    if !(1..=365).contains(&terms.days) {
        return Err(Stop::Refused(Unfit::Days));
    }
    if terms.note.chars().count() > 200 || terms.note.chars().any(char::is_control) {
        return Err(Stop::Refused(Unfit::Note));
    }
    let (token, now) = (Opaque::draw(Kind::InitialAccess, app.random()), app.now());
    let kept = Kept {
        digest: token.digest(tenant),
        note: terms.note,
        uses_left: terms.uses,
        expires: now.plus(Duration::days(terms.days.into())),
    };
    let listed = Listed { id: id(&kept.digest), kept };
    let new = &listed;
    app.database
        .write(|tx| async move {
            store::initial_access_tokens::create(&tx, tenant, &new.kept, now).await?;
            let details = json!({
                "note": new.kept.note,
                "uses": new.kept.uses_left,
                "expires": new.kept.expires,
            });
            let action = "client.initial_access_token.create";
            let deed = (new.id.clone(), details);
            note::of_administrator(app, &tx, tenant, (by, action), deed).await
        })
        .await?;
    Ok((token, listed))
}

pub async fn all(app: &App, tenant: TenantId) -> Result<Vec<Listed>, Fault> {
    let kept = store::initial_access_tokens::all(app.database.read(), tenant).await?;
    Ok(kept.into_iter().map(|kept| Listed { id: id(&kept.digest), kept }).collect())
}

/// Ends one, named as it is listed; false when there is none.
pub async fn revoke(
    app: &App,
    tenant: TenantId,
    named: &str,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let found = all(app, tenant).await?.into_iter().find(|one| one.id == named);
    let Some(found) = &found else { return Ok(false) };
    app.database
        .write(|tx| async move {
            let digest = &found.kept.digest;
            if !store::initial_access_tokens::remove(&tx, tenant, digest).await? {
                return Ok(false);
            }
            let action = "client.initial_access_token.revoke";
            let deed = (found.id.clone(), json!({ "uses_left": found.kept.uses_left }));
            note::of_administrator(app, &tx, tenant, (by, action), deed).await?;
            Ok(true)
        })
        .await
}

/// What a token is called: the beginning of its digest, which opens nothing.
fn id(digest: &[u8]) -> String {
    digest.iter().take(8).fold(String::new(), |mut id, byte| {
        // Writing into a text does not fail.
        let _fine = write!(id, "{byte:02x}");
        id
    })
}
