//! Content encrypted to clients and to us, values printed in the RFCs, and what is refused.

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::encoding::AsDer;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keys::client::jwe::{
    ContentEncryption, DecryptionKey, EncryptionKey, Header, JweError, KeyManagement, decrypt,
    encrypt,
};
use rsa::pkcs8::EncodePrivateKey;
use rsa::{BigUint, RsaPrivateKey};
use serde_json::{Value, json};

use crate::support::{RECEIVERS, b64, set, with};

const TEXT: &[u8] = "内容 content".as_bytes();

fn receiver(algorithm: KeyManagement) -> &'static DecryptionKey {
    RECEIVERS.iter().find(|it| it.receives(algorithm)).unwrap()
}

/// What a client would know of our key, or we of a client's.
fn recipient(algorithm: KeyManagement) -> EncryptionKey {
    let keys = RECEIVERS.iter().map(DecryptionKey::public_jwk).collect::<Vec<Value>>();
    set(&keys).encryption_key(algorithm).unwrap()
}

fn encrypted(algorithm: KeyManagement, encryption: ContentEncryption) -> String {
    encrypt(TEXT, &recipient(algorithm), algorithm, encryption, Some("JWT")).unwrap()
}

fn pairs() -> impl Iterator<Item = (KeyManagement, ContentEncryption)> {
    KeyManagement::ALL
        .into_iter()
        .flat_map(|one| ContentEncryption::ALL.into_iter().map(move |other| (one, other)))
}

/// The token with one of its five parts replaced.
fn spoilt(token: &str, part: usize, with: impl FnOnce(Vec<u8>) -> Vec<u8>) -> String {
    let mut parts = token.split('.').map(str::to_owned).collect::<Vec<String>>();
    parts[part] = b64(with(bytes(&parts[part])));
    parts.join(".")
}

/// The token with one member of its header changed, which the tag notices unless it is refused first.
fn with_header(token: &str, member: &str, value: Value) -> String {
    spoilt(token, 0, |header| {
        with(serde_json::from_slice(&header).unwrap(), member, value).to_string().into_bytes()
    })
}

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn refusal(token: &str, algorithm: KeyManagement) -> JweError {
    decrypt(token, receiver(algorithm)).unwrap_err()
}

#[test]
fn every_pair_of_algorithms_carries_the_content() {
    for (algorithm, encryption) in pairs() {
        let token = encrypted(algorithm, encryption);
        let opened = decrypt(&token, receiver(algorithm)).unwrap();
        assert_eq!(opened.as_slice(), TEXT, "{algorithm} {encryption}");
        let header = Header::read(&token).unwrap();
        assert_eq!((header.algorithm, header.encryption), (algorithm, encryption));
        assert_eq!(header.kid, Some(receiver(algorithm).kid()));
        assert_eq!(header.cty.as_deref(), Some("JWT"));
        assert_ne!(token, encrypted(algorithm, encryption));
    }
}

#[test]
fn content_of_any_length_is_carried() {
    for length in [0, 1, 15, 16, 17, 20_000] {
        for encryption in ContentEncryption::ALL {
            let algorithm = KeyManagement::EcdhEs;
            let content = vec![7; length];
            let token =
                encrypt(&content, &recipient(algorithm), algorithm, encryption, None).unwrap();
            assert_eq!(decrypt(&token, receiver(algorithm)).unwrap().as_slice(), content);
        }
    }
}

#[test]
fn names_are_those_of_the_registry() {
    for (algorithm, encryption) in pairs() {
        assert_eq!(algorithm.as_str().parse(), Ok(algorithm));
        assert_eq!(encryption.as_str().parse(), Ok(encryption));
        assert_eq!(serde_json::to_value(algorithm).unwrap(), json!(algorithm.as_str()));
        assert_eq!(serde_json::to_value(encryption).unwrap(), json!(encryption.as_str()));
    }
    for name in ["RSA1_5", "dir", "PBES2-HS256+A128KW", "A128KW", "rsa-oaep", ""] {
        assert!(name.parse::<KeyManagement>().is_err(), "{name}");
    }
}

