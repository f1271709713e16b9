//! PKCS#12 files, read by those who will import them.

use keys::ca::{Bundle, Form, KeyKind, Request, download_password};

use super::Desk;
use crate::support::System;

/// A PKCS#12 file of either form and kind of key, with its password.
fn bundle(desk: &Desk, form: Form, kind: KeyKind) -> String {
    let (request, pkcs8) = Request::generate(kind).unwrap();
    let leaf = desk.issue("leaf.pem", &request);
    let password = download_password(&System);
    let bundle = Bundle {
        certificate_der: &leaf.der,
        authority_der: desk.authority.certificate_der(),
        pkcs8: &pkcs8,
        friendly_name: "acme-alice",
        password: &password,
    };
    desk.put("file.p12", &bundle.pkcs12(form).unwrap());
    password.to_string()
}

fn every_bundle(check: impl Fn(&Desk, &str)) {
    for form in [Form::Compat, Form::Modern] {
        for kind in [KeyKind::P256, KeyKind::Rsa2048] {
            let desk = Desk::new();
            let password = bundle(&desk, form, kind);
            check(&desk, &password);
        }
    }
}

#[test]
fn openssl_reads_the_bundles() {
    every_bundle(|desk, password| {
        let read = "openssl pkcs12 -in file.p12 -noenc -passin";
        let text = desk.done(&format!("{read} pass:{password} -info -out out.pem"));
        assert!(!text.contains("RC2"), "{text}");
        let out = String::from_utf8_lossy(&desk.get("out.pem")).into_owned();
        assert_eq!(out.matches("BEGIN CERTIFICATE").count(), 2);
        assert!(out.contains("friendlyName: acme-alice"));
        let public = desk.done("openssl pkey -in out.pem -pubout");
        assert_eq!(desk.done("openssl x509 -in leaf.pem -noout -pubkey"), public);
        assert!(!desk.run(&format!("{read} pass:x{password}")).0, "another password");
    });
}

#[test]
fn nss_reads_the_bundles() {
    every_bundle(|desk, password| {
        std::fs::create_dir(desk.path("nss")).unwrap();
        desk.done("certutil -N -d sql:nss --empty-password");
        desk.done(&format!("pk12util -i file.p12 -d sql:nss -W {password}"));
        let certificates = desk.done("certutil -L -d sql:nss");
        assert_eq!(certificates.matches("u,u,u").count(), 1, "{certificates}");
        assert_eq!(certificates.matches(",,").count(), 1, "{certificates}");
        let keys = desk.done("certutil -K -d sql:nss");
        // NSS calls the key after its certificate, which is labelled with the names in it.
        assert_eq!(keys.matches("O=株式会社アクメ, CN=alice").count(), 1, "{keys}");
    });
}

#[test]
fn java_reads_the_bundles() {
    every_bundle(|desk, password| {
        let list =
            format!("keytool -list -v -storetype PKCS12 -keystore file.p12 -storepass {password}");
        let text = desk.done(&list);
        for part in ["acme-alice", "PrivateKeyEntry", "Certificate chain length: 2"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    });
}
