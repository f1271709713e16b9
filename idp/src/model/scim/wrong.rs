//! What is wrong with a request, in SCIM's words (RFC 7644 §3.12).

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScimType {
    InvalidFilter,
    TooMany,
    Uniqueness,
    Mutability,
    InvalidSyntax,
    InvalidPath,
    NoTarget,
    InvalidValue,
}

impl ScimType {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
        }
    }
}

/// The kind, and a line for the developer at the other end. It never repeats a value that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub kind: ScimType,
    pub detail: String,
}

impl Wrong {
    pub fn new(kind: ScimType, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    pub fn value(name: &str, why: &str) -> Self {
        Self::new(ScimType::InvalidValue, format!("{name} {why}"))
    }

    pub fn path(why: &str) -> Self {
        Self::new(ScimType::InvalidPath, why)
    }

    pub fn filter(why: &str) -> Self {
        Self::new(ScimType::InvalidFilter, why)
    }

    pub fn read_only(name: &str) -> Self {
        Self::new(ScimType::Mutability, format!("{name} cannot be changed"))
    }
}
