//! The addresses of the protocol, one file per endpoint.

mod authorize;
mod authorize_prompt;
mod discovery;
mod end_session;
mod jwks;
mod redirect_uri;
mod token;
mod token_client;
mod userinfo;