/// RFC 7516 appendix A.1: RSA-OAEP and A256GCM, with the key printed there.
#[test]
fn token_of_rfc_7516_a_1_is_read() {
    let number = |text: &str| BigUint::from_bytes_be(&bytes(text));
    let key = RsaPrivateKey::from_components(
        number(
            "oahUIoWw0K0usKNuOR6H4wkf4oBUXHTxRvgb48E-BVvxkeDNjbC4he8rUWcJoZmds2h7M70imEVhRU5djINXtqllX\
             I4DFqcI1DgjT9LewND8MW2Krf3Spsk_ZkoFnilakGygTwpZ3uesH-PFABNIUYpOiN15dsQRkgr0vEhxN92i2asbOe\
             nSZeyaxziK72UwxrrKoExv6kc5twXTq4h-QChLOln0_mtUZwfsRaMStPs6mS6XrgxnxbWhojf663tuEQueGC-FCMf\
             ra36C9knDFGzKsNa7LZK2djYgyD3JR_MB_4NUJW_TqOQtwHYbxevoJArm-L5StowjzGy-_bq6Gw",
        ),
        number("AQAB"),
        number(
            "kLdtIj6GbDks_ApCSTYQtelcNttlKiOyPzMrXHeI-yk1F7-kpDxY4-WY5NWV5KntaEeXS1j82E375xxhWMHXyvjYe\
             cPT9fpwR_M9gV8n9Hrh2anTpTD93Dt62ypW3yDsJzBnTnrYu1iwWRgBKrEYY46qAZIrA2xAwnm2X7uGR1hghkqDp0\
             Vqj3kbSCz1XyfCs6_LehBwtxHIyh8Ripy40p24moOAbgxVw3rxT_vlt3UVe4WO3JkJOzlpUf-KTVI2Ptgm-dARxTE\
             tE-id-4OJr0h-K-VFs3VSndVTIznSxfyrj8ILL6MG_Uv8YAu7VILSB3lOW085-4qE3DzgrTjgyQ",
        ),
        vec![
            number(
                "1r52Xk46c-LsfB5P442p7atdPUrxQSy4mti_tZI3Mgf2EuFVbUoDBvaRQ-SWxkbkmoEzL7JXroSBjSrK3YIQg\
                 YdMgyAEPTPjXv_hI2_1eTSPVZfzL0lffNn03IXqWF5MDFuoUYE0hzb2vhrlN_rKrbfDIwUbTrjjgieRbwC6Cl0",
            ),
            number(
                "wLb35x7hmQWZsWJmB_vle87ihgZ19S8lBEROLIsZG4ayZVe9Hi9gDVCOBmUDdaDYVTSNx_8Fyw1YYa9XGrGnD\
                 ew00J28cRUoeBB_jKI1oma0Orv1T9aXIWxKwd4gvxFImOWr3QRL9KEBRzk2RatUBnmDZJTIAfwTs0g68UZHvtc",
            ),
        ],
    );
    let der = key.unwrap().to_pkcs8_der().unwrap();
    let token = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKO\
         MTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbS\
         v04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaVmqgfwX7XWRxv2322i-vDxRfqNzo_t\
         ETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTI\
         y3brGPi6UklfCpIMfIjf7iGdXKHzg.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vp\
         zs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.XFBoMYUZodetZdvTiFvSkQ";
    let opened = decrypt(token, &DecryptionKey::from_pkcs8(der.as_bytes()).unwrap()).unwrap();
    let text = "The true sign of intelligence is not knowledge but imagination.";
    assert_eq!(std::str::from_utf8(&opened).unwrap(), text);
}

