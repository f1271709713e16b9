//! Encryption in compact form (RFC 7516 §7.1): of what we send to a client, and of what it sends to us.
//!
//! Neither passwords nor secrets of clients nor RSA1_5 nor compression are on offer, so that no token
//! can make its reader work long or tell by its answers what was inside.

mod agreement;
mod algorithm;
mod content;
mod decrypt;
mod encrypt;
mod header;
mod private;
mod recipient;

pub use algorithm::{ContentEncryption, KeyManagement};
pub use decrypt::decrypt;
pub use encrypt::encrypt;
pub use header::Header;
pub use private::DecryptionKey;
pub use recipient::EncryptionKey;

/// Why something was not encrypted or decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JweError {
    #[error("the token is longer than 64 KB")]
    TooLong,
    #[error("the token does not have five parts")]
    NotFiveParts,
    #[error("a part of the token is not base64url")]
    NotBase64,
    #[error("the header is not a JSON object with the members it needs")]
    HeaderMalformed,
    #[error("a member is given twice")]
    DuplicateMember,
    #[error("the header has critical extensions")]
    Critical,
    #[error("the content is compressed")]
    Compressed,
    #[error("the algorithm is not on offer")]
    UnknownAlgorithm,
    #[error("the key is not one for the algorithm")]
    WrongKey,
    #[error("the token cannot be decrypted")]
    Undecipherable,
    #[error("the private key is damaged, too weak or of a kind that decrypts nothing here")]
    KeyRejected,
    #[error("the content could not be encrypted, or the key not be made")]
    Failed,
}
