//! Which claims a scope or the `claims` parameter brings, and where (OpenID Connect Core §5.4, §5.5).

use anyhow::Result;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::rp::claims::of_scope;
use crate::rp::{Ask, Client, Tokens, userinfo};
use crate::trial::Trial;
use crate::verdict::skip;

const SCOPES: [&str; 4] = ["profile", "email", "address", "phone"];

pub(crate) async fn one(trial: &Trial, scope: &str) -> Result<()> {
    let (tokens, claims) = login(trial, &["openid", scope]).await?;
    warn_of_missing(trial, &claims, &[scope]);
    if scope == "email" {
        warn_of_strays(trial, &tokens, &claims);
    }
    Ok(())
}

pub(crate) async fn all(trial: &Trial) -> Result<()> {
    if let Some(missing) =
        SCOPES.iter().find(|scope| !trial.provider.offers("scopes_supported", scope))
    {
        return skip(format!("scopes_supported does not list {missing}"));
    }
    let (_, claims) = login(trial, &["openid", "profile", "email", "address", "phone"]).await?;
    warn_of_missing(trial, &claims, &SCOPES);
    Ok(())
}

/// The same flow with everything the other way round.
pub(crate) async fn reversed(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let mut ask = Ask::new(trial, &client).with("scope", "email openid");
    ask.parameters.reverse();
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    let claims = userinfo::claims(trial, &client, &tokens).await?;
    warn_of_strays(trial, &tokens, &claims);
    Ok(())
}

pub(crate) async fn claims_essential(trial: &Trial) -> Result<()> {
    let wanted = json!({"userinfo": {"name": {"essential": true}}}).to_string();
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).with("claims", &wanted);
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    let claims = userinfo::claims(trial, &client, &tokens).await?;
    if claims.get("name").is_none() {
        trial.warn("name was asked for by the claims parameter, and UserInfo lacks it");
    }
    if tokens.claims.get("name").is_some() {
        trial.warn("name was asked for in UserInfo, and the ID token has it");
    }
    Ok(())
}

async fn login(trial: &Trial, scopes: &[&str]) -> Result<(Tokens, Value)> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).with("scope", &scopes.join(" "));
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    let claims = userinfo::claims(trial, &client, &tokens).await?;
    Ok((tokens, claims))
}

fn warn_of_missing(trial: &Trial, claims: &Value, scopes: &[&str]) {
    let due = scopes.iter().flat_map(|scope| of_scope(scope));
    let missing: Vec<_> = due.filter(|name| claims.get(**name).is_none()).copied().collect();
    if !missing.is_empty() {
        trial.warn(format!("UserInfo lacks {}", missing.join(", ")));
    }
}

/// With the scope `email`: no email in the ID token, no name anywhere.
fn warn_of_strays(trial: &Trial, tokens: &Tokens, claims: &Value) {
    for name in ["email", "name"] {
        if tokens.claims.get(name).is_some() {
            trial.warn(format!("{name} stands in the ID token"));
        }
    }
    if claims.get("name").is_some() {
        trial.warn("UserInfo has name, which nobody asked for");
    }
}
