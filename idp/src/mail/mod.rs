//! Letters: what one says, and who sends it.

pub mod courier;
pub mod mailbox;
pub mod smtp;
pub mod write;

/// A letter ready to send.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to: crate::model::names::MailAddress,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The one-time password in it, for the demo's mailbox page alone.
    pub code: Option<String>,
}
