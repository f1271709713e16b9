//! The account site.

mod home;
