//! Client certificates: what goes into one, and the signature of the authority under it.

use der::asn1::{Ia5String, ObjectIdentifier};
use der::{Encode, Sequence};
use rcgen::{
    CertificateParams, CrlDistributionPoint, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose,
};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use super::{Authority, Error, Request, Serial, check};

/// The extension that names the OCSP responder (RFC 5280 §4.2.2.1).
const AUTHORITY_INFORMATION: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 1];
const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");

/// What a client certificate says; times are seconds since 1970.
#[derive(Debug, Clone)]
pub struct Profile<'a> {
    pub subject_cn: &'a str,
    pub subject_o: Option<&'a str>,
    pub not_before: i64,
    /// No later than the end of the authority's own certificate.
    pub not_after: i64,
    pub serial: Serial,
    /// Where the revocation list is found.
    pub crl_url: Option<&'a str>,
    /// Where the OCSP responder is found.
    pub ocsp_url: Option<&'a str>,
}

/// An issued certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub der: Vec<u8>,
    pub serial_hex: String,
}

/// One entry of the extension: what is found there, and where.
#[derive(Sequence)]
struct AccessDescription {
    method: ObjectIdentifier,
    #[asn1(context_specific = "6", tag_mode = "IMPLICIT")]
    location: Ia5String,
}

impl Authority {
    /// Issues a certificate for the key of `request` that is good for logging in and nothing else.
    pub fn issue(&self, request: &Request, profile: &Profile<'_>) -> Result<Certificate, Error> {
        if profile.not_after > self.anchor().not_after() {
            return Err(Error::Validity);
        }
        let params = params(profile)?;
        let signed = params.signed_by(request, self.issuer()).map_err(|_| Error::Write)?;
        let der = signed.der().to_vec();
        if !self.is_named_in(&der) {
            return Err(Error::Certificate);
        }
        Ok(Certificate { der, serial_hex: profile.serial.to_string() })
    }

    /// Whether the issuer of `der` is this authority, to the byte.
    ///
    /// An authority made elsewhere may have a name that is not written again the same way.
    fn is_named_in(&self, der: &[u8]) -> bool {
        X509Certificate::from_der(der)
            .is_ok_and(|(_, leaf)| leaf.issuer().as_raw() == self.subject_der())
    }
}

fn params(profile: &Profile<'_>) -> Result<CertificateParams, Error> {
    let (from, to) = check::period(profile.not_before, profile.not_after)?;
    let mut params = CertificateParams::default();
    params.not_before = from;
    params.not_after = to;
    params.serial_number = Some(profile.serial.as_bytes().to_vec().into());
    params.distinguished_name = DistinguishedName::new();
    if let Some(organization) = profile.subject_o {
        params.distinguished_name.push(DnType::OrganizationName, check::name(organization)?);
    }
    params.distinguished_name.push(DnType::CommonName, check::name(profile.subject_cn)?);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params.use_authority_key_identifier_extension = true;
    if let Some(url) = profile.crl_url {
        let uris = vec![check::address(url)?.to_owned()];
        params.crl_distribution_points = vec![CrlDistributionPoint { uris }];
    }
    if let Some(url) = profile.ocsp_url {
        params.custom_extensions = vec![authority_information(check::address(url)?)?];
    }
    Ok(params)
}

fn authority_information(url: &str) -> Result<CustomExtension, Error> {
    let location = Ia5String::new(url).map_err(|_| Error::Address)?;
    let content = vec![AccessDescription { method: OCSP, location }];
    let content = content.to_der().map_err(|_| Error::Write)?;
    Ok(CustomExtension::from_oid_content(AUTHORITY_INFORMATION, content))
}
