//! A browser with a person in front of it: keeps cookies, follows redirects within the provider, fills in forms.

use anyhow::{Context, Result, bail};
use reqwest::{Method, StatusCode};
use scraper::{Html, Selector};
use url::Url;

use crate::setup::{Setup, User};

/// A browser of its own; a fresh one knows nobody.
pub struct Browser {
    http: reqwest::Client,
}

/// What is in front of the person.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: StatusCode,
    pub url: Url,
    pub html: String,
}

/// Where a navigation ended.
#[derive(Clone, Debug)]
pub enum Arrival {
    Page(Page),
    /// The browser was sent to the website.
    Website(Url),
}

const MOST_REDIRECTS: usize = 10;

impl Browser {
    pub fn new() -> Result<Self> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .cookie_store(true)
            .no_proxy()
            .timeout(std::time::Duration::from_secs(30));
        Ok(Self { http: builder.build()? })
    }

    pub async fn open(&self, url: Url, website: &str) -> Result<Arrival> {
        self.go(Method::GET, url, None, website).await
    }

    pub async fn post(
        &self,
        url: Url,
        fields: &[(String, String)],
        website: &str,
    ) -> Result<Arrival> {
        self.go(Method::POST, url, Some(fields), website).await
    }

    /// Logs in on the page in front, by the ids that pages promise.
    pub async fn log_in(&self, page: &Page, user: &User, website: &str) -> Result<Arrival> {
        let (action, mut fields) = page.form_with("#password")?;
        fields.push(("username".to_owned(), user.username.clone()));
        fields.push(("password".to_owned(), user.password.clone()));
        self.post(action, &fields, website).await
    }

    async fn go(
        &self,
        mut method: Method,
        mut url: Url,
        mut fields: Option<&[(String, String)]>,
        website: &str,
    ) -> Result<Arrival> {
        for _ in 0..MOST_REDIRECTS {
            let mut request = self.http.request(method.clone(), url.clone());
            if let Some(fields) = fields {
                request = request.form(fields);
            }
            let answer = request.send().await?;
            let status = answer.status();
            let Some(location) = answer.headers().get("location") else {
                return Ok(Arrival::Page(Page { status, url, html: answer.text().await? }));
            };
            url = url.join(location.to_str()?)?;
            if url.as_str().starts_with(website) {
                return Ok(Arrival::Website(url));
            }
            method = Method::GET;
            fields = None;
        }
        bail!("more than {MOST_REDIRECTS} redirects")
    }
}

impl Page {
    pub fn has(&self, selector: &str) -> bool {
        Selector::parse(selector).is_ok_and(|selector| {
            Html::parse_document(&self.html).select(&selector).next().is_some()
        })
    }

    /// The form around an element: its address and hidden fields.
    fn form_with(&self, inside: &str) -> Result<(Url, Vec<(String, String)>)> {
        let document = Html::parse_document(&self.html);
        let parse =
            |text: &str| Selector::parse(text).map_err(|error| anyhow::anyhow!("{text}: {error}"));
        let (form, inside) = (parse("form")?, parse(inside)?);
        let hidden = parse("input[type=hidden]")?;
        let form = document
            .select(&form)
            .find(|form| form.select(&inside).next().is_some())
            .context("the page in front has no login form")?;
        let action = self.url.join(form.value().attr("action").unwrap_or_default())?;
        let fields = form.select(&hidden).filter_map(|field| {
            let name = field.value().attr("name")?;
            Some((name.to_owned(), field.value().attr("value").unwrap_or_default().to_owned()))
        });
        Ok((action, fields.collect()))
    }
}

impl Arrival {
    pub fn page(self) -> Result<Page> {
        match self {
            Self::Page(page) => Ok(page),
            Self::Website(url) => bail!("a page was expected, the browser was sent to {url}"),
        }
    }

    pub fn website(self) -> Result<Url> {
        match self {
            Self::Website(url) => Ok(url),
            Self::Page(page) => {
                bail!("an answer was expected, a page came: {} {}", page.status, page.url)
            }
        }
    }
}

/// Logs a person in to the website of `setup` and returns the answer.
pub async fn sign_in(setup: &Setup, browser: &Browser, url: Url) -> Result<Url> {
    let website = setup.config.client.redirect_uri.clone();
    match browser.open(url, &website).await? {
        Arrival::Website(url) => Ok(url),
        Arrival::Page(page) => browser.log_in(&page, &setup.config.user, &website).await?.website(),
    }
}