/// RFC 7520 §5.5: ECDH-ES and A128CBC-HS256, with the key printed there.
#[test]
fn token_of_rfc_7520_5_5_is_read() {
    let number = bytes("r_kHyZ-a06rmxM3yESK84r1otSg-aQcVStkRhA-iCM8");
    let key = PrivateKey::from_private_key(&ECDH_P256, &number).unwrap();
    let der: aws_lc_rs::encoding::Pkcs8V1Der<'static> = key.as_der().unwrap();
    let token = "eyJhbGciOiJFQ0RILUVTIiwia2lkIjoibWVyaWFkb2MuYnJhbmR5YnVja0BidWNrbGFuZC5leGFtcGxlIiwi\
         ZXBrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoibVBVS1RfYkFXR0hJaGcwVHBqanFWc1AxclhXUXVfdndW\
         T0hIdE5rZFlvQSIsInkiOiI4QlFBc0ltR2VBUzQ2ZnlXdzVNaFlmR1RUMElqQnBGdzJTUzM0RHY0SXJzIn0sImVuYyI6\
         IkExMjhDQkMtSFMyNTYifQ..yc9N8v5sYyv3iGQT926IUg.BoDlwPnTypYq-ivjmQvAYJLb5Q6l-F3LIgQomlz87yW4O\
         PKbWE1zSTEFjDfhU9IPIOSA9Bml4m7iDFwA-1ZXvHteLDtw4R1XRGMEsDIqAYtskTTmzmzNa-_q4F_evAPUmwlO-ZG45\
         Mnq4uhM1fm_D9rBtWolqZSF3xGNNkpOMQKF1Cl8i8wjzRli7-IXgyirlKQsbhhqRzkv8IcY6aHl24j03C-AR2le1r7UR\
         UhArM79BY8soZU0lzwI-sD5PZ3l4NDCCei9XkoIAfsXJWmySPoeRb2Ni5UZL4mYpvKDiwmyzGd65KqVw7MsFfI_K767G\
         9C9Azp73gKZD0DyUn1mn0WW5LmyX_yJ-3AROq8p1WZBfG-ZyJ6195_JGG2m9Csg.WCCkNa-x4BeB9hIDIfFuhg";
    let opened = decrypt(token, &DecryptionKey::from_pkcs8(der.as_ref()).unwrap()).unwrap();
    let opened = std::str::from_utf8(&opened).unwrap();
    assert!(opened.starts_with("You can trust us to stick with you"), "{opened}");
    assert!(opened.ends_with("We are your friends, Frodo."), "{opened}");
}

#[test]
fn spoilt_token_tells_nothing_of_what_is_wrong() {
    for (algorithm, encryption) in pairs() {
        let token = encrypted(algorithm, encryption);
        let flipped = |mut bytes: Vec<u8>| {
            bytes.iter_mut().take(1).for_each(|it| *it ^= 1);
            bytes
        };
        let key = |with: fn(Vec<u8>) -> Vec<u8>| spoilt(&token, 1, with);
        let table = [
            key(|_| vec![0; 256]),
            key(|_| vec![0; 40]),
            key(|_| vec![1]),
            key(|it| [it, vec![0]].concat()),
            spoilt(&token, 2, flipped),
            spoilt(&token, 2, |_| Vec::new()),
            spoilt(&token, 3, flipped),
            spoilt(&token, 3, |_| Vec::new()),
            spoilt(&token, 4, flipped),
            spoilt(&token, 4, |_| Vec::new()),
            with_header(&token, "kid", json!("other")),
        ];
        for (nr, spoilt) in table.iter().enumerate() {
            let error = refusal(spoilt, algorithm);
            assert_eq!(error, JweError::Undecipherable, "{algorithm} {encryption} {nr}");
        }
    }
}

#[test]
fn key_of_another_length_is_not_taken() {
    let token = encrypted(KeyManagement::RsaOaep, ContentEncryption::A128Gcm);
    let token = with_header(&token, "enc", json!("A256CBC-HS512"));
    assert_eq!(refusal(&token, KeyManagement::RsaOaep), JweError::Undecipherable);
}

