//! Enrolment (認証情報登録), one file per step.

mod code;
mod ended;
mod letters;
mod race;
mod register;
