//! Clients in the words of RFC 7591, and which of them cannot be.

use idp::model::client::metadata::{By, Said, Unfit, patched, read, said};
use idp::model::client::{Client, Impossible, Profile, Settings};
use idp::model::ids::ClientId;
use idp::model::moment::Moment;
use serde_json::{Value, json};

use crate::support::ClientKey;
use crate::support::website::uri;

fn bare(profile: Profile) -> Client {
    Client {
        id: ClientId("rp".to_owned()),
        name: "rp".to_owned(),
        profile,
        authentication: profile.authentication(),
        redirect_uris: vec![uri("https://rp.test/cb")],
        post_logout_redirect_uris: Vec::new(),
        settings: Settings::of(profile),
        created_at: Moment::from_seconds(0),
    }
}

fn object(value: Value) -> Said {
    let Value::Object(members) = value else { panic!("no object: {value}") };
    members
}

/// A client with everything that goes together.
fn whole() -> Value {
    json!({
        "redirect_uris": ["https://rp.test/cb", "https://rp.test/cb?x=1"],
        "post_logout_redirect_uris": ["https://rp.test/bye"],
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "application_type": "web",
        "client_name": "買い物",
        "client_uri": "https://rp.test/",
        "logo_uri": "https://rp.test/logo.png",
        "policy_uri": "https://rp.test/policy",
        "tos_uri": "https://rp.test/terms",
        "contacts": ["ops@rp.test"],
        "software_id": "shop",
        "software_version": "1",
        "scope": "email openid",
        "jwks_uri": "https://rp.test/keys",
        "dpop_bound_access_tokens": true,
        "subject_type": "pairwise",
        "sector_identifier_uri": "https://rp.test/sector",
        "id_token_signed_response_alg": "PS256",
        "id_token_encrypted_response_alg": "RSA-OAEP-256",
        "id_token_encrypted_response_enc": "A256GCM",
        "userinfo_signed_response_alg": "ES256",
        "userinfo_encrypted_response_alg": "ECDH-ES",
        "authorization_signed_response_alg": "EdDSA",
        "introspection_signed_response_alg": "ES256",
        "require_pushed_authorization_requests": true,
        "require_signed_request_object": true,
        "request_object_signing_alg": "ES256",
        "request_uris": ["https://rp.test/request#hash"],
        "default_max_age": 600,
        "require_auth_time": true,
        "default_acr_values": ["urn:x"],
        "initiate_login_uri": "https://rp.test/start",
        "backchannel_logout_uri": "https://rp.test/back",
        "backchannel_logout_session_required": true,
        "frontchannel_logout_uri": "https://rp.test/front",
        "frontchannel_logout_session_required": true,
    })
}

#[test]
fn what_was_said_is_said_again() {
    let sent = object(whole());
    let client = read(bare(Profile::Web), sent.clone(), By::Client).unwrap();
    client.check().unwrap();
    let mut told = said(&client).unwrap();
    assert_eq!(told.remove("userinfo_encrypted_response_enc"), Some(json!("A128CBC-HS256")));
    for (member, value) in &sent {
        assert_eq!(told.get(member), Some(value), "{member}");
    }
    let again = patched(&client, &Said::new(), By::Administrator).unwrap();
    assert_eq!(said(&again).unwrap(), said(&client).unwrap(), "an empty patch changes nothing");
    for profile in Profile::ALL {
        let client = bare(profile);
        let again = patched(&client, &Said::new(), By::Administrator).unwrap();
        assert_eq!(again.settings, client.settings, "{profile:?}");
    }
}

#[test]
fn a_patch_changes_what_it_names() {
    let client = read(bare(Profile::Web), object(whole()), By::Client).unwrap();
    let key = ClientKey::es256();
    let patch = json!({
        "jwks": key.jwks(),
        "default_max_age": null,
        "require_auth_time": null,
        "id_token_encrypted_response_alg": null,
        "tls_client_certificate_bound_access_tokens": true,
        "access_token_format": "opaque",
        "client_name": "another",
    });
    let client = patched(&client, &object(patch), By::Administrator).unwrap();
    client.check().unwrap();
    let told = said(&client).unwrap();
    for gone in ["jwks_uri", "default_max_age", "id_token_encrypted_response_enc"] {
        assert_eq!(told.get(gone), None, "{gone}");
    }
    assert_eq!(told["dpop_bound_access_tokens"], false);
    assert_eq!(told["require_auth_time"], false);
    assert_eq!(told["access_token_format"], "opaque");
    assert_eq!(told["policy_uri"], "https://rp.test/policy");
}

