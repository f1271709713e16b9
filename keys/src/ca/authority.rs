//! An authority: its certificate, its key, and what both are made of.

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PublicKeyData, SignatureAlgorithm, SigningKey,
};
use zeroize::Zeroizing;

use super::verify::Anchor;
use super::{Error, Serial, check};
use crate::random::Random;

const HOUR: i64 = 60 * 60;
/// Ten years of 365.25 days, rounded down.
const LIFETIME: i64 = 3652 * 24 * HOUR;

/// The certificate authority of a tenant with its private key on P-256.
pub struct Authority {
    anchor: Anchor,
    issuer: Issuer<'static, Key>,
}

/// The key of an authority; aws-lc-rs holds it and signs with it.
pub(super) struct Key {
    pair: EcdsaKeyPair,
    pkcs8: Zeroizing<Vec<u8>>,
}

impl Authority {
    /// Makes an authority with a key of its own, valid for ten years from an hour before `now`.
    ///
    /// The hour is for browsers whose clock is slow. `name` is the whole common name.
    pub fn create(name: &str, now: i64, random: &dyn Random) -> Result<Self, Error> {
        let name = check::name(name)?;
        let (from, to) =
            check::period(now.saturating_sub(HOUR).max(0), now.saturating_add(LIFETIME))?;
        let key = Key::generate()?;
        let mut params = CertificateParams::default();
        params.not_before = from;
        params.not_after = to;
        params.serial_number = Some(Serial::draw(random).as_bytes().to_vec().into());
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key).map_err(|_| Error::Write)?;
        Self::assemble(certificate.der(), key)
    }

    /// Opens an authority that was stored as its certificate and its private key in PKCS#8.
    pub fn open(certificate_der: &[u8], pkcs8_der: &[u8]) -> Result<Self, Error> {
        Self::assemble(certificate_der, Key::from_pkcs8(pkcs8_der)?)
    }

    fn assemble(certificate_der: &[u8], key: Key) -> Result<Self, Error> {
        let anchor = Anchor::from_der(certificate_der)?;
        if anchor.public_key() != key.der_bytes() {
            return Err(Error::Key);
        }
        let issuer = Issuer::from_ca_cert_der(anchor.der(), key).map_err(|_| Error::Certificate)?;
        Ok(Self { anchor, issuer })
    }

    /// The authority without its private key, by which others recognize what it issued.
    pub fn anchor(&self) -> &Anchor {
        &self.anchor
    }

    pub fn certificate_der(&self) -> &[u8] {
        self.anchor.certificate_der()
    }

    /// The private key in PKCS#8, to be sealed before it is stored.
    pub fn to_pkcs8(&self) -> Zeroizing<Vec<u8>> {
        self.issuer.key().pkcs8.clone()
    }

    /// The name in DER, for the list of authorities that a TLS server sends to browsers.
    pub fn subject_der(&self) -> &[u8] {
        self.anchor.subject_der()
    }

    /// The identifier of the key in hexadecimal digits, by which certificates name this authority.
    pub fn key_id(&self) -> &str {
        self.anchor.key_id()
    }

    pub(super) fn issuer(&self) -> &Issuer<'static, Key> {
        &self.issuer
    }

    /// The public key as it stands in the certificate, without its algorithm.
    pub(super) fn public_key(&self) -> &[u8] {
        self.issuer.key().der_bytes()
    }

    /// Signs `message` with ECDSA on P-256 and SHA-256, the signature in DER.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        self.issuer.key().sign(message).map_err(|_| Error::Write)
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authority({}, ***)", self.key_id())
    }
}

impl Key {
    fn generate() -> Result<Self, Error> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING);
        Self::keep(pair.map_err(|_| Error::Generate)?)
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, Error> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der);
        Self::keep(pair.map_err(|_| Error::Key)?)
    }

    fn keep(pair: EcdsaKeyPair) -> Result<Self, Error> {
        let document = pair.to_pkcs8v1().map_err(|_| Error::Key)?;
        let pkcs8 = Zeroizing::new(document.as_ref().to_vec());
        Ok(Self { pair, pkcs8 })
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signature = self.pair.sign(&SystemRandom::new(), message);
        signature.map(|it| it.as_ref().to_vec()).map_err(|_| rcgen::Error::RingUnspecified)
    }
}
