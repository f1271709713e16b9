//! What a batch of rows writes, gathered so that a handful of statements write it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::app::App;
use crate::model::claims::Claims;
use crate::model::device::{Device, Kind};
use crate::model::foreign_hash::ForeignHash;
use crate::model::ids::{DeviceId, ImportId, UserId};
use crate::model::import::change::{Change, Known, New, Plan};
use crate::model::letter::{About, To};
use crate::model::moment::Moment;
use crate::model::names::{LoginName, MailAddress};
use crate::model::password::{Origin, Stored};
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::{notice, sign_out};

pub(super) struct Batch<'a> {
    app: &'a App,
    tenant: &'a Tenant,
    now: Moment,
    created: Vec<Known>,
    changed: Vec<(Known, Change)>,
}

impl<'a> Batch<'a> {
    pub(super) const fn new(app: &'a App, tenant: &'a Tenant, now: Moment) -> Self {
        Self { app, tenant, now, created: Vec::new(), changed: Vec::new() }
    }

    pub(super) fn take(&mut self, name: &LoginName, found: Option<&Known>, plan: Plan) {
        match (plan, found) {
            (Plan::Create(new), _) => self.created.push(self.made(name, *new)),
            (Plan::Change(change), Some(known)) => {
                self.changed.push((known.clone(), *change));
            }
            (Plan::Change(_) | Plan::Stay, _) => {}
        }
    }

    pub(super) async fn write(&self, tx: &Tx) -> Result<(), Fault> {
        store::people::create(tx, self.tenant.id, &self.created, self.now).await?;
        let told: Vec<(UserId, &Claims)> = self
            .changed
            .iter()
            .filter_map(|(known, change)| Some((known.user.id, change.claims.as_ref()?)))
            .collect();
        store::user_claims::put_all(tx, self.tenant.id, told, self.now).await?;
        for (known, change) in &self.changed {
            self.change(tx, known, change).await?;
        }
        Ok(())
    }

    /// What the audit trail keeps: who, and which fields; none where nothing changed.
    pub(super) fn details(&self, import: ImportId, rows: (u64, u64)) -> Option<Value> {
        if self.created.is_empty() && self.changed.is_empty() {
            return None;
        }
        let created: Vec<_> = self.created.iter().map(|one| one.user.id.to_string()).collect();
        let changed = |(Known { user, .. }, change): &(Known, Change)| {
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
            tenant: self.tenant.id,
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

    async fn change(&self, tx: &Tx, known: &Known, change: &Change) -> Result<(), Fault> {
        let (tenant, user) = (self.tenant.id, &known.user);
        if let Some(method) = change.login_method {
            store::users::set_login_method(tx, tenant, user.id, method).await?;
        }
        for device in &change.devices {
            let before = known.devices.iter().find(|one| one.id == device.id);
            self.change_device(tx, known, (before, device)).await?;
        }
        for (number, address, kind) in &change.new_devices {
            let device = self.device(user.id, *number, address.clone(), *kind);
            let (at, address, kind) = (self.now, address.masked(), *kind);
            self.tell(tx, known, &About::DeviceAdded { at, address, kind }).await?;
            store::devices::create(tx, tenant, &device, self.now).await?;
        }
        if let Some(hash) = &change.password_hash {
            store::passwords::put(tx, tenant, user.id, &self.stored(hash)).await?;
            sign_out::everywhere(tx, tenant, user.id, self.now).await?;
            self.tell(tx, known, &About::PasswordChanged { at: self.now }).await?;
        }
        Ok(())
    }

    async fn change_device(
        &self,
        tx: &Tx,
        known: &Known,
        (before, device): (Option<&Device>, &Device),
    ) -> Result<(), Fault> {
        let tenant = self.tenant.id;
        store::devices::change(tx, tenant, device).await?;
        let Some(before) = before.filter(|before| before.address != device.address) else {
            return Ok(());
        };
        // A code that went to the old address is no proof any more.
        store::codes::end_of_device(tx, tenant, device.id, self.now).await?;
        let (old, new) = (before.address.masked(), device.address.masked());
        self.tell(tx, known, &About::DeviceChanged { at: self.now, old, new }).await
    }

    /// Tells every address that he had of what was changed by others. Whoever has not enrolled yet has nothing to be
    /// told of.
    async fn tell(&self, tx: &Tx, known: &Known, about: &About) -> Result<(), Fault> {
        let user = &known.user;
        if user.stage.password().is_none() {
            return Ok(());
        }
        let from = (self.tenant, self.tenant.policy.languages.default);
        for device in &known.devices {
            let to = To::Address { address: device.address.clone() };
            notice::put(self.app, tx, from, (user.id, to, about.clone())).await?;
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
