//! A copy of what is kept about a person, for the person. No secret and no digest of one is in it.

use serde_json::{Value, json};

use super::{browsers, history, websites};
use crate::app::App;
use crate::model::history::Origin;
use crate::model::known_browser::KnownBrowser;
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::store;
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

pub async fn copy(app: &App, visit: &Visit, who: &SignedIn) -> Result<Value, Fault> {
    let (read, tenant, user) = (app.database.read(), visit.tenant.id, &who.user);
    let devices = store::devices::of_user(read, tenant, user.id).await?;
    let signed_in = browsers::of(app, visit, who).await?;
    let agreed = websites::agreed(app, visit, who).await?;
    let told = store::user_claims::of(read, tenant, user.id).await?;
    let known = store::known_browsers::of_user(read, tenant, user.id).await?;
    let history = history::whole(app, visit, who).await?;
    app.database
        .write(|tx| async move {
            let deed = ("data.export", user.id.to_string(), json!({}));
            note::of_user(app, &tx, visit, deed, app.now()).await
        })
        .await?;
    Ok(json!({
        "made_at": time(app.now()),
        "profile": {
            "user_id": user.login_name.to_string(),
            "subject": user.subject,
            "contract": visit.tenant.name,
            "login_method": user.login_method,
            "created_at": time(user.created_at),
        },
        "claims": told.map(|(claims, _)| claims),
        "devices": devices.iter().map(|device| json!({
            "number": device.number,
            "kind": device.kind,
            "mail": device.address.to_string(),
            "last_used": device.last_used.map(time),
        })).collect::<Vec<_>>(),
        "sessions": signed_in.sessions.iter().map(|(session, origin)| json!({
            "login_method": session.method,
            "since": time(session.authenticated_at),
            "last_seen": time(session.last_seen),
            "from": from(origin),
        })).collect::<Vec<_>>(),
        "known_browsers": known.iter().map(known_browser).collect::<Vec<_>>(),
        "login_history": history.iter().map(|line| json!({
            "at": time(line.entry.at),
            "from": from(&line.entry.origin),
            "login_method": line.entry.method,
            "device": line.device.as_ref().map(|device| device.number),
            "website": line.website,
            "result": line.entry.outcome,
        })).collect::<Vec<_>>(),
        "consents": agreed.iter().map(|(given, client)| json!({
            "website": client.name,
            "shared": given.scope,
            "at": time(given.at),
        })).collect::<Vec<_>>(),
    }))
}

fn known_browser(browser: &KnownBrowser) -> Value {
    json!({
        "since": time(browser.created_at),
        "last_seen": time(browser.last_seen),
        "from": from(&browser.origin),
        "remembered_until": browser.remembered_until.map(time),
    })
}

fn from(origin: &Origin) -> Value {
    json!({ "address": origin.address, "browser": origin.browser })
}

fn time(at: Moment) -> String {
    let format = &time::format_description::well_known::Rfc3339;
    at.utc().format(format).unwrap_or_default()
}
