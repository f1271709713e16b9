//! Token exchange (RFC 8693): own access tokens, between clients that may.

use idp::model::client::Client;
use idp::wire::grant_type::GrantType;
use serde_json::json;

use crate::support::website::direct::text;
use crate::support::website::part;
use crate::support::{Page, TestIdp, TestTenant, TestUser, Website, minutes};

const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
const API: &str = "https://api.test/";

/// A token, what else is sent, and the word of the refusal.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    alice: TestUser,
    portal: Website,
    middle: Website,
}

async fn scene() -> Scene {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let from = portal.id().to_owned();
    let middle = Website::register(&acme, "middle", |client: &mut Client| {
        client.settings.grant_types.insert(GrantType::TokenExchange);
        client.settings.tokens.may_exchange_tokens_of = [from].into();
        client.settings.tokens.resources = [API.to_owned()].into();
    });
    let middle = middle.await;
    Scene { idp, acme, alice, portal, middle }
}

async fn exchange(website: &Website, token: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", token),
        ("subject_token_type", ACCESS),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    website.send("/token", &fields).await
}

#[tokio::test]
async fn a_service_acts_for_the_person_and_says_so() {
    let Scene { idp, acme, alice, portal, middle } = scene().await;
    let tokens = portal.tokens_of(&acme, &alice).await;
    let token = text(&tokens, "access_token");
    idp.clock.advance(minutes(4));
    let page = exchange(&middle, token, &[("scope", "openid"), ("resource", API)]).await;
    assert_eq!(page.status(), 200, "{page:?}");
    let answer = page.json();
    assert_eq!(answer["issued_token_type"], ACCESS);
    assert_eq!((&answer["scope"], &answer["expires_in"]), (&json!("openid"), &json!(360)));
    assert!(answer.get("refresh_token").is_none() && answer.get("id_token").is_none());
    let exchanged = text(&answer, "access_token");
    let claims = part(exchanged, 1);
    assert_eq!((&claims["sub"], &claims["aud"]), (&json!(alice.subject()), &json!(API)));
    assert_eq!(claims["act"], json!({ "sub": middle.id() }));
    assert_eq!(claims["client_id"], middle.id());
    assert_eq!(middle.introspect(exchanged).await["act"]["sub"], middle.id());
    portal.revoke(text(&tokens, "refresh_token")).await;
    assert_eq!(middle.introspect(exchanged).await["active"], false, "it hangs on the same grant");
}

// TK-18, CR-10
#[tokio::test]
async fn every_other_combination_is_refused_by_name() {
    let Scene { idp, acme, alice, portal, middle } = scene().await;
    let tokens = portal.tokens_of(&acme, &alice).await;
    let token = text(&tokens, "access_token");
    let other = idp.tenant("other", idp::model::policy::Policy::classic()).await;
    let (theirs, bob) = (other.website("theirs").await, other.simple_user("bob").await);
    let foreign = theirs.tokens_of(&other, &bob).await;
    let own = middle.tokens_of(&acme, &alice).await;
    let shop = acme.website("shop").await;
    let cases: [Case<'_>; 11] = [
        (token, &[("subject_token_type", "")], "invalid_request"),
        (
            token,
            &[("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")],
            "invalid_request",
        ),
        (
            token,
            &[("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")],
            "invalid_request",
        ),
        (token, &[("actor_token", "x"), ("actor_token_type", ACCESS)], "invalid_request"),
        (token, &[("scope", "openid phone")], "invalid_scope"),
        (token, &[("resource", "https://evil.test/")], "invalid_target"),
        (token, &[("audience", "evil")], "invalid_target"),
        (text(&tokens, "id_token"), &[], "invalid_request"),
        (text(&tokens, "refresh_token"), &[], "invalid_request"),
        (text(&foreign, "access_token"), &[], "invalid_request"),
        (text(&own, "access_token"), &[], "unauthorized_client"),
    ];
    for (token, more, error) in cases {
        let page = exchange(&middle, token, more).await;
        assert_eq!((page.status(), page.error().as_str()), (400, error), "{more:?}");
    }
    assert_eq!(exchange(&shop, token, &[]).await.error(), "unauthorized_client");
    let once = exchange(&middle, token, &[]).await.json();
    let again = exchange(&middle, text(&once, "access_token"), &[]).await;
    assert_eq!(again.status(), 400, "{again:?}");
    portal.revoke(token).await;
    assert_eq!(exchange(&middle, token, &[]).await.error(), "invalid_request", "revoked");
}
