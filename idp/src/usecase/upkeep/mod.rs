//! What the service does by itself: letters, keys, tidying.

pub mod deliver_letters;
pub mod ready;
pub mod rotate_keys;
pub mod tidy;
