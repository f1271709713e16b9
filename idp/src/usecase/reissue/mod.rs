//! A reissue (パスワード再発行), step by step.
//!
//! `ask` mails a link if user ID and address belong together, and answers the same if not. Each request behind the
//! link finds the reissue again (`find`), and `model::reissue` alone says what is due. `confirm` binds it to the
//! browser; then either `answer` ends it with a temporary password (`classic`), or `prove` or `certificate` takes a second
//! proof and `choose` ends it with a new password (`standard`). No step signs anybody in. New passwords are judged as in `login`.

pub mod answer;
pub mod ask;
pub mod certificate;
pub mod choose;
pub mod confirm;
pub mod find;
mod finish;
pub mod prove;
