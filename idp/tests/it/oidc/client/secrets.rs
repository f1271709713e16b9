//! What is kept of secrets, and what a change of the method does to them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use idp::model::client::Authentication;
use idp::usecase::admin::clients;

use super::{Scene, believed};
use crate::support::minutes;
use crate::support::tenant::ADMIN;
use crate::support::website::basic;

#[tokio::test]
async fn secrets_follow_the_method() {
    let mut scene = Scene::of(|_| ()).await;
    let acme = scene.acme.tenant.clone();
    let app = scene.idp.app.clone();
    let mut client = scene.rp.client.clone();
    let mut turn = async |method: Authentication| {
        client.authentication = method;
        if !method.has_secret() {
            let key = crate::support::ClientKey::es256();
            client.settings.keys.jwks = Some(key.jwks());
        }
        let given = clients::change(&app, &acme, &client, ADMIN).await.unwrap();
        given.map(|secret| secret.expose().to_owned())
    };
    let first = scene.rp.secret.clone().unwrap();
    assert_eq!(turn(Authentication::ClientSecretPost).await, None, "the digest serves on");
    let by = |secret: &str| {
        [("client_id", scene.rp.id().to_owned()), ("client_secret", secret.to_owned())]
    };
    let ask = async |secret: &str| {
        let fields = by(secret);
        let fields: Vec<_> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
        believed(&scene.ask(&fields).await)
    };
    assert!(ask(&first).await);
    let second = turn(Authentication::ClientSecretJwt).await.expect("another secret");
    assert_eq!(turn(Authentication::ClientSecretPost).await, None);
    assert!(ask(&second).await && !ask(&first).await, "the former was not kept");
    let sealed = idp::store::client_secrets::valid(
        scene.idp.app.database.read(),
        acme.id,
        &scene.rp.client.id,
        scene.idp.app.now(),
    );
    assert!(sealed.await.unwrap().iter().all(|one| one.sealed.is_none()), "kept in vain");
    assert_eq!(turn(Authentication::PrivateKeyJwt).await, None);
    let third = turn(Authentication::ClientSecretPost).await.expect("another secret");
    assert!(ask(&third).await && !ask(&second).await);
    scene.rp.secret = Some(third);
}

/// No secret stands in the database as it is, not even one that is needed again.
#[tokio::test]
async fn a_kept_secret_is_sealed() {
    let scene = Scene::of(|client| client.authentication = Authentication::ClientSecretJwt).await;
    let secret = scene.rp.secret.clone().unwrap();
    let dump = scene.idp.dump();
    let holds = |needle: &[u8]| dump.windows(needle.len()).any(|window| window == needle);
    assert!(!holds(secret.as_bytes()));
    assert!(holds(scene.rp.id().as_bytes()), "the dump is one");
}

/// CA-01, CA-02, CA-03, CA-17, CA-18
#[tokio::test]
async fn only_the_whole_secret_by_the_registered_way() {
    let scene = Scene::of(|_| ()).await;
    let other = scene.acme.website("other").await;
    let (id, secret) = (scene.rp.id(), scene.rp.secret.clone().unwrap());
    let percent: Vec<_> = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let percent = percent.concat();
    for (header, good) in [
        (basic(id, &secret), true),
        (basic(id, &percent), true),
        (basic(id, "wrong"), false),
        (basic(id, other.secret.as_deref().unwrap()), false),
        (basic(id, &format!("{secret}%")), false),
        (basic(id, &format!("{secret}%4")), false),
        (basic(id, &format!("{secret}%00")), false),
        (basic(id, &format!(" {secret}")), false),
        (format!("Basic {}", STANDARD.encode(id)), false),
        (format!("Basic {}", STANDARD.encode([id.as_bytes(), &[b':', 0xff]].concat())), false),
        (format!("Basic {}=", STANDARD.encode(format!("{id}:{secret}"))), false),
        (format!("Negotiate {}", STANDARD.encode(format!("{id}:{secret}"))), false),
    ] {
        let mut request = scene.request(&[]);
        request.headers_mut().insert("authorization", header.parse().unwrap());
        assert_eq!(believed(&scene.idp.door().send(request).await), good, "{header}");
    }
    let mut twice = scene.request(&[]);
    for header in [basic(id, &secret), basic(id, &secret)] {
        twice.headers_mut().append("authorization", header.parse().unwrap());
    }
    assert_eq!(scene.idp.door().send(twice).await.status(), 400);
    let mut in_url = scene.request(&[]);
    let url = format!("{}?client_id={id}&client_secret={secret}", scene.acme.at("/token"));
    *in_url.uri_mut() = url.parse().unwrap();
    assert_eq!(scene.idp.door().send(in_url).await.status(), 400);
}

/// CA-09
#[tokio::test]
async fn a_client_out_of_service_proves_nothing() {
    let scene = Scene::of(|_| ()).await;
    let mut request = scene.request(&[]);
    request.headers_mut().insert("authorization", scene.rp.basic().parse().unwrap());
    assert!(believed(&scene.idp.door().send(request).await));
    let mut client = scene.rp.client.clone();
    client.settings.disabled = true;
    clients::change(&scene.idp.app, &scene.acme.tenant, &client, ADMIN).await.unwrap();
    let mut request = scene.request(&[]);
    request.headers_mut().insert("authorization", scene.rp.basic().parse().unwrap());
    assert!(!believed(&scene.idp.door().send(request).await));
    scene.idp.clock.advance(minutes(1));
}
