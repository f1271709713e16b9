//! Words of OAuth and OpenID Connect, as they stand on the wire. Pure parsing and printing; nothing of ours elsewhere.

pub mod acr;
pub mod authorize;
pub mod claims_request;
pub mod client_auth;
pub mod client_request;
pub mod device;
pub mod discovery;
pub mod discovery_proof;
mod discovery_tokens;
pub mod end_session;
pub mod error;
pub mod grant_type;
pub mod id_token;
pub mod initiate_login;
pub mod introspection;
pub mod issuer;
pub mod logout_token;
pub mod params;
pub mod pkce;
pub mod prompt;
pub mod pushed;
pub mod redirect_uri;
pub mod registration;
pub mod response_mode;
pub mod scope;
pub mod token;
pub mod userinfo;
