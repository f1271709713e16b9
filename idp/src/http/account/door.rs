//! Who may see a page of the account site: whoever is signed in, and for what changes a credential only whoever proved
//! himself anew a few minutes ago, by every step of his login method.

use axum::response::{IntoResponse, Redirect, Response};
use time::Duration;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::{Failure, Trouble};
use crate::model::attempt::Purpose;
use crate::model::menu::Entry;
use crate::usecase::login::start;
use crate::usecase::session::SignedIn;

/// How fresh a login must be for what changes a credential.
pub const FRESH: Duration = Duration::minutes(5);

/// Lets a signed-in person see a page; others are led through a login first, and back to the entry that it belongs to.
pub async fn resident(
    app: &App,
    visitor: &Visitor,
    entry: Entry,
) -> Result<Result<SignedIn, Response>, Failure> {
    if !entry.is_on(&visitor.tenant().policy) {
        return Ok(Err(Trouble::NotFound.into_response()));
    }
    match visitor.signed_in(app).await? {
        Some(who) => Ok(Ok(who)),
        None => Ok(Err(login(app, visitor, Purpose::AccountEntry(entry)).await?)),
    }
}

/// The same for what changes a credential. The login that is asked for leads back to `page`.
pub async fn proven(
    app: &App,
    visitor: &Visitor,
    entry: Entry,
    page: &str,
) -> Result<Result<SignedIn, Response>, Failure> {
    if !entry.is_on(&visitor.tenant().policy) {
        return Ok(Err(Trouble::NotFound.into_response()));
    }
    match visitor.signed_in(app).await? {
        Some(who) if who.is_proven(app.now(), FRESH) => Ok(Ok(who)),
        _ => Ok(Err(login(app, visitor, Purpose::AccountPage(page.to_owned())).await?)),
    }
}

async fn login(app: &App, visitor: &Visitor, purpose: Purpose) -> Result<Response, Failure> {
    let handle = start::begin(app, visitor.tenant(), &visitor.browser, purpose, None).await?;
    let to = visitor.path(&format!("/login/{}", handle.expose()));
    let mut response = Redirect::to(&to).into_response();
    visitor.remember(app, &mut response);
    Ok(response)
}
