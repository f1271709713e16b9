//! A browser: cookies, redirects within the provider, and the page in front.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};
use scraper::ElementRef;
use url::Url;

use super::page::css;
use super::{Arrival, BASE, Door, Page, absolute, encoded};

#[derive(Clone)]
pub struct Browser {
    door: Door,
    cookies: BTreeMap<String, String>,
    page: Option<Page>,
    left_for: Option<Url>,
    /// Sent with every request, besides what a browser says of itself.
    pub headers: Vec<(&'static str, String)>,
    /// Every response so far.
    pub seen: Vec<Page>,
}

impl Browser {
    pub fn new(door: Door) -> Self {
        let (cookies, headers, seen) = Default::default();
        Self { door, cookies, page: None, left_for: None, headers, seen }
    }

    /// The same browser, speaking to another process.
    #[must_use]
    pub fn at(mut self, door: Door) -> Self {
        self.door = door;
        self
    }

    /// Goes to an address and on, as far as redirects stay with the provider.
    pub async fn open(&mut self, url: impl AsRef<str>) -> &Page {
        let request = Request::get(absolute(url.as_ref())).body(Body::empty()).unwrap();
        self.go(request).await
    }

    /// Submits the form of the page in front whose action ends so, with its hidden fields.
    pub async fn submit(&mut self, action: &str, fields: &[(&str, &str)]) -> &Page {
        let (action, fields) = self.filled(action, fields);
        let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        self.post(&action, &fields).await
    }

    /// Posts a form that no page offers.
    pub async fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> &Page {
        let request = super::form(url, fields);
        let (mut parts, _) = request.into_parts();
        parts.headers.insert(header::ORIGIN, BASE.parse().unwrap());
        parts.headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
        self.go(Request::from_parts(parts, Body::from(encoded(fields)))).await
    }

    /// Submits the form of the page in front whose action ends so, with a file.
    pub async fn upload(&mut self, action: &str, fields: &[(&str, &str)], file: &[u8]) -> &Page {
        let (action, fields) = self.filled(action, fields);
        let mut body = Vec::new();
        for (name, value) in &fields {
            let head = format!("--x-x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        let head = "--x-x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
                    Content-Type: text/csv\r\n\r\n";
        body.extend([head.as_bytes(), file, b"\r\n--x-x--\r\n"].concat());
        let request = Request::post(absolute(&action))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x-x")
            .header(header::ORIGIN, BASE)
            .header("sec-fetch-site", "same-origin");
        self.go(request.body(Body::from(body)).unwrap()).await
    }

    pub fn page(&self) -> &Page {
        self.page.as_ref().expect("no page was opened")
    }

    /// Where the browser went when it left the provider.
    pub fn arrival(&self) -> Arrival {
        let url = self.left_for.clone();
        let page = self.page.as_ref();
        Arrival::new(url.unwrap_or_else(|| panic!("still here: {page:?}")))
    }

    pub fn has_left(&self) -> bool {
        self.left_for.is_some()
    }

    pub fn cookie(&self, word: &str) -> Option<&str> {
        let found = self.cookies.iter().find(|(name, _)| name.contains(word));
        found.map(|(_, value)| value.as_str())
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    /// The fields of a form, hidden ones and ours. A field that the form does not have is a mistake of the test.
    fn filled(&self, action: &str, ours: &[(&str, &str)]) -> (String, BTreeMap<String, String>) {
        let page = self.page();
        let html = page.html();
        let of = |form: &ElementRef<'_>| form.attr("action").unwrap_or_default().to_owned();
        let form = html.select(&css("form")).find(|form| of(form).ends_with(action));
        let form = form.unwrap_or_else(|| panic!("no form {action} in {}", page.body));
        let mut fields = BTreeMap::new();
        for hidden in form.select(&css("input[type=hidden]")) {
            let name = hidden.attr("name").unwrap().to_owned();
            fields.insert(name, hidden.attr("value").unwrap_or_default().to_owned());
        }
        for chosen in form.select(&css("select")) {
            let option = chosen.select(&css("option[selected]")).next();
            let first = || chosen.select(&css("option")).next().unwrap();
            let option = option.unwrap_or_else(first);
            let name = chosen.attr("name").unwrap().to_owned();
            fields.insert(name, option.attr("value").unwrap().to_owned());
        }
        for (name, value) in ours {
            let there = form.select(&css("[name]")).any(|one| one.attr("name") == Some(name));
            assert!(there, "the form {action} has no field {name}");
            fields.insert((*name).to_owned(), (*value).to_owned());
        }
        (of(&form), fields)
    }

    async fn go(&mut self, request: Request<Body>) -> &Page {
        self.left_for = None;
        let mut request = request;
        for _ in 0..10 {
            let page = self.send(request).await;
            let to = page.location().map(|to| Url::parse(&page.url).unwrap().join(to).unwrap());
            self.page = Some(page);
            match to {
                None => return self.page(),
                Some(to) if to.as_str().starts_with(BASE) => {
                    request = Request::get(to.as_str()).body(Body::empty()).unwrap();
                }
                Some(to) => {
                    self.left_for = Some(to);
                    return self.page();
                }
            }
        }
        panic!("redirects without end: {:?}", self.page);
    }

    async fn send(&mut self, mut request: Request<Body>) -> Page {
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request.headers_mut().insert(header::COOKIE, pairs.join("; ").parse().unwrap());
        }
        for (name, value) in &self.headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let page = self.door.send(request).await;
        for line in page.cookies_set() {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.seen.push(page.clone());
        page
    }
}
