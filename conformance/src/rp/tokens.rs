//! What the token endpoint gives, judged by RFC 6749 §5.1 and OpenID Connect Core §3.1.3.3.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Ask, Call, Callback, id_token};
use crate::browser::Browser;
use crate::http::Answer;
use crate::plan::Constrain;
use crate::trial::Trial;

const A_YEAR: i64 = 366 * 86_400;

#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: Option<String>,
    /// The ID token as it came; empty where none is due.
    pub(crate) id_token: String,
    /// Its header and claims; null where none is due.
    pub(crate) header: Value,
    pub(crate) claims: Value,
    /// The whole answer.
    pub(crate) answer: Value,
}

impl Tokens {
    /// The whole flow: the browser goes, the person logs in, the website fetches its tokens.
    pub(crate) async fn by_login(trial: &Trial, browser: &Browser<'_>, ask: &Ask) -> Result<Self> {
        let visit = browser.open(ask.url(trial)?).await?;
        let callback = Callback::of(trial, ask, &visit).await?;
        Self::of(trial, ask, &callback).await
    }

    /// The same, and no page may come on the way.
    pub(crate) async fn silently(trial: &Trial, browser: &Browser<'_>, ask: &Ask) -> Result<Self> {
        let visit = browser.open(ask.url(trial)?).await?;
        ensure!(!visit.asked_to_log_in(), "a login page came: {}", visit.pages[0].brief());
        let callback = Callback::of(trial, ask, &visit).await?;
        Self::of(trial, ask, &callback).await
    }

    /// Exchanges the code of an answer.
    pub(crate) async fn of(trial: &Trial, ask: &Ask, callback: &Callback) -> Result<Self> {
        let answer = Call::exchange(trial, ask, callback)?.send().await?;
        Self::read(trial, ask, &answer).await
    }

    /// Reads a positive answer and checks it.
    pub(crate) async fn read(trial: &Trial, ask: &Ask, answer: &Answer) -> Result<Self> {
        let body = granted(trial, answer)?;
        let access = body["access_token"].as_str().context("no access_token")?.to_owned();
        let openid =
            ask.value("scope").is_some_and(|all| all.split(' ').any(|one| one == "openid"));
        let id_token = body["id_token"].as_str().unwrap_or_default().to_owned();
        let (header, claims) = if openid {
            ensure!(!id_token.is_empty(), "no id_token");
            let told = id_token::check(trial, ask, &id_token, Some(&access)).await?;
            (told.header, told.claims)
        } else {
            (Value::Null, Value::Null)
        };
        let refresh = body["refresh_token"].as_str().map(str::to_owned);
        Ok(Self { access, refresh, id_token, header, claims, answer: body })
    }

    pub(crate) fn sub(&self) -> &str {
        self.claims["sub"].as_str().unwrap_or_default()
    }

    pub(crate) fn auth_time(&self) -> Result<i64> {
        self.claims["auth_time"].as_i64().context("the ID token has no auth_time")
    }
}

/// RFC 6749 §5.1.
pub(crate) fn granted(trial: &Trial, answer: &Answer) -> Result<Value> {
    ensure!(answer.status == 200, "the token endpoint answers {}", answer.brief());
    no_store(answer)?;
    let body = answer.json()?;
    let bound = trial.variant.fapi.is_some_and(|fapi| fapi.constrain == Constrain::Dpop);
    let due = if bound { "DPoP" } else { "Bearer" };
    let kind = body["token_type"].as_str().context("no token_type")?;
    ensure!(kind.eq_ignore_ascii_case(due), "token_type is {kind}, not {due}");
    match &body["expires_in"] {
        Value::Null => {}
        seconds => {
            let seconds = seconds.as_i64().context("expires_in is not a number")?;
            ensure!(seconds > 0 && seconds <= A_YEAR, "expires_in is {seconds}");
        }
    }
    Ok(body)
}

pub(crate) fn no_store(answer: &Answer) -> Result<()> {
    let rule = answer.header("cache-control");
    ensure!(rule.contains("no-store"), "the answer may be stored: Cache-Control is “{rule}”");
    Ok(())
}

/// A refusal of the token endpoint (RFC 6749 §5.2).
pub(crate) fn refused(answer: &Answer, known: &[&str]) -> Result<()> {
    let client = answer.status == 401 && known.contains(&"invalid_client");
    ensure!(answer.status == 400 || client, "expected a refusal, got {}", answer.brief());
    ensure!(answer.is_json(), "the refusal is {}, not JSON", answer.media_type());
    let error = answer.error();
    ensure!(known.contains(&error.as_str()), "the error is {error}, not {}", known.join(" or "));
    Ok(())
}
