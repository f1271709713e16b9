//! What a row would do: make a user, change one, or leave him as he is; and what is refused.

use serde_json::{Map, Value, json};

use super::column::{CLAIMS, Column};
use super::given::{Given, GivenDevice};
use super::reason::Reason;
use super::written;
use crate::model::claims::{Claims, Wrong};
use crate::model::device::{Device, Kind};
use crate::model::login_method::LoginMethod;
use crate::model::names::MailAddress;
use crate::model::policy::{Language, Policy};
use crate::model::user::User;

/// A user as he stands, whole.
#[derive(Clone, Debug)]
pub struct Known {
    pub user: User,
    /// In the order of their numbers.
    pub devices: Vec<Device>,
    pub claims: Claims,
}

/// What rows are judged by.
pub struct Rules<'a> {
    pub policy: &'a Policy,
    /// Whether certificates can be shown anywhere.
    pub certificates: bool,
    /// Whether a hash replaces the password of a user who is there already.
    pub replace_passwords: bool,
    /// In whose words differences are told.
    pub language: Language,
}

/// What a row does.
#[derive(Clone, Debug)]
pub enum Plan {
    Create(Box<New>),
    Change(Box<Change>),
    Stay,
}

#[derive(Clone, Debug)]
pub struct New {
    pub login_method: LoginMethod,
    pub devices: Vec<(MailAddress, Kind)>,
    /// None where nothing is told.
    pub claims: Option<Claims>,
    pub password_hash: Option<String>,
}

/// Changes of one who is there; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub login_method: Option<LoginMethod>,
    /// Devices that he has, with another address or kind.
    pub devices: Vec<Device>,
    pub new_devices: Vec<(u32, MailAddress, Kind)>,
    pub claims: Option<Claims>,
    pub password_hash: Option<String>,
    pub differences: Vec<Difference>,
}

/// One field before and after.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Difference {
    pub column: Column,
    pub before: Option<String>,
    pub after: String,
}

/// Stands for a hash wherever differences are told.
const HIDDEN: &str = "***";

/// Judges a row against what stands.
pub fn plan(given: &Given, before: Option<&Known>, rules: &Rules<'_>) -> Result<Plan, Vec<Reason>> {
    match before {
        None => create(given, rules).map(|new| Plan::Create(Box::new(new))),
        Some(known) => {
            let change = change(given, known, rules)?;
            let none = change.differences.is_empty();
            Ok(if none { Plan::Stay } else { Plan::Change(Box::new(change)) })
        }
    }
}

fn create(given: &Given, rules: &Rules<'_>) -> Result<New, Vec<Reason>> {
    let mut wrong = Vec::new();
    let mut devices = Vec::new();
    for (place, device) in &given.devices {
        match &device.address {
            Some(address) => devices.push((address.clone(), device.kind.unwrap_or(Kind::Pc))),
            None => wrong.push(Reason::KindWithoutAddress { column: Column::Kind(*place) }),
        }
    }
    let method = given.login_method.unwrap_or(rules.policy.login_methods.of_new_user);
    wrong.extend(rules.method(method, devices.len()));
    wrong.extend(rules.number(devices.len()));
    let claims = match merged(&Claims::default(), given) {
        Ok(claims) => claims,
        Err(why) => {
            wrong.push(why);
            None
        }
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let password_hash = given.password_hash.clone();
    Ok(New { login_method: method, devices, claims, password_hash })
}

fn change(given: &Given, known: &Known, rules: &Rules<'_>) -> Result<Change, Vec<Reason>> {
    let (mut change, mut wrong) = (Change::default(), Vec::new());
    for (place, device) in &given.devices {
        wrong.extend(change.device(*place, device, known, rules));
    }
    let devices = known.devices.len() + change.new_devices.len();
    if !change.new_devices.is_empty() {
        wrong.extend(rules.number(devices));
    }
    wrong.extend(change.twice(known));
    let before = known.user.login_method;
    if let Some(method) = given.login_method.filter(|method| *method != before) {
        wrong.extend(rules.method(method, devices));
        change.login_method = Some(method);
        let cell = |method| written::method_cell(method, rules.language);
        change.note(Column::LoginMethod, Some(cell(before)), cell(method));
    }
    match merged(&known.claims, given) {
        Err(why) => wrong.push(why),
        Ok(None) => {}
        Ok(Some(claims)) => change.claims(known, claims, given),
    }
    change.hash(given, known, rules);
    if wrong.is_empty() { Ok(change) } else { Err(wrong) }
}

impl Rules<'_> {
    fn method(&self, method: LoginMethod, devices: usize) -> Option<Reason> {
        if !self.policy.login_methods.allowed.contains(&method) {
            return Some(Reason::MethodNotAllowed);
        }
        if method == LoginMethod::PasswordCertificate && !self.certificates {
            return Some(Reason::CertificateNotAvailable);
        }
        (method.has_second_step() && devices == 0).then_some(Reason::NeedsAddress)
    }

    fn number(&self, devices: usize) -> Option<Reason> {
        let most = self.policy.devices_at_most;
        (devices > usize::from(most)).then_some(Reason::TooManyAddresses { most })
    }
}

impl Change {
    fn note(&mut self, column: Column, before: Option<String>, after: String) {
        self.differences.push(Difference { column, before, after });
    }

