//! Extractors. Each proves one thing and owns its rejection.

pub mod client_request;
pub mod form;
pub mod locale;
pub mod tried;
pub mod upload;
pub mod visitor;

pub use client_request::FromClient;
pub use form::Posted;
pub use tried::Tried;
pub use upload::Uploaded;
pub use visitor::Visitor;
