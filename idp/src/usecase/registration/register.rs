//! A client registers itself (RFC 7591 §3).

use moka::ops::compute::Op;
use serde_json::json;

use super::refusal::RegistrationRefusal;
use super::{read, told};
use crate::app::App;
use crate::model::client::Client;
use crate::model::client::metadata::Said;
use crate::model::client::registered::Bare;
use crate::model::policy::Registration;
use crate::model::secret::{Kind, Opaque};
use crate::model::throttle::source;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::clients::{self, Drawn};
use crate::usecase::note;
use crate::usecase::visit::Visit;
use crate::wire::registration::Registered;

/// A request to be registered.
pub struct Asked<'a> {
    /// What was presented as an initial access token.
    pub token: Option<&'a str>,
    /// None where the body was no JSON object.
    pub metadata: Option<Said>,
}

/// Whoever is not let in learns nothing of what he sent, and nothing is fetched for him (SS-10).
pub async fn register(
    app: &App,
    visit: &Visit,
    asked: Asked<'_>,
) -> Result<Registered, Stop<RegistrationRefusal>> {
    let initial = admit(app, visit, asked.token).await?;
    let said = asked.metadata.ok_or(Stop::Refused(RegistrationRefusal::Unreadable))?;
    let bare = Bare { id: clients::new_id(app), created_at: app.now(), before: None };
    let client = read(app, bare, said).await?;
    let drawn = clients::draw(app, &visit.tenant, &client)?;
    let token = Opaque::draw(Kind::Registration, app.random());
    clients::make_keys(app, &visit.tenant, &client).await?;
    write(app, visit, (&client, drawn.as_ref()), (initial.as_deref(), &token)).await?;
    Ok(told(app, visit, &client, (drawn, &token))?)
}

/// The digest of the initial access token that the registration will use up, where one was presented.
async fn admit(
    app: &App,
    visit: &Visit,
    token: Option<&str>,
) -> Result<Option<Vec<u8>>, Stop<RegistrationRefusal>> {
    let rule = visit.tenant.policy.client_registration;
    if rule == Registration::Off {
        return Err(Stop::Refused(RegistrationRefusal::Off));
    }
    bound(app, visit)?;
    let Some(token) = token else {
        return match rule {
            Registration::Open => Ok(None),
            _ => Err(Stop::Refused(RegistrationRefusal::NoToken)),
        };
    };
    let wrong = Stop::Refused(RegistrationRefusal::WrongToken);
    let Some(token) = Opaque::parse(Kind::InitialAccess, token) else { return Err(wrong) };
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let digest = token.digest(tenant);
    let live = store::initial_access_tokens::is_live(read, tenant, &digest, app.now()).await?;
    if live { Ok(Some(digest)) } else { Err(wrong) }
}

/// Bounds how often one source address registers; tries to log in are counted by themselves.
fn bound(app: &App, visit: &Visit) -> Result<(), Stop<RegistrationRefusal>> {
    let name = format!("register|{}|{}", visit.tenant.id, source(&visit.origin.address));
    let now = app.now();
    let mut verdict = Ok(());
    app.caches.tries.entry(name).and_compute_with(|before| {
        match app.throttle.take(before.map(moka::Entry::into_value), now) {
            Ok(used) => Op::Put(used),
            Err(wait) => {
                verdict = Err(Stop::Refused(RegistrationRefusal::TooMany(wait)));
                Op::Nop
            }
        }
    });
    verdict
}

/// Of those who use a token at once, as many go on as it has uses.
async fn write(
    app: &App,
    visit: &Visit,
    new: (&Client, Option<&Drawn>),
    tokens: (Option<&[u8]>, &Opaque),
) -> Result<(), Stop<RegistrationRefusal>> {
    let (tenant, now) = (&visit.tenant, app.now());
    let ((client, drawn), (initial, token)) = (new, tokens);
    let admitted = app
        .database
        .write(|tx| async move {
            if let Some(initial) = initial {
                let used =
                    store::initial_access_tokens::consume(&tx, tenant.id, initial, now).await?;
                if !used {
                    return Ok(false);
                }
            }
            clients::put_new(&tx, tenant, client, drawn, now).await?;
            let digest = token.digest(tenant.id);
            store::registrations::create(&tx, tenant.id, &client.id, digest, now).await?;
            let details = json!({
                "name": client.name,
                "profile": client.profile,
                "redirect_uris": client.redirect_uris,
                "with_token": initial.is_some(),
            });
            let deed = ("client.register", client.id.to_string(), details);
            note::of_client(app, &tx, visit, deed, now).await?;
            Ok::<_, Fault>(true)
        })
        .await?;
    if admitted { Ok(()) } else { Err(Stop::Refused(RegistrationRefusal::WrongToken)) }
}
