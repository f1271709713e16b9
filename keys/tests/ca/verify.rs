//! Which presented certificates are accepted, and the word for each that is not.

use keys::ca::{Authority, Presented, Profile, Refused, verify};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyIdMethod, KeyUsagePurpose,
};

use crate::support::{ACME, DAY, KEY, NOW, authority, bare, forged, issued, profile, stolen};

fn word(der: &[u8]) -> Refused {
    verify(der, &[ACME.anchor()], NOW).unwrap_err()
}

#[test]
fn an_issued_certificate_is_known_by_its_authority_and_number() {
    let (other, leaf) = (authority("Other"), issued(&ACME));
    let expected = Presented {
        serial_hex: leaf.serial_hex.clone(),
        authority_key_id: ACME.key_id().to_owned(),
        not_after: NOW + 365 * DAY,
    };
    for authorities in
        [&[ACME.anchor()][..], &[ACME.anchor(), other.anchor()], &[other.anchor(), ACME.anchor()]]
    {
        assert_eq!(verify(&leaf.der, authorities, NOW).unwrap(), expected);
    }
}

#[test]
fn its_time_is_taken_to_the_second() {
    let leaf = issued(&ACME);
    let at = |now| verify(&leaf.der, &[ACME.anchor()], now).map(|_| ());
    assert_eq!(at(NOW - 1), Err(Refused::NotYetValid));
    assert_eq!(at(NOW), Ok(()));
    assert_eq!(at(NOW + 365 * DAY), Ok(()));
    assert_eq!(at(NOW + 365 * DAY + 1), Err(Refused::Expired));
    assert_eq!(at(-1), Err(Refused::NotYetValid));
    assert_eq!(at(i64::MIN), Err(Refused::NotYetValid));
    assert_eq!(at(i64::MAX), Err(Refused::Expired));
}

#[test]
fn another_authority_of_the_same_name_is_unknown() {
    let namesake = authority("Acme Client CA");
    assert_eq!(word(&issued(&namesake).der), Refused::UnknownAuthority);
    assert_eq!(verify(&issued(&ACME).der, &[], NOW), Err(Refused::UnknownAuthority));
    assert_eq!(word(&issued(&authority("Other")).der), Refused::UnknownAuthority);
}

/// A foreign key in the name of the authority, and even under the identifier of its key.
#[test]
fn what_another_key_signed_is_refused() {
    let namesake = authority("Acme Client CA");
    let mut params = bare();
    params.use_authority_key_identifier_extension = false;
    assert_eq!(word(&forged(&namesake, &params)), Refused::BadSignature);
    let certificate = namesake.certificate_der().into();
    let mut lie = CertificateParams::default();
    lie.distinguished_name.push(rcgen::DnType::CommonName, "Acme Client CA");
    lie.key_identifier_method = KeyIdMethod::PreSpecified(digits(ACME.key_id()));
    let issuer = Issuer::from_params(&lie, stolen(&namesake));
    let leaf = bare().signed_by(&*KEY, &issuer).unwrap();
    assert_eq!(word(leaf.der()), Refused::BadSignature);
    let honest = Issuer::from_ca_cert_der(&certificate, stolen(&namesake)).unwrap();
    let leaf = bare().signed_by(&*KEY, &honest).unwrap();
    assert_eq!(word(leaf.der()), Refused::UnknownAuthority);
}

#[test]
fn two_known_authorities_of_one_name_are_told_apart() {
    let namesake = authority("Acme Client CA");
    let known = [ACME.anchor(), namesake.anchor()];
    let mut without = bare();
    without.use_authority_key_identifier_extension = false;
    for one in [&*ACME, &namesake] {
        for der in [issued(one).der, forged(one, &without)] {
            assert_eq!(verify(&der, &known, NOW).unwrap().authority_key_id, one.key_id());
        }
    }
}

