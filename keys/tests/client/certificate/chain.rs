//! The way from a certificate up to an authority that is trusted.

use keys::client::certificate::{Anchors, CertificateError, Leaf};
use rcgen::{
    BasicConstraints, CertifiedIssuer, CustomExtension, ExtendedKeyUsagePurpose, IsCa, KeyPair,
};

use super::{DAY, KEY, OTHER, ROOT, authority_params, issued, params, shop, trust};
use crate::support::NOW;

fn verify(der: &[u8], between: &[&[u8]], now: i64) -> Result<(), CertificateError> {
    Leaf::from_der(der).unwrap().verify_issued(between, &trust(&[&*ROOT]), &shop(), now)
}

#[test]
fn certificate_of_a_trusted_authority_passes_in_its_time() {
    let der = issued(&ROOT, &params());
    for now in [NOW - DAY, NOW, NOW + DAY] {
        assert_eq!(verify(&der, &[], now), Ok(()));
    }
    assert_eq!(verify(&der, &[], NOW - DAY - 1), Err(CertificateError::NotYetValid));
    assert_eq!(verify(&der, &[], NOW + DAY + 1), Err(CertificateError::Expired));
}

#[test]
fn certificate_of_another_authority_is_refused() {
    let unknown = Err(CertificateError::UnknownAuthority);
    assert_eq!(verify(&issued(&OTHER, &params()), &[], NOW), unknown);
    let own = params().self_signed(&*KEY).unwrap();
    assert_eq!(verify(own.der(), &[], NOW), unknown);
    assert_eq!(verify(own.der(), &[own.der()], NOW), unknown);
    let der = issued(&ROOT, &params());
    let leaf = Leaf::from_der(&der).unwrap();
    assert_eq!(leaf.verify_issued(&[], &Anchors::default(), &shop(), NOW), unknown);
    assert_eq!(leaf.verify_issued(&[], &trust(&[&*OTHER, &*ROOT]), &shop(), NOW), Ok(()));
}

#[test]
fn way_may_lead_over_others_between() {
    let key = KeyPair::generate().unwrap();
    let middle = CertifiedIssuer::signed_by(authority_params("Middle"), key, &*ROOT).unwrap();
    let der = issued(&middle, &params());
    assert_eq!(verify(&der, &[middle.der()], NOW), Ok(()));
    let unknown = Err(CertificateError::UnknownAuthority);
    assert_eq!(verify(&der, &[], NOW), unknown);
    assert_eq!(verify(&der, &[ROOT.der()], NOW), unknown);
    let many = vec![middle.der().as_ref(); 9];
    assert_eq!(verify(&der, &many, NOW), unknown);
    // A client's certificate makes nobody else a client.
    let leaf = CertifiedIssuer::signed_by(params(), KeyPair::generate().unwrap(), &*ROOT).unwrap();
    let below = issued(&leaf, &params());
    assert!(verify(&below, &[leaf.der()], NOW).is_err());
}

#[test]
fn listed_purposes_must_have_logging_in_among_them() {
    let der = |purposes: &[ExtendedKeyUsagePurpose]| {
        let mut params = params();
        params.extended_key_usages = purposes.to_vec();
        issued(&ROOT, &params)
    };
    let client = ExtendedKeyUsagePurpose::ClientAuth;
    let server = ExtendedKeyUsagePurpose::ServerAuth;
    assert_eq!(verify(&der(&[server.clone(), client]), &[], NOW), Ok(()));
    assert_eq!(verify(&der(&[server]), &[], NOW), Err(CertificateError::WrongPurpose));
    let mut ca = params();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    assert_eq!(verify(&issued(&ROOT, &ca), &[], NOW), Err(CertificateError::WrongPurpose));
    let mut critical = params();
    let mut extension =
        CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99999, 1], vec![5, 0]);
    extension.set_criticality(true);
    critical.custom_extensions = vec![extension];
    assert_eq!(verify(&issued(&ROOT, &critical), &[], NOW), Err(CertificateError::WrongPurpose));
}
