//! A person as a resource: what is shown of an account, and what a resource wants of it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::schema::USER;
use super::{ENTERPRISE, Kind as ResourceKind, Resource, Wrong, claims};
use crate::model::claims::Claims;
use crate::model::device::{Device, Kind};
use crate::model::ids::GroupId;
use crate::model::moment::Moment;
use crate::model::names::{LoginName, MailAddress};
use crate::model::password::Typed;
use crate::model::user::{Stage, User};

/// What is kept of a resource beside the account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// What was sent and has no place elsewhere, or says more than that place.
    pub document: Resource,
    /// How often it was changed.
    pub version: u32,
    pub modified: Option<Moment>,
}

/// Everything that is shown of a person.
#[derive(Clone, Debug)]
pub struct Known {
    pub user: User,
    pub devices: Vec<Device>,
    pub claims: Option<(Claims, Moment)>,
    /// None where no resource was ever sent.
    pub kept: Option<Kept>,
    pub groups: Vec<(GroupId, String)>,
}

/// What a resource wants of an account.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub login_name: LoginName,
    /// None: as it is.
    pub active: Option<bool>,
    pub addresses: Vec<(MailAddress, Kind)>,
    pub password: Option<Typed>,
    pub external_id: Option<String>,
    pub document: Resource,
}

impl Known {
    pub fn modified(&self) -> Moment {
        let kept = self.kept.as_ref().and_then(|kept| kept.modified);
        let told = self.claims.as_ref().map(|(_, at)| *at);
        kept.into_iter().chain(told).fold(self.user.created_at, Moment::max)
    }

    /// The resource, and the version that its ETag is made of. `base` is where resources are.
    pub fn show(&self, base: &str) -> Resource {
        let mut shown = self.kept.as_ref().map(|kept| kept.document.clone()).unwrap_or_default();
        let none = Claims::default();
        claims::overlay(&mut shown, self.claims.as_ref().map_or(&none, |(claims, _)| claims));
        self.put_account(&mut shown);
        let mut schemas = vec![USER];
        if shown.contains_key(ENTERPRISE) {
            schemas.push(ENTERPRISE);
        }
        let group = |(id, name): &(GroupId, String)| {
            json!({ "value": id.to_string(), "$ref": format!("{base}/Groups/{id}"),
                "display": name, "type": "direct" })
        };
        if !self.groups.is_empty() {
            let groups: Vec<_> = self.groups.iter().map(group).collect();
            shown.insert("groups".to_owned(), json!(groups));
        }
        shown.insert("schemas".to_owned(), json!(schemas));
        shown.insert("id".to_owned(), json!(self.user.id.to_string()));
        let times = (self.user.created_at, self.modified());
        let version = self.kept.as_ref().map_or(0, |kept| kept.version);
        let place = format!("{base}{}/{}", ResourceKind::User.place(), self.user.id);
        put_meta(&mut shown, (ResourceKind::User, place), times, version);
        shown
    }

    /// What the account itself says counts.
    fn put_account(&self, shown: &mut Resource) {
        let name = &self.user.login_name;
        let typed = shown.get("userName").and_then(Value::as_str);
        if typed.and_then(LoginName::parse).as_ref() != Some(name) {
            shown.insert("userName".to_owned(), json!(name.as_str()));
        }
        if self.kept.is_none() || shown.contains_key("active") {
            let open = !matches!(self.user.stage, Stage::Disabled(_));
            shown.insert("active".to_owned(), json!(open));
        }
        let mut emails = match shown.remove("emails") {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        let is = |one: &Value, device: &Device| {
            let address = one["value"].as_str().and_then(MailAddress::parse);
            address.is_some_and(|address| same(&address, &device.address))
        };
        emails.retain(|one| self.devices.iter().any(|device| is(one, device)));
        for device in &self.devices {
            if !emails.iter().any(|one| is(one, device)) {
                emails.push(match device.kind {
                    Kind::Pc => json!({ "value": device.address.as_str() }),
                    kind => json!({ "value": device.address.as_str(), "type": kind.as_str() }),
                });
            }
        }
        if !emails.is_empty() {
            shown.insert("emails".to_owned(), Value::Array(emails));
        }
    }
}

impl Wanted {
    /// What a resource that was read wants.
    pub fn of(mut resource: Resource) -> Result<Self, Wrong> {
        let name = resource.get("userName").and_then(Value::as_str).and_then(LoginName::parse);
        let password = resource.remove("password");
        Ok(Self {
            login_name: name.ok_or_else(|| {
                Wrong::value("userName", "is not 1 to 128 letters, digits and -_.@+/#")
            })?,
            active: resource.get("active").and_then(Value::as_bool),
            addresses: addresses(&resource)?,
            password: password.as_ref().and_then(Value::as_str).map(Typed::fold),
            external_id: resource.get("externalId").and_then(Value::as_str).map(str::to_owned),
            document: resource,
        })
    }
}

fn addresses(resource: &Resource) -> Result<Vec<(MailAddress, Kind)>, Wrong> {
    let mut found: Vec<(MailAddress, Kind)> = Vec::new();
    let list = resource.get("emails").and_then(Value::as_array);
    for one in list.into_iter().flatten() {
        let address = one["value"].as_str().and_then(MailAddress::parse);
        let address = address.ok_or_else(|| Wrong::value("emails", "has no mail address"))?;
        let kind = one["type"].as_str().unwrap_or_default().to_lowercase();
        let kind = Kind::parse(&kind).unwrap_or(Kind::Pc);
        if !found.iter().any(|(other, _)| same(other, &address)) {
            found.push((address, kind));
        }
    }
    Ok(found)
}

/// The domain has no case, and few mail systems tell the local part's.
pub fn same(one: &MailAddress, other: &MailAddress) -> bool {
    one.as_str().to_lowercase() == other.as_str().to_lowercase()
}

/// Says what the resource is, since when, and in which version: the ETag covers all that is shown, by whatever door it
/// was changed.
pub(super) fn put_meta(
    shown: &mut Resource,
    what: (ResourceKind, String),
    times: (Moment, Moment),
    version: u32,
) {
    let ((kind, place), (created, modified)) = (what, times);
    let text = |at: Moment| at.utc().format(&Rfc3339).unwrap_or_default();
    let mut meta = json!({
        "resourceType": kind.name(),
        "created": text(created),
        "lastModified": text(modified),
        "location": place,
    });
    let all = json!([shown, meta, version]).to_string();
    let digest = keys::digest::sha256(all.as_bytes());
    meta["version"] = json!(format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..12])));
    shown.insert("meta".to_owned(), meta);
}
