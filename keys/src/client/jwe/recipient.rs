//! The public key of whoever is to read an encrypted message.

use std::fmt;

use crate::client::material::Material;

/// A public key of a client to encrypt to.
#[derive(Clone, PartialEq, Eq)]
pub struct EncryptionKey {
    kid: Option<String>,
    material: Material,
}

impl EncryptionKey {
    pub(in crate::client) fn new(kid: Option<String>, material: Material) -> Self {
        Self { kid, material }
    }

    /// The name the client gave the key.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    pub(super) fn material(&self) -> &Material {
        &self.material
    }

    /// The SHA-256 thumbprint of the key (RFC 7638).
    pub fn thumbprint(&self) -> String {
        self.material.thumbprint()
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncryptionKey({:?} {})", self.kid, self.thumbprint())
    }
}
