//! The demo's own certificate authority, for servers on this machine alone. Kept in its folder, so that whoever trusts it
//! need not do so again.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    NameConstraints, PKCS_ECDSA_P256_SHA256,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use time::Duration;

use super::files;
use crate::clock::{Clock, SystemClock};
use crate::http::tls::Identity;

/// The authority whose certificate stands in `ca_file`.
pub(super) struct DemoAuthority {
    pub(super) ca_file: PathBuf,
    issuer: Issuer<'static, KeyPair>,
}

/// The names of this machine.
const HERE: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

const LIFE: Duration = Duration::days(3_650);
/// No longer than browsers accept of a server.
const SERVER_LIFE: Duration = Duration::days(397);

impl DemoAuthority {
    /// Opens the authority that the folder keeps, or makes one.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let ca_file = folder.join("ca.pem");
        let key_file = folder.join("ca.key");
        if !ca_file.exists() || !key_file.exists() {
            let key = KeyPair::generate()?;
            let certificate = authority(&key)?;
            files::private_file(&key_file, &key.serialize_der())?;
            files::private_file(&ca_file, certificate.as_bytes())?;
        }
        let key = PrivatePkcs8KeyDer::from(std::fs::read(&key_file)?);
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&key, &PKCS_ECDSA_P256_SHA256)?;
        let certificate = CertificateDer::from_pem_file(&ca_file)
            .map_err(|error| anyhow::anyhow!("{}: {error}", ca_file.display()))?;
        let issuer = Issuer::from_ca_cert_der(&certificate, key);
        let issuer = issuer.with_context(|| format!("{}", ca_file.display()))?;
        Ok(Self { ca_file, issuer })
    }

    /// A certificate for servers on this machine, with a key of its own.
    pub(super) fn identity(&self) -> Result<Identity> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(HERE.map(str::to_owned))?;
        params.distinguished_name = name("localhost");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        lives(&mut params, SERVER_LIFE);
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Identity {
            chain: vec![certificate.der().clone()],
            key: PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der())),
        })
    }
}

/// An authority that vouches for this machine's names and for no others, whoever gets hold of its key.
fn authority(key: &KeyPair) -> Result<String> {
    let mut params = CertificateParams::default();
    params.distinguished_name = name("Sekisho demo");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName("localhost".to_owned()),
            GeneralSubtree::IpAddress(CidrSubnet::V4([127, 0, 0, 1], [255; 4])),
            GeneralSubtree::IpAddress(CidrSubnet::V6(
                std::net::Ipv6Addr::LOCALHOST.octets(),
                [255; 16],
            )),
        ],
        excluded_subtrees: Vec::new(),
    });
    lives(&mut params, LIFE);
    Ok(keys::ca::pem(params.self_signed(key)?.der())?)
}

fn name(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}

fn lives(params: &mut CertificateParams, life: Duration) {
    let now = SystemClock.now().utc();
    params.not_before = now - Duration::hours(1);
    params.not_after = now + life;
}
