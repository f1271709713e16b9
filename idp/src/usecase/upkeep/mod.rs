//! What the service does by itself: letters, keys, reminders, tidying, alarms.

pub mod deliver_letters;
pub mod deliver_logouts;
pub mod letter_facts;
pub mod ready;
pub mod remind;
pub mod revoke_left_behind;
pub mod rotate_keys;
pub mod tidy;
pub mod watch;
