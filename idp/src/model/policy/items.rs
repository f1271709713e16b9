//! The items of a policy, one line each: where it stands in the value, what kind it is, its bounds. Whoever shows,
//! reads or compares policies item by item walks this table.

use serde_json::{Map, Value, json};

/// What may stand in an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Switch,
    /// A number within these bounds.
    Number(u32, u32),
    /// The same, or nothing.
    Perhaps(u32, u32),
    /// Numbers with commas between.
    Numbers,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any of these words.
    Several(&'static [&'static str]),
    Text,
    /// One entry a line, its parts with bars between; the members that they fill.
    Lines(&'static [&'static str]),
    /// A number within these bounds; without one, the word.
    Release(u32, u32),
    ReissueEnd(u32, u32),
}

pub struct Item {
    pub path: &'static str,
    pub kind: Kind,
}

pub struct Group {
    pub id: &'static str,
    pub items: &'static [Item],
}

const fn item(path: &'static str, kind: Kind) -> Item {
    Item { path, kind }
}

use Kind::{Choice, Lines, Number, Numbers, Perhaps, Several, Switch, Text};

const METHODS: &[&str] = &["password", "password_otp", "password_certificate"];

#[rustfmt::skip]
pub const GROUPS: &[Group] = &[
    Group { id: "password", items: &[
        item("password.length_min", Number(8, 128)),
        item("password.length_min_alone", Number(8, 128)),
        item("password.length_max", Number(8, 128)),
        item("password.characters", Choice(&["half_width", "any"])),
        item("password.required_classes", Several(&["digit", "lower", "upper", "symbol"])),
        item("password.valid_days", Perhaps(1, 3650)),
        item("password.remind_days_before", Numbers),
        item("password.former_refused", Number(1, 24)),
        item("password.refuse_commonplace", Switch),
    ] },
    Group { id: "code", items: &[
        item("one_time_code.digits", Number(6, 10)),
        item("one_time_code.life_seconds", Number(60, 3600)),
        item("one_time_code.resend_wait_seconds", Number(0, 600)),
        item("one_time_code.mails_per_quarter_hour", Number(1, 30)),
        item("one_time_code.tries_per_code", Number(1, 10)),
    ] },
    Group { id: "lockout", items: &[
        item("lockout.tries", Number(3, 20)),
        item("lockout.growing_delay", Switch),
        item("lockout.release", Kind::Release(1, 1440)),
        item("lockout.self_release_by_mail", Switch),
        item("lockout.known_browser_counts_apart", Switch),
        item("lockout.answer_tries", Perhaps(3, 20)),
        item("conceal_first_step", Switch),
    ] },
    Group { id: "methods", items: &[
        item("login_methods.allowed", Several(METHODS)),
        item("login_methods.of_new_user", Choice(METHODS)),
        item("login_methods.user_may_change", Choice(&["no", "upward_only", "both_ways"])),
    ] },
    Group { id: "account", items: &[
        item("account_site.on", Switch),
        item("account_site.device_add", Switch),
        item("account_site.device_change", Switch),
        item("account_site.device_delete", Switch),
        item("account_site.password_change", Switch),
        item("account_site.question_change", Switch),
        item("account_site.history", Switch),
        item("account_site.connected_websites", Switch),
        item("account_site.browsers", Switch),
        item("account_site.data_download", Switch),
        item("devices_at_most", Number(1, 20)),
        item("history_days", Number(1, 3650)),
    ] },
    Group { id: "certificate", items: &[
        item("certificate.valid_days", Number(1, 730)),
        item("certificate.key", Choice(&["rsa2048", "p256"])),
        item("certificate.download_password", Choice(&["kept", "shown_once"])),
    ] },
    Group { id: "enrolment", items: &[
        item("enrolment.address_days", Number(1, 90)),
        item("enrolment.tries", Number(1, 20)),
    ] },
    Group { id: "reissue", items: &[
        item("reissue.on", Switch),
        item("reissue.link_minutes", Number(5, 1440)),
        item("reissue.ends_with", Kind::ReissueEnd(5, 1440)),
        item("question.on", Switch),
        item("question.list", Lines(&["ja", "en"])),
        item("recovery_codes", Switch),
    ] },
    Group { id: "session", items: &[
        item("session.idle_minutes", Number(1, 1440)),
        item("session.absolute_minutes", Number(5, 43200)),
        item("session.single_sign_on", Switch),
        item("session.remembered_browser_days", Perhaps(1, 365)),
    ] },
    Group { id: "websites", items: &[
        item("consent", Choice(&["never", "first_time"])),
        item("links.account", Switch),
        item("links.reissue", Switch),
        item("client_registration", Choice(&["off", "with_token", "open"])),
        item("claims", Lines(&["claim", "scope", "attribute"])),
    ] },
    Group { id: "languages", items: &[
        item("languages.default", Choice(&["ja", "en"])),
        item("languages.offered", Several(&["ja", "en"])),
    ] },
    Group { id: "look", items: &[
        item("desk.name", Text),
        item("desk.telephone", Text),
        item("desk.address", Text),
        item("desk.hours", Text),
        item("desk.mail", Text),
        item("look.terms", Text),
        item("look.privacy", Text),
        item("look.colour", Text),
        item("look.seal.label.ja", Text),
        item("look.seal.label.en", Text),
        item("look.seal.href", Text),
    ] },
];

