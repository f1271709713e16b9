//! Who a certificate has to be for, as the client registered it (RFC 8705 §2.1.2).

use std::net::IpAddr;

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;

use super::name::DistinguishedName;

/// No registered name is longer.
const MAX_LENGTH: usize = 1024;

/// The one name by which a client's certificate is recognized.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// `tls_client_auth_subject_dn`
    Name(DistinguishedName),
    /// `tls_client_auth_san_dns`, in small letters
    Dns(String),
    /// `tls_client_auth_san_uri`
    Uri(String),
    /// `tls_client_auth_san_ip`
    Ip(IpAddr),
    /// `tls_client_auth_san_email`
    Email(String),
}

/// Why a registered name is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    #[error("the name is empty or longer than 1,024 characters")]
    Length,
    #[error("the name is not written as RFC 4514 asks")]
    Syntax,
    #[error("the name has a kind of attribute that is not known by a name")]
    UnknownAttribute,
    #[error("the address is none")]
    Address,
}

impl Subject {
    /// Reads a distinguished name (RFC 4514 §3).
    pub fn name(text: &str) -> Result<Self, SubjectError> {
        DistinguishedName::parse(bounded(text)?).map(Self::Name)
    }

    /// Reads the name of a host, as it stands and without a wildcard.
    pub fn dns(text: &str) -> Result<Self, SubjectError> {
        let fits = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
        if !bounded(text)?.chars().all(fits) {
            return Err(SubjectError::Address);
        }
        Ok(Self::Dns(text.to_ascii_lowercase()))
    }

    pub fn uri(text: &str) -> Result<Self, SubjectError> {
        let (scheme, _) = bounded(text)?.split_once(':').ok_or(SubjectError::Address)?;
        let visible = text.chars().all(|it| it.is_ascii_graphic());
        if scheme.is_empty() || !visible {
            return Err(SubjectError::Address);
        }
        Ok(Self::Uri(text.to_owned()))
    }

    pub fn ip(text: &str) -> Result<Self, SubjectError> {
        bounded(text)?.parse().map(Self::Ip).map_err(|_| SubjectError::Address)
    }

    /// Reads a mail address; only the part after the `@` may be written in capitals as well.
    pub fn email(text: &str) -> Result<Self, SubjectError> {
        mailbox(bounded(text)?).map(Self::Email).ok_or(SubjectError::Address)
    }

    pub(super) fn is_in(&self, certificate: &X509Certificate<'_>) -> bool {
        if let Self::Name(name) = self {
            return name.is(certificate.subject());
        }
        let Ok(Some(alternatives)) = certificate.subject_alternative_name() else { return false };
        alternatives.value.general_names.iter().any(|given| self.equals(given))
    }

    fn equals(&self, given: &GeneralName<'_>) -> bool {
        match (self, given) {
            (Self::Dns(name), GeneralName::DNSName(given)) => given.eq_ignore_ascii_case(name),
            (Self::Uri(uri), GeneralName::URI(given)) => given == uri,
            (Self::Ip(IpAddr::V4(ip)), GeneralName::IPAddress(given)) => ip.octets() == *given,
            (Self::Ip(IpAddr::V6(ip)), GeneralName::IPAddress(given)) => ip.octets() == *given,
            (Self::Email(email), GeneralName::RFC822Name(given)) => {
                mailbox(given).as_ref() == Some(email)
            }
            _ => false,
        }
    }
}

fn bounded(text: &str) -> Result<&str, SubjectError> {
    let length = text.chars().count();
    if (1..=MAX_LENGTH).contains(&length) { Ok(text) } else { Err(SubjectError::Length) }
}

/// Brings a mail address to one form (RFC 5280 §7.5).
fn mailbox(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let visible = text.chars().all(|it| it.is_ascii_graphic());
    let whole = visible && !local.is_empty() && !domain.is_empty();
    whole.then(|| format!("{local}@{}", domain.to_ascii_lowercase()))
}
