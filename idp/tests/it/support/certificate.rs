//! The certificate address over real TLS, and people with certificates.

use std::net::SocketAddr;
use std::sync::Arc;

use idp::http::layer::client_address::Proxies;
use idp::http::mtls;
use idp::http::serve::{Limits, Site, serve};
use idp::http::tls::{Identity, asking};
use idp::model::login_method::LoginMethod;
use idp::model::policy::{CertificateKey, DownloadPassword, Policy};
use idp::usecase::certificate::{By, fetch::fetch, issue::issue, prepare};
use keys::ca::Form;
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, HandshakeKind, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;

use super::tenant::{ADMIN, credentials};
use super::{Browser, CERTIFICATE_BASE, TestIdp, TestTenant, TestUser, Website};

/// A certificate and its key, as a browser has them after an import.
pub struct Shown {
    pub leaf: Vec<u8>,
    pub pkcs8: Vec<u8>,
}

/// What the certificate address answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub handshake: HandshakeKind,
}

/// The listener, until it is dropped.
pub struct CertificateDoor {
    address: SocketAddr,
    root: CertificateDer<'static>,
    stop: CancellationToken,
}

/// `classic` without what a certificate does not need, and with keys that are made quickly.
pub fn policy(download_password: DownloadPassword) -> Policy {
    let mut policy = Policy::classic();
    policy.password.valid_days = None;
    policy.password.remind_days_before.clear();
    policy.certificate.key = CertificateKey::P256;
    policy.certificate.download_password = download_password;
    policy
}

impl Shown {
    /// Imports a PKCS#12 file.
    pub fn import(file: &[u8], password: &str) -> Self {
        let opened = KeyStore::from_pkcs12(file, password, Pkcs12ImportPolicy::Strict).unwrap();
        let (_, chain) = opened.private_key_chain().unwrap();
        assert_eq!(chain.certs().len(), 2, "the authority's certificate comes along");
        Self { leaf: chain.certs()[0].as_der().to_vec(), pkcs8: chain.key().as_der().to_vec() }
    }
}

impl TestTenant {
    pub async fn certificate_user(&self, name: &str) -> TestUser {
        self.user_as(name, |new| new.login_method = Some(LoginMethod::PasswordCertificate)).await
    }

    /// A certificate for the user's first device, fetched and imported.
    pub async fn certificate(&self, user: &TestUser) -> Shown {
        let device = &self.devices(user).await[0];
        let by = By::Administrator { tenant: &self.tenant, actor: ADMIN };
        let whose = (&user.user, device);
        let prepared = prepare(&self.app, &self.tenant).await.unwrap();
        let issued = issue(&self.app, by, whose, &prepared).await.unwrap();
        let file = fetch(&self.app, by, whose, Form::Compat).await.unwrap();
        Shown::import(&file.bytes, &issued.password.unwrap())
    }

    /// A browser that passed the password and stands before the certificate step.
    pub async fn at_certificate(&self, website: &Website, user: &TestUser) -> Browser {
        let browser = self.past_password(website, user).await;
        assert!(browser.page().has("#certificate-continue"), "{}", browser.page().body);
        browser
    }

    /// A browser on the account page, by password and certificate.
    pub async fn in_account(&self, user: &TestUser, shown: &Shown) -> Browser {
        let mut browser = Browser::new(self.door.clone());
        browser.open(self.at("/account")).await;
        browser.submit("/password", &credentials(user)).await;
        let door = CertificateDoor::of(self).await;
        door.pass(&mut browser, Some(shown)).await;
        assert_eq!(browser.page().url, self.at("/account"));
        browser
    }
}

impl TestIdp {
    pub async fn certificate_door(&self) -> CertificateDoor {
        CertificateDoor::open(self.app.clone()).await
    }
}

impl CertificateDoor {
    pub async fn of(tenant: &TestTenant) -> Self {
        Self::open(tenant.app.clone()).await
    }

    async fn open(app: idp::app::App) -> Self {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(vec!["cert.idp.test".to_owned()]).unwrap();
        let root = params.self_signed(&key).unwrap().der().clone();
        let identity = Identity {
            chain: vec![root.clone()],
            key: PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der())),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = mtls::router(app, Proxies::default(), None);
        let site = Site::new(router, Limits::default()).closing();
        let site = site.with_tls(asking(identity).unwrap());
        let stop = CancellationToken::new();
        tokio::spawn(serve(listener, site, stop.clone()));
        Self { address, root, stop }
    }

    /// What a browser remembers of TLS: its certificate, and sessions to take up again.
    pub fn client(&self, shown: Option<&Shown>) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.root.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        Arc::new(match shown {
            Some(shown) => {
                let key = PrivatePkcs8KeyDer::from(shown.pkcs8.clone());
                let chain = vec![CertificateDer::from(shown.leaf.clone())];
                builder.with_client_auth_cert(chain, PrivateKeyDer::from(key)).unwrap()
            }
            None => builder.with_no_client_auth(),
        })
    }

    /// Opens an address of the certificate listener.
    pub async fn get(&self, client: &Arc<ClientConfig>, url: &str) -> Answer {
        self.send(client, ("GET", url), "").await
    }

    /// Posts a form there.
    pub async fn post(&self, client: &Arc<ClientConfig>, url: &str, form: &str) -> Answer {
        self.send(client, ("POST", url), form).await
    }

    async fn send(&self, client: &Arc<ClientConfig>, what: (&str, &str), form: &str) -> Answer {
        let (method, url) = what;
        let path = url.strip_prefix(CERTIFICATE_BASE).expect("the certificate address");
        let stream = TcpStream::connect(self.address).await.unwrap();
        let name = "cert.idp.test".try_into().unwrap();
        let mut stream = TlsConnector::from(client.clone()).connect(name, stream).await.unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: cert.idp.test\r\n");
        if method == "POST" {
            request += "Content-Type: application/x-www-form-urlencoded\r\n";
            let length = form.len().to_string();
            request.extend(["Content-Length: ", &length, "\r\n"]);
        }
        request.extend(["\r\n", form]);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        // The server ends the connection by itself.
        stream.read_to_end(&mut bytes).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap().to_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, handshake: stream.get_ref().1.handshake_kind().unwrap() }
    }

    /// Follows the link of the page in front with a certificate. Returns where the browser is sent.
    pub async fn show(&self, browser: &Browser, shown: Option<&Shown>) -> String {
        let href = browser.page().attribute("#certificate-continue", "href").unwrap();
        let answer = self.get(&self.client(shown), &href).await;
        assert_eq!(answer.status, 303, "{}", answer.head);
        assert!(answer.header("connection") == Some("close"), "{}", answer.head);
        answer.header("location").unwrap().to_owned()
    }

    /// The same, and the browser goes where it is sent.
    pub async fn pass(&self, browser: &mut Browser, shown: Option<&Shown>) {
        let to = self.show(browser, shown).await;
        browser.open(to).await;
    }
}

impl Drop for CertificateDoor {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}
