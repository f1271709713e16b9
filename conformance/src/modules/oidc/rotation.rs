//! Rotation of the provider's signing keys (OpenID Connect Core §10.1.1): the operator rotates, by hand or by a command.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::rp::id_token::jwks;
use crate::trial::Trial;
use crate::verdict::not_run;

pub(crate) async fn rotate(trial: &Trial) -> Result<()> {
    let Some((program, arguments)) = trial.config.server.rotate_keys_command.split_first() else {
        return not_run("server.rotate_keys_command is not configured");
    };
    let before = jwks(trial).await?;
    let done = tokio::process::Command::new(program).args(arguments).output().await;
    let done = done.with_context(|| program.clone())?;
    ensure!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    for _ in 0..20 {
        let after = jwks(trial).await?;
        let fresh: Vec<_> =
            kids(&after).filter(|kid| !kids(&before).any(|old| old == *kid)).collect();
        if let Some(kid) = fresh.first() {
            return judge(trial, &before, &after, kid);
        }
        crate::clock::wait(1).await;
    }
    anyhow::bail!("no new key was published within 20 s of the rotation")
}

fn judge(trial: &Trial, before: &Value, after: &Value, kid: &str) -> Result<()> {
    let keys = after["keys"].as_array().context("keys")?;
    let fresh = keys.iter().find(|key| key["kid"] == kid).context("the new key")?;
    let kty = fresh["kty"].as_str().unwrap_or_default();
    ensure!(["RSA", "EC"].contains(&kty), "the new key is of the type {kty}");
    if kids(before).any(|old| !kids(after).any(|kept| kept == old)) {
        trial.warn("a former key is no longer published");
    }
    Ok(())
}

fn kids(jwks: &Value) -> impl Iterator<Item = &str> {
    let keys = jwks["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
    keys.iter().filter_map(|key| key["kid"].as_str())
}
