//! Clients that prove themselves by a certificate, and the listener that asks for it (RFC 8705).

use axum::http::Request;
use idp::http::mtls::Presented;
use idp::model::admin::Actor;
use idp::model::certificate::Reason;
use idp::model::client::settings::TlsSubject;
use idp::model::client::{Authentication, Client};
use idp::usecase::certificate::revoke;

use super::{Scene, believed};
use crate::support::client_key::{Partners, TRUSTED};
use crate::support::{CERTIFICATE_BASE, ClientKey, Door, Page, Shown, Website};

fn named(subject: TlsSubject) -> impl FnOnce(&mut Client) {
    |client| {
        client.authentication = Authentication::TlsClientAuth;
        client.settings.keys.tls = Some(subject);
    }
}

impl Scene {
    /// A token request at the certificate listener, with this certificate.
    async fn showing(&self, shown: Option<&Shown>) -> Page {
        self.showing_as(&self.rp, shown).await
    }

    async fn showing_as(&self, rp: &Website, shown: Option<&Shown>) -> Page {
        let (mut parts, body) = self.request(&[("client_id", rp.id())]).into_parts();
        let url = format!("{CERTIFICATE_BASE}/t/acme/token");
        parts.uri = url.parse().unwrap();
        let mut request = Request::from_parts(parts, body);
        if let Some(shown) = shown {
            let presented = Presented { leaf: shown.leaf.clone(), between: Vec::new() };
            request.extensions_mut().insert(presented);
        }
        Door::of_certificates(&self.idp.app).send(request).await
    }
}

