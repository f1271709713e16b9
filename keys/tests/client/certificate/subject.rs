//! Names that a client registered, compared with those in its certificate.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use keys::client::certificate::{CertificateError, Leaf, Subject, SubjectError};
use rcgen::{DistinguishedName, DnType, DnValue, SanType};

use super::{ROOT, issued, params, trust};
use crate::support::NOW;

#[test]
fn name_is_compared_by_attributes() {
    let der = issued(&ROOT, &params());
    let leaf = Leaf::from_der(&der).unwrap();
    let has = |text: &str| leaf.has(&Subject::name(text).unwrap());
    for same in [
        "CN=shop,O=Acme\\, Inc. 株式会社,C=JP",
        "cn=SHOP, o=ACME\\,   inc. 株式会社 , c=jp",
        "2.5.4.3=shop,OID.2.5.4.10=Acme\\2c Inc. \\E6\\A0\\AA式会社,C=JP",
        "CN=#130473686F70,O=Acme\\, Inc. 株式会社,C=#0c024a50",
    ] {
        assert!(has(same), "{same}");
    }
    for other in [
        "CN=shop",
        "C=JP,O=Acme\\, Inc. 株式会社,CN=shop",
        "CN=shop2,O=Acme\\, Inc. 株式会社,C=JP",
        "CN=shop,O=Acme\\, Inc.,C=JP",
        "CN=shop,OU=Acme\\, Inc. 株式会社,C=JP",
        "CN=shop,O=Acme\\, Inc. 株式会社,C=JP,C=JP",
        "CN=shop+O=Acme\\, Inc. 株式会社,C=JP",
    ] {
        assert!(!has(other), "{other}");
    }
    let wrong = leaf.verify_issued(
        &[],
        &trust(&[&*ROOT]),
        &Subject::name("CN=other,O=Acme\\, Inc. 株式会社,C=JP").unwrap(),
        NOW,
    );
    assert_eq!(wrong, Err(CertificateError::WrongSubject));
}

#[test]
fn kinds_of_text_in_a_certificate_do_not_matter() {
    let values = [
        DnValue::Utf8String("Shop 1".into()),
        DnValue::PrintableString("Shop 1".try_into().unwrap()),
        DnValue::TeletexString("Shop 1".try_into().unwrap()),
        DnValue::BmpString("Shop 1".try_into().unwrap()),
    ];
    for value in values {
        let mut params = params();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, value.clone());
        let der = issued(&ROOT, &params);
        let leaf = Leaf::from_der(&der).unwrap();
        assert!(leaf.has(&Subject::name("cn=shop\\ 1").unwrap()), "{value:?}");
        assert!(!leaf.has(&Subject::name("cn=shop1").unwrap()), "{value:?}");
    }
}

#[test]
fn names_out_of_shape_are_refused() {
    let syntax = SubjectError::Syntax;
    for (text, error) in [
        ("", SubjectError::Length),
        ("shop", syntax),
        ("CN", syntax),
        ("CN=", syntax),
        ("CN=shop,", syntax),
        ("CN=shop,,C=JP", syntax),
        ("CN=shop+", syntax),
        ("=shop", syntax),
        ("CN=\"shop\"", syntax),
        ("CN=a<b", syntax),
        ("CN=a\\", syntax),
        ("CN=a\\x", syntax),
        ("CN=a\\4", syntax),
        ("CN=a\\ff", syntax),
        ("CN=#", syntax),
        ("CN=#13", syntax),
        ("CN=#1301", syntax),
        ("CN=#130161zz", syntax),
        ("CN=#13016161", syntax),
        ("2..5=x", syntax),
        ("1.2.x=y", syntax),
        ("FOO=bar", SubjectError::UnknownAttribute),
    ] {
        assert_eq!(Subject::name(text), Err(error), "{text}");
    }
    assert_eq!(Subject::name(&format!("CN={}", "x".repeat(1022))), Err(SubjectError::Length));
}

#[test]
fn alternative_name_is_compared_by_its_kind() {
    let mut params = params();
    let name = |text: &str| text.try_into().unwrap();
    params.subject_alt_names = vec![
        SanType::DnsName(name("Shop.example")),
        SanType::URI(name("urn:example:shop")),
        SanType::Rfc822Name(name("Shop@Example.com")),
        SanType::IpAddress(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7))),
        SanType::IpAddress(IpAddr::V6(Ipv6Addr::LOCALHOST)),
    ];
    let der = issued(&ROOT, &params);
    let leaf = Leaf::from_der(&der).unwrap();
    let bare = issued(&ROOT, &super::params());
    let bare = Leaf::from_der(&bare).unwrap();
    for same in [
        Subject::dns("shop.EXAMPLE"),
        Subject::uri("urn:example:shop"),
        Subject::email("Shop@example.COM"),
        Subject::ip("192.0.2.7"),
        Subject::ip("0:0:0:0:0:0:0:1"),
    ] {
        assert!(leaf.has(&same.clone().unwrap()), "{same:?}");
        assert!(!bare.has(&same.clone().unwrap()), "{same:?}");
    }
    for other in [
        Subject::dns("www.shop.example"),
        Subject::dns("192.0.2.7"),
        Subject::uri("urn:example:Shop"),
        Subject::uri("shop.example:"),
        Subject::email("shop@example.com"),
        Subject::ip("192.0.2.8"),
        Subject::ip("::ffff:192.0.2.7"),
    ] {
        assert!(!leaf.has(&other.clone().unwrap()), "{other:?}");
    }
}

#[test]
fn addresses_out_of_shape_are_refused() {
    for given in [
        Subject::dns("*.example"),
        Subject::dns("a b"),
        Subject::uri("shop"),
        Subject::uri(":shop"),
        Subject::uri("urn:a b"),
        Subject::ip("192.0.2"),
        Subject::ip("192.0.2.0/24"),
        Subject::email("shop"),
        Subject::email("@example.com"),
        Subject::email("shop@"),
    ] {
        assert_eq!(given, Err(SubjectError::Address));
    }
    assert_eq!(Subject::dns(""), Err(SubjectError::Length));
}
