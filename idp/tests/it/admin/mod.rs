//! Who administers, and what a rehearsed deed leaves behind.

mod first;
mod rehearsal;
mod roles;
