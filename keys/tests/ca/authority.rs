//! Making an authority, storing it and opening it again.

use keys::ca::{Anchor, Authority, Error, KeyKind, Request};
use x509_parser::prelude::*;

use crate::support::{ACME, DAY, NOW, System, authority, bare, forged, issued};

#[test]
fn its_certificate_says_what_it_may_do() {
    let (_, it) = X509Certificate::from_der(ACME.certificate_der()).unwrap();
    assert_eq!(it.subject().to_string(), "CN=Acme Client CA");
    assert_eq!(it.subject().as_raw(), it.issuer().as_raw());
    assert_eq!(it.subject().as_raw(), ACME.subject_der());
    it.verify_signature(None).unwrap();
    assert_eq!(it.validity().not_before.timestamp(), NOW - 3600);
    assert_eq!(it.validity().not_after.timestamp(), NOW + 3652 * DAY);
    let constraints = it.basic_constraints().unwrap().unwrap();
    assert!(constraints.critical && constraints.value.ca);
    assert_eq!(constraints.value.path_len_constraint, Some(0));
    let usage = it.key_usage().unwrap().unwrap();
    assert!(usage.critical);
    assert_eq!(usage.value.flags, 1 << 5 | 1 << 6, "keyCertSign and cRLSign alone");
    assert!(it.extended_key_usage().unwrap().is_none());
    let key_id = it.iter_extensions().find_map(|it| match it.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(id) => Some(format!("{id:x}").replace(':', "")),
        _ => None,
    });
    assert_eq!(key_id.unwrap(), ACME.key_id());
    assert_eq!(it.raw_serial().len(), 20);
    assert!((0x40..0x80).contains(&it.raw_serial()[0]), "positive, always as long");
}

#[test]
fn no_two_are_alike() {
    let (one, two) = (authority("Acme"), authority("Acme"));
    assert_eq!(one.subject_der(), two.subject_der());
    assert_ne!(one.key_id(), two.key_id());
    assert_ne!(one.to_pkcs8(), two.to_pkcs8());
}

#[test]
fn it_opens_as_it_was_stored() {
    let opened = Authority::open(ACME.certificate_der(), &ACME.to_pkcs8()).unwrap();
    assert_eq!(opened.certificate_der(), ACME.certificate_der());
    assert_eq!(opened.to_pkcs8(), ACME.to_pkcs8());
    assert_eq!(opened.key_id(), ACME.key_id());
    let leaf = issued(&opened);
    keys::ca::verify(&leaf.der, &[ACME.anchor()], NOW).unwrap();
}

#[test]
fn what_does_not_belong_together_does_not_open() {
    let (certificate, key) = (ACME.certificate_der(), ACME.to_pkcs8());
    let open = |certificate: &[u8], key: &[u8]| Authority::open(certificate, key).unwrap_err();
    assert_eq!(open(certificate, &authority("Acme Client CA").to_pkcs8()), Error::Key);
    assert_eq!(open(certificate, &key[1..]), Error::Key);
    assert_eq!(open(certificate, &Request::generate(KeyKind::Rsa2048).unwrap().1), Error::Key);
    assert_eq!(open(&certificate[1..], &key), Error::Certificate);
    assert_eq!(open(&[certificate, &[0]].concat(), &key), Error::Certificate);
    assert_eq!(open(&issued(&ACME).der, &key), Error::Certificate);
}

#[test]
fn only_what_may_sign_certificates_is_an_anchor() {
    use rcgen::{BasicConstraints, IsCa, KeyUsagePurpose};
    let mut params = bare();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::CrlSign];
    assert_eq!(Anchor::from_der(&forged(&ACME, &params)).unwrap_err(), Error::Certificate);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    Anchor::from_der(&forged(&ACME, &params)).unwrap();
    params.is_ca = IsCa::ExplicitNoCa;
    assert_eq!(Anchor::from_der(&forged(&ACME, &params)).unwrap_err(), Error::Certificate);
    assert_eq!(Anchor::from_der(&[]).unwrap_err(), Error::Certificate);
}

#[test]
fn names_and_times_that_cannot_be_are_refused() {
    for name in ["", "  ", "a\0b", "line\nbreak", "\u{85}", "x\u{202e}y", &"あ".repeat(65)] {
        let refused = Authority::create(name, NOW, &System).unwrap_err();
        assert_eq!(refused, Error::Name, "{name:?}");
    }
    Authority::create(&"あ".repeat(64), NOW, &System).unwrap();
    for now in [253_402_300_800 - 3652 * DAY, i64::MAX, i64::MIN] {
        let refused = Authority::create("Acme", now, &System).unwrap_err();
        assert_eq!(refused, Error::Validity, "{now}");
    }
    Authority::create("Acme", 0, &System).unwrap();
}

#[test]
fn its_key_is_not_in_its_debug_form() {
    let shown = format!("{:?}", &*ACME);
    assert_eq!(shown, format!("Authority({}, ***)", ACME.key_id()));
}
