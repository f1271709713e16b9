//! Certificates on the account site: issued, renewed, by a signing request, revoked.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use idp::model::policy::{DownloadPassword, Policy};
use rcgen::{CertificateParams, KeyPair};

use super::{fetch_certificates, tells};
use crate::support::{House, Page, browse_in_both};

/// A signing request; a spoilt one has another signature.
fn request(key: &KeyPair, spoilt: bool) -> String {
    let made = CertificateParams::default().serialize_request(key).unwrap();
    let mut der = made.der().to_vec();
    *der.last_mut().unwrap() ^= u8::from(spoilt);
    let (kind, body) = ("CERTIFICATE REQUEST", STANDARD.encode(der));
    let lines: Vec<_> =
        body.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", lines.join("\n"))
}

async fn send(page: &Page, request: &str) {
    page.run("document.getElementById('csr').value = arguments[0]", vec![request.into()]).await;
    page.press("csr-submit").await;
}

async fn by_certificate(house: &House, page: &Page) {
    let person = house.person("p-01-usr012").await;
    house.signed_in(page, &person, "/account/method").await;
    page.element("method-password-certificate").await.click().await.unwrap();
    page.press("method-next").await;
    page.meet("method-confirm").await;
    page.press("method-execute").await;
    page.meet("method-certificates").await;
    fetch_certificates(house, page, &person).await;
    page.meet("method-done").await;
    house.proves_a_certificate(&person).await;
    page.press("menu-account").await;
}

#[tokio::test]
async fn a_certificate_is_renewed_requested_and_revoked() {
    browse_in_both("certificate", async |page| {
        let mut policy = Policy::standard();
        policy.certificate.download_password = DownloadPassword::Kept;
        let house = House::start(policy).await;
        by_certificate(&house, page).await;
        page.meet("home").await;
        page.press("certificate-renew").await;
        page.meet("renew").await;
        page.press("certificate-csr").await;
        page.meet("request").await;
        let key = KeyPair::generate().unwrap();
        let weak = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
        send(page, "nonsense").await;
        tells(page, "csr_malformed").await;
        send(page, &request(&weak, false)).await;
        tells(page, "csr_weak_key").await;
        send(page, &request(&key, true)).await;
        tells(page, "csr_bad_signature").await;
        send(page, &request(&key, false)).await;
        page.element("pem").await;
        page.meet("issued-for-request").await;

        page.press("menu-account").await;
        page.press("certificate-renew").await;
        page.press("certificate-renew-execute").await;
        page.element("certificate-download").await;
        page.meet("issued").await;
        page.press("menu-account").await;
        page.press("certificate-revoke").await;
        page.meet("revoke").await;
        page.press("certificate-revoke-execute").await;
        page.element("devices").await;
        page.meet("revoked").await;
    })
    .await;
}
