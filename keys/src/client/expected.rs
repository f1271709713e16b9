//! What a token of a client must be and say, as the caller knows it beforehand.

use super::algorithm::Algorithm;

/// What a token must be and say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    pub typ: Typ<'a>,
    /// The algorithms a signature may have; an HMAC is HS256 and does not look here.
    pub algorithms: &'a [Algorithm],
    pub issuer: Name<'a>,
    pub subject: Name<'a>,
    pub audience: Audience<'a>,
    pub times: Times,
    /// Whether the token must name itself with `jti`; one that stands there is always checked.
    pub jti_required: bool,
}

/// The media types a header may give, each with or without `application/` (RFC 7515 §4.1.9).
#[derive(Debug, Clone, Copy)]
pub enum Typ<'a> {
    OneOf(&'a [&'a str]),
    /// A header that gives no type passes, too.
    AbsentOr(&'a [&'a str]),
}

/// A claim with a single value.
#[derive(Debug, Clone, Copy)]
pub enum Name<'a> {
    Unread,
    Is(&'a str),
    AbsentOr(&'a str),
}

/// For whom a token may be meant.
#[derive(Debug, Clone, Copy)]
pub enum Audience<'a> {
    Unread,
    /// One of these is the audience or among it.
    AnyOf(&'a [&'a str]),
    /// As `AnyOf`, but a token without an audience passes, too.
    AbsentOr(&'a [&'a str]),
    /// This is the audience, as a string and not in an array (FAPI 2.0 Security Profile §5.3.2.1).
    Only(&'a str),
}

/// How old and how long-lived a token may be, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// By how much clocks may differ.
    pub leeway: i64,
    pub expiry_required: bool,
    pub not_before_required: bool,
    /// How long ago validity may have begun, by `nbf` or, without it, by `iat`.
    pub max_age: Option<i64>,
    /// How long validity may last, from `nbf` or else `iat` or else now until `exp`.
    pub max_lifetime: Option<i64>,
}

impl<'a> Expected<'a> {
    /// An assertion by which `client` authenticates (RFC 7523 §3), good for five minutes at most.
    pub fn assertion(client: &'a str, audience: Audience<'a>, algorithms: &'a [Algorithm]) -> Self {
        Self {
            typ: Typ::AbsentOr(&["JWT", "client-authentication+jwt"]),
            algorithms,
            issuer: Name::Is(client),
            subject: Name::Is(client),
            audience,
            times: Times {
                leeway: 10,
                expiry_required: true,
                not_before_required: false,
                max_age: None,
                max_lifetime: Some(300),
            },
            jti_required: true,
        }
    }

    /// A request object of `client` (RFC 9101 §4); whoever gives times is held to them.
    pub fn request_object(
        client: &'a str,
        audience: Audience<'a>,
        algorithms: &'a [Algorithm],
    ) -> Self {
        Self {
            typ: Typ::AbsentOr(&["JWT", "oauth-authz-req+jwt"]),
            algorithms,
            issuer: Name::AbsentOr(client),
            subject: Name::Unread,
            audience,
            times: Times {
                leeway: 10,
                expiry_required: false,
                not_before_required: false,
                max_age: None,
                max_lifetime: None,
            },
            jti_required: false,
        }
    }

    /// The same with the times that FAPI demands of a request object: begun within the last hour, and
    /// ended an hour after that (FAPI 2.0 Message Signing §5.3.1).
    #[must_use]
    pub fn within_the_hour(self) -> Self {
        let times = Times {
            expiry_required: true,
            not_before_required: true,
            max_age: Some(3600),
            max_lifetime: Some(3600),
            ..self.times
        };
        Self { issuer: self.issuer.required(), times, ..self }
    }
}

impl Name<'_> {
    fn required(self) -> Self {
        match self {
            Self::AbsentOr(name) => Self::Is(name),
            other => other,
        }
    }
}
