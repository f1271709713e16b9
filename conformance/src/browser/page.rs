//! A page as a browser without script sees it: its forms, links, frames, and where it goes on by itself.

use anyhow::{Context, Result, bail};
use reqwest::Method;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::{Trip, policy};
use crate::http::Answer;

#[derive(Clone, Debug)]
pub struct Page {
    pub url: Url,
    pub status: u16,
    pub html: String,
    /// `Content-Security-Policy`.
    pub policy: String,
    pub content_type: String,
}

impl Page {
    pub fn new(url: Url, answer: Answer) -> Self {
        let policy = answer.header("content-security-policy").to_owned();
        let content_type = answer.media_type().to_owned();
        Self { url, status: answer.status, html: answer.body, policy, content_type }
    }

    pub fn has(&self, selector: &str) -> bool {
        selector_of(selector).is_ok_and(|one| self.document().select(&one).next().is_some())
    }

    /// A form that asks for a password.
    pub fn is_login(&self) -> bool {
        self.has("form input[type=password]")
    }

    pub fn document(&self) -> Html {
        Html::parse_document(&self.html)
    }

    /// The text of an element, spaces folded.
    pub fn text(&self, selector: &str) -> Option<String> {
        let document = self.document();
        let element = document.select(&selector_of(selector).ok()?).next()?;
        let text: String = element.text().collect();
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Values of an attribute of all elements that a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let Ok(selector) = selector_of(selector) else { return Vec::new() };
        let document = self.document();
        let found = document.select(&selector).filter_map(|one| one.value().attr(name));
        found.map(str::to_owned).collect()
    }

    /// The page in a few words: status, address, title or first heading.
    pub fn brief(&self) -> String {
        let told = self.text("h1").or_else(|| self.text("title")).unwrap_or_default();
        let problem = self.attributes("[data-problem]", "data-problem").join(", ");
        let mut url = self.url.clone();
        url.set_query(None);
        let problem = if problem.is_empty() { problem } else { format!(" ({problem})") };
        format!("page {} {url} “{told}”{problem}", self.status)
    }

    pub(super) fn frames(&self) -> Vec<Url> {
        let sources = self.attributes("iframe[src], frame[src]", "src");
        sources.iter().filter_map(|source| self.url.join(source).ok()).collect()
    }

    /// A form that sends itself, or a refresh.
    pub(super) fn goes_on_by_itself(&self, leaves: impl Fn(&Url) -> bool) -> Result<Option<Trip>> {
        if self.content_type != "text/html" {
            return Ok(None);
        }
        if let Some(trip) = self.self_sending_form(&leaves)? {
            return Ok(Some(trip));
        }
        for content in self.attributes("meta[http-equiv=refresh i]", "content") {
            let Some((_, target)) = content.split_once(['=']) else { continue };
            let url = self.url.join(target.trim_matches(['\'', '"', ' ']))?;
            return Ok(Some(Trip::get(url)));
        }
        Ok(None)
    }

    /// A form towards the website that holds nothing for a person (Form Post Response Mode §2).
    fn self_sending_form(&self, leaves: &impl Fn(&Url) -> bool) -> Result<Option<Trip>> {
        let document = self.document();
        for form in document.select(&selector_of("form[action]")?) {
            let trip = self.sent(form, None, &[])?;
            if trip.method != Method::POST || !leaves(&trip.url) {
                continue;
            }
            if !self.has("script") && !self.has("body[onload]") {
                bail!("the form towards {} does not send itself", trip.url);
            }
            if !policy::allows(self, "form-action", &trip.url) {
                bail!("the page's policy forbids its own form: {}", self.policy);
            }
            return Ok(Some(trip));
        }
        Ok(None)
    }

    /// What a browser sends when a form is sent by `button`; `typed` are the values that a person put in.
    pub(super) fn sent(
        &self,
        form: ElementRef<'_>,
        button: Option<ElementRef<'_>>,
        typed: &[(String, String)],
    ) -> Result<Trip> {
        let of_button = |name: &str| button.and_then(|one| one.value().attr(name));
        let action = of_button("formaction").or(form.value().attr("action")).unwrap_or_default();
        let method = of_button("formmethod").or(form.value().attr("method")).unwrap_or("get");
        let mut url = self.url.join(action).with_context(|| format!("form action {action}"))?;
        let mut fields = Vec::new();
        for control in form.select(&selector_of("input, select, textarea")?) {
            fields.extend(value_of(control, typed)?);
        }
        if let (Some(name), true) = (of_button("name"), button.is_some()) {
            fields.push((name.to_owned(), of_button("value").unwrap_or_default().to_owned()));
        }
        if method.eq_ignore_ascii_case("post") {
            return Ok(Trip::post(url, fields));
        }
        url.query_pairs_mut().clear().extend_pairs(&fields);
        Ok(Trip::get(url))
    }
}

/// Name and value that a control contributes, if any.
fn value_of(
    control: ElementRef<'_>,
    typed: &[(String, String)],
) -> Result<Option<(String, String)>> {
    let element = control.value();
    let Some(name) = element.attr("name") else { return Ok(None) };
    if element.attr("disabled").is_some() {
        return Ok(None);
    }
    if let Some((_, value)) = typed.iter().find(|(known, _)| known == name) {
        return Ok(Some((name.to_owned(), value.clone())));
    }
    let value = match (element.name(), element.attr("type").unwrap_or("text")) {
        ("select", _) => chosen(control)?,
        ("textarea", _) => Some(control.text().collect()),
        (_, "submit" | "button" | "image" | "reset" | "file") => None,
        (_, "checkbox" | "radio") if element.attr("checked").is_none() => None,
        (_, "checkbox" | "radio") => Some(element.attr("value").unwrap_or("on").to_owned()),
        _ => Some(element.attr("value").unwrap_or_default().to_owned()),
    };
    Ok(value.map(|value| (name.to_owned(), value)))
}

fn chosen(select: ElementRef<'_>) -> Result<Option<String>> {
    let marked = select.select(&selector_of("option[selected]")?).next();
    let option = match marked {
        Some(option) => Some(option),
        None => select.select(&selector_of("option")?).next(),
    };
    let value = |option: ElementRef<'_>| match option.value().attr("value") {
        Some(value) => value.to_owned(),
        None => option.text().collect(),
    };
    Ok(option.map(value))
}

pub(super) fn selector_of(text: &str) -> Result<Selector> {
    Selector::parse(text).map_err(|error| anyhow::anyhow!("selector {text}: {error}"))
}
