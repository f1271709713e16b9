//! TK: claims of other types, beyond all numbers, or given twice.

use serde_json::json;

use super::token::scene;

// TK-11, TK-13
#[tokio::test]
async fn an_end_that_is_no_number_of_seconds_is_no_end() {
    let scene = scene().await;
    let mut rest = scene.claims();
    rest.as_object_mut().unwrap().remove("exp");
    let rest = rest.to_string();
    let rest = rest.strip_suffix('}').unwrap();
    let header = scene.header().to_string();
    let good = scene.claims()["exp"].as_i64().unwrap();
    for exp in [
        "\"9999999999\"",
        "[9999999999]",
        "{}",
        "null",
        "true",
        "1e400",
        "-1e400",
        "-1",
        "0",
        "9999999999.5",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "NaN",
        "Infinity",
        "",
    ] {
        let token = scene.forge(&header, &format!("{rest},\"exp\":{exp}}}"));
        scene.is_refused(&token, &format!("exp {exp}")).await;
    }
    scene.is_refused(&scene.forge(&header, &format!("{rest}}}")), "no exp").await;
    for nbf in ["\"0\"", "[0]", "9999999999", "1e400", "null"] {
        let token = scene.forge(&header, &format!("{rest},\"exp\":{good},\"nbf\":{nbf}}}"));
        scene.is_refused(&token, &format!("nbf {nbf}")).await;
    }
    let token = scene.forge(&header, &format!("{rest},\"exp\":{good}}}"));
    assert_eq!(scene.portal.userinfo(&token).await.status(), 200, "the test signs well");
    // However far the end is put off, what is kept of the token decides.
    let token = scene.forge(&header, &format!("{rest},\"exp\":9999999999999}}"));
    scene.idp.clock.advance(crate::support::minutes(10));
    scene.is_refused(&token, "a far end").await;
}

// TK-14
#[tokio::test]
async fn a_member_given_twice_is_a_reason_to_refuse() {
    let scene = scene().await;
    let (header, claims) = (scene.header().to_string(), scene.claims().to_string());
    let more = |text: &str, member: &str| format!("{},{member}}}", text.strip_suffix('}').unwrap());
    for member in
        ["\"sub\":\"somebody-else\"", "\"exp\":9999999999", "\"aud\":\"x\"", "\"jti\":\"x\""]
    {
        scene.is_refused(&scene.forge(&header, &more(&claims, member)), member).await;
    }
    for member in ["\"alg\":\"ES256\"", "\"typ\":\"at+jwt\""] {
        scene.is_refused(&scene.forge(&more(&header, member), &claims), member).await;
    }
    for claims in ["[]", "null", "\"x\"", "{}", "{", ""] {
        scene.is_refused(&scene.forge(&header, claims), claims).await;
    }
}

// TK-20
#[tokio::test]
async fn a_token_for_somebody_else_is_not_for_us() {
    let scene = scene().await;
    let header = scene.header().to_string();
    for aud in
        [json!("https://evil.test"), json!([]), json!(["https://evil.test"]), json!(1), json!({})]
    {
        let mut claims = scene.claims();
        claims["aud"] = aud.clone();
        scene_refuses(&scene, &header, &claims, &format!("aud {aud}")).await;
    }
    let mut claims = scene.claims();
    claims.as_object_mut().unwrap().remove("aud");
    scene_refuses(&scene, &header, &claims, "no aud").await;
}

async fn scene_refuses(
    scene: &super::token::Scene,
    header: &str,
    claims: &serde_json::Value,
    case: &str,
) {
    let page = scene.portal.userinfo(&scene.forge(header, &claims.to_string())).await;
    assert_eq!((page.status(), page.body.as_str()), (401, ""), "{case}");
}
