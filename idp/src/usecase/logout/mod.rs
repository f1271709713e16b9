//! Logout, asked for by a website or by the person.

pub mod end_session;
