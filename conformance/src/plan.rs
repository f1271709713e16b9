//! The plans: which modules there are, in which variants, and what each needs.

use std::pin::Pin;

use anyhow::Result;

use crate::modules;
use crate::provider::Provider;
pub use crate::rp::Method;
use crate::trial::Trial;

/// What a module comes to; what it finds on the way stands in the trial.
pub(crate) type Judged<'t> = Pin<Box<dyn Future<Output = Result<()>> + 't>>;

/// One row of a plan.
#[derive(Clone, Copy)]
pub struct Module {
    pub name: &'static str,
    pub(crate) needs: &'static [Need],
    pub(crate) judge: fn(&Trial) -> Judged<'_>,
}

/// Without it a module has nothing to judge.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Need {
    /// A client that the module registers as it likes.
    Registration,
    /// A value in a list of the metadata.
    Offers(&'static str, &'static str),
    /// A member of the metadata.
    Announces(&'static str),
    /// The variants of the FAPI plans in which a module stands.
    Dpop,
    Assertion,
    OpenId,
    Code,
    Signed,
}

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
    const fn plain(method: Method) -> Self {
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

/// A certification profile.
pub struct Plan {
    pub name: &'static str,
    /// Its name in the official suite; empty for our own.
    pub official: &'static str,
    pub about: &'static str,
    pub variants: Vec<Variant>,
    modules: &'static [&'static [Module]],
    /// The member of the metadata by which a provider claims the profile.
    claim: &'static str,
}

impl Plan {
    /// Why a provider does not claim this plan in a variant.
    pub(crate) fn unclaimed(&self, variant: Variant, provider: &Provider) -> Option<String> {
        let absent = |name: &str| {
            let value = &provider.metadata[name];
            (value.is_null() || *value == false).then(|| format!("{name} is not announced"))
        };
        let Some(fapi) = variant.fapi else {
            return if self.claim.is_empty() { None } else { absent(self.claim) };
        };
        let methods = "token_endpoint_auth_methods_supported";
        let bound = match fapi.constrain {
            Constrain::Dpop => "dpop_signing_alg_values_supported",
            Constrain::Mtls => "tls_client_certificate_bound_access_tokens",
        };
        if !provider.offers(methods, fapi.method.word()) {
            return Some(format!("{methods} does not list {}", fapi.method.word()));
        }
        let grant = "client_credentials";
        if fapi.client_credentials && !provider.offers("grant_types_supported", grant) {
            return Some(format!("grant_types_supported does not list {grant}"));
        }
        let par = if fapi.client_credentials { None } else { absent(self.claim) };
        let jarm = fapi.jarm.then(|| absent("authorization_signing_alg_values_supported"));
        par.or_else(|| absent(bound)).or(jarm.flatten())
    }

    /// The modules that stand in a variant.
    pub fn modules(&self, variant: Variant) -> Vec<&'static Module> {
        self.modules
            .iter()
            .copied()
            .flatten()
            .filter(|module| module.needs.iter().all(|need| need.stands_in(variant)))
            .collect()
    }

    /// Whether a person means this plan by `text`: our name, the official one, any spelling with dashes.
    pub fn is_meant_by(&self, text: &str) -> bool {
        let bare = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
        bare(text) == bare(self.name) || bare(text) == bare(self.official)
    }
}

impl Need {
    fn stands_in(self, variant: Variant) -> bool {
        let Some(fapi) = variant.fapi else { return true };
        match self {
            Self::Dpop => fapi.constrain == Constrain::Dpop,
            Self::Assertion => fapi.method == Method::PrivateKeyJwt,
            Self::OpenId => fapi.openid,
            Self::Code => !fapi.client_credentials,
            Self::Signed => fapi.signed,
            Self::Registration | Self::Offers(..) | Self::Announces(_) => true,
        }
    }

    /// Why a provider gives a module nothing to judge.
    pub(crate) fn lacking(self, provider: &Provider, fixed_client: bool) -> Option<String> {
        match self {
            Self::Registration if fixed_client => {
                Some("registration is not used: the configuration has a static client".to_owned())
            }
            Self::Registration if !provider.announces("registration_endpoint") => {
                Some("registration_endpoint is not announced".to_owned())
            }
            Self::Offers(list, value) if !provider.offers(list, value) => {
                Some(format!("{list} does not list {value}"))
            }
            Self::Announces(name) if !provider.announces(name) => {
                Some(format!("{name} is not announced"))
            }
            _ => None,
        }
    }
}

