//! OpenID Connect Back-Channel Logout §2.4 to §2.7: the provider tells the website.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::session::Session;
use crate::clock;
use crate::jose::{peek, verify};
use crate::rp::id_token::jwks;
use crate::rp::register::Wish;
use crate::trial::Trial;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const PATIENCE: u64 = 15;

pub(super) async fn logout(trial: &Trial) -> Result<()> {
    let address = trial.fetched("backchannel_logout");
    let wish = Wish::member("backchannel_logout_uri", address.as_str())
        .and("backchannel_logout_session_required", true);
    let session = Session::begin(trial, wish).await?;
    session.end_properly().await?;
    let hit = trial.receiver.wait_for(&address, PATIENCE).await;
    let hit = hit.with_context(|| format!("no logout token came to {address}"))?;
    ensure!(hit.method == "POST", "the logout token came by {}", hit.method);
    let form = hit.content_type.starts_with("application/x-www-form-urlencoded");
    ensure!(form, "the logout token came as {}", hit.content_type);
    let fields = hit.fields();
    for (name, _) in fields.iter().filter(|(name, _)| name != "logout_token") {
        trial.warn(format!("the call carries {name} besides"));
    }
    let token = fields.iter().find(|(name, _)| name == "logout_token");
    let (_, token) = token.context("the call carries no logout_token")?;
    let told = verify(&jwks(trial).await?, token)?;
    let id_token = peek(&session.tokens.id_token)?;
    ensure!(told.alg() == id_token.alg(), "signed by {}, not {}", told.alg(), id_token.alg());
    ensure!(told.claims["iss"] == trial.provider.issuer.as_str(), "iss is {}", told.claims["iss"]);
    judge(&told.claims, &session.client.id, &session.tokens.claims)
}

/// §2.4, §2.6.
fn judge(claims: &Value, client: &str, id_token: &Value) -> Result<()> {
    let audience = &claims["aud"];
    let ours =
        *audience == client || audience.as_array().is_some_and(|all| all.contains(&json!(client)));
    ensure!(ours, "aud is {audience}");
    let issued = claims["iat"].as_i64().context("no iat")?;
    ensure!((clock::now() - issued).abs() < 300, "iat is {issued}");
    ensure!(claims["jti"].as_str().is_some_and(|jti| !jti.is_empty()), "no jti");
    let event = &claims["events"][EVENT];
    ensure!(
        event.as_object().is_some_and(serde_json::Map::is_empty),
        "events is {}",
        claims["events"]
    );
    ensure!(claims["nonce"].is_null(), "a logout token has no nonce");
    let sid = &claims["sid"];
    ensure!(sid.is_string(), "no sid, and the client demanded one");
    ensure!(*sid == id_token["sid"], "sid is {sid}, the ID token's {}", id_token["sid"]);
    let sub = &claims["sub"];
    ensure!(sub.is_null() || *sub == id_token["sub"], "sub is {sub}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_logout_token_is_noticed() {
        let good = json!({
            "aud": "c", "iat": clock::now(), "jti": "j", "sid": "s", "sub": "u", "events": {EVENT: {}},
        });
        let id_token = json!({"sid": "s", "sub": "u"});
        assert!(judge(&good, "c", &id_token).is_ok());
        for (name, wrong) in [
            ("aud", json!("other")),
            ("iat", json!(1)),
            ("jti", Value::Null),
            ("sid", json!("other")),
            ("sid", Value::Null),
            ("sub", json!("other")),
            ("nonce", json!("n")),
            ("events", json!({})),
            ("events", json!({EVENT: {"x": 1}})),
        ] {
            let mut token = good.clone();
            token[name] = wrong;
            assert!(judge(&token, "c", &id_token).is_err(), "{token}");
        }
    }
}
