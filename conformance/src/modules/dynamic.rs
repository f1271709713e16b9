//! Dynamic OP with the response type `code`. What that profile asks of implicit flows is told by its discovery module.

use super::oidc::{flow, object, redirect, refresh, registration, sector, signing};
use super::{config, oidc::rotation};
use crate::plan::{Module, Need};

const NONE: Need = Need::Offers("request_object_signing_alg_values_supported", "none");
const ID_TOKEN_NONE: Need = Need::Offers("id_token_signing_alg_values_supported", "none");
const PAIRWISE: Need = Need::Offers("subject_types_supported", "pairwise");
const REFRESH: Need = Need::Offers("grant_types_supported", "refresh_token");
const DYNAMIC_CLIENT: Need = Need::Registration;

pub(crate) const DYNAMIC: &[Module] = &[
    row!("oidcc-idtoken-rs256", signing::rs256, DYNAMIC_CLIENT),
    row!("oidcc-idtoken-unsigned", signing::unsigned, DYNAMIC_CLIENT, ID_TOKEN_NONE),
    row!("oidcc-userinfo-rs256", signing::userinfo_rs256, DYNAMIC_CLIENT),
    row!("oidcc-ensure-redirect-uri-in-authorization-request", redirect::missing, DYNAMIC_CLIENT),
    row!("oidcc-redirect-uri-query-OK", redirect::query_kept, DYNAMIC_CLIENT),
    row!("oidcc-redirect-uri-query-mismatch", redirect::query_mismatch, DYNAMIC_CLIENT),
    row!("oidcc-redirect-uri-query-added", redirect::query_added, DYNAMIC_CLIENT),
    row!("oidcc-redirect-uri-regfrag", redirect::registered_with_fragment, DYNAMIC_CLIENT),
    row!("oidcc-discovery-endpoint-verification", config::dynamic_verification),
    row!("oidcc-server", flow::server, DYNAMIC_CLIENT),
    row!("oidcc-registration-logo-uri", registration::logo_uri, DYNAMIC_CLIENT),
    row!("oidcc-registration-policy-uri", registration::policy_uri, DYNAMIC_CLIENT),
    row!("oidcc-registration-tos-uri", registration::tos_uri, DYNAMIC_CLIENT),
    row!("oidcc-registration-jwks-uri", registration::jwks_uri, DYNAMIC_CLIENT),
    row!("oidcc-registration-sector-uri", sector::good, DYNAMIC_CLIENT, PAIRWISE),
    row!("oidcc-registration-sector-bad", sector::bad, DYNAMIC_CLIENT, PAIRWISE),
    row!("oidcc-server-rotate-keys", rotation::rotate),
    row!("oidcc-refresh-token-rp-key-rotation", registration::key_rotation, DYNAMIC_CLIENT),
    row!("oidcc-request-uri-unsigned", object::by_reference_unsigned, DYNAMIC_CLIENT, NONE),
    row!("oidcc-request-uri-signed-rs256", object::by_reference_signed, DYNAMIC_CLIENT),
    row!(
        "oidcc-ensure-request-object-with-redirect-uri",
        object::with_redirect_uri,
        DYNAMIC_CLIENT,
        NONE
    ),
    row!("oidcc-refresh-token", refresh::refresh, DYNAMIC_CLIENT, REFRESH),
    row!(
        "oidcc-ensure-client-assertion-with-iss-aud-succeeds",
        registration::issuer_as_audience,
        DYNAMIC_CLIENT
    ),
];
