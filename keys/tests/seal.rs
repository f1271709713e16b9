//! Sealing: what opens, what does not, and what a master key is.

use std::sync::atomic::{AtomicU8, Ordering};

use aws_lc_rs::hkdf;
use keys::random::Random;
use keys::seal::{MasterKey, MasterKeyError, SealError, Sealer};

const PLACE: &str = "signing_keys|private|acme|1";

/// Hands out bytes that differ from one call to the next.
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

fn random() -> Counting {
    Counting(AtomicU8::new(0))
}

fn sealer(byte: u8) -> Sealer {
    Sealer::new(&MasterKey::from_bytes([byte; 32]))
}

#[test]
fn what_is_sealed_opens_in_its_place() {
    for plain in [&b""[..], b"a", &[0x5A; 2000]] {
        let sealed = sealer(1).seal(&random(), PLACE, plain).unwrap();
        assert_eq!(sealed.len(), 1 + 12 + plain.len() + 16);
        assert_eq!(sealed[0], 1);
        assert_eq!(*sealer(1).open(PLACE, &sealed).unwrap(), plain);
    }
}

#[test]
fn every_sealing_takes_a_fresh_nonce() {
    let (sealer, random) = (sealer(1), random());
    let once = sealer.seal(&random, PLACE, b"secret").unwrap();
    let again = sealer.seal(&random, PLACE, b"secret").unwrap();
    assert_ne!(once[1..13], again[1..13]);
    assert_ne!(once[13..], again[13..]);
}

#[test]
fn another_place_another_key_or_another_byte_does_not_open() {
    let sealed = sealer(1).seal(&random(), PLACE, b"secret").unwrap();
    for place in ["signing_keys|private|acme|2", "signing_keys|private|other|1", ""] {
        assert_eq!(sealer(1).open(place, &sealed), Err(SealError::Refused), "{place}");
    }
    assert_eq!(sealer(2).open(PLACE, &sealed), Err(SealError::Refused));
    for at in 1..sealed.len() {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        assert_eq!(sealer(1).open(PLACE, &altered), Err(SealError::Refused), "byte {at}");
    }
}

#[test]
fn rows_cannot_be_swapped() {
    let (sealer, random) = (sealer(1), random());
    let one = sealer.seal(&random, "users|otp|acme|1", b"one").unwrap();
    let two = sealer.seal(&random, "users|otp|acme|2", b"two").unwrap();
    assert_eq!(sealer.open("users|otp|acme|2", &one), Err(SealError::Refused));
    assert_eq!(sealer.open("users|otp|acme|1", &two), Err(SealError::Refused));
}

#[test]
fn other_forms_are_told_apart() {
    let sealed = sealer(1).seal(&random(), PLACE, b"").unwrap();
    for length in 0..sealed.len() {
        assert_eq!(sealer(1).open(PLACE, &sealed[..length]), Err(SealError::TooShort));
    }
    let mut newer = sealed;
    newer[0] = 2;
    assert_eq!(sealer(1).open(PLACE, &newer), Err(SealError::UnknownVersion(2)));
}

#[test]
fn a_master_key_is_read_in_any_base64() {
    let key = MasterKey::from_bytes([0xFB; 32]);
    let text = key.to_base64();
    assert_eq!(text.len(), 44);
    let url_safe = text.replace('+', "-").replace('/', "_");
    for form in [&text, &url_safe, text.trim_end_matches('='), &format!(" {text}\n")] {
        assert_eq!(MasterKey::from_base64(form).unwrap().to_base64(), text, "{form}");
    }
    let refusal = |text| MasterKey::from_base64(text).unwrap_err();
    assert_eq!(refusal("not base64!"), MasterKeyError::NotBase64);
    assert_eq!(refusal("AAAA"), MasterKeyError::WrongLength(3));
    assert_eq!(refusal(""), MasterKeyError::WrongLength(0));
}

/// RFC 5869 §2 by another implementation.
#[test]
fn derivation_is_hkdf() {
    struct Length;
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            32
        }
    }
    let mut expected = [0; 32];
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(&[9; 32])
        .expand(&[b"otp"], Length)
        .unwrap()
        .fill(&mut expected)
        .unwrap();
    let master = MasterKey::from_bytes([9; 32]);
    assert_eq!(*master.derive("otp"), expected);
    assert_ne!(*master.derive("seal"), expected);
}

#[test]
fn a_fingerprint_tells_master_keys_apart_and_nothing_prints_them() {
    let (one, two) = (MasterKey::from_bytes([1; 32]), MasterKey::from_bytes([2; 32]));
    assert_eq!(one.fingerprint(), MasterKey::from_bytes([1; 32]).fingerprint());
    assert_ne!(one.fingerprint(), two.fingerprint());
    assert_eq!(one.fingerprint().len(), 12);
    assert_eq!(format!("{one:?} {:?}", Sealer::new(&one)), "MasterKey(***) Sealer(***)");
}
