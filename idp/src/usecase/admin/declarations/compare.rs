//! What differs between what files want and what stands. Nothing is changed.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::standing::{self, Standing};
use crate::app::App;
use crate::model::client::{Client, metadata};
use crate::model::declaration::{Secret, Wanted, WantedClient, repeated};
use crate::model::image::{Image, Place};
use crate::stop::{Fault, Stop};
use crate::usecase::admin::simulate;
use crate::usecase::admin::tenants::is_name;

/// What happens to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Create,
    Change,
    Remove,
    /// It is in no file, and stays.
    Drift,
}

/// One item that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub tenant: String,
    /// The client that it is about; none: the tenant itself.
    pub client: Option<String>,
    pub kind: Kind,
    /// The item: `name`, `policy.…`, a member of RFC 7591; none: the whole.
    pub item: Option<String>,
    pub before: Value,
    pub after: Value,
}

/// Why files cannot be made true.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the tenant of the administrators is not declared in files")]
    Reserved,
    #[error("a name has 1 to 100 characters and no line break")]
    Name,
    #[error("it stands twice")]
    Repeated(String),
    #[error("the profile of a client cannot be changed; give it another client_id")]
    Profile(String),
    #[error("it registered itself, and is not declared in files")]
    Registered(String),
    #[error("{1} is not given, and a new client needs it")]
    NoSecret(String, String),
}

impl Refusal {
    /// The client that it is about; none: the tenant.
    pub fn client(&self) -> Option<&str> {
        match self {
            Self::Reserved | Self::Name => None,
            Self::Repeated(id)
            | Self::Profile(id)
            | Self::Registered(id)
            | Self::NoSecret(id, _) => Some(id),
        }
    }
}

/// All that differs, in the order in which it would be done.
pub async fn compare(
    app: &App,
    wanted: &Wanted,
    standing: Option<&Standing>,
    prune: bool,
) -> Result<Vec<Change>, Stop<Vec<Refusal>>> {
    let refusals = refusals(wanted, standing);
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    let tenant = wanted.slug.to_string();
    let mut found = of_tenant(wanted, standing).map_err(Stop::Fault)?;
    for one in &wanted.clients {
        let (before, another) = match standing {
            Some(standing) => {
                let before = standing.clients.iter().find(|client| client.id == one.client.id);
                let another = standing::is_another(app, standing, &one.client.id, &one.secret);
                (before, another.await?)
            }
            None => (None, false),
        };
        found.extend(of_client(&tenant, one, before, another).map_err(Stop::Fault)?);
    }
    let strays = standing.into_iter().flat_map(|standing| &standing.clients);
    let strays =
        strays.filter(|client| wanted.clients.iter().all(|one| one.client.id != client.id));
    found.extend(strays.map(|client| Change {
        tenant: tenant.clone(),
        client: Some(client.id.to_string()),
        kind: if prune { Kind::Remove } else { Kind::Drift },
        item: None,
        before: json!(client.name),
        after: Value::Null,
    }));
    Ok(found)
}

fn refusals(wanted: &Wanted, standing: Option<&Standing>) -> Vec<Refusal> {
    let mut found = Vec::new();
    found.extend(wanted.slug.is_system().then_some(Refusal::Reserved));
    found.extend((!is_name(&wanted.name)).then_some(Refusal::Name));
    found.extend(repeated(&wanted.clients).iter().map(|id| Refusal::Repeated(id.to_string())));
    for one in &wanted.clients {
        let id = &one.client.id;
        let before = standing.and_then(|it| it.clients.iter().find(|client| client.id == *id));
        if standing.is_some_and(|standing| standing.registered.contains(id)) {
            found.push(Refusal::Registered(id.to_string()));
        }
        match (before, &one.secret) {
            (Some(before), _) if before.profile != one.client.profile => {
                found.push(Refusal::Profile(id.to_string()));
            }
            (None, Secret::Missing(reference)) => {
                found.push(Refusal::NoSecret(id.to_string(), reference.clone()));
            }
            _ => {}
        }
    }
    found
}

fn of_tenant(wanted: &Wanted, standing: Option<&Standing>) -> Result<Vec<Change>, Fault> {
    let tenant = wanted.slug.to_string();
    let change = |item: &str, before: Value, after: Value| Change {
        tenant: tenant.clone(),
        client: None,
        kind: Kind::Change,
        item: Some(item.to_owned()),
        before,
        after,
    };
    let Some(standing) = standing else {
        let whole = change("", Value::Null, json!(wanted.name));
        return Ok(vec![Change { kind: Kind::Create, item: None, ..whole }]);
    };
    let mut found = Vec::new();
    if standing.tenant.name != wanted.name {
        found.push(change("name", json!(standing.tenant.name), json!(wanted.name)));
    }
    for ((place, before), after) in Place::ALL.into_iter().zip(&standing.images).zip(&wanted.images)
    {
        if before != after {
            found.push(change(place.as_str(), picture(before.as_ref()), picture(after.as_ref())));
        }
    }
    for one in simulate::differences(&standing.tenant.policy, &wanted.policy)? {
        found.push(change(&format!("policy.{}", one.field), one.before, one.after));
    }
    Ok(found)
}

/// A picture, told by its kind and size.
fn picture(image: Option<&Image>) -> Value {
    image.map_or(Value::Null, |image| {
        json!(format!("{}, {} bytes", image.format.media_type(), image.bytes.len()))
    })
}

fn of_client(
    tenant: &str,
    wanted: &WantedClient,
    before: Option<&Client>,
    another_secret: bool,
) -> Result<Vec<Change>, Fault> {
    let client = &wanted.client;
    let change = |item: &str, before: Value, after: Value| Change {
        tenant: tenant.to_owned(),
        client: Some(client.id.to_string()),
        kind: Kind::Change,
        item: Some(item.to_owned()),
        before,
        after,
    };
    let Some(before) = before else {
        let whole = change("", Value::Null, json!(client.name));
        return Ok(vec![Change { kind: Kind::Create, item: None, ..whole }]);
    };
    let (one, other) = (metadata::said(before)?, metadata::said(client)?);
    let mut members: Vec<_> = one.keys().chain(other.keys()).collect();
    members.sort();
    members.dedup();
    let value = |said: &metadata::Said, member: &str| said.get(member).cloned().unwrap_or_default();
    let differs = members.into_iter().filter(|member| value(&one, member) != value(&other, member));
    let mut found: Vec<_> =
        differs.map(|member| change(member, value(&one, member), value(&other, member))).collect();
    if another_secret {
        found.push(change("client_secret", json!("***"), json!("***")));
    }
    Ok(found)
}
