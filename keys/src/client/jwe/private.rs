//! The private keys with which we read what clients encrypt to us.

use std::fmt;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use aws_lc_rs::signature::KeyPair as _;
use serde_json::Value;
use zeroize::Zeroizing;

use super::{JweError, KeyManagement};
use crate::client::material::{Kind, Material};

/// A private key that decrypts and does nothing else.
pub struct DecryptionKey {
    private: Private,
    pkcs8: Zeroizing<Vec<u8>>,
    public: Material,
}

pub(super) enum Private {
    Rsa(OaepPrivateDecryptingKey),
    P256(PrivateKey),
}

impl DecryptionKey {
    /// Makes a new key that can receive by `algorithm`: RSA of 2048 bits, or P-256.
    ///
    /// An RSA key takes about a tenth of a second: call it where blocking is allowed.
    pub fn generate(algorithm: KeyManagement) -> Result<Self, JweError> {
        let pkcs8 = if algorithm.agrees() {
            let private = PrivateKey::generate(&ECDH_P256).map_err(|_| JweError::Failed)?;
            AsDer::<Pkcs8V1Der<'static>>::as_der(&private)
        } else {
            let private = PrivateDecryptingKey::generate(KeySize::Rsa2048);
            AsDer::<Pkcs8V1Der<'static>>::as_der(&private.map_err(|_| JweError::Failed)?)
        };
        Self::from_pkcs8(pkcs8.map_err(|_| JweError::Failed)?.as_ref())
    }

    /// Reads an RSA or P-256 private key in PKCS#8 (RFC 5208).
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, JweError> {
        let (private, public) = rsa(der).or_else(|| p256(der)).ok_or(JweError::KeyRejected)?;
        Ok(Self { private, pkcs8: Zeroizing::new(der.to_vec()), public })
    }

    /// The private key in PKCS#8, to be sealed before it is stored.
    pub fn to_pkcs8(&self) -> Zeroizing<Vec<u8>> {
        self.pkcs8.clone()
    }

    /// The thumbprint of the public key (RFC 7638), by which senders name it.
    pub fn kid(&self) -> String {
        self.public.thumbprint()
    }

    /// Whether senders may encrypt to the key by `algorithm`.
    pub fn receives(&self, algorithm: KeyManagement) -> bool {
        algorithm.fits(self.kind())
    }

    /// The public key as it stands in a key set, for every algorithm of its kind.
    pub fn public_jwk(&self) -> Value {
        let mut members = self.public.members();
        members.insert("use".into(), "enc".into());
        members.insert("kid".into(), self.kid().into());
        Value::Object(members)
    }

    pub(super) fn kind(&self) -> Kind {
        self.public.kind()
    }

    pub(super) fn private(&self) -> &Private {
        &self.private
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecryptionKey({:?} {}, ***)", self.kind(), self.kid())
    }
}

fn rsa(der: &[u8]) -> Option<(Private, Material)> {
    let pair = KeyPair::from_pkcs8(der).ok()?;
    let public = pair.public_key();
    let public = Material::Rsa {
        n: public.modulus().big_endian_without_leading_zero().to_vec(),
        e: public.exponent().big_endian_without_leading_zero().to_vec(),
    };
    let private = PrivateDecryptingKey::from_pkcs8(der)
        .and_then(|it| OaepPrivateDecryptingKey::new(it).map_err(Into::into));
    Some((Private::Rsa(private.ok()?), public))
}

fn p256(der: &[u8]) -> Option<(Private, Material)> {
    let private = PrivateKey::from_private_key_der(&ECDH_P256, der).ok()?;
    let public = Material::p256(private.compute_public_key().ok()?.as_ref())?;
    Some((Private::P256(private), public))
}
