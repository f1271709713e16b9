//! Modules that several OpenID Connect plans share.

pub(super) mod authentication;
pub(super) mod code;
pub(super) mod flow;
pub(super) mod hint;
pub(super) mod object;
pub(super) mod redirect;
pub(super) mod refresh;
pub(super) mod registration;
pub(super) mod rotation;
pub(super) mod scope;
pub(super) mod sector;
pub(super) mod signing;
pub(super) mod userinfo;
