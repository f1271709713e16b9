//! Signing requests that users bring: only the key is taken, and only a good one.

use keys::ca::{Request, RequestError};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, PublicKeyData, RsaKeySize,
    SignatureAlgorithm,
};
use rsa::pkcs8::LineEnding;
use rsa::pkcs8::der::Document;
use x509_parser::prelude::*;

use crate::support::{ACME, NOW, profile};

fn csr(key: &KeyPair, params: &CertificateParams) -> Vec<u8> {
    params.serialize_request(key).unwrap().der().to_vec()
}

fn pem(label: &'static str, der: &[u8], ending: LineEnding) -> Vec<u8> {
    Document::try_from(der).unwrap().to_pem(label, ending).unwrap().into_bytes()
}

fn refused(bytes: &[u8]) -> RequestError {
    Request::from_csr(bytes).unwrap_err()
}

/// Someone who asks for everything: another name, host names, to be an authority.
fn greedy() -> CertificateParams {
    let mut params = CertificateParams::new(["admin.example".to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, "administrator");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    params
}

#[test]
fn good_keys_of_every_kind_are_taken() {
    let ec = [&rcgen::PKCS_ECDSA_P256_SHA256, &rcgen::PKCS_ECDSA_P384_SHA384];
    let mut keys: Vec<_> = ec.into_iter().map(|it| KeyPair::generate_for(it).unwrap()).collect();
    let rsa = |hash: &'static SignatureAlgorithm| {
        KeyPair::generate_rsa_for(hash, RsaKeySize::_2048).unwrap()
    };
    keys.extend([rsa(&rcgen::PKCS_RSA_SHA256), rsa(&rcgen::PKCS_RSA_SHA512)]);
    for key in keys {
        let der = csr(&key, &CertificateParams::default());
        let request = Request::from_csr(&der).unwrap();
        assert_eq!(request.der_bytes(), key.der_bytes());
        let leaf = ACME.issue(&request, &profile()).unwrap();
        keys::ca::verify(&leaf.der, &[ACME.anchor()], NOW).unwrap();
        let (_, leaf) = X509Certificate::from_der(&leaf.der).unwrap();
        assert_eq!(leaf.public_key().raw, key.subject_public_key_info());
    }
}

#[test]
fn it_may_come_in_every_wrapping() {
    let key = KeyPair::generate().unwrap();
    let der = csr(&key, &CertificateParams::default());
    let taken = Request::from_csr(&der).unwrap();
    for label in ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"] {
        for ending in [LineEnding::LF, LineEnding::CRLF] {
            let text = pem(label, &der, ending);
            assert_eq!(Request::from_csr(&text).unwrap(), taken);
            let introduced = [b"Certificate Request:\n  Data:\n", &text[..], b"\n\n"].concat();
            assert_eq!(Request::from_csr(&introduced).unwrap(), taken);
        }
    }
    assert_eq!(refused(&pem("CERTIFICATE", &der, LineEnding::LF)), RequestError::Malformed);
    assert_eq!(refused(&pem("PRIVATE KEY", &der, LineEnding::LF)), RequestError::Malformed);
}

#[test]
fn what_it_asks_for_is_ignored() {
    let key = KeyPair::generate().unwrap();
    let modest = Request::from_csr(&csr(&key, &CertificateParams::default())).unwrap();
    let greedy = Request::from_csr(&csr(&key, &greedy())).unwrap();
    assert_eq!(greedy, modest);
    let profile = profile();
    let leaf = ACME.issue(&greedy, &profile).unwrap();
    for asked in ["administrator", "admin.example"] {
        assert!(!leaf.der.windows(asked.len()).any(|it| it == asked.as_bytes()), "{asked}");
    }
    let tbs = |der: &[u8]| {
        let (_, it) = X509Certificate::from_der(der).unwrap();
        it.tbs_certificate.as_ref().to_vec()
    };
    assert_eq!(tbs(&leaf.der), tbs(&ACME.issue(&modest, &profile).unwrap().der));
}

#[test]
fn keys_of_other_kinds_are_refused() {
    for algorithm in [&rcgen::PKCS_ED25519, &rcgen::PKCS_ECDSA_P521_SHA512] {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let der = csr(&key, &CertificateParams::default());
        assert_eq!(refused(&der), RequestError::UnsupportedKey, "{algorithm:?}");
    }
}

#[test]
fn whoever_has_not_the_key_gets_nothing() {
    let (mine, theirs) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let der = csr(&mine, &CertificateParams::default());
    let at = der.windows(65).position(|it| it == mine.public_key_raw()).unwrap();
    let mut swapped = der.clone();
    swapped[at..at + 65].copy_from_slice(theirs.public_key_raw());
    assert_eq!(refused(&swapped), RequestError::BadSignature);
    let mut tampered = der;
    *tampered.last_mut().unwrap() ^= 1;
    assert_eq!(refused(&tampered), RequestError::BadSignature);
}

#[test]
fn what_is_no_request_is_refused() {
    let der = csr(&KeyPair::generate().unwrap(), &greedy());
    for length in 0..der.len() {
        assert_eq!(refused(&der[..length]), RequestError::Malformed, "{length}");
    }
    assert_eq!(refused(&[&der[..], &[0]].concat()), RequestError::Malformed);
    assert_eq!(refused(ACME.certificate_der()), RequestError::Malformed);
    assert_eq!(refused(b"-----BEGIN CERTIFICATE REQUEST-----"), RequestError::Malformed);
    let text = pem("CERTIFICATE REQUEST", &der, LineEnding::LF);
    assert_eq!(refused(&[&vec![b'\n'; 16 * 1024], &text[..]].concat()), RequestError::Malformed);
}

#[test]
fn no_change_of_what_is_signed_goes_unnoticed() {
    let der = csr(&KeyPair::generate().unwrap(), &greedy());
    let (_, parsed) = X509CertificationRequest::from_der(&der).unwrap();
    let (head, signed) = (4, parsed.certification_request_info.raw.len());
    for at in 0..head + signed {
        let mut changed = der.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(Request::from_csr(&changed).is_err(), "byte {at}");
    }
}
