//! What a website says of itself to the people who are to log in: logo, start page, privacy policy, terms
//! (OpenID Connect Registration §2).

use serde::Serialize;

use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::look;
use crate::model::client::Client;
use crate::stop::Fault;
use crate::usecase::client::logo;

/// What `templates/parts/place.html` may read of a website.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// An address of ours: no page makes the browser call the website.
    pub logo: Option<String>,
    pub home: Option<Home>,
    pub policy: Option<String>,
    pub terms: Option<String>,
}

/// The start page, called by its host: a name can be anybody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Home {
    pub href: String,
    pub host: String,
}

pub async fn about(app: &App, visitor: &Visitor, client: Option<&Client>) -> Result<About, Fault> {
    let Some(client) = client else { return Ok(About::default()) };
    let version = logo::version(app, visitor.tenant(), client).await?;
    let settings = &client.settings;
    Ok(About {
        logo: version.map(|version| look::client_logo_href(visitor.tenant(), client, &version)),
        home: settings.client_uri.as_deref().and_then(home),
        policy: settings.about.policy_uri.clone(),
        terms: settings.about.tos_uri.clone(),
    })
}

fn home(address: &str) -> Option<Home> {
    let url = url::Url::parse(address).ok()?;
    Some(Home { href: address.to_owned(), host: url.host_str()?.to_owned() })
}
