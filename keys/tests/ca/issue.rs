//! What stands in an issued certificate, and what is never issued.

use std::collections::HashSet;

use keys::ca::{Error, KeyKind, Profile, Request, Serial};
use x509_parser::prelude::*;

use crate::support::{ACME, CRL_URL, DAY, KEY, NOW, System, profile};

#[test]
fn a_certificate_says_what_the_profile_says_and_nothing_else() {
    let profile = profile();
    let issued = ACME.issue(&KEY, &profile).unwrap();
    assert_eq!(issued.serial_hex, profile.serial.to_string());
    let (rest, leaf) = X509Certificate::from_der(&issued.der).unwrap();
    assert!(rest.is_empty());
    assert_eq!(leaf.version(), X509Version::V3);
    assert_eq!(leaf.raw_serial_as_string().replace(':', ""), issued.serial_hex);
    assert_eq!(leaf.issuer().as_raw(), ACME.subject_der());
    assert_eq!(leaf.validity().not_before.timestamp(), NOW);
    assert_eq!(leaf.validity().not_after.timestamp(), NOW + 365 * DAY);
    let names: Vec<_> = leaf.subject().iter_attributes().collect();
    let written: Vec<_> = names.iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(written, ["株式会社アクメ", "alice"]);
    assert!(names.iter().all(|it| it.attr_value().header.tag().0 == 12), "UTF8String");
    let listed: Vec<_> =
        leaf.iter_extensions().map(|it| (it.oid.to_id_string(), it.critical)).collect();
    let expected = [
        ("2.5.29.35", false),
        ("2.5.29.15", true),
        ("2.5.29.37", false),
        ("2.5.29.31", false),
        ("2.5.29.14", false),
        ("2.5.29.19", true),
        ("1.3.6.1.5.5.7.1.1", false),
    ];
    assert_eq!(listed, expected.map(|(oid, critical)| (oid.to_owned(), critical)));
}

#[test]
fn it_is_good_for_logging_in_and_nothing_else() {
    let issued = ACME.issue(&KEY, &profile()).unwrap();
    let (_, leaf) = X509Certificate::from_der(&issued.der).unwrap();
    assert!(!leaf.is_ca());
    assert_eq!(leaf.key_usage().unwrap().unwrap().value.flags, 1, "digitalSignature alone");
    let purposes = leaf.extended_key_usage().unwrap().unwrap().value;
    let expected = ExtendedKeyUsage {
        any: false,
        server_auth: false,
        client_auth: true,
        code_signing: false,
        email_protection: false,
        time_stamping: false,
        ocsp_signing: false,
        other: vec![],
    };
    assert_eq!(*purposes, expected);
}

#[test]
fn it_tells_where_revocation_is_looked_up() {
    let with = |crl_url, ocsp_url| {
        let profile = Profile { crl_url, ocsp_url, ..profile() };
        let der = ACME.issue(&KEY, &profile).unwrap().der;
        String::from_utf8_lossy(&der).into_owned()
    };
    let (crl, ocsp) = (CRL_URL, crate::support::OCSP_URL);
    let contains = |text: &str| (text.contains(crl), text.contains(ocsp));
    assert_eq!(contains(&with(Some(crl), Some(ocsp))), (true, true));
    assert_eq!(contains(&with(Some(crl), None)), (true, false));
    assert_eq!(contains(&with(None, Some(ocsp))), (false, true));
    assert_eq!(contains(&with(None, None)), (false, false));
}

#[test]
fn every_kind_of_key_gets_a_certificate_that_carries_it() {
    for (kind, oid) in
        [(KeyKind::Rsa2048, "1.2.840.113549.1.1.1"), (KeyKind::P256, "1.2.840.10045.2.1")]
    {
        let (request, pkcs8) = Request::generate(kind).unwrap();
        let der = ACME.issue(&request, &profile()).unwrap().der;
        let (_, leaf) = X509Certificate::from_der(&der).unwrap();
        assert_eq!(leaf.public_key().algorithm.algorithm.to_id_string(), oid);
        let pair = rustls_pki_types::PrivatePkcs8KeyDer::from(pkcs8.to_vec());
        let pair = rcgen::KeyPair::try_from(&pair).unwrap();
        assert_eq!(leaf.public_key().subject_public_key.data, pair.public_key_raw());
    }
}

#[test]
fn names_that_deceive_or_do_not_fit_are_refused() {
    for name in ["", " ", "alice\0.example", "a\r\nb", "\u{7f}", "\u{2066}", &"x".repeat(65)] {
        let refused = ACME.issue(&KEY, &Profile { subject_cn: name, ..profile() }).unwrap_err();
        assert_eq!(refused, Error::Name, "{name:?}");
        let organization = Profile { subject_o: Some(name), ..profile() };
        assert_eq!(ACME.issue(&KEY, &organization).unwrap_err(), Error::Name, "{name:?}");
    }
    ACME.issue(&KEY, &Profile { subject_o: None, ..profile() }).unwrap();
}

#[test]
fn periods_that_make_no_sense_are_refused() {
    let last = ACME.anchor().not_after();
    let periods = [(NOW, NOW), (NOW, NOW - 1), (-1, NOW), (NOW, last + 1), (i64::MIN, i64::MAX)];
    for (not_before, not_after) in periods {
        let refused = ACME.issue(&KEY, &Profile { not_before, not_after, ..profile() });
        assert_eq!(refused.unwrap_err(), Error::Validity, "{not_before} {not_after}");
    }
    ACME.issue(&KEY, &Profile { not_after: last, ..profile() }).unwrap();
}

#[test]
fn addresses_that_are_none_are_refused() {
    let long = format!("http://{}", "a".repeat(1100));
    for url in ["", "http://", "https:///x", "ftp://a", "http://a b", "http://例え", "a\n", &long]
    {
        let refused = ACME.issue(&KEY, &Profile { crl_url: Some(url), ..profile() }).unwrap_err();
        assert_eq!(refused, Error::Address, "{url:?}");
        let refused = ACME.issue(&KEY, &Profile { ocsp_url: Some(url), ..profile() }).unwrap_err();
        assert_eq!(refused, Error::Address, "{url:?}");
    }
}

#[test]
fn serial_numbers_are_drawn_apart_and_read_as_written() {
    let drawn: HashSet<_> = (0..1000).map(|_| Serial::draw(&System)).collect();
    assert_eq!(drawn.len(), 1000);
    for serial in drawn {
        let text = serial.to_string();
        assert_eq!(text.len(), 40);
        assert!(("40".."80").contains(&&text[..2]));
        assert_eq!(text.parse::<Serial>().unwrap(), serial);
        assert_eq!(format!("0000{}", text.to_uppercase()).parse::<Serial>().unwrap(), serial);
    }
    for text in ["", "0", "00", "123", "0x12", "1 ", "-1", "ｆｆ", &"7f".repeat(21)] {
        assert_eq!(text.parse::<Serial>().unwrap_err(), Error::Serial, "{text:?}");
    }
}
