//! Private keys brought along as PEM, all made here: none is kept in a file.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use keys::signing::{Algorithm, KeyError, SigningKey};
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs8::der::SecretDocument;
use rsa::pkcs8::{DecodePrivateKey, LineEnding};

fn pem(label: &'static str, der: &[u8]) -> String {
    let document = SecretDocument::try_from(der).unwrap();
    document.to_pem(label, LineEnding::LF).unwrap().to_string()
}

#[test]
fn pkcs8_of_every_kind_is_taken() {
    for algorithm in Algorithm::ALL {
        let key = SigningKey::generate(algorithm).unwrap();
        let text = format!("\n{}\n", pem("PRIVATE KEY", &key.to_pkcs8()));
        let imported = SigningKey::import_pem(algorithm, &text).unwrap();
        assert_eq!(imported.public_jwk(), key.public_jwk());
        assert_eq!(imported.to_pkcs8(), key.to_pkcs8());
        assert!(!format!("{imported:?}").contains("PRIVATE"));
    }
}

#[test]
fn pkcs1_is_taken_for_rsa() {
    let key = SigningKey::generate(Algorithm::Rs256).unwrap();
    let outside = RsaPrivateKey::from_pkcs8_der(&key.to_pkcs8()).unwrap();
    let text = outside.to_pkcs1_pem(LineEnding::CRLF).unwrap();
    let imported = SigningKey::import_pem(Algorithm::Ps256, &text).unwrap();
    assert_eq!(imported.kid(), key.kid());
    assert_eq!(imported.algorithm(), Algorithm::Ps256);
    let refused = SigningKey::import_pem(Algorithm::Es256, &text).unwrap_err();
    assert_eq!(refused, KeyError::Rejected);
}

#[test]
fn a_key_of_another_kind_is_rejected() {
    for made in Algorithm::ALL {
        let der = SigningKey::generate(made).unwrap().to_pkcs8();
        for wanted in Algorithm::ALL.into_iter().filter(|it| it.key_type() != made.key_type()) {
            let refused = SigningKey::from_pkcs8(wanted, &der).unwrap_err();
            assert_eq!(refused, KeyError::Rejected, "{made} as {wanted}");
            let refused = SigningKey::import_pem(wanted, &pem("PRIVATE KEY", &der)).unwrap_err();
            assert_eq!(refused, KeyError::Rejected, "{made} as {wanted}");
        }
    }
}

#[test]
fn what_is_no_private_key_is_refused() {
    let der = SigningKey::generate(Algorithm::Es256).unwrap().to_pkcs8();
    let import = |text: &str| SigningKey::import_pem(Algorithm::Es256, text).unwrap_err();
    assert_eq!(import(""), KeyError::Pem);
    assert_eq!(import("-----BEGIN PRIVATE KEY-----"), KeyError::Pem);
    assert_eq!(import(&pem("ENCRYPTED PRIVATE KEY", &der)), KeyError::Pem);
    assert_eq!(import(&pem("PUBLIC KEY", &der)), KeyError::Pem);
    assert_eq!(
        SigningKey::from_pkcs8(Algorithm::Es256, &der[..der.len() - 1]).unwrap_err(),
        KeyError::Rejected
    );
    assert_eq!(SigningKey::from_pkcs8(Algorithm::EdDsa, &[]).unwrap_err(), KeyError::Rejected);
}

/// A modulus of 1024 bits is read by one library and refused by the other.
#[test]
fn a_weak_rsa_key_is_rejected() {
    use aws_lc_rs::rand::{SecureRandom, SystemRandom};
    struct Source(SystemRandom);
    impl rsa::rand_core::CryptoRng for Source {}
    impl rsa::rand_core::RngCore for Source {
        fn next_u32(&mut self) -> u32 {
            rsa::rand_core::impls::next_u32_via_fill(self)
        }
        fn next_u64(&mut self) -> u64 {
            rsa::rand_core::impls::next_u64_via_fill(self)
        }
        fn fill_bytes(&mut self, bytes: &mut [u8]) {
            self.0.fill(bytes).unwrap();
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
            self.fill_bytes(bytes);
            Ok(())
        }
    }
    let weak = RsaPrivateKey::new(&mut Source(SystemRandom::new()), 1024).unwrap();
    let text = weak.to_pkcs1_pem(LineEnding::LF).unwrap();
    let refused = SigningKey::import_pem(Algorithm::Rs256, &text).unwrap_err();
    assert_eq!(refused, KeyError::Rejected);
}
