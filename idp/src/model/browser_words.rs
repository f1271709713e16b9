//! What a browser says of itself (RFC 9110 §10.1.5), in words that a person knows: `Chrome 120 / Windows`.

use std::fmt;

/// The parts that were recognized. What a browser says may be invented: it is told, never believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserWords {
    program: Option<(&'static str, Option<u32>)>,
    system: Option<&'static str>,
}

/// Products that tell their name, before those whose name they borrow.
const PROGRAMS: [(&str, &str); 17] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex Browser"),
    ("CriOS/", "Chrome"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("MSIE ", "Internet Explorer"),
    ("Trident/", "Internet Explorer"),
    ("curl/", "curl"),
    // Safari's own number is the engine's; its version stands elsewhere.
    ("Safari/", "Safari"),
];

/// Systems, before those whose name they borrow.
const SYSTEMS: [(&str, &str); 9] = [
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("Linux", "Linux"),
];

/// Reads a `User-Agent`.
pub fn of(agent: &str) -> BrowserWords {
    let program = PROGRAMS.into_iter().find_map(|(mark, name)| {
        let (_, rest) = agent.split_once(mark)?;
        let version = match name {
            "Safari" => agent.split_once("Version/").and_then(|(_, rest)| number(rest)),
            "Internet Explorer" if mark == "Trident/" => {
                agent.split_once("rv:").and_then(|(_, rest)| number(rest))
            }
            _ => number(rest),
        };
        Some((name, version))
    });
    let system = SYSTEMS.into_iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| name);
    BrowserWords { program, system }
}

fn number(text: &str) -> Option<u32> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

impl BrowserWords {
    pub const fn is_unknown(&self) -> bool {
        self.program.is_none() && self.system.is_none()
    }
}

/// Empty where nothing was recognized.
impl fmt::Display for BrowserWords {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, version)) = self.program {
            out.write_str(name)?;
            if let Some(version) = version {
                write!(out, " {version}")?;
            }
        }
        match self.system {
            Some(system) if self.program.is_some() => write!(out, " / {system}"),
            Some(system) => out.write_str(system),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_by_table() {
        const KIT: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15";
        for (agent, words) in [
            (format!("{windows} {KIT} Chrome/120.0.0.0 Safari/537.36"), "Chrome 120 / Windows"),
            (
                format!("{windows} {KIT} Chrome/120.0.0.0 Safari/537.36 Edg/119.0.1"),
                "Edge 119 / Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0".to_owned(),
                "Firefox 121 / Linux",
            ),
            (
                format!("{iphone} (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1"),
                "Safari 17 / iPhone",
            ),
            (
                format!("{iphone} (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile Safari/604.1"),
                "Chrome 120 / iPhone",
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 14; Pixel 8) {KIT} Chrome/120.0 Mobile"),
                "Chrome 120 / Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/17.1 Safari/605.1.15"
                    .to_owned(),
                "Safari 17 / macOS",
            ),
            (
                "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko".to_owned(),
                "Internet Explorer 11 / Windows",
            ),
            ("curl/8.5.0".to_owned(), "curl 8"),
            ("Chrome/99999999999999".to_owned(), "Chrome"),
            ("<script>alert(1)</script>".to_owned(), ""),
            (String::new(), ""),
        ] {
            assert_eq!(of(&agent).to_string(), words, "{agent}");
        }
    }
}
