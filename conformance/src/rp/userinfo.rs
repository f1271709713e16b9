//! UserInfo (OpenID Connect Core §5.3).

use anyhow::{Result, ensure};
use serde_json::Value;

use super::{Client, Tokens, claims};
use crate::http::Answer;
use crate::jose::dpop::Proof;
use crate::trial::Trial;

/// Asks by GET with the token in the header, as the token is bound.
pub(crate) async fn ask(trial: &Trial, client: &Client, token: &str) -> Result<Answer> {
    let url = trial.provider.endpoint("userinfo_endpoint", client.certificate.is_some())?;
    get(trial, client, url, token).await
}

/// Asks a protected resource by GET.
pub(crate) async fn get(trial: &Trial, client: &Client, url: &str, token: &str) -> Result<Answer> {
    let Some(key) = &client.dpop else {
        return trial.send(client.http.get(url).bearer_auth(token)).await;
    };
    let proof = Proof::new(key, "GET", url).with_token(token);
    let send = |proof: String| {
        let request = client.http.get(url).header("authorization", format!("DPoP {token}"));
        trial.send(request.header("dpop", proof))
    };
    let answer = send(proof.sign(key)?).await?;
    if answer.header("www-authenticate").contains("use_dpop_nonce") {
        let proof = Proof::new(key, "GET", url).with_token(token);
        let nonce = answer.header("dpop-nonce").to_owned();
        return send(proof.with_nonce(&nonce).sign(key)?).await;
    }
    Ok(answer)
}

/// The claims of a positive JSON answer about the person of the ID token.
pub(crate) fn read(tokens: &Tokens, answer: &Answer) -> Result<Value> {
    ensure!(answer.status == 200, "UserInfo answers {}", answer.brief());
    ensure!(answer.is_json(), "UserInfo is {}, not JSON", answer.media_type());
    let told = answer.json()?;
    let sub = told["sub"].as_str().unwrap_or_default();
    ensure!(sub == tokens.sub(), "sub of UserInfo is {sub}, of the ID token {}", tokens.sub());
    claims::check_types(&told)?;
    Ok(told)
}

/// The claims of a login.
pub(crate) async fn claims(trial: &Trial, client: &Client, tokens: &Tokens) -> Result<Value> {
    read(tokens, &ask(trial, client, &tokens.access).await?)
}
