//! The usual way: in, through the pages, and out.

use crate::{Scene, browser, location, query};
use examples::website::{WebsiteSettings, router};
use reqwest::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use reqwest::{Response, StatusCode};

#[tokio::test]
async fn a_person_signs_in_and_sees_the_claims() {
    let scene = Scene::start().await;
    assert!(scene.page("/").await.contains("id=\"sign-in\""));

    scene.sign_in().await;

    let page = scene.page("/").await;
    assert!(page.contains("id=\"signed-in-as\">&lt;b&gt;花子&lt;&#x2f;b&gt;<"), "{page}");
    for (claim, value) in [
        ("sub", "u-1"),
        ("acr", "2"),
        ("amr", "pwd otp mfa"),
        ("sid", "s-1"),
        ("email", "hanako@example.com"),
    ] {
        let row =
            format!("<tr id=\"claim-{claim}\"><th scope=\"row\">{claim}</th><td>{value}</td></tr>");
        assert!(page.contains(&row), "{row} is not in {page}");
    }
    assert!(page.contains("パスワード + ワンタイムパスワード"));
    assert!(page.contains("https:&#x2f;&#x2f;id.example&#x2f;account"));
    // "website:secret"
    let basic = scene.provider.with(|behaviour| behaviour.authorization.clone());
    assert_eq!(basic.as_deref(), Some("Basic d2Vic2l0ZTpzZWNyZXQ="));
}

#[tokio::test]
async fn a_public_client_sends_no_secret() {
    let scene = Scene::with_secret(None).await;
    scene.sign_in().await;
    assert_eq!(scene.provider.with(|behaviour| behaviour.authorization.clone()), None);
}

#[tokio::test]
async fn the_request_is_a_code_flow_with_pkce() {
    let scene = Scene::start().await;
    let asked = scene.begin("/login").await;
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["scope"], "openid profile email");
    assert_eq!(asked["redirect_uri"], format!("{}/callback", scene.base));
    assert!(!asked.contains_key("prompt") && !asked.contains_key("max_age"));
}

#[tokio::test]
async fn known_wishes_are_passed_on_and_others_are_not() {
    let scene = Scene::start().await;
    let wishes = "prompt=login&max_age=60&ui_locales=en&acr_values=2%203&login_hint=hanako";
    let asked = scene.begin(&format!("/login?{wishes}&scope=admin&redirect_uri=x")).await;
    assert_eq!(asked["prompt"], "login");
    assert_eq!(asked["max_age"], "60");
    assert_eq!(asked["ui_locales"], "en");
    assert_eq!(asked["acr_values"], "2 3");
    assert_eq!(asked["login_hint"], "hanako");
    assert_eq!(asked["scope"], "openid profile email");
    assert_eq!(asked["redirect_uri"], format!("{}/callback", scene.base));

    let asked = scene.begin("/login?prompt=pay&max_age=-1&ui_locales=xx").await;
    assert!(!["prompt", "max_age", "ui_locales"].iter().any(|name| asked.contains_key(*name)));
}

#[tokio::test]
async fn two_tabs_sign_in_side_by_side() {
    let scene = Scene::start().await;
    let first = scene.begin("/login").await;
    let second = scene.begin("/login").await;
    let answer = scene.get(&scene.callback(&second["state"])).await;
    assert_eq!(location(&answer), "/");
    scene.provider.with(|behaviour| {
        behaviour.nonce.clone_from(&first["nonce"]);
        behaviour.challenge.clone_from(&first["code_challenge"]);
    });
    let answer = scene.get(&scene.callback(&first["state"])).await;
    assert_eq!(location(&answer), "/");
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_fetched() {
    let scene = Scene::start().await;
    scene.sign_in().await;
    scene.provider.with(|behaviour| {
        behaviour.published_key = 'B';
        behaviour.signing_key = 'B';
    });
    scene.sign_in().await;
}

#[tokio::test]
async fn a_person_signs_out_here_and_at_the_provider() {
    let scene = Scene::start().await;
    scene.sign_in().await;
    let logout = format!("{}/logout", scene.base);
    let answer = scene.browser.post(&logout).send().await.unwrap();
    let address = location(&answer);
    assert!(address.starts_with(&format!("{}/logout?", scene.provider.issuer)));
    let asked = query(&address);
    assert_eq!(asked["client_id"], "website");
    assert_eq!(asked["post_logout_redirect_uri"], format!("{}/signed-out", scene.base));
    assert_eq!(asked["id_token_hint"].split('.').count(), 3);
    assert!(scene.page("/").await.contains("id=\"sign-in\""));

    let page = scene.page(&format!("/signed-out?state={}", asked["state"])).await;
    assert!(page.contains("両方からログアウトしました"));
    let page = scene.page("/signed-out?state=other").await;
    assert!(page.contains("このサイトからログアウトしました"));
}

#[tokio::test]
async fn a_link_signs_nobody_out() {
    let scene = Scene::start().await;
    scene.sign_in().await;
    assert_eq!(scene.get("/logout").await.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(scene.page("/").await.contains("id=\"sign-out\""));
}

#[tokio::test]
async fn the_session_id_changes_at_sign_in_and_scripts_cannot_read_it() {
    let scene = Scene::start().await;
    let cookie = |response: &Response| response.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    let login = scene.get("/login").await;
    let before = cookie(&login);
    assert!(before.ends_with("; Path=/; HttpOnly; SameSite=Lax"));
    let asked = query(&location(&login));
    scene.provider.with(|behaviour| {
        behaviour.nonce.clone_from(&asked["nonce"]);
        behaviour.challenge.clone_from(&asked["code_challenge"]);
    });
    let after = cookie(&scene.get(&scene.callback(&asked["state"])).await);
    assert_ne!(before, after);
}

#[tokio::test]
async fn the_website_speaks_the_language_of_the_browser_and_forbids_scripts() {
    let scene = Scene::start().await;
    let request = scene.browser.get(&scene.base).header(ACCEPT_LANGUAGE, "en-US,en;q=0.9");
    let response = request.send().await.unwrap();
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"));
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(response.text().await.unwrap().contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn a_provider_that_is_down_is_no_harm_until_somebody_signs_in() {
    let settings = WebsiteSettings {
        issuer: "http://127.0.0.1:1".to_owned(),
        client_id: "website".to_owned(),
        client_secret: None,
        base: "http://localhost:8081".to_owned(),
        extra_root_certificates: None,
        account_site: None,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let website = router(settings).unwrap();
    tokio::spawn(async move { axum::serve(listener, website).await });
    let home = browser().get(&base).send().await.unwrap();
    assert_eq!(home.status(), StatusCode::OK);
    let login = browser().get(format!("{base}/login")).send().await.unwrap();
    assert_eq!(login.status(), StatusCode::BAD_GATEWAY);
    assert!(login.text().await.unwrap().contains("data-error=\"provider_unreachable\""));
}
