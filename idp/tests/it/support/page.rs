//! A response as a test looks at it.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use scraper::{Html, Selector};
use serde_json::Value;

const BINARY: [&str; 5] = [
    "image/png",
    "application/x-pkcs12",
    "application/pkix-crl",
    "application/ocsp-response",
    "text/csv; charset=windows-31j",
];

#[derive(Clone)]
pub struct Page {
    pub url: String,
    pub headers: HeaderMap,
    pub body: String,
    /// The body of what is no text.
    pub bytes: Vec<u8>,
    status: StatusCode,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {} {:?}\n{}", self.status, self.url, self.headers, self.body)
    }
}

impl Page {
    pub async fn read(url: String, response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes: Vec<u8> = body.collect().await.unwrap().to_bytes().into();
        let kind = parts.headers.get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap());
        let is_text = !kind.is_some_and(|kind| BINARY.contains(&kind));
        let body = if is_text { String::from_utf8(bytes.clone()).unwrap() } else { String::new() };
        Self { url, headers: parts.headers, body, bytes, status: parts.status }
    }

    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The word of the problem that the page tells of.
    pub fn problem(&self) -> Option<String> {
        self.attribute("#problem", "data-problem")
    }

    pub fn has(&self, selector: &str) -> bool {
        self.html().select(&css(selector)).next().is_some()
    }

    /// The text of the first such element, its white space folded.
    pub fn text(&self, selector: &str) -> String {
        let html = self.html();
        let found = html.select(&css(selector)).next();
        let found = found.unwrap_or_else(|| panic!("no {selector} in {}", self.body));
        found.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.html().select(&css(selector)).next()?.attr(name).map(str::to_owned)
    }

    /// That attribute of every such element.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let html = self.html();
        html.select(&css(selector)).filter_map(|one| one.attr(name).map(str::to_owned)).collect()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    /// The protocol's word for what went wrong.
    pub fn error(&self) -> String {
        self.json()["error"].as_str().expect("an error").to_owned()
    }

    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn location(&self) -> Option<&str> {
        self.header(header::LOCATION)
    }

    pub fn cookies_set(&self) -> Vec<&str> {
        let lines = self.headers.get_all(header::SET_COOKIE);
        lines.iter().map(|line| line.to_str().unwrap()).collect()
    }

    /// What two answers must have in common to be the same to a stranger: all but what is drawn anew each time.
    pub fn likeness(&self) -> (u16, String) {
        let mut body = self.body.replace("&#x2f;", "/");
        for drawn in self.attributes("input[name=csrf]", "value") {
            body = body.replace(&drawn, "CSRF");
        }
        for drawn in self.attributes("form", "action") {
            body = body.replace(&drawn, "ACTION");
        }
        for link in self.attributes(".languages a", "href") {
            body = body.replace(&link, "LINK");
        }
        for typed in self.attributes("#username", "value") {
            body = body.replace(&format!("\"{typed}\""), "\"TYPED\"");
        }
        (self.status(), body)
    }
}

pub fn css(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}
