//! Randomness that repeats itself, for tests of what is drawn.

use std::sync::Mutex;

use keys::random::Random;

/// Bytes from a seed (xorshift64*): the same in every run.
pub struct Seeded(Mutex<u64>);

impl Seeded {
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in bytes {
            *state ^= *state >> 12;
            *state ^= *state << 25;
            *state ^= *state >> 27;
            *byte = state.wrapping_mul(0x2545_F491_4F6C_DD1D).to_be_bytes()[0];
        }
    }
}
