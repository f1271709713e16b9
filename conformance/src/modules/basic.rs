//! Basic OP, and with `form_post` the Form Post OP.

use super::oidc::{
    authentication, code, flow, hint, object, redirect, refresh, scope, signing, userinfo,
};
use crate::plan::{Module, Need};

const NONE: Need = Need::Offers("request_object_signing_alg_values_supported", "none");
const ID_TOKEN_NONE: Need = Need::Offers("id_token_signing_alg_values_supported", "none");

pub(crate) const BASIC: &[Module] = &[
    row!("oidcc-server", flow::server),
    row!("oidcc-response-type-missing", flow::response_type_missing),
    row!("oidcc-idtoken-signature", signing::by_default, Need::Registration),
    row!("oidcc-idtoken-unsigned", signing::unsigned, Need::Registration, ID_TOKEN_NONE),
    row!("oidcc-userinfo-get", userinfo::get),
    row!("oidcc-userinfo-post-header", userinfo::post_header),
    row!("oidcc-userinfo-post-body", userinfo::post_body),
    row!("oidcc-ensure-request-without-nonce-succeeds-for-code-flow", flow::without_nonce),
    row!("oidcc-scope-profile", scope::one => ("profile"), Need::Offers("scopes_supported", "profile")),
    row!("oidcc-scope-email", scope::one => ("email"), Need::Offers("scopes_supported", "email")),
    row!("oidcc-scope-address", scope::one => ("address"), Need::Offers("scopes_supported", "address")),
    row!("oidcc-scope-phone", scope::one => ("phone"), Need::Offers("scopes_supported", "phone")),
    row!("oidcc-scope-all", scope::all),
    row!("oidcc-alternate-happy-flow", scope::reversed),
    row!("oidcc-display-page", flow::with => ("display", "page")),
    row!("oidcc-display-popup", flow::with => ("display", "popup")),
    row!("oidcc-prompt-login", authentication::prompt_login),
    row!("oidcc-prompt-none-not-logged-in", authentication::prompt_none_not_logged_in),
    row!("oidcc-prompt-none-logged-in", authentication::prompt_none_logged_in),
    row!("oidcc-max-age-1", authentication::max_age_1),
    row!("oidcc-max-age-10000", authentication::max_age_10000),
    row!("oidcc-ensure-request-with-unknown-parameter-succeeds", flow::with => ("extra", "foobar")),
    row!("oidcc-id-token-hint", hint::id_token_hint),
    row!("oidcc-login-hint", hint::login_hint),
    row!("oidcc-ui-locales", hint::ui_locales),
    row!("oidcc-claims-locales", hint::claims_locales),
    row!("oidcc-ensure-request-with-acr-values-succeeds", hint::acr_values),
    row!("oidcc-codereuse", code::reuse),
    row!("oidcc-codereuse-30seconds", code::reuse_later),
    row!("oidcc-ensure-registered-redirect-uri", redirect::unregistered),
    row!("oidcc-ensure-post-request-succeeds", flow::post_request),
    row!("oidcc-server-client-secret-post", flow::server_client_secret_post),
    row!(
        "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported",
        object::by_reference_unsigned_or_refused,
        Need::Registration,
        NONE
    ),
    row!(
        "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
        object::unsigned_or_refused
    ),
    row!("oidcc-claims-essential", scope::claims_essential),
    row!("oidcc-ensure-request-object-with-redirect-uri", object::with_redirect_uri, NONE),
    row!("oidcc-refresh-token", refresh::refresh),
    row!("oidcc-ensure-request-with-valid-pkce-succeeds", flow::pkce),
];
