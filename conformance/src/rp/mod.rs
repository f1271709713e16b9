//! The website: registers, asks for an authorization, reads the answer, fetches tokens, checks what it got.

pub(crate) mod ask;
pub(crate) mod call;
pub(crate) mod callback;
pub(crate) mod claims;
pub(crate) mod client;
pub(crate) mod fapi_client;
pub(crate) mod id_token;
pub(crate) mod keys;
pub(crate) mod object;
pub(crate) mod par;
pub(crate) mod register;
pub(crate) mod tokens;
pub(crate) mod userinfo;

pub(crate) use ask::Ask;
pub(crate) use call::Call;
pub(crate) use callback::Callback;
pub(crate) use client::Client;
pub use client::Method;
pub(crate) use tokens::Tokens;
