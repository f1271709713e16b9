//! The list of revoked certificates.

use keys::ca::{Error, Reason, Revoked};
use x509_parser::prelude::*;

use crate::support::{ACME, DAY, NOW, authority, issued};

const REASONS: [(Reason, Option<u8>); 6] = [
    (Reason::Unspecified, None),
    (Reason::KeyCompromise, Some(1)),
    (Reason::AffiliationChanged, Some(3)),
    (Reason::Superseded, Some(4)),
    (Reason::CessationOfOperation, Some(5)),
    (Reason::PrivilegeWithdrawn, Some(9)),
];

#[test]
fn it_lists_every_revoked_certificate_with_time_and_reason() {
    let serials = REASONS.map(|_| issued(&ACME).serial_hex);
    let revoked: Vec<_> = serials
        .iter()
        .zip(REASONS)
        .map(|(serial_hex, (reason, _))| Revoked { serial_hex, at: NOW + 7, reason })
        .collect();
    let der = ACME.crl(&revoked, 42, NOW, NOW + DAY).unwrap();
    let (rest, list) = CertificateRevocationList::from_der(&der).unwrap();
    assert!(rest.is_empty());
    let listed: Vec<_> = list
        .iter_revoked_certificates()
        .map(|it| {
            let reason = it.reason_code().map(|(_, code)| code.0);
            (it.raw_serial_as_string().replace(':', ""), it.revocation_date.timestamp(), reason)
        })
        .collect();
    let expected: Vec<_> = serials
        .iter()
        .zip(REASONS)
        .map(|(serial, (_, code))| (serial.clone(), NOW + 7, code))
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn it_names_its_number_its_time_and_its_signer() {
    for number in [0, 1, 127, 128, u64::MAX] {
        let der = ACME.crl(&[], number, NOW, NOW + DAY).unwrap();
        let (_, list) = CertificateRevocationList::from_der(&der).unwrap();
        assert_eq!(list.version(), Some(X509Version::V2));
        assert_eq!(list.crl_number().unwrap(), &number.into());
        assert_eq!(list.last_update().timestamp(), NOW);
        assert_eq!(list.next_update().unwrap().timestamp(), NOW + DAY);
        assert_eq!(list.issuer().as_raw(), ACME.subject_der());
        let signer = list.extensions().iter().find_map(|it| match it.parsed_extension() {
            ParsedExtension::AuthorityKeyIdentifier(id) => id.key_identifier.as_ref(),
            _ => None,
        });
        assert_eq!(format!("{:x}", signer.unwrap()).replace(':', ""), ACME.key_id());
        let verified = |der: &[u8]| {
            let (_, it) = X509Certificate::from_der(der).unwrap();
            list.verify_signature(it.public_key()).is_ok()
        };
        assert!(verified(ACME.certificate_der()));
        assert!(!verified(authority("Acme Client CA").certificate_der()));
    }
}

#[test]
fn nonsense_is_not_signed() {
    let entry = |serial_hex, at| [Revoked { serial_hex, at, reason: Reason::Superseded }];
    let crl = |revoked: &[Revoked<'_>], from, to| ACME.crl(revoked, 1, from, to).unwrap_err();
    assert_eq!(crl(&entry("xyz", NOW), NOW, NOW + 1), Error::Serial);
    assert_eq!(crl(&entry("01", -1), NOW, NOW + 1), Error::Validity);
    assert_eq!(crl(&[], NOW, NOW), Error::Validity);
    assert_eq!(crl(&[], NOW, NOW - 1), Error::Validity);
    assert_eq!(crl(&[], NOW, i64::MAX), Error::Validity);
}
