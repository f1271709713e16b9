//! Browser commands as the official suite writes them: `["text", selector kind, target, value, "optional"?]`,
//! `["click", …]`, `["wait", …]`. Carried out on a page without script.

use anyhow::{Context, Result, bail, ensure};
use scraper::ElementRef;
use serde_json::Value;

use super::page::selector_of;
use super::{Page, Trip};

/// A page in the middle of being filled in.
pub(super) struct Draft<'p> {
    page: &'p Page,
    typed: Vec<(String, String)>,
}

impl<'p> Draft<'p> {
    pub(super) fn new(page: &'p Page) -> Self {
        Self { page, typed: Vec::new() }
    }

    /// Carries out one command; a click ends the page.
    pub(super) fn run(
        &mut self,
        command: &[Value],
        fill: &impl Fn(&str) -> String,
    ) -> Result<Option<Trip>> {
        let words: Vec<&str> = command.iter().filter_map(Value::as_str).collect();
        let optional = words.last() == Some(&"optional");
        match words.as_slice() {
            ["text", kind, target, value, ..] => {
                let typed = self.type_in(&css(kind, target)?, &fill(value));
                if optional { Ok(None) } else { typed.map(|()| None) }
            }
            ["click", kind, target, ..] => {
                let clicked = self.click(&css(kind, target)?);
                if optional { Ok(clicked.ok()) } else { clicked.map(Some) }
            }
            ["wait", "contains", text, ..] => {
                ensure!(self.page.url.as_str().contains(text), "{} lacks {text}", self.page.url);
                Ok(None)
            }
            // Nothing moves on a page without script: what is there is there.
            ["wait" | "wait-element-visible", "id" | "name" | "css" | "class", ..] => {
                let there = self.page.has(&css(words[1], words[2])?);
                ensure!(there || optional, "{} lacks {}", self.page.brief(), words[2]);
                Ok(None)
            }
            ["wait" | "wait-element-invisible", ..] => Ok(None),
            other => bail!("an unknown browser command: {other:?}"),
        }
    }

    fn type_in(&mut self, selector: &str, value: &str) -> Result<()> {
        let name = self.page.attributes(selector, "name").into_iter().next();
        let name = name.with_context(|| format!("{} lacks {selector}", self.page.brief()))?;
        self.typed.push((name, value.to_owned()));
        Ok(())
    }

    fn click(&self, selector: &str) -> Result<Trip> {
        let document = self.page.document();
        let found = document.select(&selector_of(selector)?).next();
        let element = found.with_context(|| format!("{} lacks {selector}", self.page.brief()))?;
        if let Some(address) = element.value().attr("href") {
            return Ok(Trip::get(self.page.url.join(address)?));
        }
        let form = match element.value().attr("form") {
            Some(id) => document.select(&selector_of(&format!("form[id='{id}']"))?).next(),
            None => element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .find(|ancestor| ancestor.value().name() == "form"),
        };
        let form = form.with_context(|| format!("{selector} stands in no form"))?;
        self.page.sent(form, Some(element), &self.typed)
    }
}

/// A selector of the suite as CSS.
fn css(kind: &str, target: &str) -> Result<String> {
    Ok(match kind {
        "id" => format!("[id='{target}']"),
        "name" => format!("[name='{target}']"),
        "class" => format!(".{target}"),
        "css" => target.to_owned(),
        "xpath" => {
            let inner = target.trim_start_matches("//").replace("[@", "[");
            ensure!(!inner.contains(['/', '(']), "only simple XPath is understood: {target}");
            inner
        }
        other => bail!("an unknown kind of selector: {other}"),
    })
}