#[test]
fn what_is_not_offered_is_told_by_its_name() {
    for (member, value) in [
        ("response_types", json!(["token"])),
        ("response_types", json!([])),
        ("grant_types", json!(["password"])),
        ("token_endpoint_auth_method", json!("magic")),
        ("token_endpoint_auth_signing_alg", json!("HS256")),
        ("id_token_signed_response_alg", json!("none")),
        ("id_token_encrypted_response_enc", json!("A256GCM")),
        ("default_max_age", json!("600")),
        ("require_auth_time", json!("true")),
        ("application_type", json!("native")),
        ("scope", json!(["openid"])),
        ("subject_type", json!("sectoral")),
        ("redirect_uris", json!("https://rp.test/cb")),
    ] {
        let said = object(json!({ member: value }));
        let refused = read(bare(Profile::Web), said, By::Client).unwrap_err();
        assert_eq!(refused, Unfit::NotOffered(member.to_owned()));
    }
    // RU-58
    for wrong in ["https://rp.test/cb#f", "https://*.rp.test/cb", "http://rp.test/cb", "x"] {
        let said = object(json!({ "redirect_uris": [wrong] }));
        let refused = read(bare(Profile::Web), said, By::Client).unwrap_err();
        assert_eq!(
            refused,
            Unfit::RedirectUri { member: "redirect_uris".to_owned(), address: wrong.to_owned() }
        );
    }
    let strange = object(json!({ "colour": "red", "require_pkce": false }));
    let client = read(bare(Profile::Web), strange.clone(), By::Client).unwrap();
    assert!(client.settings.require_pkce, "no client decides that by itself");
    let refused = read(bare(Profile::Web), strange, By::Administrator).unwrap_err();
    assert_eq!(refused, Unfit::Unknown("colour".to_owned()));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn each_impossible_combination_has_its_reason() {
    use Impossible as Why;
    use Profile as P;
    let keys = ClientKey::es256().jwks();
    let private =
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA" }] });
    let encrypted = json!({ "id_token_encrypted_response_alg": "RSA-OAEP" });
    let table = [
        (P::Web, json!({ "token_endpoint_auth_method": "none" }), Why::WithoutProof),
        (
            P::Browser,
            json!({ "token_endpoint_auth_method": "client_secret_post" }),
            Why::SecretOfPublicClient,
        ),
        (P::Browser, json!({ "require_pkce": false }), Why::PublicWithoutPkce),
        (
            P::Browser,
            json!({ "grant_types": ["authorization_code", "client_credentials"] }),
            Why::PublicForItself,
        ),
        (
            P::Web,
            json!({ "grant_types": ["refresh_token"], "response_types": [] }),
            Why::RefreshOfNothing,
        ),
        (P::Web, json!({ "redirect_uris": [] }), Why::NoRedirectUri),
        (P::Web, json!({ "redirect_uris": ["com.app.x:/cb"] }), Why::RedirectScheme),
        (P::Web, json!({ "token_endpoint_auth_method": "private_key_jwt" }), Why::NoKeysToProve),
        (
            P::Web,
            json!({ "token_endpoint_auth_method": "self_signed_tls_client_auth" }),
            Why::NoKeysToProve,
        ),
        (P::Web, json!({ "token_endpoint_auth_method": "tls_client_auth" }), Why::NoTlsSubject),
        (
            P::Web,
            json!({ "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": "nonsense" }),
            Why::TlsSubjectUnreadable,
        ),
        (P::Web, json!({ "jwks": keys, "jwks_uri": "https://rp.test/keys" }), Why::TwoKeySets),
        (P::Web, json!({ "jwks": private }), Why::KeysUnusable),
        (P::Web, json!({ "jwks": { "keys": [] } }), Why::KeysUnusable),
        (P::Web, encrypted, Why::NoKeysToEncrypt),
        (
            P::Web,
            json!({ "jwks": keys, "id_token_encrypted_response_alg": "RSA1_5" }),
            Why::UnknownEncryption,
        ),
        (
            P::Web,
            json!({ "jwks": keys, "authorization_encrypted_response_alg": "RSA-OAEP" }),
            Why::EncryptedUnsigned,
        ),
        (P::Web, json!({ "require_signed_request_object": true }), Why::NoKeysToVerify),
        (
            P::Web,
            json!({ "dpop_bound_access_tokens": true, "tls_client_certificate_bound_access_tokens": true }),
            Why::TwoConstraints,
        ),
        (P::Web, json!({ "jwks_uri": "http://rp.test/keys" }), Why::Address),
        (P::Web, json!({ "jwks_uri": "file:///etc/passwd" }), Why::Address),
        (P::Web, json!({ "backchannel_logout_uri": "http://rp.test/x" }), Why::Address),
        (P::Web, json!({ "logo_uri": "javascript:alert(1)" }), Why::Address),
        (P::Web, json!({ "request_uris": ["gopher://rp.test/x"] }), Why::Address),
        (P::Web, json!({ "frontchannel_logout_uri": "https://other.test/x" }), Why::LogoutOrigin),
        (
            P::Web,
            json!({ "subject_type": "pairwise", "redirect_uris": ["https://a.test/", "https://b.test/"] }),
            Why::NoSector,
        ),
        (P::Web, json!({ "access_token_life": 0 }), Why::Life),
        (P::Web, json!({ "client_name": "" }), Why::TooLong),
        (
            P::Fapi2,
            json!({ "token_endpoint_auth_method": "client_secret_jwt" }),
            Why::SecretOfFapi2,
        ),
        (P::Fapi2, json!({}), Why::NoKeysToProve),
        (
            P::Fapi2,
            json!({ "jwks": keys, "redirect_uris": ["http://localhost/cb"] }),
            Why::Fapi2Scheme,
        ),
        (
            P::Fapi2,
            json!({ "jwks": keys, "require_pushed_authorization_requests": false }),
            Why::Fapi2WithoutPar,
        ),
        (P::Fapi2, json!({ "jwks": keys, "require_pkce": false }), Why::Fapi2WithoutPkce),
        (P::Fapi2, json!({ "jwks": keys, "dpop_bound_access_tokens": false }), Why::Fapi2Unbound),
        (
            P::Fapi2,
            json!({ "jwks": keys, "id_token_signed_response_alg": "RS256" }),
            Why::Fapi2Algorithm,
        ),
        (
            P::Fapi2,
            json!({ "jwks": keys, "request_object_signing_alg": "RS256" }),
            Why::Fapi2Algorithm,
        ),
        (
            P::Native,
            json!({ "redirect_uris": ["https://rp.test/cb"], "token_endpoint_auth_method": "client_secret_basic" }),
            Why::SecretOfPublicClient,
        ),
    ];
    for (profile, said, why) in table {
        let client = read(bare(profile), object(said.clone()), By::Administrator).unwrap();
        assert_eq!(client.check(), Err(why), "{profile:?} {said}");
    }
    for (profile, said) in [
        (P::Fapi2, json!({ "jwks": keys })),
        (P::Fapi2, json!({ "jwks": keys, "tls_client_certificate_bound_access_tokens": true })),
        (P::Web, json!({ "jwks_uri": "http://localhost:3000/keys" })),
        (P::Service, json!({ "redirect_uris": [] })),
        (P::Device, json!({ "redirect_uris": [] })),
        (P::Native, json!({ "redirect_uris": ["com.app.x:/cb", "http://127.0.0.1/cb"] })),
    ] {
        let client = read(bare(profile), object(said.clone()), By::Administrator).unwrap();
        assert_eq!(client.check(), Ok(()), "{profile:?} {said}");
    }
}
