//! Certificates of clients: by the keys they published, and by authority and subject.

mod chain;
mod self_signed;
mod subject;

use std::sync::LazyLock;

use keys::client::certificate::{Anchors, CertificateError, Leaf, Subject};
use keys::client::certificate_thumbprint;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    KeyUsagePurpose,
};
use time::OffsetDateTime;

use crate::support::{NOW, b64};

const DAY: i64 = 24 * 60 * 60;

type Authority = CertifiedIssuer<'static, KeyPair>;

static KEY: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate().unwrap());
static ROOT: LazyLock<Authority> = LazyLock::new(|| authority("Root"));
static OTHER: LazyLock<Authority> = LazyLock::new(|| authority("Root"));

fn authority_params(name: &str) -> CertificateParams {
    let mut params = params();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

fn authority(name: &str) -> Authority {
    CertifiedIssuer::self_signed(authority_params(name), KeyPair::generate().unwrap()).unwrap()
}

/// What is valid for a day before and after now, and names a client.
fn params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = OffsetDateTime::from_unix_timestamp(NOW - DAY).unwrap();
    params.not_after = OffsetDateTime::from_unix_timestamp(NOW + DAY).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, "JP");
    params.distinguished_name.push(DnType::OrganizationName, "Acme,  Inc. 株式会社");
    params.distinguished_name.push(DnType::CommonName, "shop");
    params
}

fn issued(authority: &Authority, params: &CertificateParams) -> Vec<u8> {
    params.signed_by(&*KEY, authority).unwrap().der().to_vec()
}

fn trust(authorities: &[&Authority]) -> Anchors {
    Anchors::from_der(authorities.iter().map(|it| it.der().as_ref())).unwrap()
}

fn shop() -> Subject {
    Subject::name("CN=shop,O=Acme\\, Inc. 株式会社,C=JP").unwrap()
}

#[test]
fn thumbprint_is_the_digest_of_the_whole_certificate() {
    let der = issued(&ROOT, &params());
    let thumbprint = Leaf::from_der(&der).unwrap().thumbprint();
    assert_eq!(thumbprint, b64(keys::digest::sha256(&der)));
    assert_eq!(thumbprint, certificate_thumbprint(&der));
}

#[test]
fn what_is_no_certificate_is_refused() {
    let der = issued(&ROOT, &params());
    let longer = [der.as_slice(), &[0]].concat();
    for bytes in [&b""[..], b"junk", &der[..der.len() - 1], &longer] {
        assert_eq!(Leaf::from_der(bytes).unwrap_err(), CertificateError::Malformed);
    }
    let anchors = Anchors::from_der([&b"junk"[..]]);
    assert_eq!(anchors.unwrap_err(), CertificateError::Malformed);
}
