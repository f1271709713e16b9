//! The source of random bytes, an argument wherever secrets are made so that tests can fix it.

/// A source of random bytes fit for secrets.
pub trait Random: Send + Sync {
    /// Overwrites `bytes` with random ones.
    fn fill(&self, bytes: &mut [u8]);
}

/// Draws `N` random bytes.
pub fn array<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}