    fn device(
        &mut self,
        place: u8,
        given: &GivenDevice,
        known: &Known,
        rules: &Rules<'_>,
    ) -> Option<Reason> {
        let kind_cell = |kind| written::kind_cell(kind, rules.language);
        let Some(before) = known.devices.get(usize::from(place) - 1) else {
            let Some(address) = given.address.clone() else {
                return Some(Reason::KindWithoutAddress { column: Column::Kind(place) });
            };
            let kind = given.kind.unwrap_or(Kind::Pc);
            let last = known.devices.last().map_or(0, |device| device.number);
            let number = last + 1 + u32::try_from(self.new_devices.len()).unwrap_or(0);
            self.note(Column::Mail(place), None, address.to_string());
            self.note(Column::Kind(place), None, kind_cell(kind));
            self.new_devices.push((number, address, kind));
            return None;
        };
        let mut after = before.clone();
        if let Some(address) = given.address.as_ref().filter(|one| **one != before.address) {
            after.address = address.clone();
            self.note(Column::Mail(place), Some(before.address.to_string()), address.to_string());
        }
        if let Some(kind) = given.kind.filter(|kind| *kind != before.kind) {
            after.kind = kind;
            self.note(Column::Kind(place), Some(kind_cell(before.kind)), kind_cell(kind));
        }
        if after.address != before.address || after.kind != before.kind {
            self.devices.push(after);
        }
        None
    }

    /// Whether two devices of the user would have one address.
    fn twice(&self, known: &Known) -> Option<Reason> {
        let lower = |address: &MailAddress| address.as_str().to_lowercase();
        let now = |device: &Device| {
            let changed = self.devices.iter().find(|one| one.id == device.id);
            lower(&changed.unwrap_or(device).address)
        };
        let added = self.new_devices.iter().map(|(_, address, _)| lower(address));
        let all: Vec<String> = known.devices.iter().map(now).chain(added).collect();
        let second = (1..all.len()).find(|place| all[..*place].contains(&all[*place]))?;
        let touched = !self.devices.is_empty() || !self.new_devices.is_empty();
        let place = u8::try_from(second + 1).unwrap_or(u8::MAX);
        touched.then_some(Reason::AddressTwice { column: Column::Mail(place) })
    }

    fn claims(&mut self, known: &Known, claims: Claims, given: &Given) {
        let (before, after) = (written::as_json(&known.claims), written::as_json(&claims));
        for (column, _) in &given.claims {
            let (before, after) = (written::told(column, &before), written::told(column, &after));
            if before != after {
                self.note(column.clone(), before, after.unwrap_or_default());
            }
        }
        self.claims = Some(claims);
    }

    fn hash(&mut self, given: &Given, known: &Known, rules: &Rules<'_>) {
        let Some(hash) = given.password_hash.as_ref().filter(|_| rules.replace_passwords) else {
            return;
        };
        let stored = known.user.stage.password();
        let same = crate::model::foreign_hash::ForeignHash::stored(hash);
        if stored.is_none_or(|stored| stored.hash != same) {
            self.password_hash = Some(hash.clone());
            self.note(Column::PasswordHash, stored.map(|_| HIDDEN.to_owned()), HIDDEN.to_owned());
        }
    }
}

/// The claims with those of the row; none where they are the same.
fn merged(before: &Claims, given: &Given) -> Result<Option<Claims>, Reason> {
    let Some((first, _)) = given.claims.first() else { return Ok(None) };
    let unfit = || Reason::Claim { column: first.clone() };
    let mut all = written::as_json(before);
    for (column, value) in &given.claims {
        put(&mut all, column, value).ok_or_else(unfit)?;
    }
    let after: Claims = serde_json::from_value(all).map_err(|_| unfit())?;
    if after == *before {
        return Ok(None);
    }
    after.check().map_err(|wrong| Reason::Claim { column: blamed(&wrong, given, first) })?;
    Ok(Some(after))
}

fn put(all: &mut Value, column: &Column, value: &Value) -> Option<()> {
    let (group, name) = match column {
        Column::Attribute(name) => (Some("attributes"), name.as_str()),
        Column::Claim(place) => match CLAIMS.get(*place)?.name.split_once('.') {
            Some((group, name)) => (Some(group), name),
            None => (None, CLAIMS.get(*place)?.name),
        },
        _ => return None,
    };
    let all = all.as_object_mut()?;
    let within = match group {
        None => all,
        Some(group) => {
            let group = all.entry(group).or_insert(Value::Null);
            if group.is_null() {
                *group = json!({});
            }
            group.as_object_mut()?
        }
    };
    within_put(within, name, value);
    Some(())
}

fn within_put(within: &mut Map<String, Value>, name: &str, value: &Value) {
    within.insert(name.to_owned(), value.clone());
}

/// The column of the row that a complaint about claims is about.
fn blamed(wrong: &Wrong, given: &Given, otherwise: &Column) -> Column {
    let is_it = |column: &Column| match column {
        Column::Claim(place) => CLAIMS
            .get(*place)
            .is_some_and(|claim| claim.name.split('.').next() == Some(wrong.0.as_str())),
        Column::Attribute(_) => wrong.0 == "attributes",
        _ => false,
    };
    let found = given.claims.iter().map(|(column, _)| column).find(|column| is_it(column));
    found.unwrap_or(otherwise).clone()
}
