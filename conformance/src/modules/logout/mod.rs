//! The three logout profiles: RP-Initiated, Back-Channel and Front-Channel.

mod backchannel;
mod discovery;
mod frontchannel;
mod rp_initiated;
mod session;

use crate::plan::Module;

pub(crate) const RP_INITIATED_LOGOUT: &[Module] = &[
    row!("oidcc-rp-initiated-logout-discovery-endpoint-verification", discovery::rp_initiated),
    row!("oidcc-rp-initiated-logout", rp_initiated::logout),
    row!(
        "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri",
        rp_initiated::bad_post_logout_redirect_uri
    ),
    row!("oidcc-rp-initiated-logout-modified-id-token-hint", rp_initiated::modified_hint),
    row!("oidcc-rp-initiated-logout-no-id-token-hint", rp_initiated::no_hint),
    row!("oidcc-rp-initiated-logout-no-params", rp_initiated::no_params),
    row!("oidcc-rp-initiated-logout-no-post-logout-redirect-uri", rp_initiated::no_uri),
    row!("oidcc-rp-initiated-logout-no-state", rp_initiated::no_state),
    row!("oidcc-rp-initiated-logout-only-state", rp_initiated::only_state),
    row!(
        "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri",
        rp_initiated::query_added
    ),
    row!("oidcc-rp-initiated-logout-bad-id-token-hint", rp_initiated::bad_hint),
];

pub(crate) const BACKCHANNEL_LOGOUT: &[Module] = &[
    row!("oidcc-backchannel-logout-discovery-endpoint-verification", discovery::backchannel),
    row!("oidcc-backchannel-rp-initiated-logout", backchannel::logout),
];

pub(crate) const FRONTCHANNEL_LOGOUT: &[Module] = &[
    row!("oidcc-frontchannel-logout-discovery-endpoint-verification", discovery::frontchannel),
    row!("oidcc-frontchannel-rp-initiated-logout", frontchannel::logout),
];