#[test]
fn headers_that_ask_for_more_are_refused() {
    let algorithm = KeyManagement::EcdhEs;
    let token = encrypted(algorithm, ContentEncryption::A128Gcm);
    let point = with(receiver(algorithm).public_jwk(), "y", b64([1; 32]));
    let private = with(receiver(algorithm).public_jwk(), "kty", "RSA");
    let table = [
        ("zip", json!("DEF"), JweError::Compressed),
        ("crit", json!(["exp"]), JweError::Critical),
        ("alg", json!("RSA1_5"), JweError::UnknownAlgorithm),
        ("alg", json!("PBES2-HS256+A128KW"), JweError::UnknownAlgorithm),
        ("alg", json!("dir"), JweError::UnknownAlgorithm),
        ("alg", json!("none"), JweError::UnknownAlgorithm),
        ("alg", json!("RSA-OAEP"), JweError::WrongKey),
        ("alg", Value::Null, JweError::HeaderMalformed),
        ("enc", json!("A192GCM"), JweError::UnknownAlgorithm),
        ("enc", Value::Null, JweError::HeaderMalformed),
        ("kid", json!(1), JweError::HeaderMalformed),
        ("epk", Value::Null, JweError::HeaderMalformed),
        ("epk", point, JweError::HeaderMalformed),
        ("epk", private, JweError::HeaderMalformed),
        ("apu", json!(1), JweError::HeaderMalformed),
        ("apu", json!("="), JweError::NotBase64),
        (
            "epk",
            json!({ "kty": "OKP", "crv": "X25519", "x": b64([9; 32]) }),
            JweError::Undecipherable,
        ),
    ];
    for (member, value, error) in table {
        let token = with_header(&token, member, value.clone());
        assert_eq!(refusal(&token, algorithm), error, "{member}: {value}");
    }
    let twice = spoilt(&token, 0, |_| br#"{"alg":"ECDH-ES","alg":"ECDH-ES"}"#.to_vec());
    assert_eq!(refusal(&twice, algorithm), JweError::DuplicateMember);
}

#[test]
fn tokens_out_of_shape_are_refused() {
    let algorithm = KeyManagement::EcdhEs;
    let token = encrypted(algorithm, ContentEncryption::A128Gcm);
    let table = [
        (String::new(), JweError::NotFiveParts),
        ("a.b.c".into(), JweError::NotFiveParts),
        (format!("{token}."), JweError::NotFiveParts),
        (format!("{token}="), JweError::NotBase64),
        ("a".repeat(64 * 1024 + 1), JweError::TooLong),
        (".".repeat(64 * 1024), JweError::NotFiveParts),
        ("....".into(), JweError::HeaderMalformed),
    ];
    for (token, error) in table {
        assert_eq!(refusal(&token, algorithm), error, "{token:.40}");
    }
}

#[test]
fn key_receives_by_the_algorithms_of_its_kind_only() {
    let rsa = recipient(KeyManagement::RsaOaep);
    let refused = encrypt(TEXT, &rsa, KeyManagement::EcdhEs, ContentEncryption::A128Gcm, None);
    assert_eq!(refused, Err(JweError::WrongKey));
    let token = encrypted(KeyManagement::EcdhEs, ContentEncryption::A128Gcm);
    let refused = decrypt(&token, receiver(KeyManagement::RsaOaep)).unwrap_err();
    assert_eq!(refused, JweError::WrongKey);
}

#[test]
fn key_comes_back_from_storage_and_publishes_no_secret() {
    for key in RECEIVERS.iter() {
        let again = DecryptionKey::from_pkcs8(&key.to_pkcs8()).unwrap();
        assert_eq!(again.public_jwk(), key.public_jwk());
        let jwk = key.public_jwk();
        assert_eq!(jwk["use"], "enc");
        assert_eq!(jwk["kid"], json!(key.kid()));
        assert!(jwk.get("d").is_none());
        assert_eq!(set(&[jwk]).thumbprints(), [key.kid()]);
        assert!(format!("{key:?}").contains("***"));
    }
    assert_eq!(DecryptionKey::from_pkcs8(b"junk").unwrap_err(), JweError::KeyRejected);
}
