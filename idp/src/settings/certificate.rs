//! The sections `[tls]`, `[certificate]` and `[api]`: who speaks TLS, and the listeners beside the pages'.

use std::net::{IpAddr, SocketAddr};

use keys::client::certificate::Anchors;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::SecretString;

use super::check::{base, secret_file};
use super::{CertificateDoor, Environment, TlsFiles, file};

/// The key of the file that is wrong, and why.
type Wrong = (&'static str, String);

pub(super) fn tls(section: &file::Tls) -> TlsFiles {
    files(&section.certificate_file, &section.key_file)
}

/// Checks the section against the rest: another address than the pages', and one way to learn of certificates.
pub(super) fn door(
    section: &file::Certificate,
    main: (Option<&str>, Option<SocketAddr>),
    proxies: &[IpAddr],
    environment: &dyn Environment,
) -> Result<CertificateDoor, Wrong> {
    let (main_base, main_listen) = main;
    let own = base(&section.base).map_err(|why| ("certificate.base", why))?;
    if main_base == Some(own.as_str()) {
        let why = "must differ from base: browsers ask for a certificate per host and port";
        return Err(("certificate.base", why.to_owned()));
    }
    let listen = section.listen.parse();
    let not_one = |_| ("certificate.listen", format!("{} is not ADDRESS:PORT", section.listen));
    let listen: SocketAddr = listen.map_err(not_one)?;
    if main_listen == Some(listen) {
        return Err(("certificate.listen", "must differ from listen".to_owned()));
    }
    let tls = match (&section.certificate_file, &section.key_file, section.from_proxy) {
        (Some(certificate), Some(key), false) => Some(files(certificate, key)),
        (None, None, true) if proxies.is_empty() => {
            let why = "needs the address of the proxy in proxies".to_owned();
            return Err(("certificate.from_proxy", why));
        }
        (None, None, true) => None,
        _ => {
            let why = "either from_proxy = true, or both certificate_file and key_file".to_owned();
            return Err(("certificate.from_proxy", why));
        }
    };
    let proxy_secret = if section.from_proxy {
        let secret = proxy_secret(section.proxy_secret_file.as_deref(), environment);
        Some(secret.map_err(|why| ("certificate.proxy_secret_file", why))?)
    } else {
        None
    };
    let client_authorities = authorities(&section.client_authorities)
        .map_err(|why| ("certificate.client_authorities", why))?;
    Ok(CertificateDoor { base: own, listen, tls, proxy_secret, client_authorities })
}

/// The fewest characters of a secret that nobody guesses.
const SECRET_AT_LEAST: usize = 32;

fn proxy_secret(file: Option<&str>, environment: &dyn Environment) -> Result<SecretString, String> {
    let text = match (environment.value("SEKISHO_PROXY_SECRET"), file) {
        (Some(text), _) => text,
        (None, Some(file)) => secret_file(file)?,
        (None, None) => return Err("is missing, and SEKISHO_PROXY_SECRET is not set".to_owned()),
    };
    let text = text.trim();
    if text.len() < SECRET_AT_LEAST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!("must have at least {SECRET_AT_LEAST} plain characters"));
    }
    Ok(SecretString::from(text.to_owned()))
}

/// Checks the section `[api]`: a listener of its own, or none.
pub(super) fn api(
    section: &file::Api,
    main_listen: Option<SocketAddr>,
) -> Result<Option<SocketAddr>, Wrong> {
    let Some(text) = &section.listen else { return Ok(None) };
    let listen = text.parse();
    let listen: SocketAddr =
        listen.map_err(|_| ("api.listen", format!("{text} is not ADDRESS:PORT")))?;
    if main_listen == Some(listen) {
        return Err(("api.listen", "must differ from listen".to_owned()));
    }
    Ok(Some(listen))
}

/// Certificates of authorities, one or more in each PEM file.
fn authorities(files: &[String]) -> Result<Anchors, String> {
    let mut all = Vec::new();
    for file in files {
        let told = |error: String| format!("{file}: {error}");
        let found = CertificateDer::pem_file_iter(file)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| told(error.to_string()))?;
        if found.is_empty() {
            return Err(told("holds no certificate".to_owned()));
        }
        all.extend(found);
    }
    Anchors::from_der(all.iter().map(AsRef::as_ref)).map_err(|error| error.to_string())
}

fn files(certificate: &str, key: &str) -> TlsFiles {
    TlsFiles { certificate: certificate.into(), key: key.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(change: impl FnOnce(&mut file::Certificate)) -> file::Certificate {
        let mut section = file::Certificate {
            base: "https://certificate.example.jp".to_owned(),
            listen: "127.0.0.1:8081".to_owned(),
            certificate_file: Some("/c.pem".to_owned()),
            key_file: Some("/k.pem".to_owned()),
            from_proxy: false,
            proxy_secret_file: None,
            client_authorities: Vec::new(),
        };
        change(&mut section);
        section
    }

    struct Given(&'static str);

    impl Environment for Given {
        fn value(&self, name: &str) -> Option<String> {
            (name == "SEKISHO_PROXY_SECRET" && !self.0.is_empty()).then(|| self.0.to_owned())
        }
    }

    // CE-08
    #[test]
    fn a_proxy_shares_a_secret_that_nobody_guesses() {
        for (secret, fine) in
            [("0123456789abcdef0123456789abcdef", true), ("short", false), ("", false)]
        {
            assert_eq!(proxy_secret(None, &Given(secret)).is_ok(), fine, "{secret}");
        }
    }

    fn judged(section: &file::Certificate, proxies: &[IpAddr]) -> Result<bool, &'static str> {
        let main = (Some("https://login.example.jp"), Some("127.0.0.1:8080".parse().unwrap()));
        let door = door(section, main, proxies, &Given("0123456789abcdef0123456789abcdef"));
        door.map(|door| door.tls.is_some()).map_err(|(key, _)| key)
    }

    #[test]
    fn there_is_one_way_to_learn_of_a_certificate() {
        let proxies = ["127.0.0.1".parse().unwrap()];
        let behind = |one: &mut file::Certificate| {
            (one.certificate_file, one.key_file, one.from_proxy) = (None, None, true);
        };
        assert_eq!(judged(&section(|_| ()), &[]), Ok(true));
        assert_eq!(judged(&section(behind), &proxies), Ok(false));
        let from_proxy = Err("certificate.from_proxy");
        assert_eq!(judged(&section(behind), &[]), from_proxy);
        assert_eq!(judged(&section(|one| one.from_proxy = true), &proxies), from_proxy);
        assert_eq!(judged(&section(|one| one.key_file = None), &proxies), from_proxy);
        let nothing = |one: &mut file::Certificate| {
            (one.certificate_file, one.key_file) = (None, None);
        };
        assert_eq!(judged(&section(nothing), &proxies), from_proxy);
    }

    #[test]
    fn its_address_is_its_own() {
        let at = |base: &str| section(|one| base.clone_into(&mut one.base));
        assert_eq!(judged(&at("https://login.example.jp"), &[]), Err("certificate.base"));
        assert_eq!(judged(&at("http://certificate.example.jp"), &[]), Err("certificate.base"));
        assert_eq!(judged(&at("https://login.example.jp:8443"), &[]), Ok(true));
        let taken = section(|one| "127.0.0.1:8080".clone_into(&mut one.listen));
        assert_eq!(judged(&taken, &[]), Err("certificate.listen"));
    }
}
