//! UserInfo (OpenID Connect Core §5.3).

use anyhow::{Result, ensure};
use serde_json::Value;

use super::Skip;
use super::server::flow;
use crate::person::Browser;
use crate::relying_party::{Tokens, ask, read, userinfo};
use crate::setup::Setup;

pub(super) async fn get(setup: &Setup) -> Result<()> {
    let tokens = tokens(setup, &[]).await?;
    judge(&tokens, userinfo(setup, &tokens.access_token).await?)
}

pub(super) async fn post_header(setup: &Setup) -> Result<()> {
    let tokens = tokens(setup, &[]).await?;
    let request = setup.http.post(setup.member("userinfo_endpoint")?);
    judge(&tokens, read(request.bearer_auth(&tokens.access_token)).await?)
}

pub(super) async fn post_body(setup: &Setup) -> Result<()> {
    let tokens = tokens(setup, &[]).await?;
    let request = setup.http.post(setup.member("userinfo_endpoint")?);
    let fields = [("access_token", tokens.access_token.as_str())];
    judge(&tokens, read(request.form(&fields)).await?)
}

pub(super) async fn scope_email(setup: &Setup) -> Result<()> {
    if !setup.offers("scopes_supported", "email") {
        return Err(Skip("email is not announced").into());
    }
    let tokens = tokens(setup, &[("scope", "openid email")]).await?;
    let (_, claims) = userinfo(setup, &tokens.access_token).await?;
    ensure!(claims["email"].is_string(), "no email");
    ensure!(claims["email_verified"].is_boolean(), "email_verified is not a boolean");
    ensure!(claims.get("name").is_none(), "name was not asked for");
    ensure!(tokens.claims.get("email").is_none(), "email stands in the ID token");
    Ok(())
}

async fn tokens(setup: &Setup, more: &[(&str, &str)]) -> Result<Tokens> {
    flow(setup, &Browser::new()?, &ask(setup, "userinfo", more)).await
}

fn judge(tokens: &Tokens, answer: (reqwest::StatusCode, Value)) -> Result<()> {
    let (status, claims) = answer;
    ensure!(status == 200, "UserInfo says {status}");
    ensure!(claims["sub"] == tokens.claims["sub"], "sub differs from the ID token's");
    Ok(())
}
