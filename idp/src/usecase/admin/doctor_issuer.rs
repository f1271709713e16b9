//! The doctor's look at the issuer from outside.

use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use url::Url;

use crate::app::App;
use crate::model::doctor::{self, Finding, Level};
use crate::model::moment::Moment;
use crate::model::tenant::Tenant;
use crate::outbound::{Answer, Call, NotReached, Outbound};

/// How often an address is tried.
const TRIES: u32 = 3;

/// What is read of the metadata.
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
}

/// A busy machine is asked again before it is called broken.
async fn patiently(outbound: &dyn Outbound, url: &Url) -> Result<Answer, NotReached> {
    let call = || Call::Get { url: url.clone(), accept: "application/json" };
    for _ in 1..TRIES {
        match outbound.call(call()).await {
            Err(NotReached::Broken | NotReached::TooSlow) => {}
            told => return told,
        }
    }
    outbound.call(call()).await
}

/// Asks for the metadata at the address that people use: whether it is reached, who it says it is, what its clock says.
pub async fn issuer(app: &App, tenant: &Tenant, outbound: &dyn Outbound) -> Vec<Finding> {
    let issuer = app.issuer(tenant);
    let issuer = issuer.as_str();
    let text = format!("{issuer}/.well-known/openid-configuration");
    let Ok(url) = Url::parse(&text) else {
        return vec![Finding::new("issuer", Level::Broken, format!("{text} is no address"))];
    };
    let answer = match patiently(outbound, &url).await {
        Ok(answer) if answer.is_success() => answer,
        Ok(answer) => {
            let says = format!("{text} answers {}", answer.status);
            return vec![Finding::new("issuer", Level::Broken, says)];
        }
        Err(why) => {
            let remedy = match why {
                NotReached::Untrusted => "; its authority can be named: [outbound] authority_file",
                _ => "",
            };
            let says = format!("{text}: {why}{remedy}");
            return vec![Finding::new("issuer", Level::Broken, says)];
        }
    };
    let named = serde_json::from_slice::<Metadata>(&answer.body).map(|read| read.issuer);
    let found = match named {
        Ok(named) if named == issuer => {
            Finding::new("issuer", Level::Fine, format!("{issuer} answers"))
        }
        Ok(named) => {
            let says = format!("{issuer} says that it is {named}");
            Finding::new("issuer", Level::Broken, says)
        }
        Err(_) => Finding::new("issuer", Level::Broken, format!("{text} is not our metadata")),
    };
    vec![found, date(app, &answer)]
}

fn date(app: &App, answer: &Answer) -> Finding {
    let text = answer.date.as_deref().unwrap_or_default();
    let Ok(theirs) = OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822) else {
        return Finding::new("clock_issuer", Level::Warning, "the issuer tells no time");
    };
    // The header has whole seconds.
    let apart = app.now().since(Moment::from_seconds(theirs.unix_timestamp()));
    let says = format!("this machine and the issuer are {} s apart", apart.whole_seconds());
    Finding::new("clock_issuer", doctor::clocks(apart), says)
}
