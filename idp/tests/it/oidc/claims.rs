//! What websites learn of people: by scope, by name, and attributes of the tenant's own.

use idp::model::claims::Claims;
use idp::model::client::settings::SubjectType;
use idp::model::policy::ClaimRule;
use idp::usecase::admin::claims;
use serde_json::{Value, json};

use crate::support::tenant::ADMIN;
use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{TestIdp, TestTenant, TestUser, Website};

fn everything() -> Value {
    json!({
        "name": "緑川 花子", "family_name": "緑川", "given_name": "花子", "middle_name": "一",
        "nickname": "はな", "profile": "https://p.test/", "picture": "https://p.test/p.png",
        "website": "https://h.test/", "gender": "female", "birthdate": "1980-02-29",
        "zoneinfo": "Asia/Tokyo", "locale": "ja-JP", "phone_number": "+81 3-0000-0000",
        "phone_number_verified": true,
        "address": { "country": "JP", "locality": "千代田区" },
        "attributes": { "rank": 3, "branch": "本店" },
    })
}

async fn tell(idp: &TestIdp, acme: &TestTenant, user: &TestUser) {
    let told: Claims = serde_json::from_value(everything()).unwrap();
    claims::set(&idp.app, &acme.tenant, &user.user, &told, ADMIN).await.unwrap();
}

async fn userinfo(website: &Website, tokens: &Value) -> Value {
    let page = website.userinfo(text(tokens, "access_token")).await;
    assert_eq!(page.status(), 200, "{page:?}");
    page.json()
}

#[tokio::test]
async fn each_scope_opens_its_claims_typed_as_the_specification_has_them() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    tell(&idp, &acme, &alice).await;
    let portal = acme.website("portal").await;
    let scope = ("scope", "openid profile email address phone");
    let tokens = portal.tokens_with(&acme, &alice, &[scope]).await;
    let told = userinfo(&portal, &tokens).await;
    let mut expected = everything();
    expected.as_object_mut().unwrap().remove("attributes");
    expected["sub"] = json!(alice.subject());
    expected["preferred_username"] = json!("alice");
    expected["updated_at"] = json!(idp.app.now().seconds());
    expected["email"] = json!("alice@acme.test");
    expected["email_verified"] = json!(false);
    assert_eq!(told, expected);
    // TK-21
    assert!(!told.to_string().contains(text(&tokens, "access_token")));
    // Scopes open the UserInfo answer, not the ID token (OpenID Connect Core §5.4).
    let id_token = part(text(&tokens, "id_token"), 1);
    for absent in ["name", "email", "address", "phone_number", "preferred_username"] {
        assert!(id_token.get(absent).is_none(), "{absent}");
    }
    let tokens = portal.tokens_with(&acme, &alice, &[("scope", "openid phone")]).await;
    assert_eq!(userinfo(&portal, &tokens).await.as_object().unwrap().len(), 3);
}

#[tokio::test]
async fn attributes_are_told_under_the_names_of_the_policy() {
    let idp = TestIdp::start().await;
    let mut acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    tell(&idp, &acme, &alice).await;
    acme.change_policy(|policy| {
        let rule = |claim: &str, attribute: &str| ClaimRule {
            claim: claim.to_owned(),
            scope: "profile".to_owned(),
            attribute: attribute.to_owned(),
        };
        policy.claims =
            vec![rule("https://acme.test/rank", "rank"), rule("name#ja-Kana-JP", "kana")];
    })
    .await;
    let portal = acme.website("portal").await;
    let tokens = portal.tokens_with(&acme, &alice, &[("scope", "openid profile")]).await;
    let told = userinfo(&portal, &tokens).await;
    assert_eq!(told["https://acme.test/rank"], 3);
    assert!(told.get("name#ja-Kana-JP").is_none() && !told.to_string().contains("本店"));
    let tokens = portal.tokens_with(&acme, &alice, &[("scope", "openid email")]).await;
    assert!(userinfo(&portal, &tokens).await.get("https://acme.test/rank").is_none());
}

#[tokio::test]
async fn a_policy_cannot_put_an_attribute_where_the_protocol_speaks() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for (claim, scope) in
        [("sub", "profile"), ("email", "profile"), ("rank", "admin"), ("", "phone")]
    {
        let mut policy = acme.tenant.policy.clone().into_inner();
        let (claim, scope) = (claim.to_owned(), scope.to_owned());
        policy.claims = vec![ClaimRule { claim, scope, attribute: "rank".to_owned() }];
        assert!(policy.check().is_err());
    }
}

// OpenID Connect Core §8
#[tokio::test]
async fn websites_of_two_sectors_cannot_compare_their_people() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let mut subjects = Vec::new();
    for name in ["one", "two"] {
        let website = Website::register(&acme, name, |client| {
            client.settings.answers.subject_type = SubjectType::Pairwise;
        });
        let website = website.await;
        let browser = acme.past_password(&website, &alice).await;
        let tokens = website.token(&browser.arrival(), &[]).await.json();
        let id_token = text(&tokens, "id_token");
        let subject = part(id_token, 1)["sub"].as_str().unwrap().to_owned();
        assert_eq!(userinfo(&website, &tokens).await["sub"], subject.as_str());
        let access = text(&tokens, "access_token");
        assert_eq!(part(access, 1)["sub"], subject.as_str());
        assert_eq!(website.introspect(access).await["sub"], subject.as_str());
        let mut browser = browser;
        let hint = [("prompt", "none"), ("id_token_hint", id_token)];
        browser.open(website.sign_in_link_with(&hint)).await;
        assert!(browser.arrival().get("code").is_some(), "the hint is hers");
        let logout = format!("/logout?id_token_hint={id_token}");
        browser.open(acme.at(&logout)).await;
        assert!(!browser.page().has("form[action$='/logout/confirm']"), "no question is needed");
        subjects.push(subject);
    }
    assert!(subjects[0] != subjects[1] && !subjects.contains(&alice.subject().to_owned()));
    idp.deliver().await;
}
