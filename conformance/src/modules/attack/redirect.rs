//! RU: addresses that look like the registered one. None is ever redirected to, by GET or by POST.

use anyhow::{Context, Result};
use url::Url;

use super::expect::page;
use crate::browser::{Browser, Intent, Trip};
use crate::plan::Module;
use crate::rp::{Ask, Client};
use crate::trial::Trial;

/// From authority and path of the registered https address to addresses that are not it.
type Forge = fn(&str, &str) -> Vec<String>;

macro_rules! forged {
    ($name:literal, $forge:expr) => {
        row!($name, never => ($forge as Forge))
    };
}

pub(super) const CASES: &[Module] = &[
    forged!("RU-01", |host, path| vec![format!("https://{host}{path}/")]),
    forged!("RU-02", |host, path| vec![format!("https://{host}{path}?x=1")]),
    forged!("RU-03", |host, path| vec![format!("https://{host}{path}#f")]),
    forged!("RU-04", |host, path| vec![format!("https://{host}{path}%23")]),
    forged!("RU-06", |host, path| vec![format!("HTTPS://{host}{path}")]),
    forged!("RU-07", |host, path| vec![format!("https://{}{path}", host.to_uppercase())]),
    forged!("RU-08", |host, path| vec![format!("https://{}:443{path}", name(host))]),
    forged!("RU-09", |host, path| vec![format!("http://{host}{path}")]),
    forged!("RU-10", |host, path| vec![format!("https://{}.{}{path}", name(host), port(host))]),
    forged!("RU-11", |host, path| vec![format!("https://{}.evil.test{path}", name(host))]),
    forged!("RU-13", |host, path| vec![format!("https://{host}@evil.test{path}")]),
    forged!("RU-14", |host, path| vec![format!("https://{}:443@evil.test{path}", name(host))]),
    forged!("RU-15", |host, path| vec![format!("https://a@evil.test@{host}{path}")]),
    forged!("RU-16", |host, path| vec![format!("https://{host}%40evil.test{path}")]),
    forged!("RU-17", |host, path| vec![format!("https://evil.test\\@{host}{path}")]),
    forged!("RU-18", |host, path| vec![format!("https://{host}\\evil.test{path}")]),
    forged!("RU-20", |host, path| vec![
        format!("https:/{host}{path}"),
        format!("https:{host}{path}")
    ]),
    forged!("RU-21", |host, path| vec![format!("//{host}{path}")]),
    forged!("RU-22", |host, path| vec![format!("https://{host}{path}/../x")]),
    forged!("RU-23", |host, path| vec![format!("https://{host}{path}/..%2fx")]),
    forged!("RU-24", |host, path| vec![format!("https://{host}{path}/%2e%2e/x")]),
    forged!("RU-25", |host, path| vec![format!("https://{host}{path}/..;/x")]),
    forged!("RU-27", |host, path| {
        ["%00", "%00.evil", "\0"].map(|end| format!("https://{host}{path}{end}")).into()
    }),
    forged!("RU-28", |host, path| {
        ["%0d%0aSet-Cookie:a=b", "\r\nSet-Cookie:a=b"]
            .map(|end| format!("https://{host}{path}{end}"))
            .into()
    }),
    forged!("RU-29", |host, path| {
        let address = format!("https://{host}{path}");
        let spaces = [" ", "\t", "\n", "\u{3000}"];
        spaces
            .iter()
            .flat_map(|one| [format!("{one}{address}"), format!("{address}{one}")])
            .collect()
    }),
    forged!("RU-30", |host, path| {
        vec![
            format!("https://{}{path}", host.replacen('o', "\u{43e}", 1)),
            format!("https://xn--{}-.test{path}", name(host)),
        ]
    }),
    forged!("RU-31", |host, path| {
        let wide: String = name(host).chars().map(widened).collect();
        vec![
            format!("https://{wide}{}{path}", port(host)),
            format!("https://rp1\u{3002}test{path}"),
        ]
    }),
    forged!("RU-32", |host, _| {
        let schemes =
            ["javascript:", "JaVaScRiPt:", "data:text/html,", "vbscript:", "blob:", "file:"];
        schemes.map(|scheme| format!("{scheme}//{host}/%0aalert(1)")).into()
    }),
    forged!("RU-34", |_, path| vec![format!("com.example.app:{path}")]),
    forged!("RU-35", |_, path| {
        vec![format!("http://localhost{path}"), format!("http://127.0.0.1{path}")]
    }),
    forged!("RU-36", |host, path| {
        vec![
            format!("https://@{host}{path}"),
            format!("https://[::1]{path}"),
            format!("https://[fe80::1%25eth0]{path}"),
        ]
    }),
    forged!("RU-37", |host, path| vec![
        format!("https://x{host}{path}"),
        format!("https://{host}{path}x")
    ]),
    forged!("RU-39", |host, path| vec![format!("https://{host}{path}/{}", "a".repeat(2100))]),
    forged!("RU-44", |host, path| {
        vec![format!("https://{host}{path}?"), format!("https://{host}{path}&")]
    }),
];

fn name(authority: &str) -> &str {
    authority.split(':').next().unwrap_or(authority)
}

/// The port with its colon, or nothing.
fn port(authority: &str) -> &str {
    authority.find(':').map_or("", |at| &authority[at..])
}

/// The full-width form of a character.
fn widened(letter: char) -> char {
    match u32::from(letter) {
        code @ 0x21..0x7f => char::from_u32(code + 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

async fn never(trial: &Trial, forge: Forge) -> Result<()> {
    let client = Client::first(trial).await?;
    let registered = Url::parse(&client.redirect_uri)?;
    for forged in forge(registered.authority(), registered.path()) {
        let ask = Ask::new(trial, &client).with("redirect_uri", &forged);
        let browser = Browser::new(trial)?;
        let visit = browser.look(ask.url(trial)?).await?;
        page(&visit).with_context(|| format!("by GET, {forged:?}"))?;
        let endpoint = Url::parse(trial.provider.member("authorization_endpoint")?)?;
        let visit = browser.go(Trip::post(endpoint, ask.parameters), Intent::Look).await?;
        if visit.pages.last().is_some_and(|page| matches!(page.status, 404 | 405)) {
            continue;
        }
        page(&visit).with_context(|| format!("by POST, {forged:?}"))?;
    }
    Ok(())
}
