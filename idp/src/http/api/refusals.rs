//! What use-cases refuse, as the API tells it: one table.

use super::problem::{Code, FieldError, Refused};
use crate::model::claims::Wrong;
use crate::model::client::{Impossible, metadata};
use crate::model::image;
use crate::model::policy::check;
use crate::usecase::admin::{
    api_keys, certificates, clients, export, import, initial_access_tokens, once, policies,
    reissues, roles, scim_tokens, support, tenants, trials, users, webhooks,
};
use crate::usecase::enrolment::invite;

macro_rules! told {
    ($($refusal:ty: $why:ident => $told:expr;)*) => {
        $(impl From<$refusal> for Refused {
            fn from($why: $refusal) -> Self {
                $told
            }
        })*
    };
}

told! {
    tenants::Refusal: why => match why {
        tenants::Refusal::Exists => Self::with(Code::AlreadyExists, why),
        tenants::Refusal::Reserved => Self::of_member("/slug", why),
        tenants::Refusal::Name => Self::of_member("/name", why),
    };
    policies::Refusal: why => match why {
        policies::Refusal::ChangedMeanwhile => Self::because(Code::ChangedMeanwhile),
        policies::Refusal::NoSuchVersion => Self::of_member("/version", why),
    };
    Vec<check::Problem>: problems => Self::of_members(problems.iter().map(of_policy).collect());
    users::Refusal: why => match why {
        users::Refusal::Exists => Self::with(Code::AlreadyExists, why),
        users::Refusal::MethodNotAllowed => Self::of_member("/login_method", why),
        users::Refusal::NeedsAddress
        | users::Refusal::TooManyDevices
        | users::Refusal::SameAddress => Self::of_member("/devices", why),
        users::Refusal::CertificateNotAvailable
        | users::Refusal::LastOperator
        | users::Refusal::Weak(_) => Self::with(Code::NotPossible, why),
        users::Refusal::Gone => Self::because(Code::NotFound),
    };
    support::Refusal: why => Self::with(Code::NotPossible, why);
    reissues::Refusal: why => Self::with(Code::NotPossible, why);
    invite::Refusal: why => Self::with(Code::NotPossible, why);
    certificates::Refusal: why => match why {
        certificates::Refusal::NoDevice => Self::of_member("/device", why),
        certificates::Refusal::Request(_) => Self::of_member("/csr", why),
        certificates::Refusal::OtherMethod => {
            Self::with(Code::NotPossible, "the login method of this user has no certificates")
        }
        _ => Self::with(Code::NotPossible, why),
    };
    Impossible: why => Self::of_member("/metadata", why);
    metadata::Unfit: why => {
        Self::of_member(&format!("/metadata/{}", escaped(why.member())), &why)
    };
    clients::Unchanged: why => match why {
        clients::Unchanged::Impossible(why) => why.into(),
        clients::Unchanged::ChangedMeanwhile => Self::because(Code::ChangedMeanwhile),
    };
    trials::Refusal: why => match why {
        trials::Refusal::Scope(_) => Self::of_member("/scope", why),
        trials::Refusal::NoLogin | trials::Refusal::Disabled => {
            Self::with(Code::NotPossible, why)
        }
    };
    initial_access_tokens::Unfit: why => {
        let pointer = match why {
            initial_access_tokens::Unfit::Uses => "/uses",
            initial_access_tokens::Unfit::Days => "/days",
            initial_access_tokens::Unfit::Note => "/note",
        };
        Self::of_member(pointer, why)
    };
    api_keys::Unfit: why => {
        let pointer = match why {
            api_keys::Unfit::Name => "/name",
            api_keys::Unfit::Days => "/days",
            api_keys::Unfit::Scopes => "/scopes",
            api_keys::Unfit::OperatorOfOneTenant => "/role",
        };
        Self::of_member(pointer, why)
    };
    roles::Refusal: why => match why {
        roles::Refusal::NoSuchUser => Self::of_member("/user_id", why),
        roles::Refusal::OperatorOfOneTenant => Self::of_member("/role", why),
        roles::Refusal::HasIt => Self::with(Code::AlreadyExists, why),
        roles::Refusal::LastOperator => Self::with(Code::NotPossible, why),
    };
    webhooks::Refusal: why => match why {
        webhooks::Refusal::Address => Self::of_member("/url", why),
        webhooks::Refusal::Events => Self::of_member("/events", why),
        webhooks::Refusal::TooMany => Self::with(Code::NotPossible, why),
    };
    scim_tokens::Unfit: why => match why {
        scim_tokens::Unfit::Name => Self::of_member("/name", why),
        scim_tokens::Unfit::Days => Self::of_member("/days", why),
        scim_tokens::Unfit::NameTaken => Self::with(Code::AlreadyExists, why),
        scim_tokens::Unfit::System => Self::with(Code::NotPossible, why),
    };
    export::Refusal: why => Self::with(Code::NotPossible, why);
    import::Refusal: why => match why {
        import::Refusal::Overtaken | import::Refusal::LastOperator => {
            Self::with(Code::NotPossible, why)
        }
        _ => Self::of_member("", why),
    };
    Wrong: why => Self::of_member(&format!("/{}", escaped(&why.0)), why.1);
    image::Unfit: why => Self::of_member("/image", why);
    once::Refusal: why => match why {
        once::Refusal::InProgress => Self::because(Code::InProgress),
        once::Refusal::Reused => Self::because(Code::KeyReused),
    };
}

fn of_policy(problem: &check::Problem) -> FieldError {
    let pointer = format!("/{}", problem.field.replace('.', "/"));
    FieldError { pointer, detail: problem.why.clone() }
}

/// RFC 6901 §3
pub(super) fn escaped(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}
