//! A website of the walks' own: a registration, and a listener for the browser to come back to.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::demo::demo;

/// PKCE by RFC 7636 appendix B; nobody redeems these codes.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\
    Content-Length: 55\r\nConnection: close\r\n\r\n\
    <!doctype html><title>back</title><p id=\"back\">back</p>\n";

pub(crate) struct Website {
    authorize: String,
}

impl Website {
    /// Registers a website at the tenant and listens at its address as long as the tests run.
    pub(crate) fn register(tenant: &str, name: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let callback = format!("http://127.0.0.1:{port}/callback");
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let _ = stream.read(&mut [0; 8192]);
                let _ = stream.write_all(PAGE.as_bytes());
            }
        });
        let words =
            ["client", "create", "--profile", "web", "--name", name, "--redirect-uri", &callback];
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

fn form_urlencoded(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
