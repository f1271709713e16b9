//! Web addresses brought to one form, so that two spellings of the same place are equal.

/// The ports that go without saying (RFC 9110 §4.2).
const SCHEMES: [(&str, &str); 2] = [("http", "80"), ("https", "443")];

/// Normalizes an http or https address by syntax and scheme (RFC 3986 §6.2.2, §6.2.3), less its query
/// and its fragment.
///
/// Gives nothing for what is no such address, and for one that carries a name of a user.
pub(super) fn normalized(address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next()?;
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let (_, default_port) = SCHEMES.into_iter().find(|(name, _)| *name == scheme)?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = host_and_port(authority)?;
    let host = escaped(host)?.to_ascii_lowercase();
    let port =
        if port.is_empty() || port == default_port { String::new() } else { format!(":{port}") };
    let path = without_dots(&escaped(path)?);
    Some(format!("{scheme}://{host}{port}{path}"))
}

/// Splits an authority, the port without its leading zeros.
fn host_and_port(authority: &str) -> Option<(&str, &str)> {
    if authority.contains('@') {
        return None;
    }
    let ends = authority.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match authority.split_at(ends).1.split_once(':') {
        Some((name, port)) => (authority.split_at(ends + name.len()).0, port),
        None => (authority, ""),
    };
    let number = port.trim_start_matches('0');
    let usable =
        port.bytes().all(|it| it.is_ascii_digit()) && (!number.is_empty() || port.is_empty());
    (usable && !host.is_empty()).then_some((host, number))
}

/// Writes every character that may stand for itself as itself, and the rest with capital digits.
fn escaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let byte = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
                if is_unreserved(byte) {
                    out.push(char::from(byte));
                } else {
                    out.extend(format!("%{byte:02X}").chars());
                }
            }
            byte if is_unreserved(byte) || b"!$&'()*+,;=:@/[]".contains(&byte) => {
                out.push(char::from(byte));
            }
            _ => return None,
        }
    }
    Some(out)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|it| u8::try_from(it).ok())
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Removes the segments `.` and `..` (RFC 3986 §5.2.4); no path at all is the root.
fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if segments.peek().is_none() {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn spellings_of_one_place_are_one() {
        let plain = "https://id.example/t/acme/token";
        for other in [
            "HTTPS://ID.Example:443/t/acme/token?x=1#y",
            "https://id.example:/t/./acme/x/../token",
            "https://id.example:00443/%74/acme/%74oken",
            "https://id.example/t/acme/%2e/token",
            "https://%69d.example/../t/acme/token",
        ] {
            assert_eq!(normalized(other).as_deref(), Some(plain), "{other}");
        }
    }

    #[test]
    fn different_places_stay_apart() {
        let table = [
            ("https://id.example", "https://id.example/"),
            ("https://id.example/a/", "https://id.example/a/"),
            ("https://id.example/a/.", "https://id.example/a/"),
            ("https://id.example/a/b/..", "https://id.example/a/"),
            ("https://id.example//a", "https://id.example//a"),
            ("https://id.example/a%2fb", "https://id.example/a%2Fb"),
            ("https://id.example/A", "https://id.example/A"),
            ("http://id.example:443/", "http://id.example:443/"),
            ("http://id.example:80/", "http://id.example/"),
            ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
        ];
        for (given, wanted) in table {
            assert_eq!(normalized(given).as_deref(), Some(wanted), "{given}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for given in [
            "",
            "/token",
            "id.example/token",
            "ftp://id.example/",
            "https://",
            "https:///token",
            "https://user@id.example/",
            "https://id.example:port/",
            "https://id.example:0/",
            "https://id.example/a b",
            "https://id.example/%zz",
            "https://id.example/%4",
            "https://id.example\\@evil.example/",
            "https://id.example/\u{3042}",
        ] {
            assert_eq!(normalized(given), None, "{given}");
        }
    }
}
