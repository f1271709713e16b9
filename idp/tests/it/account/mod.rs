//! The account site.

mod browsers;
mod data;
mod device_certificate;
mod device_code;
mod device_delete;
mod devices;
mod history;
mod home;
mod menu;
mod method;
mod method_certificate;
mod method_undo;
mod not_me;
mod password;
mod question;
mod websites;
