//! What a page's Content-Security-Policy lets a browser do: a form or frame that it forbids never reaches the website.

use url::Url;

use super::Page;

/// Whether `directive` (or what stands in for it) allows an address.
pub(super) fn allows(page: &Page, directive: &str, url: &Url) -> bool {
    let directives: Vec<(&str, Vec<&str>)> = page
        .policy
        .split(';')
        .filter_map(|part| {
            let mut words = part.split_whitespace();
            words.next().map(|name| (name, words.collect()))
        })
        .collect();
    let find = |name: &str| directives.iter().find(|(known, _)| *known == name);
    let ruling = match directive {
        "frame-src" => find("frame-src").or(find("child-src")).or(find("default-src")),
        other => find(other),
    };
    ruling.is_none_or(|(_, sources)| sources.iter().any(|source| matches(source, page, url)))
}

fn matches(source: &str, page: &Page, url: &Url) -> bool {
    match source {
        "*" => true,
        "'none'" => false,
        "'self'" => url.origin() == page.url.origin(),
        scheme if scheme.ends_with(':') => scheme.trim_end_matches(':') == url.scheme(),
        other => {
            let Ok(allowed) = Url::parse(other) else { return url.host_str() == Some(other) };
            let below = allowed.path() == "/" || url.path().starts_with(allowed.path());
            allowed.origin() == url.origin() && below
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(policy: &str) -> Page {
        Page {
            url: Url::parse("https://op.test/authorize").unwrap(),
            status: 200,
            html: String::new(),
            policy: policy.to_owned(),
            content_type: "text/html".to_owned(),
        }
    }

    #[test]
    fn a_forbidden_form_is_noticed() {
        let website = Url::parse("https://rp.test/callback").unwrap();
        let form = |policy| allows(&page(policy), "form-action", &website);
        assert!(form(""));
        assert!(form("form-action https://rp.test"));
        assert!(form("default-src 'none'; form-action 'self' https:"));
        assert!(!form("form-action 'self'"));
        assert!(!form("form-action https://other.test"));
        assert!(form("default-src 'none'"), "form-action has no fallback");
        assert!(!allows(&page("default-src 'none'"), "frame-src", &website));
    }
}
