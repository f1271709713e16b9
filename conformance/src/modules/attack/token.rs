//! TK: access tokens that are missing, forged, of another kind or in the wrong place.

use anyhow::{Context, Result, ensure};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::clock;
use crate::http::Answer;
use crate::jose::{Key, part, peek, sign_with_secret, spoil};
use crate::plan::Module;
use crate::rp::id_token::jwks;
use crate::rp::{Ask, Client, Tokens, keys, userinfo};
use crate::trial::Trial;

pub(super) const CASES: &[Module] = &[
    row!("TK-01", missing),
    row!("TK-02", unsigned),
    row!("TK-03", signed_by_public_key),
    row!("TK-06", key_in_header),
    row!("TK-07", key_by_address),
    row!("TK-08", odd_kids),
    row!("TK-09", critical),
    row!("TK-10", encrypted),
    row!("TK-11", odd_times),
    row!("TK-15", id_token),
    row!("TK-17", assertion),
    row!("TK-21", no_echo),
    row!("TK-24", cut),
    row!("TK-29", in_query),
];

async fn login(trial: &Trial) -> Result<(Client, Tokens)> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client);
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    Ok((client, tokens))
}

/// UserInfo refuses by 401, names the scheme, and tells nothing.
fn refused(answer: &Answer) -> Result<()> {
    ensure!(answer.status == 401, "UserInfo answers {}", answer.brief());
    let scheme = answer.header("www-authenticate").to_lowercase();
    ensure!(scheme.contains("bearer") || scheme.contains("dpop"), "WWW-Authenticate is “{scheme}”");
    ensure!(!answer.body.contains("\"sub\""), "the refusal tells of a person");
    Ok(())
}

async fn tried(trial: &Trial, client: &Client, token: &str, what: &str) -> Result<()> {
    refused(&userinfo::ask(trial, client, token).await?).with_context(|| what.to_owned())
}

async fn missing(trial: &Trial) -> Result<()> {
    let url = trial.provider.member("userinfo_endpoint")?;
    for scheme in [None, Some("Basic Og=="), Some("Bearer"), Some("Bearer ")] {
        let mut request = trial.http.get(url);
        if let Some(scheme) = scheme {
            request = request.header("authorization", scheme);
        }
        let answer = trial.send(request).await?;
        ensure!(matches!(answer.status, 400 | 401), "{scheme:?} is answered {}", answer.brief());
        ensure!(!answer.body.contains("\"sub\""), "the refusal tells of a person");
    }
    Ok(())
}

/// Claims as an access token would have them.
fn claims(trial: &Trial, tokens: &Tokens) -> Value {
    let now = clock::now();
    let told = peek(&tokens.access).map(|told| told.claims);
    told.unwrap_or_else(|_| {
        json!({
            "iss": trial.provider.issuer, "sub": tokens.sub(), "aud": trial.provider.issuer,
            "iat": now, "exp": now + 300, "jti": "x", "scope": "openid", "client_id": "x",
        })
    })
}

async fn unsigned(trial: &Trial) -> Result<()> {
    let (client, tokens) = login(trial).await?;
    for alg in ["none", "None", "NONE", "nOnE"] {
        let header = json!({"alg": alg, "typ": "at+jwt"});
        let forged = format!("{}.{}.", part(&header), part(&claims(trial, &tokens)));
        tried(trial, &client, &forged, alg).await?;
        tried(trial, &client, forged.trim_end_matches('.'), alg).await?;
    }
    Ok(())
}

/// The public key as a shared secret (RFC 8725 §2.1).
async fn signed_by_public_key(trial: &Trial) -> Result<()> {
    let (client, tokens) = login(trial).await?;
    let jwks = jwks(trial).await?;
    for key in jwks["keys"].as_array().context("keys")? {
        let header = json!({"alg": "HS256", "typ": "at+jwt", "kid": key["kid"]});
        let secrets = [key.to_string(), key["n"].as_str().unwrap_or_default().to_owned()];
        for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
            let forged = sign_with_secret(secret.as_bytes(), &header, &claims(trial, &tokens))?;
            tried(trial, &client, &forged, "HS256 under the public key").await?;
        }
    }
    Ok(())
}

