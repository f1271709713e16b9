//! What the website does not fall for.

use crate::{Scene, browser, location};
use reqwest::StatusCode;

#[tokio::test]
async fn a_link_that_means_another_provider_is_refused() {
    let scene = Scene::start().await;
    assert_eq!(scene.error("/login?iss=https://evil.example").await, "issuer_mismatch");
}

#[tokio::test]
async fn an_answer_with_another_state_is_refused() {
    let scene = Scene::start().await;
    scene.begin("/login").await;
    assert_eq!(scene.error(&scene.callback("other")).await, "state_mismatch");
    let without = format!("/callback?code=right&iss={}", scene.provider.issuer);
    assert_eq!(scene.error(&without).await, "state_mismatch");
}

#[tokio::test]
async fn an_answer_in_another_browser_is_refused() {
    let scene = Scene::start().await;
    let asked = scene.begin("/login").await;
    let other = Scene { browser: browser(), provider: scene.provider.clone(), ..scene };
    assert_eq!(other.error(&other.callback(&asked["state"])).await, "state_mismatch");
}

#[tokio::test]
async fn an_answer_counts_once() {
    let scene = Scene::start().await;
    let asked = scene.begin("/login").await;
    let callback = scene.callback(&asked["state"]);
    assert_eq!(scene.get(&callback).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(scene.get(&callback).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_answer_of_another_provider_is_refused() {
    let scene = Scene::start().await;
    for iss in ["&iss=https://evil.example", ""] {
        let asked = scene.begin("/login").await;
        let path = format!("/callback?code=right&state={}{iss}", asked["state"]);
        assert_eq!(scene.error(&path).await, "issuer_mismatch", "{iss}");
    }
}

#[tokio::test]
async fn a_refusal_of_the_provider_is_told_kindly_and_without_markup() {
    let scene = Scene::start().await;
    let asked = scene.begin("/login").await;
    let (state, iss) = (&asked["state"], &scene.provider.issuer);
    let said = "error=access_denied&error_description=%3Cscript%3Ecancelled";
    let page = scene.page(&format!("/callback?{said}&state={state}&iss={iss}")).await;
    assert!(page.contains("data-error=\"access_denied\""));
    assert!(page.contains("ログインは取り消されました"));
    assert!(page.contains("&lt;script&gt;cancelled") && !page.contains("<script"));
}

#[tokio::test]
async fn a_parameter_that_stands_twice_is_refused() {
    let scene = Scene::start().await;
    let asked = scene.begin("/login").await;
    let twice = format!("{}&code=wrong", scene.callback(&asked["state"]));
    assert_eq!(scene.error(&twice).await, "repeated_parameter");
}

#[tokio::test]
async fn a_wrong_code_is_refused() {
    let scene = Scene::start().await;
    let asked = scene.begin("/login").await;
    let wrong = scene.callback(&asked["state"]).replace("right", "wrong");
    assert_eq!(scene.error(&wrong).await, "code_refused");
}

#[tokio::test]
async fn an_id_token_with_another_nonce_issuer_or_audience_is_refused() {
    let scene = Scene::start().await;
    for wrong in ["nonce", "issuer", "audience"] {
        let asked = scene.begin("/login").await;
        scene.provider.with(|behaviour| match wrong {
            "nonce" => behaviour.nonce = "other".to_owned(),
            "issuer" => behaviour.token_issuer = Some("https://evil.example".to_owned()),
            _ => {
                behaviour.token_issuer = None;
                behaviour.audience = "another website".to_owned();
            }
        });
        assert_eq!(scene.error(&scene.callback(&asked["state"])).await, "bad_claims", "{wrong}");
    }
}

#[tokio::test]
async fn an_id_token_signed_by_an_unknown_key_is_refused() {
    let scene = Scene::start().await;
    scene.provider.with(|behaviour| behaviour.signing_key = 'B');
    let asked = scene.begin("/login").await;
    assert_eq!(scene.error(&scene.callback(&asked["state"])).await, "bad_claims");
}

#[tokio::test]
async fn an_authentication_older_than_asked_for_is_refused() {
    let scene = Scene::start().await;
    scene.provider.with(|behaviour| behaviour.age = 100);
    for path in ["/login?max_age=60", "/login?prompt=login"] {
        let asked = scene.begin(path).await;
        let callback = scene.callback(&asked["state"]);
        assert_eq!(scene.error(&callback).await, "bad_claims", "{path}");
    }
    let asked = scene.begin("/login?max_age=600").await;
    assert_eq!(location(&scene.get(&scene.callback(&asked["state"])).await), "/");
}

#[tokio::test]
async fn user_info_about_somebody_else_is_refused() {
    let scene = Scene::start().await;
    scene.provider.with(|behaviour| behaviour.user_info_subject = "u-2".to_owned());
    let asked = scene.begin("/login").await;
    assert_eq!(scene.error(&scene.callback(&asked["state"])).await, "bad_claims");
}
