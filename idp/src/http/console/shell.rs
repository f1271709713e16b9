//! What stands around every page of the console: the tenant, the side navigation by role, where the page is.

use serde::Serialize;

use super::door::{Hall, Person, Room};
use crate::http::extract::Visitor;
use crate::model::admin::{Deed, Role};
use crate::words::text;

/// An entry of the side navigation: its element id, which is the key of its label too; its address below the tenant's
/// start page; the deed without which it is not there.
pub struct Entry {
    pub id: &'static str,
    pub path: &'static str,
    pub deed: Deed,
}

pub const START: Entry = Entry { id: "nav-start", path: "", deed: Deed::Overview };
pub const USERS: Entry = Entry { id: "nav-users", path: "/users", deed: Deed::UserList };
pub const TABLE: Entry = Entry { id: "nav-table", path: "/table", deed: Deed::UserExport };
pub const POLICY: Entry = Entry { id: "nav-policy", path: "/policy", deed: Deed::PolicyShow };

pub const LOOK: Entry = Entry { id: "nav-look", path: "/look", deed: Deed::PolicyShow };
pub const CLIENTS: Entry = Entry { id: "nav-clients", path: "/clients", deed: Deed::ClientList };
pub const KEYS: Entry = Entry { id: "nav-keys", path: "/keys", deed: Deed::KeyList };
pub const AUTHORITY: Entry =
    Entry { id: "nav-authority", path: "/authority", deed: Deed::CertificateAuthorities };
pub const OUTBOX: Entry = Entry { id: "nav-outbox", path: "/outbox", deed: Deed::OutboxList };
pub const AUDIT: Entry = Entry { id: "nav-audit", path: "/audit", deed: Deed::AuditList };
pub const WEBHOOKS: Entry =
    Entry { id: "nav-webhooks", path: "/webhooks", deed: Deed::WebhookList };
pub const ACCESS: Entry = Entry { id: "nav-access", path: "/access", deed: Deed::RoleList };

/// The side navigation, from top to bottom. A new page of a tenant is one line here.
#[rustfmt::skip]
pub const ENTRIES: &[&Entry] = &[
    &START,
    &USERS,
    &TABLE,
    &CLIENTS,
    &POLICY,
    &LOOK,
    &OUTBOX,
    &AUDIT,
    &KEYS,
    &AUTHORITY,
    &ACCESS,
    &WEBHOOKS,
];

/// What `templates/console/base.html` may read as `console`.
#[derive(Serialize)]
pub struct Shell {
    pub login_name: String,
    pub roles: Vec<String>,
    pub tenant: Option<TenantName>,
    /// Where another tenant is picked, for whoever sees more than one.
    pub switch_href: Option<&'static str>,
    pub items: Vec<Item>,
    pub crumbs: Vec<Crumb>,
    pub sign_out_action: &'static str,
}

#[derive(Serialize)]
pub struct TenantName {
    pub name: String,
    pub slug: String,
}

#[derive(Serialize)]
pub struct Item {
    pub id: &'static str,
    pub href: String,
    pub current: bool,
}

/// A step of the way to this page; the page itself has no address.
#[derive(Serialize)]
pub struct Crumb {
    pub label: String,
    pub href: Option<String>,
}

impl Shell {
    /// Around a page of no tenant.
    pub fn of_hall(visitor: &Visitor, hall: &Hall) -> Self {
        let grants = &hall.administrator.grants;
        let several = grants.len() > 1 || grants.iter().any(|grant| grant.over.is_none());
        Self {
            login_name: hall.who.user.login_name.to_string(),
            roles: roles(visitor, hall, None),
            tenant: None,
            switch_href: several.then_some("/console/tenants"),
            items: Vec::new(),
            crumbs: Vec::new(),
            sign_out_action: "/console/sign-out",
        }
    }

    /// Around the page of an entry.
    pub fn of(visitor: &Visitor, room: &Room, current: &Entry) -> Self {
        let seen = ENTRIES.iter().filter(|entry| room.may(entry.deed));
        let item = |entry: &&Entry| Item {
            id: entry.id,
            href: room.path(entry.path),
            current: entry.id == current.id,
        };
        let label = |entry: &Entry| text(visitor.visit.language, entry.id);
        let mut crumbs = vec![Crumb { label: label(&START), href: Some(room.path("")) }];
        if current.id != START.id {
            crumbs.push(Crumb { label: label(current), href: Some(room.path(current.path)) });
        }
        let shell = Self::of_hall(visitor, &room.hall);
        Self {
            roles: roles(visitor, &room.hall, Some(room)),
            tenant: Some(TenantName {
                name: room.tenant.name.clone(),
                slug: room.tenant.slug.to_string(),
            }),
            items: seen.map(item).collect(),
            crumbs,
            ..shell
        }
    }

    /// Around a page that belongs to a person.
    pub fn of_person(visitor: &Visitor, person: &Person) -> Self {
        let name = person.shown.user.login_name.to_string();
        Self::of(visitor, &person.room, &USERS).then(name, Some(person.path("")))
    }

    /// One step further.
    #[must_use]
    pub fn then(mut self, label: String, href: Option<String>) -> Self {
        self.crumbs.push(Crumb { label, href });
        self
    }
}

/// His roles here, in words.
fn roles(visitor: &Visitor, hall: &Hall, room: Option<&Room>) -> Vec<String> {
    let over = room.map(|room| room.tenant.id);
    let counts = |over_one: Option<_>| over_one.is_none() || room.is_none() || over_one == over;
    let mut roles: Vec<_> = hall
        .administrator
        .grants
        .iter()
        .filter(|grant| counts(grant.over))
        .map(|grant| grant.role)
        .collect();
    roles.sort_unstable();
    roles.dedup();
    let word = |role: Role| {
        let key = format!("role-{}", role.as_str().replace('_', "-"));
        text(visitor.visit.language, &key)
    };
    roles.into_iter().rev().map(word).collect()
}
