//! Things of the product and their rules. Pure: no input or output, `now` is an argument.

pub mod attempt;
pub mod client;
pub mod consent;
pub mod device;
pub mod fold;
pub mod grant;
pub mod history;
pub mod ids;
pub mod letter;
pub mod lockout;
pub mod login_method;
pub mod moment;
pub mod names;
pub mod one_time_code;
pub mod password;
pub mod policy;
pub mod secret;
pub mod session;
pub mod signing_key;
pub mod step;
pub mod tenant;
pub mod user;
