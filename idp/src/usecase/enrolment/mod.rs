//! Enrolment (認証情報登録): the first visit of a user.
//!
//! `invite` opens one; its address and its initial one-time password travel apart. `find` meets the visitor, `code`
//! binds the enrolment to the browser that knows the code, and `register` sets everything at once.

pub mod again;
pub mod certificate;
pub mod code;
pub mod find;
pub mod invite;
pub mod register;
