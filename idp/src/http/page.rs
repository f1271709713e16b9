//! Pages: a view, its template, and what every page has.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use minijinja::Value;
use minijinja::value::{Serde, merge_maps};
use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::look;
use crate::http::static_files;
use crate::model::image::Place;
use crate::model::policy::{Desk, Language};
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::words;

/// What a template may read besides `page`. It stands next to its handler.
pub trait View: Serialize {
    const TEMPLATE: &'static str;
    /// It shows what is never shown again: no language links, for they would lead away from it.
    const SHOWN_ONCE: bool = false;
}

/// What every template may read as `page`.
#[derive(Serialize)]
pub struct Frame {
    pub lang: &'static str,
    pub languages: Vec<LanguageLink>,
    pub tenant: Option<TenantFrame>,
    pub host: String,
    pub csrf: String,
    pub styles: Vec<String>,
    /// One more style sheet: the tenant's own colours.
    pub colours: Option<String>,
    pub request_id: String,
    /// Nothing on it can be pressed.
    pub specimen: bool,
}

#[derive(Serialize)]
pub struct LanguageLink {
    pub code: &'static str,
    pub label: &'static str,
    pub href: String,
    pub current: bool,
}

#[derive(Serialize)]
pub struct TenantFrame {
    pub name: String,
    pub logo: Option<String>,
    pub seal: Option<look::Seal>,
    pub desk: Option<Desk>,
    /// Where the user guide is.
    pub help: String,
    pub terms: Option<String>,
    pub privacy: Option<String>,
}

impl Visitor {
    pub fn page<V: View>(&self, app: &App, view: &V) -> Response {
        self.page_with(app, StatusCode::OK, view)
    }

    /// The same page again, with what was wrong (RFC 9110 §15.5.21).
    pub fn again<V: View>(&self, app: &App, view: &V) -> Response {
        self.page_with(app, StatusCode::UNPROCESSABLE_ENTITY, view)
    }

    pub fn page_with<V: View>(&self, app: &App, status: StatusCode, view: &V) -> Response {
        let frame = Frame {
            tenant: Some(TenantFrame::of(self.tenant(), self.visit.language)),
            csrf: self.csrf(app),
            colours: look::colours_href(self.tenant()),
            request_id: self.request_id.clone(),
            ..Frame::plain(app, self.visit.language, &self.here, self.offered())
        };
        let frame = if V::SHOWN_ONCE { Frame { languages: Vec::new(), ..frame } } else { frame };
        match render(self.visit.language, &frame, view) {
            Ok(html) => {
                let mut response = (status, Html(html)).into_response();
                self.remember(app, &mut response);
                response
            }
            Err(fault) => Failure::from(fault).into_response(),
        }
    }

    /// A page of another tenant, to look at.
    pub fn specimen<V: View>(
        &self,
        app: &App,
        (tenant, language, colours): (&Tenant, Language, Option<String>),
        view: &V,
    ) -> Response {
        let frame = Frame {
            tenant: Some(TenantFrame::of(tenant, language)),
            colours,
            request_id: self.request_id.clone(),
            specimen: true,
            ..Frame::plain(app, language, "", Vec::new())
        };
        match render(language, &frame, view) {
            Ok(html) => Html(html).into_response(),
            Err(fault) => Failure::from(fault).into_response(),
        }
    }

    fn offered(&self) -> Vec<Language> {
        self.visit.tenant.policy.languages.offered.iter().copied().collect()
    }
}

impl Frame {
    /// A frame without a tenant.
    pub fn plain(app: &App, language: Language, here: &str, offered: Vec<Language>) -> Self {
        let mark = if here.contains('?') { '&' } else { '?' };
        let link = |one: Language| LanguageLink {
            code: one.tag(),
            label: match one {
                Language::Ja => "日本語",
                Language::En => "English",
            },
            href: format!("{here}{mark}lang={}", one.tag()),
            current: one == language,
        };
        let host = app.base.split_once("://").map_or(app.base.as_str(), |(_, host)| host);
        Self {
            lang: language.tag(),
            languages: offered.into_iter().map(link).collect(),
            tenant: None,
            host: host.to_owned(),
            csrf: String::new(),
            styles: static_files::style_sheets(),
            colours: None,
            request_id: String::new(),
            specimen: false,
        }
    }
}

impl TenantFrame {
    fn of(tenant: &Tenant, language: Language) -> Self {
        Self {
            name: tenant.name.clone(),
            logo: look::image_href(tenant, Place::Logo),
            seal: look::seal(tenant, language),
            desk: tenant.policy.desk.clone(),
            help: format!("/t/{}/help", tenant.slug),
            terms: tenant.policy.look.terms.clone(),
            privacy: tenant.policy.look.privacy.clone(),
        }
    }
}

/// Renders strictly: a name that a template reads and no view has is our fault.
pub fn render<V: View>(language: Language, frame: &Frame, view: &V) -> Result<String, Fault> {
    let broken = |error| Fault::Template(V::TEMPLATE, error);
    let name = Value::from(V::TEMPLATE.trim_end_matches(".html"));
    let frame = Value::from_pairs([("page", Value::from(Serde(frame))), ("template", name)]);
    let context = merge_maps([Value::from(Serde(view)), frame]);
    let template = words::templates(language).get_template(V::TEMPLATE).map_err(broken)?;
    template.render(context).map_err(broken)
}

/// Lets forms of this page lead to another origin: browsers check the redirects that follow a form too.
pub fn leading_to(mut response: Response, address: Option<&str>) -> Response {
    if let Some(source) = address.and_then(form_source) {
        set_policy(&mut response, &content_security_policy(&source));
    }
    response
}

/// The same for a page whose own script sends its form there.
pub fn sending_itself_to(mut response: Response, address: &str) -> Response {
    let source = form_source(address).unwrap_or_default();
    let policy = format!("{}; script-src 'self'", content_security_policy(&source));
    set_policy(&mut response, &policy);
    response
}

fn form_source(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    Some(match url.origin() {
        origin @ url::Origin::Tuple(..) => origin.ascii_serialization(),
        url::Origin::Opaque(_) => format!("{}:", url.scheme()),
    })
}

fn set_policy(response: &mut Response, policy: &str) {
    if let Ok(policy) = HeaderValue::from_str(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Nothing inline, nothing from elsewhere, no framing; forms go to us and to `more`.
pub fn content_security_policy(more: &str) -> String {
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self' {more}"
    )
    .trim_end()
    .to_owned()
}

/// The same for a page that shows others in frames, and leads nowhere by forms.
pub fn content_security_policy_framing(frames: &[String]) -> String {
    let origin = |frame: &String| Some(url::Url::parse(frame).ok()?.origin().ascii_serialization());
    let origins: std::collections::BTreeSet<_> = frames.iter().filter_map(origin).collect();
    let mut policy = content_security_policy("");
    if !origins.is_empty() {
        let origins: Vec<_> = origins.into_iter().collect();
        policy = format!("{policy}; frame-src {}", origins.join(" "));
    }
    policy
}
