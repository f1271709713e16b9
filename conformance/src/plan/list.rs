//! Every plan there is.

use super::variant::{message_signing, security_profile};
use super::{Method, Module, Plan, Variant};
use crate::modules;

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
