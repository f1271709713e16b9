//! What a batch of rows writes, gathered so that a handful of statements write it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::app::App;
use crate::model::claims::Claims;
use crate::model::device::{Device, Kind};
use crate::model::foreign_hash::ForeignHash;
use crate::model::ids::{DeviceId, ImportId, TenantId, UserId};
use crate::model::import::change::{Change, Known, New, Plan};
use crate::model::moment::Moment;
use crate::model::names::{LoginName, MailAddress};
use crate::model::password::{Origin, Stored};
use crate::model::user::{Stage, User};
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::sign_out;

pub(super) struct Batch<'a> {
    app: &'a App,
    tenant: TenantId,
    now: Moment,
    created: Vec<Known>,
    changed: Vec<(User, Change)>,
}

impl<'a> Batch<'a> {
    pub(super) const fn new(app: &'a App, tenant: TenantId, now: Moment) -> Self {
        Self { app, tenant, now, created: Vec::new(), changed: Vec::new() }
    }

    pub(super) fn take(&mut self, name: &LoginName, found: Option<&Known>, plan: Plan) {
        match (plan, found) {
            (Plan::Create(new), _) => self.created.push(self.made(name, *new)),
            (Plan::Change(change), Some(known)) => {
                self.changed.push((known.user.clone(), *change));
            }
            (Plan::Change(_) | Plan::Stay, _) => {}
        }
    }

    pub(super) async fn write(&self, tx: &Tx) -> Result<(), Fault> {
        store::people::create(tx, self.tenant, &self.created, self.now).await?;
        let told: Vec<(UserId, &Claims)> = self
            .changed
            .iter()
            .filter_map(|(user, change)| Some((user.id, change.claims.as_ref()?)))
            .collect();
        store::user_claims::put_all(tx, self.tenant, told, self.now).await?;
        for (user, change) in &self.changed {
            self.change(tx, user, change).await?;
        }
        Ok(())
    }

    /// What the audit trail keeps: who, and which fields; none where nothing changed.
    pub(super) fn details(&self, import: ImportId, rows: (u64, u64)) -> Option<Value> {
        if self.created.is_empty() && self.changed.is_empty() {
            return None;
        }
        let created: Vec<_> = self.created.iter().map(|one| one.user.id.to_string()).collect();
        let changed = |(user, change): &(User, Change)| {
            let columns: Vec<_> = change.differences.iter().map(|one| &one.column).collect();
            let method = change
                .login_method
                .map(|after| json!({ "before": user.login_method, "after": after }));
            json!({ "user": user.id.to_string(), "columns": columns, "login_method": method })
        };
        let changed: Vec<_> = self.changed.iter().map(changed).collect();
        let rows = [rows.0, rows.1];
        Some(json!({
            "import": import.to_string(), "rows": rows, "created": created, "changed": changed,
        }))
    }

    fn made(&self, name: &LoginName, new: New) -> Known {
        let random = self.app.random();
        let id = UserId(row_id(random, self.now));
        let stage =
            new.password_hash.map_or(Stage::Invited, |hash| Stage::Active(self.stored(&hash)));
        let user = User {
            tenant: self.tenant,
            id,
            login_name: name.clone(),
            subject: URL_SAFE_NO_PAD.encode(keys::random::array::<16>(random)),
            stage,
            login_method: new.login_method,
            created_at: self.now,
        };
        let devices = (1..).zip(new.devices);
        let devices =
            devices.map(|(number, (address, kind))| self.device(id, number, address, kind));
        Known { user, devices: devices.collect(), claims: new.claims.unwrap_or_default() }
    }

    async fn change(&self, tx: &Tx, user: &User, change: &Change) -> Result<(), Fault> {
        if let Some(method) = change.login_method {
            store::users::set_login_method(tx, self.tenant, user.id, method).await?;
        }
        for device in &change.devices {
            store::devices::change(tx, self.tenant, device).await?;
        }
        for (number, address, kind) in &change.new_devices {
            let device = self.device(user.id, *number, address.clone(), *kind);
            store::devices::create(tx, self.tenant, &device, self.now).await?;
        }
        if let Some(hash) = &change.password_hash {
            store::passwords::put(tx, self.tenant, user.id, &self.stored(hash)).await?;
            sign_out::everywhere(tx, self.tenant, user.id, self.now).await?;
        }
        Ok(())
    }

    /// It counts as chosen by the user, from now on.
    fn stored(&self, hash: &str) -> Stored {
        let hash = ForeignHash::stored(hash);
        Stored { hash, origin: Origin::Chosen, set_at: self.now }
    }

    fn device(&self, user: UserId, number: u32, address: MailAddress, kind: Kind) -> Device {
        let id = DeviceId(row_id(self.app.random(), self.now));
        Device { id, user, number, address, kind, last_used: None }
    }
}
