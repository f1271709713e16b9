//! How an attack has to end: a page of ours, an error at the registered address, or a refusal in JSON.

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Visit};
use crate::http::Answer;
use crate::rp::tokens::no_store;
use crate::rp::{Ask, Callback};
use crate::trial::Trial;

/// 400 or 403 as a page of the provider's own: no redirect, no login, no 5xx.
pub(super) fn page(visit: &Visit) -> Result<()> {
    let page = visit.stopped()?;
    ensure!(!page.is_login(), "a login page came: {}", page.brief());
    ensure!(matches!(page.status, 400 | 403), "a refusal was due, and a {} came", page.brief());
    ensure!(page.content_type == "text/html", "the refusal is {}", page.content_type);
    Ok(())
}

/// One of these errors at the registered address.
pub(super) async fn error(trial: &Trial, ask: &Ask, visit: &Visit, known: &[&str]) -> Result<()> {
    Callback::of(trial, ask, visit).await?.refused(known)
}

/// A page, or one of these errors at the registered address; never a login.
pub(super) async fn page_or_error(
    trial: &Trial,
    ask: &Ask,
    visit: &Visit,
    known: &[&str],
) -> Result<()> {
    if visit.landing.is_some() { error(trial, ask, visit, known).await } else { page(visit) }
}

/// Opens a request and touches nothing.
pub(super) async fn opened(trial: &Trial, ask: &Ask) -> Result<Visit> {
    Browser::new(trial)?.look(ask.url(trial)?).await
}

/// A JSON error with this status and name, not to be stored.
pub(super) fn json(answer: &Answer, status: u16, known: &[&str]) -> Result<()> {
    ensure!(answer.status == status, "{status} was due, {} came", answer.brief());
    ensure!(answer.is_json(), "the refusal is {}, not JSON", answer.media_type());
    let error = answer.error();
    ensure!(known.contains(&error.as_str()), "the error is {error}, not {}", known.join(" or "));
    no_store(answer)
}

/// A code of the first client, about to be exchanged.
pub(super) async fn coded(trial: &Trial, ask: &Ask) -> Result<Callback> {
    let visit = Browser::new(trial)?.open(ask.url(trial)?).await?;
    let callback = Callback::of(trial, ask, &visit).await?;
    callback.code().context("a login was to bring a code")?;
    Ok(callback)
}
