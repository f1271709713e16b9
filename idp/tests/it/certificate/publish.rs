//! What the world may read: revocation lists and OCSP answers.

use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use idp::model::certificate::Reason;
use idp::model::policy::DownloadPassword;
use idp::usecase::certificate::By;
use idp::usecase::certificate::revoke::revoke_now;
use keys::digest::sha256;
use webpki::{BorrowedCertRevocationList, CertRevocationList};

use crate::support::certificate::policy;
use crate::support::tenant::ADMIN;
use crate::support::{Page, TestIdp, TestTenant, TestUser, days, minutes};

async fn acme(idp: &TestIdp) -> (TestTenant, TestUser) {
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.certificate_user("alice").await;
    acme.certificate(&alice).await;
    (acme, alice)
}

async fn revoke(tenant: &TestTenant, user: &TestUser) {
    let by = By::Administrator { tenant: &tenant.tenant, actor: ADMIN };
    let device = &tenant.devices(user).await[0];
    revoke_now(&tenant.app, by, (&user.user, device), (Reason::ByAdministrator, None))
        .await
        .unwrap();
}

async fn key_id(tenant: &TestTenant) -> String {
    let read = tenant.app.database.read();
    let all = idp::store::certificate_authorities::all(read, tenant.tenant.id).await.unwrap();
    all[0].key_id.clone()
}

/// The serial numbers that a list has.
fn listed(page: &Page, serial: &str) -> bool {
    let list: CertRevocationList<'_> =
        BorrowedCertRevocationList::from_der(&page.bytes).unwrap().into();
    let bytes: Vec<u8> = serial
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    list.find_serial(&bytes).unwrap().is_some()
}

#[tokio::test]
async fn the_list_is_signed_anew_when_something_changed_or_it_grew_old() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let read = idp.app.database.read();
    let all = idp::store::certificates::of_user(read, acme.tenant.id, alice.user.id).await.unwrap();
    let url = acme.at(&format!("/crl/{}", key_id(&acme).await));
    let first = idp.door().get(&url).await;
    assert_eq!(first.header("content-type"), Some("application/pkix-crl"));
    assert!(first.header("cache-control").unwrap().starts_with("public, max-age="));
    assert!(!listed(&first, &all[0].serial));
    idp.clock.advance(minutes(10));
    assert_eq!(idp.door().get(&url).await.bytes, first.bytes, "nothing changed");
    revoke(&acme, &alice).await;
    let second = idp.door().get(&url).await;
    assert!(listed(&second, &all[0].serial));
    idp.clock.advance(minutes(12 * 60));
    assert_ne!(idp.door().get(&url).await.bytes, second.bytes, "older than half its life");
    // What has expired needs no entry any more.
    idp.clock.advance(days(366));
    assert!(!listed(&idp.door().get(&url).await, &all[0].serial));
    idp.deliver().await;
}

#[tokio::test]
async fn a_list_is_its_own_tenants_alone() {
    let idp = TestIdp::start().await;
    let (acme, _) = acme(&idp).await;
    let other = idp.tenant("other", policy(DownloadPassword::Kept)).await;
    let id = key_id(&acme).await;
    assert_eq!(idp.door().get(&other.at(&format!("/crl/{id}"))).await.status(), 404);
    assert_eq!(idp.door().get(&acme.at("/crl/00")).await.status(), 404);
    idp.deliver().await;
}

#[tokio::test]
async fn ocsp_tells_of_one_certificate_by_both_methods() {
    let idp = TestIdp::start().await;
    let (acme, alice) = acme(&idp).await;
    let read = idp.app.database.read();
    let all = idp::store::certificates::of_user(read, acme.tenant.id, alice.user.id).await.unwrap();
    let authorities = idp::store::certificate_authorities::all(read, acme.tenant.id).await.unwrap();
    let request = question(&authorities[0].certificate, &all[0].serial);
    assert_eq!(status(&ask(&idp, &acme, &request).await), 0x80, "good");
    let by_get = acme.at(&format!("/ocsp/{}", STANDARD.encode(&request).replace('/', "%2F")));
    let page = idp.door().get(&by_get).await;
    assert!(page.header("cache-control").unwrap().starts_with("public, max-age="));
    assert_eq!(status(&page), 0x80);
    revoke(&acme, &alice).await;
    assert_eq!(status(&ask(&idp, &acme, &request).await), 0xa1, "revoked");
    let unknown = question(&authorities[0].certificate, "40aa");
    assert_eq!(status(&ask(&idp, &acme, &unknown).await), 0x82, "unknown");
    for nonsense in [&b"nonsense"[..], &[]] {
        let page = ask(&idp, &acme, nonsense).await;
        assert_eq!(page.bytes, [0x30, 3, 0x0a, 1, 1], "malformed request");
    }
    // Another tenant is not the one to ask (RFC 6960 §2.3, unauthorized).
    let other = idp.tenant("other", policy(DownloadPassword::Kept)).await;
    assert_eq!(ask(&idp, &other, &request).await.bytes, [0x30, 3, 0x0a, 1, 6]);
    idp.deliver().await;
}

async fn ask(idp: &TestIdp, tenant: &TestTenant, request: &[u8]) -> Page {
    let post = Request::post(tenant.at("/ocsp"))
        .header("content-type", "application/ocsp-request")
        .body(Body::from(request.to_vec()));
    let page = idp.door().send(post.unwrap()).await;
    assert_eq!(page.header("content-type"), Some("application/ocsp-response"));
    page
}

/// An OCSP request about one serial number, written by hand (RFC 6960 §4.1.1).
fn question(authority: &[u8], serial: &str) -> Vec<u8> {
    use x509_parser::prelude::{FromDer, X509Certificate};
    let (_, parsed) = X509Certificate::from_der(authority).unwrap();
    let name = sha256(parsed.subject().as_raw());
    let key = sha256(&parsed.public_key().subject_public_key.data);
    let serial: Vec<u8> = (0..serial.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&serial[at..at + 2], 16).unwrap())
        .collect();
    let sha256_oid = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
    let algorithm = tlv(0x30, &[tlv(0x06, &sha256_oid), vec![5, 0]].concat());
    let id = [algorithm, tlv(4, &name), tlv(4, &key), tlv(2, &serial)].concat();
    tlv(0x30, &tlv(0x30, &tlv(0x30, &tlv(0x30, &tlv(0x30, &id)))))
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    let head = if length < 128 { vec![tag, length] } else { vec![tag, 0x81, length] };
    [head, content.to_vec()].concat()
}

/// The tag of the certificate's status: it stands behind the serial number that was asked for.
fn status(page: &Page) -> u8 {
    let bytes = &page.bytes;
    // The first of the two times of a single answer follows the status at once, or the revocation's own.
    let time =
        bytes.windows(2).enumerate().filter(|(_, pair)| *pair == [0x18, 15]).nth(1).unwrap().0;
    if bytes[time - 2] == 0xa1 || bytes[time - 3] == 0xa1 { 0xa1 } else { bytes[time - 2] }
}
