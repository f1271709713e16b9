//! Who administers, and what a rehearsed deed leaves behind.

mod declared;
mod files;
mod first;
mod last_operator;
mod rehearsal;
mod roles;
