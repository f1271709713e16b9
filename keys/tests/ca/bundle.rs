//! The files that users take away, read back by the library that wrote them; other readers stand in
//! `pki_tools`.

use std::collections::HashSet;

use keys::ca::{Bundle, Error, Form, KeyKind, Request, download_password, pem};
use keys::random::Random;
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};

use crate::support::{ACME, System, issued, profile};

/// Draws the same bytes for ever.
struct Constant(u8);

impl Random for Constant {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }
}

#[test]
fn key_and_certificates_come_back() {
    let (request, pkcs8) = Request::generate(KeyKind::P256).unwrap();
    let leaf = ACME.issue(&request, &profile()).unwrap();
    for form in [Form::Compat, Form::Modern] {
        let file = Bundle {
            certificate_der: &leaf.der,
            authority_der: ACME.certificate_der(),
            pkcs8: &pkcs8,
            friendly_name: "Acme (alice)",
            password: "correct-horse-battery",
        };
        let file = file.pkcs12(form).unwrap();
        let open = |password| KeyStore::from_pkcs12(&file, password, Pkcs12ImportPolicy::Strict);
        assert!(open("correct-horse-batterz").is_err());
        let store = open("correct-horse-battery").unwrap();
        let (name, chain) = store.private_key_chain().unwrap();
        assert_eq!(name, "Acme (alice)");
        assert_eq!(chain.key().as_der(), &pkcs8[..]);
        let certificates: Vec<_> =
            chain.certs().iter().map(p12_keystore::Certificate::as_der).collect();
        assert_eq!(certificates, [&leaf.der[..], ACME.certificate_der()]);
        assert!(!file.windows(16).any(|it| pkcs8.windows(16).any(|key| key == it)), "in the clear");
    }
}

#[test]
fn what_importers_would_disagree_about_is_refused() {
    let (_, pkcs8) = Request::generate(KeyKind::P256).unwrap();
    let leaf = issued(&ACME);
    let refused = |friendly_name, password, pkcs8, certificate_der| {
        let authority_der = ACME.certificate_der();
        let bundle = Bundle { certificate_der, authority_der, pkcs8, friendly_name, password };
        bundle.pkcs12(Form::Compat).unwrap_err()
    };
    for name in ["", "アクメ", "a\nb", "caf\u{e9}"] {
        assert_eq!(refused(name, "password", &pkcs8[..], &leaf.der[..]), Error::Name, "{name:?}");
    }
    for password in ["", "pass word", "pässword", "a\n"] {
        let refused = refused("Acme", password, &pkcs8, &leaf.der);
        assert_eq!(refused, Error::Password, "{password:?}");
    }
    assert_eq!(refused("Acme", "password", &pkcs8[1..], &leaf.der), Error::Key);
    assert_eq!(refused("Acme", "password", &pkcs8, &leaf.der[1..]), Error::Certificate);
}

#[test]
fn passwords_are_long_and_unambiguous() {
    let drawn: HashSet<_> = (0..500).map(|_| download_password(&System).to_string()).collect();
    assert_eq!(drawn.len(), 500);
    assert!(drawn.iter().all(|it| it.len() == 20));
    let used: HashSet<_> = drawn.iter().flat_map(|it| it.chars()).collect();
    assert!(used.iter().all(char::is_ascii_alphanumeric));
    assert!("0O1lIoiL".chars().all(|it| !used.contains(&it)));
    // 10,000 draws leave out none of the characters.
    let bits = 20.0 * f64::from(u32::try_from(used.len()).unwrap()).log2();
    assert!(bits > 110.0, "{bits} bits");
    assert_eq!(*download_password(&Constant(0)), "2".repeat(20));
    assert_eq!(*download_password(&Constant(0xff)), "Z".repeat(20));
}

#[test]
fn pem_is_the_certificate() {
    let leaf = issued(&ACME);
    let text = pem(&leaf.der).unwrap();
    assert!(text.starts_with("-----BEGIN CERTIFICATE-----\n"));
    assert!(text.ends_with("-----END CERTIFICATE-----\n"));
    let (_, read) = x509_parser::pem::parse_x509_pem(text.as_bytes()).unwrap();
    assert_eq!(read.contents, leaf.der);
}
