//! Authorities and certificates for the tests, and certificates that no authority of ours would issue.

use std::sync::LazyLock;

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use keys::ca::{Authority, Certificate, KeyKind, Profile, Request, Serial};
use keys::random::Random;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use time::OffsetDateTime;

pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const DAY: i64 = 24 * 60 * 60;
pub(crate) const CRL_URL: &str = "http://login.example/t/acme/ca.crl";
pub(crate) const OCSP_URL: &str = "http://login.example/t/acme/ocsp";

/// The authority of most tests, made once.
pub(crate) static ACME: LazyLock<Authority> = LazyLock::new(|| authority("Acme Client CA"));

/// The key of most tests, made once.
pub(crate) static KEY: LazyLock<Request> =
    LazyLock::new(|| Request::generate(KeyKind::P256).unwrap().0);

pub(crate) struct System;

impl Random for System {
    fn fill(&self, bytes: &mut [u8]) {
        SystemRandom::new().fill(bytes).unwrap();
    }
}

pub(crate) fn authority(name: &str) -> Authority {
    Authority::create(name, NOW, &System).unwrap()
}

/// A certificate for a year from [`NOW`].
pub(crate) fn profile() -> Profile<'static> {
    Profile {
        subject_cn: "alice",
        subject_o: Some("株式会社アクメ"),
        not_before: NOW,
        not_after: NOW + 365 * DAY,
        serial: Serial::draw(&System),
        crl_url: Some(CRL_URL),
        ocsp_url: Some(OCSP_URL),
    }
}

pub(crate) fn issued(authority: &Authority) -> Certificate {
    authority.issue(&KEY, &profile()).unwrap()
}

/// The private key of `authority`, for certificates that it would not issue itself.
pub(crate) fn stolen(authority: &Authority) -> KeyPair {
    let der = rustls_pki_types::PrivatePkcs8KeyDer::from(authority.to_pkcs8().to_vec());
    KeyPair::try_from(&der).unwrap()
}

/// What makes a certificate acceptable and nothing more, to be spoilt.
pub(crate) fn bare() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = OffsetDateTime::from_unix_timestamp(NOW).unwrap();
    params.not_after = OffsetDateTime::from_unix_timestamp(NOW + DAY).unwrap();
    params.serial_number = Some(vec![0x51, 2, 3].into());
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "alice");
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params.use_authority_key_identifier_extension = true;
    params
}

/// Signs `params` with the key of `authority` in its name.
pub(crate) fn forged(authority: &Authority, params: &CertificateParams) -> Vec<u8> {
    let certificate = authority.certificate_der().into();
    let issuer = Issuer::from_ca_cert_der(&certificate, stolen(authority)).unwrap();
    params.signed_by(&*KEY, &issuer).unwrap().der().to_vec()
}