#[test]
fn what_is_not_meant_for_logging_in_is_refused() {
    type Spoil = fn(&mut CertificateParams);
    let table: [(&str, Spoil); 8] = [
        ("server only", |it| it.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]),
        ("any purpose", |it| it.extended_key_usages = vec![ExtendedKeyUsagePurpose::Any]),
        ("no purpose", |it| it.extended_key_usages.clear()),
        ("an authority", |it| it.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
        ("a sub-authority", |it| {
            it.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
            it.key_usages.push(KeyUsagePurpose::KeyCertSign);
        }),
        ("key for encryption", |it| it.key_usages = vec![KeyUsagePurpose::KeyEncipherment]),
        ("key for nothing", |it| it.key_usages.clear()),
        ("unknown demand", |it| {
            let mut unknown = CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![5, 0]);
            unknown.set_criticality(true);
            it.custom_extensions = vec![unknown];
        }),
    ];
    for (what, spoil) in table {
        let mut params = bare();
        spoil(&mut params);
        assert_eq!(word(&forged(&ACME, &params)), Refused::WrongPurpose, "{what}");
    }
    let spare = |it: &mut CertificateParams| {
        it.is_ca = IsCa::NoCa;
        it.extended_key_usages.push(ExtendedKeyUsagePurpose::ServerAuth);
        it.custom_extensions = vec![CustomExtension::from_oid_content(&[1, 2, 3], vec![5, 0])];
    };
    let mut params = bare();
    spare(&mut params);
    let accepted = verify(&forged(&ACME, &params), &[ACME.anchor()], NOW).unwrap();
    assert_eq!(accepted.serial_hex, "510203");
    assert_eq!(word(ACME.certificate_der()), Refused::WrongPurpose);
}

#[test]
fn an_extension_that_stands_twice_is_refused() {
    let mut params = bare();
    // A second key usage, of digitalSignature as well.
    params.custom_extensions =
        vec![CustomExtension::from_oid_content(&[2, 5, 29, 15], vec![3, 2, 7, 0x80])];
    assert_eq!(word(&forged(&ACME, &params)), Refused::Malformed);
}

#[test]
fn a_forged_certificate_is_not_called_expired() {
    let mut params = bare();
    params.not_after = params.not_before;
    let mut der = forged(&ACME, &params);
    *der.last_mut().unwrap() ^= 1;
    assert_eq!(verify(&der, &[ACME.anchor()], NOW + DAY), Err(Refused::BadSignature));
}

#[test]
fn no_changed_byte_goes_unnoticed() {
    let leaf = issued(&ACME).der;
    for at in 0..leaf.len() {
        let mut changed = leaf.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(verify(&changed, &[ACME.anchor()], NOW).is_err(), "byte {at}");
        // Only the whole is a certificate.
        assert_eq!(word(&leaf[..at]), Refused::Malformed, "length {at}");
    }
    assert_eq!(word(&[&leaf[..], &[0]].concat()), Refused::Malformed);
    let name = leaf.windows(5).position(|it| it == b"alice").unwrap();
    let mut changed = leaf;
    changed[name..name + 5].copy_from_slice(b"carol");
    assert_eq!(word(&changed), Refused::BadSignature);
}

/// Serial numbers that are zero, negative or too long name no certificate.
#[test]
fn serial_numbers_out_of_range_are_malformed() {
    for serial in [vec![0], vec![1; 21]] {
        let mut params = bare();
        params.serial_number = Some(serial.into());
        assert_eq!(word(&forged(&ACME, &params)), Refused::Malformed);
    }
}

/// Names in a certificate decide nothing: people of one name stay two numbers.
#[test]
fn the_name_is_no_identity() {
    let (one, two) = (issued(&ACME), issued(&ACME));
    let number = |der: &[u8]| verify(der, &[ACME.anchor()], NOW).unwrap().serial_hex;
    assert_ne!(number(&one.der), number(&two.der));
    let look_alike = Profile { subject_cn: "аlice", ..profile() };
    let third = ACME.issue(&KEY, &look_alike).unwrap();
    assert_eq!(number(&third.der), third.serial_hex);
}

#[test]
fn what_a_renewed_authority_issues_is_its_own() {
    let renewed = Authority::create("Acme Client CA", NOW + DAY, &crate::support::System).unwrap();
    let later = issued(&renewed);
    assert_eq!(word(&later.der), Refused::UnknownAuthority);
    let known = [ACME.anchor(), renewed.anchor()];
    assert_eq!(verify(&later.der, &known, NOW).unwrap().authority_key_id, renewed.key_id());
}

fn digits(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).map(|it| std::str::from_utf8(it).unwrap());
    pairs.map(|it| u8::from_str_radix(it, 16).unwrap()).collect()
}
