//! What another implementation makes of our documents, and we of its: the npm package jose.
//!
//! Where it is missing, these tests fail; `./check` installs it.

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use keys::client::dpop::{Presented, Proof};
use keys::client::jwe::{ContentEncryption, DecryptionKey, KeyManagement, decrypt, encrypt};
use keys::client::{Algorithm, Audience, Expected};
use serde_json::{Map, Value, json};

use crate::support::{CLIENT, ISSUER, NOW, RECEIVERS, assertion, set};

const TEXT: &str = "内容 content";
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/npm_jose.mjs");

/// Has jose do what is asked, in its order.
#[expect(clippy::disallowed_methods, reason = "the check tells where it installed jose")]
fn asked(deeds: &[Value]) -> Vec<Value> {
    let module = std::env::var("SEKISHO_TEST_JOSE");
    assert!(module.is_ok(), "SEKISHO_TEST_JOSE names index.js of the npm package jose");
    let mut node = Command::new("node")
        .args([SCRIPT, &module.unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let question = Value::from(deeds).to_string();
    node.stdin.take().unwrap().write_all(question.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn receiver(algorithm: KeyManagement) -> &'static DecryptionKey {
    RECEIVERS.iter().find(|it| it.receives(algorithm)).unwrap()
}

fn pairs() -> Vec<(KeyManagement, ContentEncryption)> {
    let of = |one| ContentEncryption::ALL.map(|other| (one, other));
    KeyManagement::ALL.into_iter().flat_map(of).collect()
}

#[test]
fn jose_reads_what_we_encrypt() {
    let deeds = pairs().into_iter().map(|(algorithm, encryption)| {
        let key = receiver(algorithm);
        let recipient = set(&[key.public_jwk()]).encryption_key(algorithm).unwrap();
        let token = encrypt(TEXT.as_bytes(), &recipient, algorithm, encryption, Some("JWT"));
        let der = STANDARD.encode(key.to_pkcs8().as_slice());
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----");
        json!(["opened", { "token": token.unwrap(), "alg": algorithm, "key": { "pem": pem } }])
    });
    let answers = asked(&deeds.collect::<Vec<Value>>());
    assert_eq!(answers.len(), pairs().len());
    for (answer, (algorithm, encryption)) in answers.iter().zip(pairs()) {
        assert_eq!(answer["text"], TEXT, "{algorithm} {encryption}");
        assert_eq!(answer["header"]["cty"], "JWT");
        assert_eq!(answer["header"]["kid"], json!(receiver(algorithm).kid()));
    }
}

#[test]
fn we_read_what_jose_encrypts() {
    let deeds = pairs().into_iter().map(|(alg, enc)| {
        let jwk = receiver(alg).public_jwk();
        json!(["sealed", { "text": TEXT, "alg": alg, "enc": enc, "jwk": jwk }])
    });
    let answers = asked(&deeds.collect::<Vec<Value>>());
    assert_eq!(answers.len(), pairs().len());
    for (answer, (algorithm, encryption)) in answers.iter().zip(pairs()) {
        let opened = decrypt(answer.as_str().unwrap(), receiver(algorithm)).unwrap();
        assert_eq!(opened.as_slice(), TEXT.as_bytes(), "{algorithm} {encryption}");
    }
}

#[test]
fn jose_reads_what_we_encrypt_to_x25519() {
    let agreeing =
        [KeyManagement::EcdhEs, KeyManagement::EcdhEsA128Kw, KeyManagement::EcdhEsA256Kw];
    let pair = asked(&[json!(["pair", { "alg": "ECDH-ES", "crv": "X25519" }])]).remove(0);
    let keys = set(&[pair["public"].clone()]);
    let deeds = agreeing.map(|algorithm| {
        let recipient = keys.encryption_key(algorithm).unwrap();
        let token =
            encrypt(TEXT.as_bytes(), &recipient, algorithm, ContentEncryption::A256Gcm, None);
        json!(["opened", { "token": token.unwrap(), "alg": algorithm, "key": pair["private"] }])
    });
    for answer in asked(&deeds) {
        assert_eq!(answer["text"], TEXT);
    }
}

#[test]
fn we_verify_what_jose_signs() {
    let deeds = Algorithm::ALL.map(|alg| {
        json!(["signed", { "alg": alg, "typ": "JWT", "claims": assertion(), "embed": false }])
    });
    let expected = Expected::assertion(CLIENT, Audience::Only(ISSUER), &Algorithm::ALL);
    for (answer, algorithm) in asked(&deeds).iter().zip(Algorithm::ALL) {
        let keys = set(&[answer["jwk"].clone()]);
        let token = answer["token"].as_str().unwrap();
        let proven = keys.verify::<Map<String, Value>>(token, &expected, NOW).unwrap();
        assert_eq!(Value::Object(proven.claims), assertion(), "{algorithm}");
        assert_eq!(json!(keys.thumbprints()), json!([answer["thumbprint"]]), "{algorithm}");
    }
}

#[test]
fn we_take_the_proofs_that_jose_makes() {
    let presented = Presented {
        method: "POST",
        url: ISSUER,
        access_token: None,
        algorithms: &Algorithm::FAPI,
        max_age: 60,
        leeway: 10,
    };
    let claims = json!({ "jti": "p1", "htm": "POST", "htu": ISSUER, "iat": NOW });
    let deeds = Algorithm::FAPI.map(
        |alg| json!(["signed", { "alg": alg, "typ": "dpop+jwt", "claims": claims, "embed": true }]),
    );
    for answer in asked(&deeds) {
        let proof = Proof::verify(answer["token"].as_str().unwrap(), &presented, NOW).unwrap();
        assert_eq!(json!(proof.thumbprint), answer["thumbprint"]);
    }
}
