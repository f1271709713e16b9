//! Words of OAuth and OpenID Connect, as they stand on the wire. Pure parsing and printing; nothing of ours elsewhere.

pub mod acr;
pub mod authorize;
pub mod client_auth;
pub mod discovery;
pub mod end_session;
pub mod error;
pub mod id_token;
pub mod issuer;
pub mod params;
pub mod pkce;
pub mod prompt;
pub mod redirect_uri;
pub mod scope;
pub mod token;
pub mod userinfo;
