//! The cryptography of Sekisho: signing keys and the tokens they sign, the schedule that rotates
//! them, and the sealing of secrets at rest.
//!
//! Nothing here reads a clock, a file, a database or the network: the time and the random source are
//! arguments. The exceptions are the making of key pairs and of what encryption uses once, which
//! aws-lc-rs does from its own generator, and the salts of PKCS#12 files, which their writer draws. Private-key operations are aws-lc-rs's
//! alone; `rsa` only reads and converts keys.
//!
//! - [`random`]: the source of random bytes a caller hands in.
//! - [`digest`]: SHA-256, HMAC and comparison in constant time.
//! - [`seal`]: the master key, what is derived from it, and sealing under it.
//! - [`signing`]: algorithms, key pairs, JWKs, compact JWS made and verified.
//! - [`signing::rotation`]: which key is next, current, retired or gone, and what to do about it.
//! - [`client`]: the keys of clients, and what they sign, encrypt and present.
//! - [`ca`]: the certificate authority of a tenant and the client certificates it issues.

pub mod ca;
pub mod client;
pub mod digest;
pub mod random;
pub mod seal;
pub mod signing;
