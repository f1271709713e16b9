//! Redirect URIs: kept as text, parsed once, compared byte by byte (RFC 9700 §2.1).

use serde::{Deserialize, Serialize};
use url::{Host, Url};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RedirectUri(String);

const LONGEST: usize = 512;

impl RedirectUri {
    /// Accepts an address worth registering: absolute, plain ASCII, no fragment, user info or wildcard.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() <= LONGEST
            && text.bytes().all(|byte| byte.is_ascii_graphic())
            && !text.contains(['\\', '#', '*', '"', '<', '>', '`', '{', '}', '|', '^'])
            && !text.contains("%00")
            && !text.to_ascii_lowercase().contains("%0d")
            && !text.to_ascii_lowercase().contains("%0a");
        if !plain {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let clean = url.username().is_empty() && url.password().is_none();
        let uri = Self(text.to_owned());
        let kind = uri.is_web() && text.starts_with(&format!("{}://", url.scheme()))
            || uri.is_private_scheme();
        (clean && kind).then_some(uri)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// https anywhere, or http on this machine.
    pub fn is_web(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| match url.scheme() {
            "https" => url.has_host(),
            "http" => is_loopback(&url),
            _ => false,
        })
    }

    /// A scheme of an app's own, in reverse domain order (RFC 8252 §7.1).
    pub fn is_private_scheme(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| url.scheme().contains('.'))
    }

    /// Whether `asked` is this very address; for apps, on loopback by number, the port may vary (RFC 8252 §7.3).
    pub fn matches(&self, asked: &str, port_may_vary: bool) -> bool {
        if self.0 == asked {
            return true;
        }
        port_may_vary
            && without_loopback_port(&self.0)
                .is_some_and(|own| without_loopback_port(asked).is_some_and(|other| own == other))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The text around the port, where it begins with a loopback address in its usual spelling.
fn without_loopback_port(text: &str) -> Option<(&str, &str)> {
    for start in ["http://127.0.0.1", "http://[::1]"] {
        let Some(rest) = text.strip_prefix(start) else { continue };
        let rest = match rest.strip_prefix(':') {
            Some(after) => {
                let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                let port_is_number = after[..end].parse::<u16>().is_ok();
                port_is_number.then_some(&after[end..])?
            }
            None => rest,
        };
        return (rest.is_empty() || rest.starts_with('/')).then_some((start, rest));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_clean_addresses_are_registered() {
        for fine in [
            "https://rp1.test/cb",
            "https://rp1.test/cb?x=1",
            "http://127.0.0.1:8081/cb",
            "http://localhost/cb",
            "com.example.app:/cb",
        ] {
            assert_eq!(RedirectUri::parse(fine).map(|uri| uri.0), Some(fine.to_owned()), "{fine}");
        }
        for wrong in [
            "",
            "/cb",
            "//rp1.test/cb",
            "http://rp1.test/cb",
            "https://rp1.test/cb#f",
            "https://rp1.test/cb%0d%0aSet-Cookie:a=b",
            "https://rp1.test/cb%00",
            "https://u@rp1.test/cb",
            "https://*.rp1.test/cb",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https:rp1.test/cb",
            "https:/rp1.test/cb",
            "HTTPS://rp1.test/cb",
            " https://rp1.test/cb",
            "https://ｒｐ1.test/cb",
            "https://rp1.test\\@evil.test/cb",
            "vbscript:x",
            "blob:https://rp1.test/x",
        ] {
            assert!(RedirectUri::parse(wrong).is_none(), "{wrong}");
        }
        assert!(RedirectUri::parse(&format!("https://rp1.test/{}", "a".repeat(512))).is_none());
    }

    #[test]
    fn comparison_is_exact() {
        let own = RedirectUri::parse("https://rp1.test/cb").unwrap();
        assert!(own.matches("https://rp1.test/cb", true));
        for other in [
            "https://rp1.test/cb/",
            "https://rp1.test/cb?x=1",
            "https://rp1.test/cb#f",
            "https://RP1.test/cb",
            "https://rp1.test:443/cb",
            "https://rp1.test./cb",
            "https://rp1.test@evil.test/cb",
            "",
            "https://rp1.test/cb/../x",
            "https://rp1.test/cb%2f",
            " https://rp1.test/cb",
        ] {
            assert!(!own.matches(other, true), "{other}");
        }
    }

    #[test]
    fn the_port_of_an_app_on_loopback_may_vary() {
        let own = RedirectUri::parse("http://127.0.0.1/cb").unwrap();
        assert!(own.matches("http://127.0.0.1:51000/cb", true));
        assert!(!own.matches("http://127.0.0.1:51000/cb", false));
        for other in [
            "http://127.0.0.1:51000/cb2",
            "http://127.0.0.1:51000/cb?x",
            "http://127.0.0.1:80@evil.test/cb",
            "http://[::1]:51000/cb",
            "http://2130706433/cb",
            "http://127.1/cb",
            "http://0x7f.1/cb",
            "http://127.0.0.1.evil.test/cb",
            "https://127.0.0.1:1/cb",
            "http://127.0.0.1:/cb",
            "http://127.0.0.1:99999/cb",
        ] {
            assert!(!own.matches(other, true), "{other}");
        }
    }
}
