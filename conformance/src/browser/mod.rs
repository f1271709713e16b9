//! A browser without script and the person before it: keeps cookies, follows redirects within the provider, loads
//! frames, sends forms. It stops where the provider sends it to somebody else: the website.

mod commands;
mod page;
mod person;
mod policy;

pub use page::Page;

use anyhow::{Context, Result, bail};
use reqwest::Method;
use url::Url;

use crate::http::builder;
use crate::trial::Trial;
use person::Person;

const MOST_STEPS: usize = 40;

/// What the person is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Logs in, agrees, confirms.
    GoOn,
    /// Gives up where there is a button for it.
    Cancel,
    /// Touches nothing.
    Look,
}

/// A navigation: a link, a redirect or a form.
#[derive(Clone, Debug)]
pub struct Trip {
    pub method: Method,
    pub url: Url,
    pub fields: Vec<(String, String)>,
}

impl Trip {
    pub fn get(url: Url) -> Self {
        Self { method: Method::GET, url, fields: Vec::new() }
    }

    pub fn post(url: Url, fields: Vec<(String, String)>) -> Self {
        Self { method: Method::POST, url, fields }
    }
}

/// Where the browser came to the website.
#[derive(Clone, Debug)]
pub struct Landing {
    pub url: Url,
    /// The fields of a form that was posted there.
    pub posted: Option<Vec<(String, String)>>,
}

/// What happened on the way.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// The pages that were seen, the last one last.
    pub pages: Vec<Page>,
    /// Frames of these pages that lead to the website.
    pub frames: Vec<Url>,
    pub landing: Option<Landing>,
}

impl Visit {
    /// Whether somebody was asked to log in.
    pub fn asked_to_log_in(&self) -> bool {
        self.pages.iter().any(Page::is_login)
    }

    /// The website's side; a page instead is an error.
    pub fn landed(&self) -> Result<&Landing> {
        self.landing.as_ref().with_context(|| {
            format!("the browser was not sent back to the website: {}", self.last_brief())
        })
    }

    /// The page where it stopped; an answer to the website instead is an error.
    pub fn stopped(&self) -> Result<&Page> {
        if let Some(landing) = &self.landing {
            bail!("a page was expected, the browser was sent to {}", landing.url);
        }
        self.pages.last().context("no page came")
    }

    fn last_brief(&self) -> String {
        self.pages.last().map_or_else(|| "no page came".to_owned(), Page::brief)
    }
}

/// A browser of its own; a fresh one knows nobody.
pub struct Browser<'t> {
    http: reqwest::Client,
    trial: &'t Trial,
}

impl<'t> Browser<'t> {
    pub fn new(trial: &'t Trial) -> Result<Self> {
        Ok(Self { http: builder(&trial.config)?.cookie_store(true).build()?, trial })
    }

    /// Opens an address and does what has to be done until the website is reached or nothing is left to do.
    pub async fn open(&self, url: Url) -> Result<Visit> {
        self.go(Trip::get(url), Intent::GoOn).await
    }

    /// Opens an address and touches nothing.
    pub async fn look(&self, url: Url) -> Result<Visit> {
        self.go(Trip::get(url), Intent::Look).await
    }

    pub async fn go(&self, trip: Trip, intent: Intent) -> Result<Visit> {
        let mut person = Person::new(self.trial, intent, &trip.url);
        let mut visit = Visit::default();
        let mut next = Some(trip);
        for _ in 0..MOST_STEPS {
            let Some(trip) = next.take() else { return Ok(visit) };
            if !self.trial.is_provider(&trip.url) {
                visit.landing = Some(landing(trip));
                return Ok(visit);
            }
            next = match self.load(&trip).await? {
                Loaded::Elsewhere(trip) => Some(trip),
                Loaded::Page(page) => {
                    self.load_frames(&page, &mut visit).await?;
                    let onward = match page.goes_on_by_itself(|url| !self.trial.is_provider(url))? {
                        Some(trip) => Some(trip),
                        None => person.act(&page).await?,
                    };
                    visit.pages.push(page);
                    onward
                }
            };
        }
        bail!("the browser went round in circles: {}", visit.last_brief())
    }

    async fn load(&self, trip: &Trip) -> Result<Loaded> {
        let mut request = self.http.request(trip.method.clone(), trip.url.clone());
        request = request.header("accept", "text/html,*/*;q=0.8");
        if trip.method == Method::POST {
            request = request.form(&trip.fields);
        }
        let answer = self.trial.send_quietly(request).await?;
        self.trial.note(format!("browser {} {} {}", trip.method, trip.url, answer.status));
        let location = answer.header("location");
        if !(300..400).contains(&answer.status) || location.is_empty() {
            return Ok(Loaded::Page(Page::new(trip.url.clone(), answer)));
        }
        let url = trip.url.join(location).with_context(|| format!("Location: {location}"))?;
        let keeps = matches!(answer.status, 307 | 308) && trip.method == Method::POST;
        let onward = if keeps { Trip::post(url, trip.fields.clone()) } else { Trip::get(url) };
        Ok(Loaded::Elsewhere(onward))
    }

    /// Loads frames as a browser does; those of the website are only remembered.
    async fn load_frames(&self, page: &Page, visit: &mut Visit) -> Result<()> {
        for url in page.frames() {
            if !policy::allows(page, "frame-src", &url) {
                self.trial.note(format!("the page's policy forbids its own frame {url}"));
            } else if self.trial.is_provider(&url) {
                self.trial.send_quietly(self.http.get(url)).await?;
            } else {
                visit.frames.push(url);
            }
        }
        Ok(())
    }
}

enum Loaded {
    Page(Page),
    Elsewhere(Trip),
}

fn landing(trip: Trip) -> Landing {
    let posted = (trip.method == Method::POST).then_some(trip.fields);
    Landing { url: trip.url, posted }
}
