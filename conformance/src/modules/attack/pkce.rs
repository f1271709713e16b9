//! PK: PKCE that is missing, weak or another's (RFC 7636, RFC 9700 §2.1.1).

use anyhow::{Context, Result};

use super::expect::{coded, json as refused, opened, page_or_error};
use crate::jose::digest;
use crate::plan::{Module, Need};
use crate::random;
use crate::rp::{Ask, Call, Client};
use crate::trial::Trial;

const S256: Need = Need::Offers("code_challenge_methods_supported", "S256");

pub(super) const CASES: &[Module] = &[
    row!("PK-02", no_verifier, S256),
    row!("PK-03", verifier_without_challenge, S256),
    row!("PK-04", plain, S256),
    row!("PK-06", wrong_verifiers, S256),
    row!("PK-07", wrong_challenges, S256),
    row!("PK-09", burnt_by_failure, S256),
    row!("PK-10", injected, S256),
];

async fn ask(trial: &Trial) -> Result<Ask> {
    Ok(Ask::new(trial, &Client::first(trial).await?).with_pkce())
}

async fn no_verifier(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let callback = coded(trial, &ask).await?;
    let answer = Call::exchange(trial, &ask, &callback)?.without("code_verifier").send().await?;
    refused(&answer, 400, &["invalid_grant", "invalid_request"])
}

/// The downgrade of RFC 9700 §2.1.1: the challenge was taken out on the way.
async fn verifier_without_challenge(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?.without("code_challenge").without("code_challenge_method");
    let visit = crate::browser::Browser::new(trial)?.open(ask.url(trial)?).await?;
    let callback = crate::rp::Callback::of(trial, &ask, &visit).await?;
    if callback.get("error").is_some() {
        return callback.refused(&["invalid_request"]);
    }
    let call = Call::exchange(trial, &ask, &callback)?.with("code_verifier", &ask.verifier);
    refused(&call.send().await?, 400, &["invalid_grant", "invalid_request"])
}

async fn plain(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let challenge = digest(&ask.verifier);
    for ask in [
        ask.clone().with("code_challenge", &challenge).with("code_challenge_method", "plain"),
        ask.without("code_challenge_method"),
    ] {
        let visit = opened(trial, &ask).await?;
        page_or_error(trial, &ask, &visit, &["invalid_request"]).await?;
    }
    Ok(())
}

async fn wrong_verifiers(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let challenge = digest(&ask.verifier);
    let (short, long) = (random::unreserved(42), random::unreserved(129));
    for verifier in [random::unreserved(60), short, long, "ä".repeat(43), challenge] {
        let callback = coded(trial, &ask).await?;
        let call = Call::exchange(trial, &ask, &callback)?.with("code_verifier", &verifier);
        refused(&call.send().await?, 400, &["invalid_grant", "invalid_request"])
            .with_context(|| format!("verifier {verifier:.20}…"))?;
    }
    Ok(())
}

async fn wrong_challenges(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let good = digest(&ask.verifier);
    for challenge in
        [&good[..42], &format!("{good}A"), &format!("{good}="), &format!("+/{}", &good[2..])]
    {
        let ask = ask.clone().with("code_challenge", challenge);
        let visit = opened(trial, &ask).await?;
        page_or_error(trial, &ask, &visit, &["invalid_request"])
            .await
            .with_context(|| format!("challenge {challenge}"))?;
    }
    Ok(())
}

async fn burnt_by_failure(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let callback = coded(trial, &ask).await?;
    let wrong =
        Call::exchange(trial, &ask, &callback)?.with("code_verifier", &random::unreserved(60));
    refused(&wrong.send().await?, 400, &["invalid_grant"])?;
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    if answer.status == 200 {
        trial.warn("a code survives a wrong verifier");
        return Ok(());
    }
    refused(&answer, 400, &["invalid_grant"])
}

/// Somebody else's code in one's own session.
async fn injected(trial: &Trial) -> Result<()> {
    let (hers, his) = (ask(trial).await?, ask(trial).await?);
    let callback = coded(trial, &hers).await?;
    let call = Call::exchange(trial, &hers, &callback)?.with("code_verifier", &his.verifier);
    refused(&call.send().await?, 400, &["invalid_grant"])
}
