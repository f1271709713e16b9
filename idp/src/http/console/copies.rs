//! What a website's makers copy: the settings of a client for the libraries that the examples use. A secret is never in
//! them: it comes from the surroundings of the program.

use crate::model::client::{Authentication, Client, Profile};
use crate::wire::redirect_uri::RedirectUri;

/// A library, and how it is told of the provider.
pub struct Copy {
    pub library: &'static str,
    text: &'static str,
}

const WEB: [Copy; 4] = [
    Copy { library: "Node: openid-client", text: include_str!("snippets/node.txt") },
    Copy { library: "Python: Authlib", text: include_str!("snippets/python.txt") },
    Copy { library: "Rust: openidconnect", text: include_str!("snippets/rust.txt") },
    Copy { library: "Apache: mod_auth_openidc", text: include_str!("snippets/apache.txt") },
];

const BROWSER: [Copy; 1] =
    [Copy { library: "JavaScript: oauth4webapi", text: include_str!("snippets/spa.txt") }];

const SERVICE: [Copy; 1] =
    [Copy { library: "Node: openid-client", text: include_str!("snippets/machine.txt") }];

/// Those that fit the client.
pub const fn of(client: &Client) -> &'static [Copy] {
    match (client.profile, client.authentication) {
        (Profile::Web, Authentication::ClientSecretBasic) => &WEB,
        (Profile::Browser, _) => &BROWSER,
        (Profile::Service, Authentication::ClientSecretBasic) => &SERVICE,
        _ => &[],
    }
}

impl Copy {
    /// With the addresses and the id of the client.
    pub fn filled(&self, issuer: &str, client: &Client) -> String {
        let redirect = client.redirect_uris.first().map_or("", RedirectUri::as_str);
        self.text
            .trim_end()
            .replace("{issuer}", issuer)
            .replace("{client_id}", client.id.0.as_str())
            .replace("{redirect_uri}", redirect)
    }
}
