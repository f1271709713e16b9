//! Keys of clients: what they publish, what they sign, and certificates for them.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaEncoding, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keys::client::certificate::Anchors;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use serde_json::{Value, json};

use super::{Shown, Website};

/// A key pair of a client.
pub struct ClientKey {
    pair: Pair,
    /// The algorithm that its headers name.
    pub alg: &'static str,
}

enum Pair {
    P256(KeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(&'static RsaKeyPair),
}

static RSA: LazyLock<RsaKeyPair> =
    LazyLock::new(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap());

impl ClientKey {
    pub fn es256() -> Self {
        Self { pair: Pair::P256(KeyPair::generate().unwrap()), alg: "ES256" }
    }

    pub fn ed25519() -> Self {
        Self { pair: Pair::Ed25519(Ed25519KeyPair::generate().unwrap()), alg: "EdDSA" }
    }

    /// One key for all tests: it takes long to make.
    pub fn rsa(alg: &'static str) -> Self {
        Self { pair: Pair::Rsa(&RSA), alg }
    }

    pub fn jwk(&self) -> Value {
        match &self.pair {
            Pair::P256(pair) => {
                let (x, y) = pair.public_key_raw()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": b64(x), "y": b64(y) })
            }
            Pair::Ed25519(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "x": b64(pair.public_key()) })
            }
            Pair::Rsa(pair) => {
                let n = pair.public_key().modulus().big_endian_without_leading_zero().to_vec();
                let e = pair.public_key().exponent().big_endian_without_leading_zero().to_vec();
                json!({ "kty": "RSA", "n": b64(n), "e": b64(e) })
            }
        }
    }

    /// A key set with this key alone.
    pub fn jwks(&self) -> Value {
        json!({ "keys": [self.jwk()] })
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", b64(header.to_string()), b64(claims.to_string()));
        format!("{message}.{}", b64(self.signature(message.as_bytes())))
    }

    fn signature(&self, message: &[u8]) -> Vec<u8> {
        match &self.pair {
            Pair::P256(pair) => {
                let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
                let pair = EcdsaKeyPair::from_pkcs8(algorithm, &pair.serialize_der()).unwrap();
                pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()
            }
            Pair::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let padding: &'static dyn RsaEncoding =
                    if self.alg == "RS256" { &RSA_PKCS1_SHA256 } else { &RSA_PSS_SHA256 };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &SystemRandom::new(), message, &mut signature).unwrap();
                signature
            }
        }
    }

    /// A DPoP proof; `change` makes it another one.
    pub fn proof(
        &self,
        (method, url): (&str, &str),
        now: i64,
        change: impl FnOnce(&mut Value, &mut Value),
    ) -> String {
        let mut header = json!({ "typ": "dpop+jwt", "alg": self.alg, "jwk": self.jwk() });
        let mut claims = json!({ "jti": fresh(), "htm": method, "htu": url, "iat": now });
        change(&mut header, &mut claims);
        self.sign(&header, &claims)
    }

    /// The thumbprint of the key, as tokens name it.
    pub fn thumbprint(&self) -> String {
        let set = keys::client::KeySet::parse(&self.jwks().to_string()).unwrap();
        set.thumbprints().remove(0)
    }

    /// A certificate that names nobody, signed by its own key.
    pub fn self_signed(&self) -> Shown {
        let Pair::P256(pair) = &self.pair else { panic!("a key for a certificate is P-256") };
        let certificate = params("client").self_signed(pair).unwrap();
        Shown { leaf: certificate.der().to_vec(), pkcs8: pair.serialize_der() }
    }
}

/// An assertion by which a website proves itself; `change` makes it another one.
pub fn assertion(
    website: &Website,
    key: &ClientKey,
    now: i64,
    change: impl FnOnce(&mut Value, &mut Value),
) -> String {
    let (mut header, mut claims) = (json!({ "alg": key.alg }), statement(website, now));
    change(&mut header, &mut claims);
    key.sign(&header, &claims)
}

/// What an assertion says.
pub fn statement(website: &Website, now: i64) -> Value {
    let id = website.id();
    json!({
        "iss": id, "sub": id, "aud": website.issuer, "jti": fresh(), "iat": now, "exp": now + 60,
    })
}

/// The fields that carry an assertion.
pub fn asserted(token: &str) -> [(&str, &str); 2] {
    [("client_assertion_type", idp::wire::client_auth::ASSERTION_TYPE), ("client_assertion", token)]
}

/// A name that no other has.
pub fn fresh() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("j-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// An authority whose certificates prove clients.
pub struct Partners {
    der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

/// The one that every provider under test trusts.
pub static TRUSTED: LazyLock<Partners> = LazyLock::new(|| Partners::new("partners"));

impl Partners {
    pub fn new(name: &str) -> Self {
        let mut params = params(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { der, issuer: Issuer::new(params, key) }
    }

    pub fn anchors(&self) -> Anchors {
        Anchors::from_der([self.der.as_slice()]).unwrap()
    }

    /// A certificate for a client; `change` makes it another one.
    pub fn issue(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Shown {
        let mut params = params(name);
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Shown { leaf: certificate.der().to_vec(), pkcs8: key.serialize_der() }
    }
}

/// Valid in the time of the tests, for the subject `CN=name,O=Partner`.
fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Partner");
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2090, 1, 1);
    params
}

fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
