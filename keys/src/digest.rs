//! Hashing, message authentication and comparison in constant time.

use aws_lc_rs::{constant_time, digest, hmac};

/// Hashes `bytes` with SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    first_32(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// Authenticates `message` under `key` with HMAC-SHA-256 (RFC 2104).
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    first_32(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref())
}

/// Tells whether `a` equals `b` in a time that depends on their lengths alone.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(a, b).is_ok()
}

fn first_32(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(bytes);
    out
}
