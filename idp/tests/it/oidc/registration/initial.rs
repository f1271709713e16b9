//! Initial access tokens.

use idp::model::policy::{Policy, Registration};
use idp::stop::Stop;
use idp::usecase::admin::initial_access_tokens::{self as tokens, Terms, Unfit};
use serde_json::json;

use super::{Scene, request, website, with};
use crate::support::tenant::ADMIN;
use crate::support::{TestTenant, days};

async fn made(tenant: &TestTenant, uses: u32) -> (String, String) {
    let terms = Terms { uses, days: 7, note: "shop".to_owned() };
    let made = tokens::create(&tenant.app, tenant.tenant.id, terms, ADMIN).await;
    let Ok((token, listed)) = made else { panic!("no token") };
    (token.expose().to_owned(), listed.id)
}

#[tokio::test]
async fn a_token_registers_as_often_as_it_says() {
    let scene = Scene::under(Registration::WithToken).await;
    let (token, _) = made(&scene.acme, 2).await;
    let bad = with(json!({ "response_types": ["id_token"] }));
    assert_eq!(scene.register_by(Some(&token), &bad).await.status(), 400, "uses nothing up");
    for _ in 0..2 {
        assert_eq!(scene.register_by(Some(&token), &website()).await.status(), 201);
    }
    let page = scene.register_by(Some(&token), &website()).await;
    assert_eq!((page.status(), page.error().as_str()), (401, "invalid_token"));
    let challenge = page.header("www-authenticate").unwrap();
    assert!(challenge.starts_with("Bearer ") && challenge.contains("error=\"invalid_token\""));
    let page = scene.register(&website()).await;
    assert_eq!(
        (page.status(), page.header("www-authenticate")),
        (401, Some("Bearer realm=\"register\""))
    );
    let actions = scene.acme.actions().await;
    assert_eq!(actions.iter().filter(|one| *one == "client.register").count(), 2);
    assert!(actions.contains(&"client.initial_access_token.create".to_owned()));
    let dump = scene.idp.dump();
    assert!(!dump.windows(token.len()).any(|part| part == token.as_bytes()), "kept as it is");
}

#[tokio::test]
async fn of_many_at_once_as_many_register_as_it_has_uses() {
    let scene = Scene::under(Registration::WithToken).await;
    let (token, _) = made(&scene.acme, 3).await;
    let replica = scene.idp.replica().await;
    let place = scene.acme.at("/register");
    let own = scene.idp.door();
    let tries = (0..10).map(|n| {
        let door = if n % 2 == 0 { own.clone() } else { replica.clone() };
        let request = request("POST", &place, Some(&token), Some(&website()));
        async move { door.send(request).await.status() }
    });
    let mut answers = futures_util::future::join_all(tries).await;
    answers.sort_unstable();
    assert_eq!(answers, [&[201; 3][..], &[401; 7][..]].concat());
}

#[tokio::test]
async fn only_a_standing_token_of_the_tenant_serves() {
    let scene = Scene::under(Registration::WithToken).await;
    let policy = Policy { client_registration: Registration::WithToken, ..Policy::classic() };
    let other = scene.idp.tenant("other", policy).await;
    let (foreign, _) = made(&other, 5).await;
    let (ending, _) = made(&scene.acme, 5).await;
    let (revoked, id) = made(&scene.acme, 5).await;
    let tenant = scene.acme.tenant.id;
    assert!(tokens::revoke(&scene.idp.app, tenant, &id, ADMIN).await.unwrap());
    assert!(!tokens::revoke(&scene.idp.app, tenant, &id, ADMIN).await.unwrap());
    let told = scene.register_by(Some(&ending), &website()).await.json();
    let management = told["registration_access_token"].as_str().unwrap();
    for wrong in [&*foreign, &*revoked, management, "", "x", "i_", &ending[..ending.len() - 1]] {
        let page = scene.register_by(Some(wrong), &website()).await;
        assert_eq!((page.status(), page.error().as_str()), (401, "invalid_token"), "{wrong}");
    }
    scene.idp.clock.advance(days(7));
    assert_eq!(scene.register_by(Some(&ending), &website()).await.status(), 401, "ended");
    let left = tokens::all(&scene.idp.app, tenant).await.unwrap();
    assert_eq!(left.iter().map(|one| one.kept.uses_left).collect::<Vec<_>>(), [4]);
    scene.idp.clock.advance(days(8));
    idp::usecase::upkeep::tidy::tidy(&scene.idp.app).await.unwrap();
    assert!(tokens::all(&scene.idp.app, tenant).await.unwrap().is_empty());
}

/// What is presented must be right, also where nothing need be.
#[tokio::test]
async fn an_open_door_takes_tokens_too() {
    let scene = Scene::open().await;
    let (token, _) = made(&scene.acme, 1).await;
    assert_eq!(scene.register_by(Some(&token), &website()).await.status(), 201);
    assert_eq!(scene.register_by(Some(&token), &website()).await.status(), 401);
    assert_eq!(scene.register(&website()).await.status(), 201);
}

#[tokio::test]
async fn a_token_has_bounds() {
    let scene = Scene::open().await;
    let terms = |uses, days, note: &str| Terms { uses, days, note: note.to_owned() };
    for (terms, why) in [
        (terms(0, 1, ""), Unfit::Uses),
        (terms(10_001, 1, ""), Unfit::Uses),
        (terms(1, 0, ""), Unfit::Days),
        (terms(1, 366, ""), Unfit::Days),
        (terms(1, 1, "a\nb"), Unfit::Note),
    ] {
        let made = tokens::create(&scene.idp.app, scene.acme.tenant.id, terms, ADMIN).await;
        assert!(matches!(made, Err(Stop::Refused(found)) if found == why), "{why}");
    }
}
