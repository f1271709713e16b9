//! What the service does by itself: letters, logos, keys, reminders, tidying, alarms.

pub mod carry_imports;
pub mod deliver_events;
pub mod deliver_letters;
pub mod deliver_logouts;
pub mod fetch_logos;
pub mod forget_clients;
pub mod letter_facts;
pub mod ready;
pub mod remind;
pub mod revoke_left_behind;
pub mod rotate_keys;
pub mod seal_audit;
pub mod tidy;
pub mod watch;
