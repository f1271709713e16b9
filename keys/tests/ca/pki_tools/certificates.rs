//! Certificates, revocation lists and OCSP answers, and requests and authorities from elsewhere.

use keys::ca::{
    Authority, Error, KeyKind, Profile, Reason, Request, RequestError, Revoked, Serial, Status,
    pem, verify,
};

use super::Desk;
use crate::support::DAY;

fn p256() -> Request {
    Request::generate(KeyKind::P256).unwrap().0
}

#[test]
fn openssl_verifies_the_chain() {
    let desk = Desk::new();
    desk.issue("alice.pem", &p256());
    let rsa = Request::generate(KeyKind::Rsa2048).unwrap().0;
    desk.issue("rsa.pem", &rsa);
    for leaf in ["alice.pem", "rsa.pem"] {
        desk.done(&format!("openssl verify -x509_strict -purpose sslclient -CAfile ca.pem {leaf}"));
        let (good, _) =
            desk.run(&format!("openssl verify -purpose sslserver -CAfile ca.pem {leaf}"));
        assert!(!good, "not for servers");
    }
    let text = desk.done("openssl x509 -in alice.pem -noout -text -nameopt utf8");
    for part in [
        "O=株式会社アクメ, CN=alice",
        "URI:http://login.example/t/acme/ca.crl",
        "OCSP - URI:http://login.example/t/acme/ocsp",
        "TLS Web Client Authentication",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn openssl_reads_the_revocation_list() {
    let desk = Desk::new();
    let (alice, bob) = (desk.issue("alice.pem", &p256()), desk.issue("bob.pem", &p256()));
    let revoked =
        Revoked { serial_hex: &bob.serial_hex, at: desk.now - 5, reason: Reason::KeyCompromise };
    let crl = |revoked: &[Revoked<'_>]| {
        let list = desk.authority.crl(revoked, 4711, desk.now - 1, desk.now + DAY).unwrap();
        desk.put("list.crl", &list);
        desk.done("openssl crl -inform DER -in list.crl -out list.pem");
        desk.done("openssl crl -in list.pem -CAfile ca.pem -noout -text")
    };
    let check = "openssl verify -x509_strict -crl_check -CRLfile list.pem -CAfile ca.pem";
    let text = crl(&[revoked]);
    assert!(text.contains("verify OK"), "{text}");
    assert!(text.contains("4711") && text.contains("Key Compromise"), "{text}");
    assert!(text.to_lowercase().contains(&bob.serial_hex));
    assert!(!text.to_lowercase().contains(&alice.serial_hex));
    desk.done(&format!("{check} alice.pem"));
    let (good, text) = desk.run(&format!("{check} bob.pem"));
    assert!(!good && text.contains("certificate revoked"), "{text}");
    assert!(crl(&[]).contains("No Revoked Certificates"));
    desk.done(&format!("{check} bob.pem"));
}

#[test]
fn openssl_accepts_ocsp_answers() {
    let desk = Desk::new();
    let bob = [
        desk.issue("alice.pem", &p256()),
        desk.issue("bob.pem", &p256()),
        desk.issue("carol.pem", &p256()),
    ]
    .map(|it| it.serial_hex);
    let status = |serial: &str| match bob.iter().position(|it| it == serial) {
        Some(0) => Status::Good,
        Some(1) => Status::Revoked { at: desk.now - 5, reason: Reason::Superseded },
        _ => Status::Unknown,
    };
    let asked = "-cert alice.pem -cert bob.pem -cert carol.pem";
    for option in ["", "-no_nonce", "-sha256", "-sha256 -no_nonce"] {
        // The hash of what is asked for comes before it.
        let asked = format!("openssl ocsp {option} -issuer ca.pem {asked}");
        desk.done(&format!("{asked} -reqout request.der"));
        let answer =
            desk.authority.ocsp(&desk.get("request.der"), status, desk.now, desk.now + DAY);
        desk.put("answer.der", &answer);
        let read = "-reqin request.der -respin answer.der -CAfile ca.pem";
        let text = desk.done(&format!("openssl ocsp {read} -issuer ca.pem -resp_text"));
        assert!(text.contains("Response verify OK"), "{option}\n{text}");
        assert_eq!(text.matches("OCSP Nonce").count(), usize::from(!option.contains("nonce")));
        assert!(!text.contains("Nonce Verify error"), "{option}\n{text}");
        for part in [
            "Cert Status: good",
            "Cert Status: revoked",
            "Cert Status: unknown",
            "Revocation Reason: superseded (0x4)",
        ] {
            assert!(text.contains(part), "{part} {option}\n{text}");
        }
        if option.ends_with("-no_nonce") {
            // Asked again for the same certificates, it finds each in the answer.
            let text = desk.done(&format!("{asked} -respin answer.der -CAfile ca.pem"));
            for part in ["alice.pem: good", "bob.pem: revoked", "carol.pem: unknown"] {
                assert!(text.contains(part), "{part} {option}\n{text}");
            }
        }
    }
    // The answer of another authority does not pass for one.
    let other = Desk::new();
    other.put("answer.der", &desk.get("answer.der"));
    let (_, text) = other.run("openssl ocsp -respin answer.der -issuer ca.pem -CAfile ca.pem");
    assert!(text.contains("Response Verify Failure"), "{text}");
}

#[test]
fn openssl_reads_error_answers() {
    let desk = Desk::new();
    desk.put("answer.der", &desk.authority.ocsp(b"", |_| Status::Good, desk.now, desk.now + 1));
    let (_, text) = desk.run("openssl ocsp -respin answer.der -CAfile ca.pem");
    assert!(text.contains("malformedrequest (1)"), "{text}");
    let other = Desk::new();
    other.issue("leaf.pem", &p256());
    other.done("openssl ocsp -issuer ca.pem -cert leaf.pem -reqout request.der");
    let request = other.get("request.der");
    let answer = desk.authority.ocsp(&request, |_| Status::Good, desk.now, desk.now + 1);
    desk.put("answer.der", &answer);
    let (_, text) = desk.run("openssl ocsp -respin answer.der -CAfile ca.pem");
    assert!(text.contains("unauthorized (6)"), "{text}");
}

#[test]
fn requests_of_openssl_are_judged_by_their_key() {
    let desk = Desk::new();
    let table = [
        ("-newkey ec -pkeyopt ec_paramgen_curve:P-256", None),
        ("-newkey ec -pkeyopt ec_paramgen_curve:P-384", None),
        ("-newkey rsa:2048", None),
        ("-newkey rsa:3072 -sha512", None),
        ("-newkey rsa:2048 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1", None),
        ("-newkey rsa:1024", Some(RequestError::WeakKey)),
        ("-newkey rsa:2040", Some(RequestError::WeakKey)),
        ("-newkey rsa:4104", Some(RequestError::WeakKey)),
        ("-newkey rsa:2048 -pkeyopt rsa_keygen_pubexp:3", Some(RequestError::WeakKey)),
        ("-newkey rsa:2048 -pkeyopt rsa_keygen_pubexp:257", Some(RequestError::WeakKey)),
        ("-newkey ec -pkeyopt ec_paramgen_curve:P-192", Some(RequestError::UnsupportedKey)),
        ("-newkey ec -pkeyopt ec_paramgen_curve:P-521", Some(RequestError::UnsupportedKey)),
        ("-newkey ec -pkeyopt ec_paramgen_curve:secp256k1", Some(RequestError::UnsupportedKey)),
        ("-newkey ed25519", Some(RequestError::UnsupportedKey)),
        ("-newkey rsa-pss", Some(RequestError::UnsupportedKey)),
    ];
    for (options, expected) in table {
        desk.done(&format!(
            "openssl req -new {options} -noenc -subj /CN=root -addext basicConstraints=CA:TRUE \
             -keyout key.pem -out request.pem"
        ));
        let judged = Request::from_csr(&desk.get("request.pem"));
        assert_eq!(judged.as_ref().err(), expected.as_ref(), "{options}");
        let Ok(request) = judged else { continue };
        desk.issue("leaf.pem", &request);
        desk.done("openssl verify -x509_strict -purpose sslclient -CAfile ca.pem leaf.pem");
        let public = desk.done("openssl pkey -in key.pem -pubout");
        assert_eq!(desk.done("openssl x509 -in leaf.pem -noout -pubkey"), public, "{options}");
    }
}

/// An authority made elsewhere works if its name is one that is written again the same way.
#[test]
fn an_authority_made_by_openssl_opens() {
    let desk = Desk::new();
    for (subject, expected) in
        [("/C=JP/O=Acme/CN=Clients", None), ("/O=Acme/OU=a/OU=b/CN=C", Some(Error::Certificate))]
    {
        desk.done(&format!(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 400 \
             -subj {subject} -keyout key.pem -out made.pem"
        ));
        desk.done("openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der");
        desk.done("openssl x509 -in made.pem -outform DER -out made.der");
        let authority = Authority::open(&desk.get("made.der"), &desk.get("key.der")).unwrap();
        let issued = authority.issue(&p256(), &desk.profile());
        assert_eq!(issued.as_ref().err(), expected.as_ref(), "{subject}");
        let Ok(leaf) = issued else { continue };
        verify(&leaf.der, &[authority.anchor()], desk.now).unwrap();
        desk.put("leaf.pem", pem(&leaf.der).unwrap().as_bytes());
        desk.done("openssl verify -CAfile made.pem leaf.pem");
    }
}

/// A number written by hand is found by the programs too.
#[test]
fn short_serial_numbers_are_the_same_everywhere() {
    let desk = Desk::new();
    let profile = Profile { serial: "9f02".parse::<Serial>().unwrap(), ..desk.profile() };
    let leaf = desk.authority.issue(&p256(), &profile).unwrap();
    desk.put("leaf.pem", pem(&leaf.der).unwrap().as_bytes());
    assert_eq!(desk.done("openssl x509 -in leaf.pem -noout -serial"), "serial=9F02\n");
    let seen = verify(&leaf.der, &[desk.authority.anchor()], desk.now).unwrap();
    assert_eq!(seen.serial_hex, "9f02");
}
