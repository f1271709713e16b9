//! The metadata of a FAPI 2.0 provider (FAPI 2.0 Security Profile §5.3.2).

use anyhow::{Result, ensure};

use super::steps::variant;
use crate::plan::Constrain;
use crate::rp::id_token::jwks;
use crate::trial::Trial;

const STRONG: [&str; 3] = ["PS256", "ES256", "EdDSA"];

pub(super) async fn verification(trial: &Trial) -> Result<()> {
    let (provider, fapi) = (&trial.provider, variant(trial)?);
    ensure!(provider.member("issuer")? == provider.issuer, "the issuer is not where it was found");
    provider.member("token_endpoint")?;
    offers_one(
        trial,
        "token_endpoint_auth_methods_supported",
        &[fapi.method.word(), "tls_client_auth"],
    )?;
    if fapi.constrain == Constrain::Dpop {
        offers_one(trial, "dpop_signing_alg_values_supported", &STRONG)?;
    } else {
        let name = "tls_client_certificate_bound_access_tokens";
        ensure!(provider.says(name), "{name} is {}", provider.metadata[name]);
    }
    if !fapi.client_credentials {
        code_flow(trial)?;
    }
    if fapi.openid {
        offers_one(trial, "id_token_signing_alg_values_supported", &STRONG)?;
    }
    if fapi.signed {
        offers_one(trial, "request_object_signing_alg_values_supported", &STRONG)?;
    }
    if fapi.jarm {
        offers_one(trial, "response_modes_supported", &["jwt"])?;
        offers_one(trial, "authorization_signing_alg_values_supported", &STRONG)?;
    }
    jwks(trial).await.map(drop)
}

fn code_flow(trial: &Trial) -> Result<()> {
    let provider = &trial.provider;
    provider.member("authorization_endpoint")?;
    provider.member("pushed_authorization_request_endpoint")?;
    offers_one(trial, "response_types_supported", &["code"])?;
    offers_one(trial, "code_challenge_methods_supported", &["S256"])?;
    let name = "authorization_response_iss_parameter_supported";
    ensure!(provider.says(name), "{name} is {}", provider.metadata[name]);
    let par = &provider.metadata["require_pushed_authorization_requests"];
    ensure!(par.is_null() || par.is_boolean(), "require_pushed_authorization_requests is {par}");
    Ok(())
}

fn offers_one(trial: &Trial, list: &str, values: &[&str]) -> Result<()> {
    let found = values.iter().any(|value| trial.provider.offers(list, value));
    ensure!(found, "{list} lists none of {}", values.join(", "));
    Ok(())
}
