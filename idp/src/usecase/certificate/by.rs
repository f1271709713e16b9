//! Who does something to a certificate: the user through a page, or an administrator by whatever door.

use serde_json::Value;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::UserId;
use crate::model::letter::{About, To};
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice};

#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    User(&'a Visit),
    Administrator { tenant: &'a Tenant, actor: Actor<'a> },
}

impl By<'_> {
    pub fn tenant(&self) -> &Tenant {
        match self {
            Self::User(visit) => &visit.tenant,
            Self::Administrator { tenant, .. } => tenant,
        }
    }

    /// Writes the audit trail.
    pub(super) async fn note(
        &self,
        app: &App,
        tx: &Tx,
        deed: (&str, String, Value),
    ) -> Result<(), Fault> {
        match self {
            Self::User(visit) => note::of_user(app, tx, visit, deed, app.now()).await,
            Self::Administrator { tenant, actor } => {
                let (action, subject, details) = deed;
                let deed = (subject, details);
                note::of_administrator(app, tx, tenant.id, (*actor, action), deed).await
            }
        }
    }

    /// Tells the user on all his devices.
    pub(super) async fn tell(
        &self,
        app: &App,
        tx: &Tx,
        user: UserId,
        about: &About,
    ) -> Result<(), Fault> {
        match self {
            Self::User(visit) => notice::to_devices(app, tx, visit, user, about).await,
            Self::Administrator { tenant, .. } => {
                let language = tenant.policy.languages.default;
                for device in store::devices::of_user(tx, tenant.id, user).await? {
                    let to = To::Device { device: device.id };
                    notice::put(app, tx, (tenant, language), (user, to, about.clone())).await?;
                }
                Ok(())
            }
        }
    }
}
