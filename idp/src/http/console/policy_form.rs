//! The form of the login rules and that of the look: which items each has, and what was typed into them.

use serde_json::Value;

use super::door::Room;
use super::policy_said as said;
use crate::http::failure::Failure;
use crate::model::policy::check::{CheckedPolicy, Problem};
use crate::model::policy::items::{self, Group, Item, Kind};
use crate::model::policy::{Policy, Preset};
use crate::stop::Fault;
use crate::wire::params::Params;

/// The items that stand on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// How people log in.
    Rules,
    /// What they see: desk, links, colours, languages.
    Look,
}

impl Part {
    /// As forms carry it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Look => "look",
        }
    }

    pub fn of(fields: &Params) -> Self {
        if fields.value("part") == Some("look") { Self::Look } else { Self::Rules }
    }

    pub const fn below(self) -> &'static str {
        match self {
            Self::Rules => "/policy",
            Self::Look => "/look",
        }
    }

    pub fn groups(self) -> impl Iterator<Item = &'static Group> {
        let look = self == Self::Look;
        items::GROUPS.iter().filter(move |group| ["languages", "look"].contains(&group.id) == look)
    }

    fn items(self) -> impl Iterator<Item = &'static Item> {
        self.groups().flat_map(|group| group.items)
    }
}

pub fn version(fields: &Params) -> u32 {
    fields.value("version").and_then(|text| text.parse().ok()).unwrap_or(0)
}

pub fn earlier(fields: &Params) -> Option<u32> {
    fields.value("to").and_then(|text| text.parse().ok())
}

/// A policy that a form carries whole.
pub fn whole(fields: &Params) -> Option<CheckedPolicy> {
    serde_json::from_str::<Policy>(fields.value("policy")?).ok()?.check().ok()
}

/// What was typed into the fields of an item.
pub fn typed_in(item: &Item, fields: &Params) -> String {
    if let Kind::Several(words) = item.kind {
        let ticked = |word: &&&str| fields.value(&format!("{}.{word}", item.path)).is_some();
        return words.iter().filter(ticked).copied().collect::<Vec<_>>().join(", ");
    }
    fields.owned(item.path).unwrap_or_default()
}

/// The policy that was typed, or the items that are wrong, each with why. Items of other pages stay as they stand.
pub fn given(
    room: &Room,
    fields: &Params,
) -> Result<Result<CheckedPolicy, Vec<said::Wrong>>, Failure> {
    let standing: &Policy = &room.tenant.policy;
    let mut value: Value = serde_json::to_value(standing).map_err(Fault::from)?;
    let mut wrong = Vec::new();
    for item in Part::of(fields).items() {
        match item.read(&typed_in(item, fields)) {
            Some(read) => item.put(&mut value, read),
            None => wrong.push(said::Wrong { path: item.path, related: false }),
        }
    }
    items::settle(&mut value);
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    // A number that is too great for its place is the only thing that is left to go wrong here.
    let Ok(policy) = serde_json::from_value::<Policy>(value) else {
        let beyond = |item: &&Item| said::beyond(item, &typed_in(item, fields));
        let wrong = |item: &Item| said::Wrong { path: item.path, related: false };
        return Ok(Err(items::all().filter(beyond).map(wrong).collect()));
    };
    let told = |one: Problem| said::Wrong {
        path: one.field,
        related: !one.why.contains("is not between"),
    };
    Ok(policy.check().map_err(|all| all.into_iter().map(told).collect()))
}

/// A preset, with what the tenant shows of itself as it stands.
pub fn preset(room: &Room, preset: Preset) -> Result<Option<CheckedPolicy>, Failure> {
    let standing = serde_json::to_value(&*room.tenant.policy).map_err(Fault::from)?;
    let mut value = serde_json::to_value(Policy::preset(preset)).map_err(Fault::from)?;
    for name in ["desk", "look", "languages", "claims"] {
        value[name] = standing[name].clone();
    }
    let policy = serde_json::from_value::<Policy>(value).map_err(Fault::from)?;
    Ok(policy.check().ok())
}
