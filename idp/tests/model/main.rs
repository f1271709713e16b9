//! A model of logins, reissues and enrolments. What people, browsers and the support desk can do is played in a small
//! world by the product's own decisions, through every sequence of requests within bounds, and at random beyond them.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop a test the way tests do")]

pub mod bugs;
pub mod enrolment;
pub mod exhaustive;
pub mod facts;
pub mod finish;
pub mod login;
pub mod machine;
pub mod office;
pub mod random;
pub mod reissue;
pub mod request;
pub mod rules;
pub mod scene;
pub mod scenes;
pub mod seeded;
pub mod truth;
pub mod world;
