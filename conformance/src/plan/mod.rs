//! The plans: which modules there are, in which variants, and what each needs.

mod list;
mod variant;

use std::pin::Pin;

use anyhow::Result;

use crate::provider::Provider;
pub use crate::rp::Method;
use crate::trial::Trial;
pub use list::all;
pub use variant::{Constrain, Fapi, Variant};

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
