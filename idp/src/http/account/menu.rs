//! The menu that every page of the account site has.

use serde::Serialize;

use crate::http::extract::Visitor;
use crate::model::menu::Entry;
use crate::usecase::session::SignedIn;

/// What `templates/account/base.html` may read as `menu`.
#[derive(Default, Serialize)]
pub struct Menu {
    pub items: Vec<Item>,
    pub logout_action: String,
    pub login_name: String,
}

#[derive(Serialize)]
pub struct Item {
    pub id: &'static str,
    pub label_key: &'static str,
    pub href: String,
    pub current: bool,
}

impl Menu {
    pub fn of(visitor: &Visitor, who: &SignedIn, current: Entry) -> Self {
        let policy = &visitor.tenant().policy;
        let items = Entry::ALL.into_iter().filter(|entry| entry.is_on(policy));
        let item = |entry: Entry| {
            let (id, label_key, below) = words(entry);
            Item { id, label_key, href: visitor.path(below), current: entry == current }
        };
        Self {
            items: items.map(item).collect(),
            logout_action: visitor.path("/logout/confirm"),
            login_name: who.user.login_name.to_string(),
        }
    }
}

/// Element id, label and address of an entry.
const fn words(entry: Entry) -> (&'static str, &'static str, &'static str) {
    match entry {
        Entry::Devices => ("menu-account", "menu-account", "/account"),
        Entry::Password => ("menu-password", "menu-password", "/account/password"),
        Entry::Question => ("menu-question", "menu-question", "/account/question"),
        Entry::History => ("menu-history", "menu-history", "/account/history"),
        Entry::Method => ("menu-method", "menu-method", "/account/method"),
        Entry::Websites => ("menu-websites", "menu-websites", "/account/websites"),
        Entry::Browsers => ("menu-browsers", "menu-browsers", "/account/browsers"),
        Entry::RecoveryCodes => ("menu-recovery", "menu-recovery", "/account/recovery-codes"),
        Entry::Data => ("menu-data", "menu-data", "/account/data"),
    }
}