pub fn all() -> impl Iterator<Item = &'static Item> {
    GROUPS.iter().flat_map(|group| group.items)
}

impl Item {
    /// The item in a policy's value.
    pub fn value<'a>(&self, policy: &'a Value) -> &'a Value {
        self.path.split('.').fold(policy, |value, name| value.get(name).unwrap_or(&Value::Null))
    }

    /// The bounds of a number.
    pub const fn bounds(&self) -> Option<(u32, u32)> {
        match self.kind {
            Number(low, high)
            | Perhaps(low, high)
            | Kind::Release(low, high)
            | Kind::ReissueEnd(low, high) => Some((low, high)),
            _ => None,
        }
    }

    /// The item as it is typed.
    pub fn typed(&self, policy: &Value) -> String {
        let value = self.value(policy);
        match self.kind {
            Kind::Release(..) => plain(&value["after_minutes"]),
            Kind::ReissueEnd(..) => plain(&value["temporary_password"]["minutes"]),
            Numbers | Several(_) => entries(value).map(plain).collect::<Vec<_>>().join(", "),
            Lines(members) => {
                let line = |entry: &Value| {
                    members.iter().map(|name| plain(&entry[*name])).collect::<Vec<_>>().join(" | ")
                };
                entries(value).map(line).collect::<Vec<_>>().join("\n")
            }
            _ => plain(value),
        }
    }

    /// The value of what was typed; nothing where it cannot be one.
    pub fn read(&self, typed: &str) -> Option<Value> {
        let typed = typed.trim();
        let number = || typed.parse::<u32>().ok().map(Value::from);
        Some(match self.kind {
            Switch => json!(typed == "true"),
            Perhaps(..) | Text if typed.is_empty() => Value::Null,
            Number(..) | Perhaps(..) => number()?,
            Kind::Release(..) if typed.is_empty() => json!("desk"),
            Kind::Release(..) => json!({ "after_minutes": number()? }),
            Kind::ReissueEnd(..) if typed.is_empty() => json!("second_proof"),
            Kind::ReissueEnd(..) => json!({ "temporary_password": { "minutes": number()? } }),
            Choice(words) => json!(words.iter().find(|word| **word == typed)?),
            Text => json!(typed),
            Several(words) => {
                let found = parts(typed, ',').map(|part| words.iter().find(|word| **word == part));
                json!(found.collect::<Option<Vec<_>>>()?)
            }
            Numbers => {
                let found = parts(typed, ',').map(|part| part.parse::<u16>().ok());
                json!(found.collect::<Option<Vec<_>>>()?)
            }
            Lines(members) => {
                let lines = parts(typed, '\n').map(|line| entry(members, line));
                json!(lines.collect::<Option<Vec<_>>>()?)
            }
        })
    }

    /// Puts a value where the item stands.
    pub fn put(&self, policy: &mut Value, value: Value) {
        let mut place = policy;
        for name in self.path.split('.') {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            place = &mut place[name];
        }
        *place = value;
    }
}

/// What is there only as a whole is gone when its name is.
pub fn settle(policy: &mut Value) {
    if policy["desk"]["name"].is_null() {
        policy["desk"] = Value::Null;
    }
    let label = &policy["look"]["seal"]["label"];
    if label["ja"].is_null() && label["en"].is_null() {
        policy["look"]["seal"] = Value::Null;
    }
}

fn entries(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn parts(typed: &str, between: char) -> impl Iterator<Item = &str> {
    typed.split(between).map(str::trim).filter(|part| !part.is_empty())
}

fn entry(members: &[&str], line: &str) -> Option<Value> {
    let parts: Vec<_> = line.split('|').map(str::trim).collect();
    let fits = parts.len() == members.len() && parts.iter().all(|part| !part.is_empty());
    fits.then(|| members.iter().zip(parts).map(|(name, part)| (*name, part)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::policy::Policy;

    #[test]
    fn every_leaf_of_a_policy_is_an_item_but_where_it_began() {
        for policy in [Policy::standard(), Policy::classic()] {
            let whole = serde_json::to_value(&policy).unwrap();
            let mut built = json!({ "preset": whole["preset"] });
            for item in all() {
                item.put(&mut built, item.read(&item.typed(&whole)).unwrap());
            }
            settle(&mut built);
            assert_eq!(serde_json::from_value::<Policy>(built).unwrap(), policy);
        }
    }

    #[test]
    fn the_bounds_are_those_of_the_check() {
        let problem = |item: &Item, number: u32| {
            let mut value = serde_json::to_value(Policy::standard()).unwrap();
            item.put(&mut value, item.read(&number.to_string()).unwrap());
            let Ok(policy) = serde_json::from_value::<Policy>(value) else { return true };
            let problems = policy.check().err().unwrap_or_default();
            problems.iter().any(|one| one.field == item.path && one.why.contains("not between"))
        };
        for item in all() {
            let Some((low, high)) = item.bounds() else { continue };
            assert!(!problem(item, low) && !problem(item, high), "{}", item.path);
            assert!(problem(item, high + 1), "{}", item.path);
            assert!(low == 0 || problem(item, low - 1), "{}", item.path);
        }
    }
}
