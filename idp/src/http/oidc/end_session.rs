//! `GET` and `POST /logout`: a website asks (RP-Initiated Logout §2). `POST /logout/confirm`: the person says yes.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Serialize;

use super::authorize::BadLinkPage;
use crate::app::App;
use crate::http::extract::{Posted, Visitor, form};
use crate::http::failure::{Failure, Trouble};
use crate::http::page::{View, content_security_policy_framing, leading_to};
use crate::stop::Stop;
use crate::usecase::logout::end_session::{self, Plan, Refusal};
use crate::usecase::session::SignedIn;
use crate::wire::end_session::EndSessionRequest;
use crate::wire::params::Params;

pub fn routes() -> Router<App> {
    Router::new().route("/logout", get(asked).post(asked)).route("/logout/confirm", post(confirmed))
}

async fn asked(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    let params = match params(request).await {
        Ok(params) => params,
        Err(refused) => return Ok(refused),
    };
    let asked = EndSessionRequest::read(&params);
    let signed_in = visitor.signed_in(&app).await?;
    match end_session::plan(&app, &visitor.visit, &asked, signed_in.as_ref()).await {
        Ok(plan) if plan.proven => end(&app, &visitor, &plan, signed_in).await,
        Ok(plan) => Ok(ask(&app, &visitor, &asked, (&plan, signed_in.as_ref()))),
        Err(Stop::Refused(why)) => Ok(refuse(&app, &visitor, why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn confirmed(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let asked = EndSessionRequest::read(&posted.fields);
    let signed_in = visitor.signed_in(&app).await?;
    match end_session::plan(&app, &visitor.visit, &asked, signed_in.as_ref()).await {
        Ok(plan) => end(&app, &visitor, &plan, signed_in).await,
        Err(Stop::Refused(why)) => Ok(refuse(&app, &visitor, why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

async fn end(
    app: &App,
    visitor: &Visitor,
    plan: &Plan,
    signed_in: Option<SignedIn>,
) -> Result<Response, Failure> {
    let frames = match signed_in {
        Some(who) => end_session::end(app, &visitor.visit, &who).await?,
        None => Vec::new(),
    };
    let mut response = match &plan.back {
        Some(back) if frames.is_empty() => Redirect::to(back).into_response(),
        _ => signed_out(app, visitor, plan, frames),
    };
    visitor.set_session(app, &mut response, None);
    // Pages that are still in the browser show what only the person may see (LO-09).
    response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    Ok(response)
}

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

fn signed_out(app: &App, visitor: &Visitor, plan: &Plan, frames: Vec<String>) -> Response {
    let policy = content_security_policy_framing(&frames);
    let mut response = visitor.page(app, &SignedOutPage::of(visitor, plan, frames));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// What `templates/oidc/sign_out.html` may read.
#[derive(Serialize)]
pub struct SignOutPage {
    pub action: String,
    pub website: Option<String>,
    pub login_name: String,
    pub client_id: Option<String>,
    pub post_logout_redirect_uri: Option<String>,
    pub state: Option<String>,
}

impl View for SignOutPage {
    const TEMPLATE: &'static str = "oidc/sign_out.html";
}

/// What `templates/oidc/signed_out.html` may read.
#[derive(Serialize)]
pub struct SignedOutPage {
    pub website: Option<String>,
    pub website_href: Option<String>,
    /// The way on where no website asked.
    pub account_href: Option<String>,
    /// Pages of websites that end their own sessions there (Front-Channel Logout §3).
    pub frames: Vec<String>,
    /// Where the page goes on to by itself once they have had the time.
    pub back: Option<String>,
}

impl View for SignedOutPage {
    const TEMPLATE: &'static str = "oidc/signed_out.html";
}

impl SignedOutPage {
    fn of(visitor: &Visitor, plan: &Plan, frames: Vec<String>) -> Self {
        let client = plan.client.as_ref();
        let on = client.is_none() && visitor.tenant().policy.account_site.on;
        Self {
            website: client.map(|client| client.name.clone()),
            website_href: client.and_then(|client| client.settings.client_uri.clone()),
            account_href: on.then(|| visitor.path("/account")),
            back: plan.back.clone(),
            frames,
        }
    }
}

fn ask(
    app: &App,
    visitor: &Visitor,
    asked: &EndSessionRequest,
    about: (&Plan, Option<&SignedIn>),
) -> Response {
    let (plan, signed_in) = about;
    let page = SignOutPage {
        action: visitor.path("/logout/confirm"),
        website: plan.client.as_ref().map(|client| client.name.clone()),
        login_name: signed_in.map(|who| who.user.login_name.to_string()).unwrap_or_default(),
        client_id: plan.client.as_ref().map(|client| client.id.to_string()),
        post_logout_redirect_uri: asked.post_logout_redirect_uri.clone(),
        state: asked.state.clone(),
    };
    leading_to(visitor.page(app, &page), plan.back.as_deref())
}

fn refuse(app: &App, visitor: &Visitor, why: Refusal) -> Response {
    let (problem, detail) = match why {
        Refusal::UnknownClient => ("unknown_client", "client_id is missing or not registered here"),
        Refusal::OtherClient => ("bad_request", "client_id is not the audience of id_token_hint"),
        Refusal::UnregisteredRedirectUri => (
            "unregistered_redirect_uri",
            "post_logout_redirect_uri is not one that the client registered",
        ),
    };
    let page = BadLinkPage { problem, detail: Some(detail) };
    visitor.page_with(app, StatusCode::BAD_REQUEST, &page)
}

async fn params(request: Request) -> Result<Params, Response> {
    let params = if request.method() == Method::POST {
        let (parts, body) = request.into_parts();
        form::read(&parts.headers, body).await?
    } else {
        let query = request.uri().query().unwrap_or_default();
        Params::parse(query.as_bytes()).map_err(|_| Trouble::BadRequest.into_response())?
    };
    match params.repeated() {
        Some(_) => Err(Trouble::BadRequest.into_response()),
        None => Ok(params),
    }
}