#[tokio::test]
async fn a_certificate_of_a_trusted_authority_proves_the_subject_that_it_names() {
    let subject = |text: &str| TlsSubject::SubjectDn(text.to_owned());
    let scene = Scene::of(named(subject("CN=rp, O=Partner"))).await;
    let good = TRUSTED.issue("rp", |_| ());
    assert!(believed(&scene.showing(Some(&good)).await));
    assert!(!believed(&scene.showing(None).await), "none");
    let other = TRUSTED.issue("other", |_| ());
    assert!(!believed(&scene.showing(Some(&other)).await), "another subject");
    let forged = Partners::new("partners").issue("rp", |_| ());
    assert!(!believed(&scene.showing(Some(&forged)).await), "another authority of that name");
    let own = ClientKey::es256().self_signed();
    assert!(!believed(&scene.showing(Some(&own)).await), "its own");
    let old = TRUSTED.issue("rp", |it| it.not_after = rcgen::date_time_ymd(2021, 1, 1));
    assert!(!believed(&scene.showing(Some(&old)).await), "expired");
    let new = TRUSTED.issue("rp", |it| it.not_before = rcgen::date_time_ymd(2080, 1, 1));
    assert!(!believed(&scene.showing(Some(&new)).await), "not valid yet");
    let server = TRUSTED.issue("rp", |it| {
        it.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    });
    assert!(!believed(&scene.showing(Some(&server)).await), "for another purpose");
    let junk = Shown { leaf: vec![0x30, 0x03, 1, 2, 3], pkcs8: Vec::new() };
    assert!(!believed(&scene.showing(Some(&junk)).await), "no certificate");

    // By one of its other names.
    for (place, (registered, san, wrong)) in [
        (
            TlsSubject::SanDns("rp.test".into()),
            rcgen::SanType::DnsName("rp.test".try_into().unwrap()),
            rcgen::SanType::DnsName("rp.test.evil.test".try_into().unwrap()),
        ),
        (
            TlsSubject::SanUri("https://rp.test/a".into()),
            rcgen::SanType::URI("https://rp.test/a".try_into().unwrap()),
            rcgen::SanType::URI("https://rp.test/b".try_into().unwrap()),
        ),
        (
            TlsSubject::SanIp("192.0.2.1".into()),
            rcgen::SanType::IpAddress("192.0.2.1".parse().unwrap()),
            rcgen::SanType::IpAddress("192.0.2.2".parse().unwrap()),
        ),
        (
            TlsSubject::SanEmail("ops@rp.test".into()),
            rcgen::SanType::Rfc822Name("ops@rp.test".try_into().unwrap()),
            rcgen::SanType::Rfc822Name("Ops@rp.test".try_into().unwrap()),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let rp = Website::register(&scene.acme, &format!("rp{place}"), named(registered)).await;
        for (san, good) in [(san, true), (wrong, false)] {
            let shown = TRUSTED.issue("x", |it| it.subject_alt_names.push(san));
            assert_eq!(believed(&scene.showing_as(&rp, Some(&shown)).await), good, "{place}");
        }
    }
    // What is no certificate method is not proven by one.
    let web = scene.acme.website("web").await;
    assert!(!believed(&scene.showing_as(&web, Some(&good)).await));
}

#[tokio::test]
async fn a_registered_key_proves_by_whatever_certificate_it_signed() {
    let key = ClientKey::es256();
    let jwks = key.jwks();
    let scene = Scene::of(|client| {
        client.authentication = Authentication::SelfSignedTlsClientAuth;
        client.settings.keys.jwks = Some(jwks);
    })
    .await;
    assert!(believed(&scene.showing(Some(&key.self_signed())).await));
    assert!(believed(&scene.showing(Some(&key.self_signed())).await), "another one of that key");
    assert!(!believed(&scene.showing(Some(&ClientKey::es256().self_signed())).await));
    assert!(!believed(&scene.showing(Some(&TRUSTED.issue("rp", |_| ()))).await));
    assert!(!believed(&scene.showing(None).await));
    // At the ordinary address nobody is asked for one.
    assert!(!believed(&scene.ask(&[("client_id", scene.rp.id())]).await));
}

/// The tenant's own authority issues to people; who registers such a name means that person's device.
#[tokio::test]
async fn a_certificate_of_the_tenants_own_authority_proves_until_it_is_revoked() {
    use crate::support::certificate::policy;
    use idp::model::policy::DownloadPassword;
    use idp::usecase::certificate::By;
    use keys::client::certificate::Leaf;

    let idp = crate::support::TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let machine = acme.certificate_user("machine").await;
    let shown = acme.certificate(&machine).await;
    let subject = ["CN=machine", "CN=machine, O=acme 株式会社"].map(str::to_owned);
    let leaf = Leaf::from_der(&shown.leaf).unwrap();
    let subject = subject.into_iter().map(TlsSubject::SubjectDn);
    let subject = subject
        .chain([TlsSubject::SanEmail("machine@acme.test".to_owned())])
        .find(|one| leaf.has(&one.read().unwrap()))
        .expect("the name of the certificate");
    let rp = Website::register(&acme, "rp", named(subject)).await;
    let scene = Scene { idp, acme, rp };
    assert!(believed(&scene.showing(Some(&shown)).await));
    let device = &scene.acme.devices(&machine).await[0];
    let by = By::Administrator { tenant: &scene.acme.tenant, actor: Actor::here("desk") };
    let whose = (&machine.user, device);
    let how = (Reason::ByAdministrator, None);
    revoke::revoke_now(&scene.idp.app, by, whose, how).await.unwrap();
    assert!(!believed(&scene.showing(Some(&shown)).await), "revoked");
    scene.idp.letters_may_wait();
}

/// The whole way: a handshake with a certificate that nobody issued, at the address that the metadata names.
#[tokio::test]
async fn the_listener_takes_what_the_client_can_sign_with() {
    let key = ClientKey::es256();
    let jwks = key.jwks();
    let scene = Scene::of(|client| {
        client.authentication = Authentication::SelfSignedTlsClientAuth;
        client.settings.keys.jwks = Some(jwks);
    })
    .await;
    let metadata = scene.idp.door().get(&scene.acme.at("/.well-known/openid-configuration")).await;
    let aliases = &metadata.json()["mtls_endpoint_aliases"];
    let url = aliases["token_endpoint"].as_str().unwrap();
    assert_eq!(url, format!("{CERTIFICATE_BASE}/t/acme/token"));
    let door = scene.idp.certificate_door().await;
    let body = crate::support::encoded(&[
        ("grant_type", "authorization_code"),
        ("code", "none"),
        ("client_id", scene.rp.id()),
    ]);
    for (shown, status) in [(Some(key.self_signed()), 400), (None, 401)] {
        let answer = door.post(&door.client(shown.as_ref()), url, &body).await;
        assert_eq!(answer.status, status, "{}", answer.head);
    }
    for (member, alias) in aliases.as_object().unwrap() {
        let page = Door::of_certificates(&scene.idp.app).get(alias.as_str().unwrap()).await;
        assert_ne!(page.status(), 404, "{member}");
        let own = metadata.json()[member].as_str().unwrap().to_owned();
        assert_eq!(own.replace("https://idp.test", CERTIFICATE_BASE), alias.as_str().unwrap());
    }
    // Only what is for clients stands there.
    for below in ["/authorize", "/login/a_x", "/account", "/jwks"] {
        let url = format!("{CERTIFICATE_BASE}/t/acme{below}");
        assert_eq!(door.get(&door.client(None), &url).await.status, 404, "{below}");
    }
}
