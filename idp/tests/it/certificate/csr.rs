//! Certificates for keys that stay on their devices.

use idp::model::policy::DownloadPassword;
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::support::certificate::policy;
use crate::support::{Shown, TestIdp, minutes};

/// A signing request in PEM that asks for more than anybody gets.
pub(super) fn request(key: &KeyPair) -> String {
    let params = CertificateParams::new(vec!["evil.example".to_owned()]).unwrap();
    let der = params.serialize_request(key).unwrap().der().to_vec();
    pem(&der)
}

fn pem(der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<_> =
        text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    let (kind, lines) = ("CERTIFICATE REQUEST", lines.join("\r\n"));
    format!("-----BEGIN {kind}-----\r\n{lines}\r\n-----END {kind}-----\r\n")
}

#[tokio::test]
async fn a_request_gives_a_certificate_whose_key_never_left_the_device() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::ShownOnce)).await;
    let alice = acme.certificate_user("alice").await;
    let old = acme.certificate(&alice).await;
    idp.clock.advance(minutes(1));
    let mut browser = acme.in_account(&alice, &old).await;
    for link in ["#certificate-renew", "#certificate-csr"] {
        let href = browser.page().attribute(link, "href").unwrap();
        browser.open(href).await;
    }
    let key = KeyPair::generate().unwrap();
    let page = browser.submit("/csr", &[("csr", &request(&key))]).await;
    let written = page.text("#pem").replace(' ', "\n").replace("\nCERTIFICATE", " CERTIFICATE");
    let leaf = CertificateDer::from_pem_slice(written.as_bytes()).unwrap().to_vec();
    let href = page.attribute("#certificate-download", "href").unwrap();
    let file = browser.open(href).await;
    assert_eq!(file.header("content-type"), Some("application/x-pem-file"));
    assert_eq!(CertificateDer::from_pem_slice(file.body.as_bytes()).unwrap().to_vec(), leaf);
    assert!(!leaf.windows(12).any(|bytes| bytes == b"evil.example"), "names are not taken over");

    // CE-17: the old one stands until the new one is used.
    let new = Shown { leaf, pkcs8: key.serialize_der() };
    let portal = acme.website("portal").await;
    let door = idp.certificate_door().await;
    for (shown, expected) in [(&old, None), (&new, None), (&old, Some("certificate_revoked"))] {
        let mut browser = acme.at_certificate(&portal, &alice).await;
        door.pass(&mut browser, Some(shown)).await;
        assert_eq!(browser.page().problem().as_deref(), expected);
        assert_eq!(browser.has_left(), expected.is_none());
    }
    idp.deliver().await;
}

#[tokio::test]
async fn what_is_no_good_request_is_told_apart() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.certificate_user("alice").await;
    let shown = acme.certificate(&alice).await;
    let mut browser = acme.in_account(&alice, &shown).await;
    let device = acme.devices(&alice).await[0].id;
    let here = acme.at(&format!("/account/certificates/{device}/csr"));
    let key = KeyPair::generate().unwrap();
    let good = CertificateParams::default().serialize_request(&key).unwrap().der().to_vec();
    let mut broken = good.clone();
    *broken.last_mut().unwrap() ^= 1;
    let ed25519 = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let before = acme.actions().await.len();
    // CE-11
    for (csr, word) in [
        ("nonsense".to_owned(), "csr_malformed"),
        (String::new(), "csr_malformed"),
        (pem(&good[..good.len() - 4]), "csr_malformed"),
        (request(&ed25519), "csr_weak_key"),
        (pem(&broken), "csr_bad_signature"),
    ] {
        browser.open(&here).await;
        let page = browser.submit("/csr", &[("csr", &csr)]).await;
        assert_eq!((page.status(), page.problem().as_deref()), (422, Some(word)));
        assert!(page.has("#csr"));
    }
    assert_eq!(acme.actions().await.len(), before, "nothing was issued");
    idp.deliver().await;
}
