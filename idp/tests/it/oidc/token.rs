//! The token endpoint: codes.

use futures_util::future::join_all;

use crate::support::{Arrival, Page, TestIdp, TestTenant, TestUser, Website, seconds};

/// A website's code for alice, fresh.
async fn code(acme: &TestTenant, website: &Website, alice: &TestUser) -> Arrival {
    acme.past_password(website, alice).await.arrival()
}

fn refused(page: &Page, error: &str) {
    assert_eq!((page.status(), page.error().as_str()), (400, error), "{page:?}");
    assert!(!page.body.contains("access_token"));
}

#[tokio::test]
async fn a_code_becomes_tokens_that_nobody_stores() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let page = portal.token(&code(&acme, &portal, &alice).await, &[]).await;
    assert_eq!(page.status(), 200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.header("content-type").unwrap().starts_with("application/json"));
    let answer = page.json();
    assert_eq!(
        (answer["token_type"].as_str(), answer["expires_in"].as_i64()),
        (Some("Bearer"), Some(600))
    );
    assert_eq!(answer["scope"], "email openid profile");
    let stored = idp.dump();
    for name in ["access_token", "refresh_token", "id_token"] {
        let token = answer[name].as_str().unwrap().as_bytes();
        assert!(!stored.windows(token.len()).any(|window| window == token), "{name}");
    }
}

#[tokio::test]
async fn a_replayed_code_kills_the_tokens_of_the_first_use() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let arrival = browser.arrival();
    let tokens = portal.redeem(&arrival).await;
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 200);
    refused(&portal.token(&arrival, &[]).await, "invalid_grant");
    assert_eq!(portal.userinfo(&tokens.access_token).await.status(), 401);
    assert!(acme.actions().await.contains(&"code.reuse".to_owned()));
    browser.open(portal.sign_in_link()).await;
    assert!(browser.has_left(), "the session is not touched");
}

#[tokio::test]
async fn whoever_fails_with_a_code_has_burnt_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let shop = acme.website("shop").await;
    let page = Website::register(&acme, "page", Website::public).await;
    let short = "v".repeat(42);
    let wrong: [&[(&str, &str)]; 7] = [
        &[("redirect_uri", "")],
        &[("redirect_uri", "https://portal.test/callback/")],
        &[("code_verifier", "")],
        &[("code_verifier", &short)],
        &[("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")],
        &[("code_verifier", "dBjftJeZ4CVP mB92K27uhbUJU1p1r_wW1gFWFOEjXk")],
        &[("code_verifier", "portal")],
    ];
    for fields in wrong {
        let arrival = code(&acme, &portal, &alice).await;
        refused(&portal.token(&arrival, fields).await, "invalid_grant");
        refused(&portal.token(&arrival, &[]).await, "invalid_grant");
    }
    for thief in [&shop, &page] {
        let arrival = code(&acme, &portal, &alice).await;
        let mut request = portal.token_request(&arrival, &[("client_id", thief.id())]);
        if thief.secret.is_some() {
            request.headers_mut().insert("authorization", thief.basic().parse().unwrap());
        } else {
            request.headers_mut().remove("authorization");
        }
        refused(&idp.door().send(request).await, "invalid_grant");
        refused(&portal.token(&arrival, &[]).await, "invalid_grant");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn the_challenge_itself_is_not_its_verifier() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let link = portal.sign_in_link();
    let asked = Arrival::new(url::Url::parse(&link).unwrap());
    browser.open(&link).await;
    let challenge = asked.get("code_challenge").unwrap();
    let page = portal.token(&browser.arrival(), &[("code_verifier", challenge)]).await;
    refused(&page, "invalid_grant");
}

#[tokio::test]
async fn a_code_lives_a_minute() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let arrival = code(&acme, &portal, &alice).await;
    idp.clock.advance(seconds(59));
    assert_eq!(portal.token(&arrival, &[]).await.status(), 200);
    let arrival = code(&acme, &portal, &alice).await;
    idp.clock.advance(seconds(60));
    refused(&portal.token(&arrival, &[]).await, "invalid_grant");
    idp.deliver().await;
}

#[tokio::test]
async fn only_the_exact_code_is_one() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.past_password(&portal, &alice).await;
    let arrival = browser.arrival();
    let code = arrival.code();
    let flipped = if code.ends_with('A') { 'E' } else { 'A' };
    let (upper, lower) = (code.to_uppercase(), code.to_lowercase());
    let session = browser.cookie("session").unwrap();
    for wrong in [
        &code[..code.len() - 1],
        &format!("{}{flipped}", &code[..code.len() - 1]),
        &format!("{code}A"),
        &format!("{code}="),
        &code[2..],
        &upper,
        &lower,
        session,
        portal.secret.as_deref().unwrap(),
        "c_",
        "' OR 1=1 --",
    ] {
        refused(&portal.token(&arrival, &[("code", wrong)]).await, "invalid_grant");
    }
    assert_eq!(portal.token(&arrival, &[]).await.status(), 200, "none of them burnt it");
}

#[tokio::test]
async fn what_ends_the_session_ends_codes_under_way() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let (alice, bob) = (acme.simple_user("alice").await, acme.simple_user("bob").await);
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let arrival = browser.arrival();
    browser.open(acme.at("/logout")).await;
    browser.submit("/logout/confirm", &[("decision", "yes")]).await;
    refused(&portal.token(&arrival, &[]).await, "invalid_grant");
    let arrival = code(&acme, &portal, &bob).await;
    acme.disable(&bob).await;
    refused(&portal.token(&arrival, &[]).await, "invalid_grant");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixty_four_redemptions_one_succeeds() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let replica = idp.replica().await;
    for _ in 0..3 {
        let arrival = code(&acme, &portal, &alice).await;
        let tries = (0..64).map(|at| {
            let door = if at % 2 == 0 { idp.door() } else { replica.clone() };
            let request = portal.token_request(&arrival, &[]);
            tokio::spawn(async move { door.send(request).await })
        });
        let answers: Vec<_> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|page| page.status() == 200);
        assert_eq!(won.len(), 1);
        for page in lost {
            refused(page, "invalid_grant");
        }
        let token = won[0].json()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(portal.userinfo(&token).await.status(), 401, "a replay revokes");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn a_code_of_another_tenant_is_unknown() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let alice = acme.simple_user("alice").await;
    let (portal, theirs) = (acme.website("portal").await, other.website("theirs").await);
    let arrival = code(&acme, &portal, &alice).await;
    let mut request = portal.token_request(&arrival, &[]);
    *request.uri_mut() = other.at("/token").parse().unwrap();
    request.headers_mut().insert("authorization", theirs.basic().parse().unwrap());
    refused(&idp.door().send(request).await, "invalid_grant");
    assert_eq!(portal.token(&arrival, &[]).await.status(), 200);
}
