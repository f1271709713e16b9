//! How the modules of a plan are run: client authentication, response mode, and the variants of the FAPI plans.

use crate::rp::Method;

/// How the modules of a plan are run.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    pub method: Method,
    pub form_post: bool,
    pub fapi: Option<Fapi>,
}

/// The variants of the FAPI plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the variants of the official plan")]
pub struct Fapi {
    pub method: Method,
    pub constrain: Constrain,
    pub openid: bool,
    pub client_credentials: bool,
    pub signed: bool,
    pub jarm: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constrain {
    Dpop,
    Mtls,
}

impl Variant {
    pub(super) const fn plain(method: Method) -> Self {
        Self { method, form_post: false, fapi: None }
    }

    /// Empty where a plan has but one.
    pub fn label(&self) -> String {
        let Some(fapi) = self.fapi else { return String::new() };
        let method = if fapi.method == Method::SelfSignedTls { "mtls" } else { "private_key_jwt" };
        let constrain = if fapi.constrain == Constrain::Dpop { "dpop" } else { "mtls" };
        let kind = match (fapi.client_credentials, fapi.openid) {
            (true, _) => "client_credentials",
            (false, true) => "openid_connect",
            (false, false) => "plain_oauth",
        };
        let mut label = format!("{method}+{constrain}+{kind}");
        for (on, word) in [(fapi.signed, "+signed"), (fapi.jarm, "+jarm")] {
            label.push_str(if on { word } else { "" });
        }
        label
    }
}

const PAIRS: [(Method, Constrain); 4] = [
    (Method::PrivateKeyJwt, Constrain::Dpop),
    (Method::PrivateKeyJwt, Constrain::Mtls),
    (Method::SelfSignedTls, Constrain::Dpop),
    (Method::SelfSignedTls, Constrain::Mtls),
];

fn fapi((method, constrain): (Method, Constrain), openid: bool) -> Fapi {
    Fapi { method, constrain, openid, client_credentials: false, signed: false, jarm: false }
}

pub(super) fn security_profile() -> Vec<Variant> {
    let with_user =
        [true, false].into_iter().flat_map(|openid| PAIRS.map(|pair| fapi(pair, openid)));
    let without = PAIRS.map(|pair| Fapi { client_credentials: true, ..fapi(pair, false) });
    with_user.chain(without).map(variant).collect()
}

pub(super) fn message_signing() -> Vec<Variant> {
    let kinds = [(true, false), (false, true), (true, true)];
    let first = kinds.map(|(signed, jarm)| Fapi { signed, jarm, ..fapi(PAIRS[0], true) });
    let others =
        PAIRS[1..].iter().map(|pair| Fapi { signed: true, jarm: true, ..fapi(*pair, true) });
    let plain = PAIRS.map(|pair| Fapi { signed: true, jarm: true, ..fapi(pair, false) });
    first.into_iter().chain(others).chain(plain).map(variant).collect()
}

fn variant(fapi: Fapi) -> Variant {
    Variant { method: fapi.method, form_post: false, fapi: Some(fapi) }
}
