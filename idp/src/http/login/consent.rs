//! `POST /login/{attempt}/consent`: what the website will learn.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::about::{About, about};
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::http::oidc::reply::respond;
use crate::http::page::View;
use crate::model::claims::disclosed;
use crate::usecase::login::consent::{accept, cancel};
use crate::usecase::login::proceed::{Onward, arrive};
use crate::usecase::login::resume::Situation;
use crate::wire::scope::{OFFERED, Scope};
use crate::words::text;

pub async fn submit(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let visitor = posted.visitor;
    let situation = match super::situation(&app, &visitor).await? {
        Ok(situation) => situation,
        Err(lost) => return Ok(lost),
    };
    if posted.fields.value("decision") == Some("accept") {
        let situation = accept(&app, &visitor.visit, &situation).await?;
        let to = arrive(&app, &visitor.visit, situation).await?;
        return Ok(super::redirect(&app, &visitor, &Onward { session: None, to }));
    }
    match cancel(&app, &visitor.visit, &situation).await? {
        Some(reply) => Ok(respond(&app, &visitor, &reply)),
        None => super::onward(&app, &visitor).await,
    }
}

/// What `templates/login/consent.html` may read.
#[derive(Serialize)]
pub struct ConsentPage {
    pub action: String,
    pub website: String,
    pub website_host: String,
    pub about: About,
    pub login_name: String,
    pub scopes: Vec<ScopeLine>,
}

#[derive(Serialize)]
pub struct ScopeLine {
    pub name: String,
    pub text: String,
}

impl View for ConsentPage {
    const TEMPLATE: &'static str = "login/consent.html";
}

/// In the order people expect, not the alphabet's.
fn asked(scope: &Scope) -> impl Iterator<Item = &'static str> + '_ {
    OFFERED.into_iter().filter(|token| scope.has(token))
}

pub async fn page(
    app: &App,
    visitor: &Visitor,
    situation: &Situation,
) -> Result<Response, Failure> {
    let waiting = situation.attempt.waiting();
    let address = waiting.map(|waiting| waiting.request.redirect_uri.as_str()).unwrap_or_default();
    let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    let line = |name: &str| ScopeLine {
        name: name.to_owned(),
        text: text(visitor.visit.language, &format!("scope-{name}")),
    };
    let view = ConsentPage {
        action: super::here(visitor, "/consent"),
        website: super::website(situation).unwrap_or_default(),
        website_host: host.unwrap_or_else(|| address.to_owned()),
        about: about(app, visitor, situation.client.as_ref()).await?,
        login_name: situation
            .user
            .as_ref()
            .map(|user| user.login_name.to_string())
            .unwrap_or_default(),
        scopes: waiting
            .map(|waiting| {
                let (request, rules) = (&waiting.request, &visitor.tenant().policy.claims);
                let whole = disclosed(&request.scope, &request.claims, rules);
                asked(&whole).map(line).collect()
            })
            .unwrap_or_default(),
    };
    Ok(visitor.page(app, &view))
}
