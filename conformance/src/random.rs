//! Values that must not repeat: states, nonces, verifiers, names of test clients.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The characters that a URL carries without escapes (RFC 3986 §2.3).
const UNRESERVED: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
const PLAIN: usize = 62;

/// 256 random bits as base64url: 43 characters.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// Letters and digits.
pub fn letters(length: usize) -> String {
    draw(length, &UNRESERVED[..PLAIN])
}

/// Letters, digits and `-._~`, all four of them where there is room.
pub fn unreserved(length: usize) -> String {
    let marks = &UNRESERVED[PLAIN..];
    let mut text = draw(length.saturating_sub(marks.len()), UNRESERVED);
    text.extend(marks.iter().map(|mark| char::from(*mark)));
    text
}

fn draw(length: usize, alphabet: &[u8]) -> String {
    let pick = |byte: u8| char::from(alphabet[usize::from(byte) % alphabet.len()]);
    let mut text = String::new();
    while text.len() < length {
        text.extend(bytes::<32>().into_iter().map(pick));
    }
    text.truncate(length);
    text
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // The generator of aws-lc ends the process rather than fail.
    let _ = aws_lc_rs::rand::fill(&mut bytes);
    bytes
}
