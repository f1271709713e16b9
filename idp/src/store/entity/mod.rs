//! Plain rows, one file per table, private to the store.

#![expect(unreachable_pub, reason = "the derives write `pub` beside these structs")]

pub(super) mod access_token;
pub(super) mod address_proof;
pub(super) mod audit_event;
pub(super) mod browser_session;
pub(super) mod certificate;
pub(super) mod certificate_authority;
pub(super) mod certificate_pass;
pub(super) mod client;
pub(super) mod client_address;
pub(super) mod client_secret;
pub(super) mod consent;
pub(super) mod device;
pub(super) mod device_authorization;
pub(super) mod enrolment;
pub(super) mod former_password;
pub(super) mod grant;
pub(super) mod initial_access_token;
pub(super) mod installation;
pub(super) mod known_browser;
pub(super) mod login_attempt;
pub(super) mod login_history;
pub(super) mod login_standing;
pub(super) mod mailed_link;
pub(super) mod method_change;
pub(super) mod one_time_code;
pub(super) mod outbox;
pub(super) mod password;
pub(super) mod pushed_request;
pub(super) mod recovery_code;
pub(super) mod refresh_token;
pub(super) mod registration;
pub(super) mod reissue;
pub(super) mod reminder;
pub(super) mod secret_question;
pub(super) mod seen_value;
pub(super) mod session_client;
pub(super) mod signing_key;
pub(super) mod tenant;
pub(super) mod tenant_image;
pub(super) mod tenant_policy;
pub(super) mod user;
pub(super) mod user_claims;
