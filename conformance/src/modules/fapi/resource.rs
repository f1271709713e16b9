//! The protected resource (RFC 6750 §2.1, RFC 9449 §7.1).

use anyhow::{Context, Result};

use super::steps::{Due, opened, resource};
use crate::jose::dpop::Proof;
use crate::trial::Trial;
use crate::verdict::not_run;

/// The name of the scheme may be written in any letter case (RFC 9110 §11.1).
pub(super) async fn letter_case(trial: &Trial) -> Result<()> {
    let due = Due::new(trial).await?;
    let answer = due.call(trial)?.send().await?;
    let token = due.token(trial, &answer).await?;
    let client = due.client();
    let Some(url) = resource(trial, client)? else {
        return not_run("resource.resourceUrl is not configured");
    };
    let schemes = if client.dpop.is_some() {
        ["DPoP", "dpop", "DPOP", "dPoP"]
    } else {
        ["Bearer", "bearer", "BEARER", "bEaReR"]
    };
    for scheme in schemes {
        let mut request =
            client.http.get(&url).header("authorization", format!("{scheme} {token}"));
        if let Some(key) = &client.dpop {
            request =
                request.header("dpop", Proof::new(key, "GET", &url).with_token(&token).sign(key)?);
        }
        opened(&trial.send(request).await?).with_context(|| format!("with the scheme {scheme}"))?;
    }
    Ok(())
}
