//! A group as a resource.

use serde_json::{Value, json};
use uuid::Uuid;

use super::schema::GROUP;
use super::user::put_meta;
use super::{Kind, Resource, Wrong};
use crate::model::ids::GroupId;
use crate::model::moment::Moment;

#[derive(Clone, Debug)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
    pub external_id: Option<String>,
    pub version: u32,
    pub created: Moment,
    pub modified: Moment,
    pub members: Vec<Member>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    pub id: Uuid,
    pub is_group: bool,
}

/// What a resource wants a group to be. Members are ids of people and of groups.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub name: String,
    pub external_id: Option<String>,
    pub members: Vec<Uuid>,
}

impl Group {
    pub fn show(&self, base: &str) -> Resource {
        let mut shown = Resource::new();
        shown.insert("schemas".to_owned(), json!([GROUP]));
        shown.insert("id".to_owned(), json!(self.id.to_string()));
        if let Some(id) = &self.external_id {
            shown.insert("externalId".to_owned(), json!(id));
        }
        shown.insert("displayName".to_owned(), json!(self.name));
        let member = |one: &Member| {
            let kind = if one.is_group { Kind::Group } else { Kind::User };
            let place = format!("{base}{}/{}", kind.place(), one.id);
            json!({ "value": one.id.to_string(), "$ref": place, "type": kind.name() })
        };
        if !self.members.is_empty() {
            let members: Vec<_> = self.members.iter().map(member).collect();
            shown.insert("members".to_owned(), json!(members));
        }
        let place = format!("{base}{}/{}", Kind::Group.place(), self.id);
        put_meta(&mut shown, (Kind::Group, place), (self.created, self.modified), self.version);
        shown
    }
}

impl Wanted {
    pub fn of(resource: &Resource) -> Result<Self, Wrong> {
        let text = |key: &str| resource.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = text("displayName").filter(|name| name.chars().count() <= 256);
        let mut members = Vec::new();
        let list = resource.get("members").and_then(Value::as_array);
        for one in list.into_iter().flatten() {
            let id = one["value"].as_str().and_then(|id| Uuid::parse_str(id).ok());
            members.push(id.ok_or_else(|| Wrong::value("members", "names somebody unknown"))?);
        }
        members.sort_unstable();
        members.dedup();
        Ok(Self {
            name: name.ok_or_else(|| Wrong::value("displayName", "is longer than 256"))?,
            external_id: text("externalId"),
            members,
        })
    }
}
