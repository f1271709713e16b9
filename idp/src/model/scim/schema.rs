//! The schemas that are served, read from the files that `/Schemas` shows.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    User,
    Group,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }

    /// Where its resources are, below the base.
    pub const fn place(self) -> &'static str {
        match self {
            Self::User => "/Users",
            Self::Group => "/Groups",
        }
    }

    pub const fn urn(self) -> &'static str {
        match self {
            Self::User => USER,
            Self::Group => GROUP,
        }
    }

    pub fn schema(self) -> &'static Schema {
        match self {
            Self::User => &ALL.user,
            Self::Group => &ALL.group,
        }
    }

    pub fn extension(self) -> Option<&'static Schema> {
        (self == Self::User).then_some(&ALL.enterprise)
    }

    /// An attribute of the resource itself or of what extends it; those that every resource has too.
    pub fn attribute(self, urn: Option<&str>, name: &str) -> Option<&'static Attribute> {
        let own = urn.is_none_or(|urn| urn.eq_ignore_ascii_case(self.urn()));
        if own {
            return find(&self.schema().attributes, name).or_else(|| find(&ALL.common, name));
        }
        find(&self.extension()?.attributes, name)
    }
}

#[derive(Debug, Deserialize)]
pub struct Schema {
    pub id: String,
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Type {
    String,
    Boolean,
    Integer,
    Complex,
    Reference,
    Binary,
    DateTime,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mutability {
    #[default]
    ReadWrite,
    ReadOnly,
    WriteOnly,
    Immutable,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Returned {
    #[default]
    Default,
    Always,
    Never,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: Type,
    #[serde(default)]
    pub multi_valued: bool,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub case_exact: bool,
    #[serde(default)]
    pub mutability: Mutability,
    #[serde(default)]
    pub returned: Returned,
    #[serde(default)]
    pub sub_attributes: Vec<Attribute>,
}

impl Attribute {
    pub fn sub(&self, name: &str) -> Option<&Self> {
        find(&self.sub_attributes, name)
    }

    pub fn is_read_only(&self) -> bool {
        self.mutability == Mutability::ReadOnly
    }
}

pub fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|one| one.name.eq_ignore_ascii_case(name))
}

struct All {
    user: Schema,
    group: Schema,
    enterprise: Schema,
    common: Vec<Attribute>,
    shown: Vec<Value>,
}

const FILES: [&str; 6] = [
    include_str!("schemas/user.json"),
    include_str!("schemas/group.json"),
    include_str!("schemas/enterprise.json"),
    include_str!("schemas/service_provider_config.json"),
    include_str!("schemas/resource_type.json"),
    include_str!("schemas/schema.json"),
];

/// What every resource has (RFC 7643 §3.1).
const COMMON: &str = r#"[
    {"name":"schemas","type":"reference","multiValued":true,"caseExact":true,"mutability":"readOnly","returned":"always"},
    {"name":"id","type":"string","caseExact":true,"mutability":"readOnly","returned":"always"},
    {"name":"externalId","type":"string","caseExact":true},
    {"name":"meta","type":"complex","mutability":"readOnly","subAttributes":[
        {"name":"resourceType","type":"string","caseExact":true,"mutability":"readOnly"},
        {"name":"created","type":"dateTime","mutability":"readOnly"},
        {"name":"lastModified","type":"dateTime","mutability":"readOnly"},
        {"name":"location","type":"reference","caseExact":true,"mutability":"readOnly"},
        {"name":"version","type":"string","caseExact":true,"mutability":"readOnly"}]}]"#;

/// A file that could not be read would be an empty schema; a test reads them all.
static ALL: LazyLock<All> = LazyLock::new(|| {
    let read = |text: &str| {
        let none = Schema { id: String::new(), attributes: Vec::new() };
        serde_json::from_str(text).unwrap_or(none)
    };
    All {
        user: read(FILES[0]),
        group: read(FILES[1]),
        enterprise: read(FILES[2]),
        common: serde_json::from_str(COMMON).unwrap_or_default(),
        shown: FILES.iter().filter_map(|text| serde_json::from_str(text).ok()).collect(),
    }
});

/// All schemas as they are shown.
pub fn shown() -> &'static [Value] {
    &ALL.shown
}

/// The attributes that a resource of this kind may be sent with.
pub fn common() -> &'static [Attribute] {
    &ALL.common
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        assert_eq!(shown().len(), FILES.len());
        assert_eq!(common().len(), 4);
        for (schema, id, attributes) in [
            (Kind::User.schema(), USER, 21),
            (Kind::Group.schema(), GROUP, 2),
            (Kind::User.extension().unwrap(), ENTERPRISE, 6),
        ] {
            assert_eq!((schema.id.as_str(), schema.attributes.len()), (id, attributes));
        }
        assert!(Kind::User.attribute(Some(ENTERPRISE), "DEPARTMENT").is_some());
        assert!(Kind::User.attribute(None, "department").is_none());
        assert!(Kind::Group.attribute(Some(ENTERPRISE), "department").is_none());
    }
}
