//! A key pair made for one algorithm, parsed once and kept, and the tokens it signs.

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaEncoding, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use zeroize::Zeroizing;

use super::algorithm::{Algorithm, KeyType};
use super::import;
use super::jwk::{Material, PublicJwk};

/// A private key with its public half, fixed to one algorithm.
pub struct SigningKey {
    pair: Pair,
    pkcs8: Zeroizing<Vec<u8>>,
    public: PublicJwk,
}

enum Pair {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// Why a key could not be made, read or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("the key pair could not be generated")]
    Generate,
    #[error("the private key is damaged, too weak or of another kind than the algorithm needs")]
    Rejected,
    #[error("the text is no PEM of a private key in the clear")]
    Pem,
    #[error("the public half of the key could not be read")]
    Public,
    #[error("the claims cannot be written as JSON")]
    Claims,
    #[error("the signature could not be made")]
    Sign,
}

/// The protected header of every token signed here (RFC 7515 §4.1).
#[derive(Serialize)]
struct Header<'a> {
    alg: Algorithm,
    typ: &'a str,
    kid: &'a str,
}

impl SigningKey {
    /// Makes a new key pair with the library's own generator; RSA keys have 2048 bits.
    ///
    /// An RSA key takes about a tenth of a second: call it where blocking is allowed.
    pub fn generate(algorithm: Algorithm) -> Result<Self, KeyError> {
        let pair = match algorithm.key_type() {
            KeyType::Rsa => RsaKeyPair::generate(KeySize::Rsa2048).map(Pair::Rsa),
            KeyType::P256 => {
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(Pair::P256)
            }
            KeyType::Ed25519 => Ed25519KeyPair::generate().map(Pair::Ed25519),
        };
        Self::assemble(algorithm, pair.map_err(|_| KeyError::Generate)?)
    }

    /// Reads a private key in PKCS#8 (RFC 5208) that fits `algorithm`.
    pub fn from_pkcs8(algorithm: Algorithm, der: &[u8]) -> Result<Self, KeyError> {
        let pair = match algorithm.key_type() {
            KeyType::Rsa => RsaKeyPair::from_pkcs8(der).map(Pair::Rsa),
            KeyType::P256 => {
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map(Pair::P256)
            }
            KeyType::Ed25519 => Ed25519KeyPair::from_pkcs8(der).map(Pair::Ed25519),
        };
        Self::assemble(algorithm, pair.map_err(|_| KeyError::Rejected)?)
    }

    /// Reads a private key from PEM: PKCS#8 of every kind, and PKCS#1 (RFC 8017) for RSA.
    pub fn import_pem(algorithm: Algorithm, pem: &str) -> Result<Self, KeyError> {
        Self::from_pkcs8(algorithm, &import::pkcs8_from_pem(algorithm.key_type(), pem)?)
    }

    fn assemble(algorithm: Algorithm, pair: Pair) -> Result<Self, KeyError> {
        let material = pair.public()?;
        let public = PublicJwk::new(algorithm, material).map_err(|_| KeyError::Public)?;
        let pkcs8 = pair.to_pkcs8()?;
        Ok(Self { pair, pkcs8, public })
    }

    /// The private key in PKCS#8, to be sealed before it is stored.
    pub fn to_pkcs8(&self) -> Zeroizing<Vec<u8>> {
        self.pkcs8.clone()
    }

    /// The thumbprint of the public key (RFC 7638) by which tokens name it.
    pub fn kid(&self) -> &str {
        self.public.kid()
    }

    pub fn algorithm(&self) -> Algorithm {
        self.public.algorithm()
    }

    pub fn public_jwk(&self) -> &PublicJwk {
        &self.public
    }

    /// Signs `claims` as a compact JWS (RFC 7515 §7.1) whose header says `typ`.
    pub fn sign<C: Serialize + ?Sized>(&self, typ: &str, claims: &C) -> Result<String, KeyError> {
        let header = Header { alg: self.algorithm(), typ, kid: self.kid() };
        let header = serde_json::to_vec(&header).map_err(|_| KeyError::Claims)?;
        let claims = serde_json::to_vec(claims).map_err(|_| KeyError::Claims)?;
        let mut token = URL_SAFE_NO_PAD.encode(header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self.pair.sign(self.algorithm(), token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({} {}, ***)", self.algorithm(), self.kid())
    }
}

impl Pair {
    fn public(&self) -> Result<Material, KeyError> {
        let material = match self {
            Self::Rsa(pair) => Material::rsa_from_pkcs1(pair.public_key().as_ref()),
            Self::P256(pair) => Material::p256_from_point(pair.public_key().as_ref()),
            Self::Ed25519(pair) => Material::ed25519(pair.public_key().as_ref()),
        };
        material.map_err(|_| KeyError::Public)
    }

    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let bytes = match self {
            Self::Rsa(pair) => {
                AsDer::<Pkcs8V1Der<'static>>::as_der(pair).map(|der| der.as_ref().to_vec())
            }
            Self::P256(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
            Self::Ed25519(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
        };
        bytes.map(Zeroizing::new).map_err(|_| KeyError::Rejected)
    }

    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        let signature = match self {
            Self::Rsa(pair) => {
                let padding: &'static dyn RsaEncoding = match algorithm {
                    Algorithm::Ps256 => &RSA_PSS_SHA256,
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &random, message, &mut signature).map(|()| signature)
            }
            Self::P256(pair) => pair.sign(&random, message).map(|it| it.as_ref().to_vec()),
            Self::Ed25519(pair) => pair.try_sign(message).map(|it| it.as_ref().to_vec()),
        };
        signature.map_err(|_| KeyError::Sign)
    }
}