async fn forged(trial: &Trial, header: Value, what: &str) -> Result<()> {
    let (client, tokens) = login(trial).await?;
    let key = keys::rsa(2, Algorithm::RS256)?.nameless();
    let mut header = header;
    header["typ"] = json!("at+jwt");
    let token = key.sign(&header, &claims(trial, &tokens))?;
    tried(trial, &client, &token, what).await
}

async fn key_in_header(trial: &Trial) -> Result<()> {
    let key = keys::rsa(2, Algorithm::RS256)?;
    forged(trial, json!({"jwk": key.bare()}), "the attacker's key in jwk").await
}

async fn key_by_address(trial: &Trial) -> Result<()> {
    let address = trial.fetched("attacker-jwks");
    let key: Key = keys::rsa(2, Algorithm::RS256)?;
    let jwks = json!({"keys": [key.published()]}).to_string();
    trial.receiver.publish(&address, "application/json", &jwks);
    for name in ["jku", "x5u"] {
        forged(trial, json!({name: address, "kid": key.kid}), name).await?;
    }
    ensure!(trial.receiver.hits(&address).is_empty(), "the provider fetched the attacker's keys");
    Ok(())
}

async fn odd_kids(trial: &Trial) -> Result<()> {
    let long = "k".repeat(4096);
    for kid in ["../../../../dev/null", "' OR 1=1--", "", long.as_str()] {
        forged(trial, json!({"kid": kid}), kid).await?;
    }
    Ok(())
}

async fn critical(trial: &Trial) -> Result<()> {
    forged(trial, json!({"crit": ["unknown"], "unknown": true}), "crit").await
}

async fn encrypted(trial: &Trial) -> Result<()> {
    let (client, _) = login(trial).await?;
    let header = json!({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 2_147_483_647, "p2s": "AAAA", "zip": "DEF"});
    let forged = format!("{}.AAAA.AAAA.AAAA.AAAA", part(&header));
    let before = std::time::Instant::now();
    tried(trial, &client, &forged, "an encrypted token").await?;
    ensure!(before.elapsed().as_secs() < 5, "the provider worked on a key derivation");
    Ok(())
}

async fn odd_times(trial: &Trial) -> Result<()> {
    for exp in [
        json!("9999999999"),
        json!([1]),
        Value::Null,
        json!(-1),
        json!(9_223_372_036_854_775_807_i64),
    ] {
        let (client, tokens) = login(trial).await?;
        let mut claims = claims(trial, &tokens);
        claims["exp"] = exp.clone();
        let token = keys::rsa(2, Algorithm::RS256)?.sign(&json!({"typ": "at+jwt"}), &claims)?;
        tried(trial, &client, &token, &exp.to_string()).await?;
    }
    Ok(())
}

async fn id_token(trial: &Trial) -> Result<()> {
    let (client, tokens) = login(trial).await?;
    tried(trial, &client, &tokens.id_token, "an ID token as access token").await
}

async fn assertion(trial: &Trial) -> Result<()> {
    let (client, _) = login(trial).await?;
    let key = keys::rsa(0, Algorithm::RS256)?;
    let assertion = key.sign(&json!({}), &client.assertion_claims(trial)?)?;
    tried(trial, &client, &assertion, "a client assertion as access token").await
}

async fn no_echo(trial: &Trial) -> Result<()> {
    let (client, tokens) = login(trial).await?;
    let answer = userinfo::ask(trial, &client, &tokens.access).await?;
    ensure!(!answer.body.contains(&tokens.access), "UserInfo tells the token back");
    Ok(())
}

async fn cut(trial: &Trial) -> Result<()> {
    let (client, tokens) = login(trial).await?;
    let token = &tokens.access;
    for forged in [&token[..8], &token[..token.len() - 1], &format!("{token}A"), &spoil(token)] {
        if forged != token {
            tried(trial, &client, forged, "a token that was cut or changed").await?;
        }
    }
    Ok(())
}

async fn in_query(trial: &Trial) -> Result<()> {
    let (_, tokens) = login(trial).await?;
    let url = trial.provider.member("userinfo_endpoint")?;
    let answer =
        trial.send(trial.http.get(format!("{url}?access_token={}", tokens.access))).await?;
    ensure!(matches!(answer.status, 400 | 401), "a token in the query: {}", answer.brief());
    Ok(())
}
