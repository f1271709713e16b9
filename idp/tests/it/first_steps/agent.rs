//! A browser without scripts that goes over the wire: it follows links, fills in forms and keeps cookies.

use reqwest::{Certificate, Client};
use scraper::{ElementRef, Html};
use url::Url;

use crate::support::page::css;

pub(super) struct Agent {
    client: Client,
    url: Url,
    body: String,
}

impl Agent {
    /// One who let the service's own certificate through.
    pub(super) fn trusting(pem: &[u8]) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = Client::builder()
            .cookie_store(true)
            .tls_certs_only([Certificate::from_pem(pem).unwrap()])
            .build()
            .unwrap();
        Self { client, url: Url::parse("about:blank").unwrap(), body: String::new() }
    }

    pub(super) async fn open(&mut self, url: &str) {
        let answer = self.client.get(url).header("accept-language", "en").send().await;
        self.take(answer.unwrap()).await;
    }

    async fn take(&mut self, answer: reqwest::Response) {
        let status = answer.status();
        self.url = answer.url().clone();
        self.body = answer.text().await.unwrap();
        assert!(status.is_success(), "{} {status} {}", self.url, self.body);
    }

    /// Follows a link, or presses a button below the fields that are filled in by their ids.
    pub(super) async fn press(&mut self, id: &str, fields: &[(&str, &str)]) {
        let (to, form) = self.asked(id, fields);
        let request = match form {
            None => self.client.get(to),
            Some(form) => self.client.post(to).form(&form),
        };
        let answer = request.header("accept-language", "en").send().await.unwrap();
        self.take(answer).await;
    }

    /// Where a press leads, and what a form sends there.
    fn asked(&self, id: &str, fields: &[(&str, &str)]) -> (Url, Option<Vec<(String, String)>>) {
        let page = Html::parse_document(&self.body);
        let by_id = |id: &str| {
            let found = page.select(&css(&format!("[id='{id}']"))).next();
            found.unwrap_or_else(|| panic!("no #{id} at {}\n{}", self.url, self.body))
        };
        let pressed = by_id(id);
        if let Some(href) = pressed.value().attr("href") {
            return (self.url.join(href).unwrap(), None);
        }
        let form = pressed.ancestors().filter_map(ElementRef::wrap);
        let form = form.into_iter().find(|one| one.value().name() == "form").unwrap();
        let said = |name| pressed.value().attr(name).map(str::to_owned);
        let mut sent: Vec<_> = said("name").zip(said("value")).into_iter().collect();
        for input in form.select(&css("input[name], select[name]")) {
            let attribute = |name: &str| input.value().attr(name).unwrap_or_default().to_owned();
            let filled = fields.iter().find(|(id, _)| *id == attribute("id"));
            if let Some((_, text)) = filled {
                sent.push((attribute("name"), (*text).to_owned()));
            } else if ["hidden", "text"].contains(&attribute("type").as_str()) {
                sent.push((attribute("name"), attribute("value")));
            }
        }
        for (id, _) in fields {
            assert!(form.select(&css(&format!("[id='{id}']"))).next().is_some(), "no #{id}");
        }
        let to = form.value().attr("action").unwrap_or_default();
        (self.url.join(to).unwrap(), Some(sent))
    }

    pub(super) fn has(&self, id: &str) -> bool {
        Html::parse_document(&self.body).select(&css(&format!("[id='{id}']"))).next().is_some()
    }

    pub(super) fn text(&self, id: &str) -> String {
        let page = Html::parse_document(&self.body);
        let found = page.select(&css(&format!("[id='{id}']"))).next();
        let found = found.unwrap_or_else(|| panic!("no #{id} at {}\n{}", self.url, self.body));
        found.text().collect::<String>().trim().to_owned()
    }
}