/// Every plan, in the order of a run.
pub fn all() -> Vec<Plan> {
    [openid(), logout(), fapi_and_attacks()].into_iter().flatten().collect()
}

const BASIC: Variant = Variant::plain(Method::SecretBasic);

/// A plan of one variant; `names` are ours and the official suite's.
fn one(
    names: (&'static str, &'static str),
    about: &'static str,
    variant: Variant,
    modules: &'static [&'static [Module]],
) -> Plan {
    let (name, official) = names;
    Plan { name, official, about, variants: vec![variant], modules, claim: "" }
}

fn claimed(claim: &'static str, plan: Plan) -> Plan {
    Plan { claim, ..plan }
}

fn openid() -> Vec<Plan> {
    vec![
        one(
            ("config", "oidcc-config-certification-test-plan"),
            "Config OP",
            BASIC,
            &[modules::CONFIG],
        ),
        one(("basic", "oidcc-basic-certification-test-plan"), "Basic OP", BASIC, &[modules::BASIC]),
        one(
            ("formpost-basic", "oidcc-formpost-basic-certification-test-plan"),
            "Form Post OP (basic)",
            Variant { form_post: true, ..BASIC },
            &[modules::BASIC],
        ),
        one(
            ("dynamic", "oidcc-dynamic-certification-test-plan"),
            "Dynamic OP, response type code",
            Variant::plain(Method::PrivateKeyJwt),
            &[modules::DYNAMIC],
        ),
        claimed(
            "registration_endpoint",
            one(
                ("3rdparty-init-login", "oidcc-3rdparty-init-login-certification-test-plan"),
                "3rd Party-Init OP",
                BASIC,
                &[modules::THIRD_PARTY],
            ),
        ),
    ]
}

fn logout() -> Vec<Plan> {
    vec![
        claimed(
            "end_session_endpoint",
            one(
                ("rp-initiated-logout", "oidcc-rp-initiated-logout-certification-test-plan"),
                "RP-Initiated OP",
                BASIC,
                &[modules::RP_INITIATED_LOGOUT],
            ),
        ),
        claimed(
            "backchannel_logout_supported",
            one(
                (
                    "backchannel-logout",
                    "oidcc-backchannel-rp-initiated-logout-certification-test-plan",
                ),
                "Back-Channel OP",
                BASIC,
                &[modules::BACKCHANNEL_LOGOUT],
            ),
        ),
        claimed(
            "frontchannel_logout_supported",
            one(
                (
                    "frontchannel-logout",
                    "oidcc-frontchannel-rp-initiated-logout-certification-test-plan",
                ),
                "Front-Channel OP",
                BASIC,
                &[modules::FRONTCHANNEL_LOGOUT],
            ),
        ),
    ]
}

fn fapi_and_attacks() -> Vec<Plan> {
    vec![
        Plan {
            name: "fapi2-security-profile",
            official: "fapi2-security-profile-final-test-plan",
            about: "FAPI 2.0 Security Profile Final",
            variants: security_profile(),
            modules: modules::FAPI2_SECURITY_PROFILE,
            claim: "pushed_authorization_request_endpoint",
        },
        Plan {
            name: "fapi2-message-signing",
            official: "fapi2-message-signing-final-test-plan",
            about: "FAPI 2.0 Message Signing Final",
            variants: message_signing(),
            modules: modules::FAPI2_MESSAGE_SIGNING,
            claim: "pushed_authorization_request_endpoint",
        },
        one(("attacks", ""), "Attacks that can be tried from outside", BASIC, modules::ATTACKS),
    ]
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

fn security_profile() -> Vec<Variant> {
    let with_user =
        [true, false].into_iter().flat_map(|openid| PAIRS.map(|pair| fapi(pair, openid)));
    let without = PAIRS.map(|pair| Fapi { client_credentials: true, ..fapi(pair, false) });
    with_user.chain(without).map(variant).collect()
}

fn message_signing() -> Vec<Variant> {
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
