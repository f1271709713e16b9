//! The addresses of the protocol, one file per endpoint.

mod authorize;
mod authorize_prompt;
mod claims;
mod client;
mod device;
mod discovery;
mod encrypted;
mod end_session;
mod introspect;
mod jwks;
mod logout_notice;
mod pushed;
mod redirect_uri;
mod refresh;
mod refresh_end;
mod registration;
mod request_object;
mod resources;
mod response_mode;
mod revoke;
mod service;
mod token;
mod token_client;
mod token_exchange;
mod userinfo;
