//! Randomness: the only caller of the system generator stands here.

use keys::random::Random;
use uuid::Uuid;

use crate::model::moment::Moment;

/// The operating system's generator, through aws-lc.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // The generator seeds itself before first use; it fails only when the machine has no entropy
        // source at all, and then nothing here may go on.
        if aws_lc_rs::rand::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// A row's id: ordered by time (UUIDv7), never a secret.
pub fn row_id(random: &dyn Random, now: Moment) -> Uuid {
    let mut bytes = [0; 10];
    random.fill(&mut bytes);
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

/// Decimal digits, each equally likely.
pub fn digits(random: &dyn Random, count: u8) -> String {
    let mut text = String::with_capacity(usize::from(count));
    while text.len() < usize::from(count) {
        let mut byte = [0];
        random.fill(&mut byte);
        // 250 is the largest multiple of ten that a byte holds: what lies above would favour 0 to 5.
        if byte[0] < 250 {
            text.push(char::from(b'0' + byte[0] % 10));
        }
    }
    text
}

/// Characters of an alphabet that nobody confuses (no 0 O, 1 I L), each equally likely.
pub fn letters(random: &dyn Random, count: usize) -> String {
    const ALPHABET: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    let mut text = String::with_capacity(count);
    while text.len() < count {
        let mut byte = [0];
        random.fill(&mut byte);
        if byte[0] < 248 {
            text.push(char::from(ALPHABET[usize::from(byte[0] % 31)]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_decimal_and_counted() {
        let code = digits(&SystemRandom, 8);
        assert_eq!(code.len(), 8);
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
    }

    #[test]
    fn row_ids_follow_time() {
        let earlier = row_id(&SystemRandom, Moment::from_millis(1_000));
        let later = row_id(&SystemRandom, Moment::from_millis(2_000));
        assert!(earlier < later);
    }
}
