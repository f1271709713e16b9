//! What a user does for himself on the account site.

pub mod address;
pub mod browsers;
pub mod data;
pub mod delete_device;
mod device_certificate;
pub mod history;
pub mod method;
pub mod method_certificate;
pub mod not_me;
pub mod overview;
pub mod password;
pub mod question;
pub mod websites;
