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
            let (id, href) = (id_of(entry), visitor.path(entry.path()));
            Item { id, label_key: id, href, current: entry == current }
        };
        Self {
            items: items.map(item).collect(),
            logout_action: visitor.path("/logout/confirm"),
            login_name: who.user.login_name.to_string(),
        }
    }
}

/// The element id of an entry, which is the key of its label too.
const fn id_of(entry: Entry) -> &'static str {
    match entry {
        Entry::Devices => "menu-account",
        Entry::Password => "menu-password",
        Entry::Question => "menu-question",
        Entry::History => "menu-history",
        Entry::Method => "menu-method",
        Entry::Websites => "menu-websites",
        Entry::Browsers => "menu-browsers",
        Entry::RecoveryCodes => "menu-recovery",
        Entry::Data => "menu-data",
    }
}
