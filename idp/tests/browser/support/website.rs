//! A website of the walks' own: a registration, and a listener for the browser to come back to.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use super::demo::demo;

/// PKCE by RFC 7636 appendix B; nobody redeems these codes.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const PAGE: &[u8] = b"<!doctype html><title>back</title><p id=\"back\">back</p>\n";

/// The logo of a club that there is not.
const LOGO: &[u8] = include_bytes!("logo.png");

pub(crate) struct Website {
    authorize: String,
}

impl Website {
    /// Registers a website at the tenant and listens at its address as long as the tests run.
    pub(crate) fn register(tenant: &str, name: &str) -> Self {
        Self::saying(tenant, name, &[])
    }

    /// The same with a logo, a start page, a privacy policy and terms.
    pub(crate) fn telling_of_itself(tenant: &str, name: &str) -> Self {
        let members = [
            ("--logo-uri", "/logo.png"),
            ("--client-uri", "/"),
            ("--policy-uri", "/policy"),
            ("--tos-uri", "/terms"),
        ];
        Self::saying(tenant, name, &members)
    }

    fn saying(tenant: &str, name: &str, addresses: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let base = format!("http://127.0.0.1:{port}");
        let callback = format!("{base}/callback");
        std::thread::spawn(move || serve(&listener));
        let words =
            ["client", "create", "--profile", "web", "--name", name, "--redirect-uri", &callback];
        let more =
            addresses.iter().flat_map(|(flag, path)| [(*flag).to_owned(), format!("{base}{path}")]);
        let more: Vec<_> = more.collect();
        let words: Vec<_> = words.into_iter().chain(more.iter().map(String::as_str)).collect();
        let made = demo().run(tenant, &words, "");
        let query = form_urlencoded(&[
            ("client_id", made["client_id"].as_str().expect("client_id")),
            ("redirect_uri", &callback),
            ("response_type", "code"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("state", "the-state"),
        ]);
        Self { authorize: demo().at(tenant, &format!("/authorize?{query}")) }
    }

    /// The address that begins a login.
    pub(crate) fn authorize(&self, more: &[(&str, &str)]) -> String {
        format!("{}&{}", self.authorize, form_urlencoded(more))
    }
}

/// Each connection by itself: browsers open some that they never use.
fn serve(listener: &TcpListener) {
    for stream in listener.incoming().map_while(Result::ok) {
        std::thread::spawn(move || answer(stream));
    }
}

fn answer(mut stream: TcpStream) {
    let mut request = [0; 8192];
    let read = stream.read(&mut request).unwrap_or_default();
    let (kind, body) = match request.get(..read) {
        Some(asked) if asked.starts_with(b"GET /logo.png") => ("image/png", LOGO),
        _ => ("text/html; charset=utf-8", PAGE),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
}

fn form_urlencoded(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
