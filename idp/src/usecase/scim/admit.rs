//! Who provisions: whoever holds a token of the tenant. Tries without one are bounded by where they come from, requests
//! with one by the token.

use std::sync::Arc;

use time::Duration;

use super::PLACE;
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::throttle::source;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::throttle::take_named;

/// A program with a token, and the tenant that it is of.
#[derive(Clone, Debug)]
pub struct Provisioner {
    pub tenant: Arc<Tenant>,
    /// Where resources are.
    pub base: String,
    name: String,
    address: String,
}

impl Provisioner {
    pub fn actor(&self) -> Actor<'_> {
        Actor { name: &self.name, address: Some(&self.address) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    NoToken,
    WrongToken,
    TooMany(Duration),
}

/// How finely the last use is noted.
const NOTED_EVERY: Duration = Duration::minutes(1);

pub async fn admit(
    app: &App,
    tenant: Arc<Tenant>,
    token: Option<&str>,
    address: &str,
) -> Result<Provisioner, Stop<Refused>> {
    let Some(token) = token else { return Err(turned_away(app, address, Refused::NoToken)) };
    let wrong = || turned_away(app, address, Refused::WrongToken);
    let opaque = Opaque::parse(Kind::ScimToken, token).ok_or_else(wrong)?;
    let (read, now) = (app.database.read(), app.now());
    let kept = store::scim_tokens::by_digest(read, tenant.id, opaque.digest(tenant.id)).await?;
    let kept = kept.filter(|kept| kept.is_live(now)).ok_or_else(wrong)?;
    // A directory comes from one address with the people of a whole organization.
    let bounds = app.throttle.of_network();
    take_named(app, &format!("scim|{}", kept.id), bounds)
        .map_err(|wait| Stop::Refused(Refused::TooMany(wait)))?;
    let before = now.minus(NOTED_EVERY);
    if kept.used_at.is_none_or(|used| used < before) {
        let (tenant, id) = (tenant.id, kept.id);
        app.database
            .write(|tx| async move {
                store::scim_tokens::used(&tx, tenant, id, (before, now)).await?;
                Ok::<_, Fault>(())
            })
            .await?;
    }
    Ok(Provisioner {
        base: app.issuer(&tenant).at(PLACE),
        tenant,
        name: format!("scim:{}", kept.name),
        address: address.to_owned(),
    })
}

fn turned_away(app: &App, address: &str, why: Refused) -> Stop<Refused> {
    match take_named(app, &format!("scim|{}", source(address)), app.throttle) {
        Ok(()) => Stop::Refused(why),
        Err(wait) => Stop::Refused(Refused::TooMany(wait)),
    }
}
