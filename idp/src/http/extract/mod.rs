//! Extractors. Each proves one thing and owns its rejection.

pub mod form;
pub mod locale;
pub mod tried;
pub mod visitor;

pub use form::Posted;
pub use tried::Tried;
pub use visitor::Visitor;
