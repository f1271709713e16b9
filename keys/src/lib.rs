//! The cryptography of Sekisho: signing keys and the tokens they sign, the schedule that rotates
//! them, and the sealing of secrets at rest.
//!
//! Nothing here reads a clock, a file, a database or the network: the time and the random source are
//! arguments. The one exception is the making of key pairs, which aws-lc-rs does from its own
//! generator. Private-key operations are aws-lc-rs's alone; `rsa` only reads and converts keys.
//!
//! - [`random`]: the source of random bytes a caller hands in.
//! - [`digest`]: SHA-256, HMAC and comparison in constant time.
//! - [`seal`]: the master key, what is derived from it, and sealing under it.
//! - [`signing`]: algorithms, key pairs, JWKs, compact JWS made and verified.
//! - [`signing::rotation`]: which key is next, current, retired or gone, and what to do about it.

pub mod digest;
pub mod random;
pub mod seal;
pub mod signing;
