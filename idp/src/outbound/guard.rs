//! Which addresses may be called: pure rules, asked of the URL before the call and of every address that its name has.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// What may be called beyond public servers by https.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// `host:port`, by http too, whatever its addresses are.
    pub places: Vec<String>,
    /// This machine, on any port and by http: for a demo.
    pub this_machine: bool,
    /// The own host, which nobody makes call itself.
    pub own_host: Option<String>,
}

/// The ports of web servers. Others answer to other protocols, some of them to whatever they are sent.
const PORTS: [u16; 2] = [443, 8443];

impl Allowed {
    /// Whether the URL itself may be called; where its host is a name, its addresses are still to be judged.
    pub fn permits(&self, url: &Url) -> bool {
        let bare = url.username().is_empty() && url.password().is_none();
        if !bare || !matches!(url.scheme(), "http" | "https") {
            return false;
        }
        if self.is_named(url) || (self.this_machine && is_this_machine(url)) {
            return true;
        }
        let Some(port) = url.port_or_known_default() else { return false };
        url.scheme() == "https" && PORTS.contains(&port) && self.is_foreign(url)
    }

    /// Whether the operator named this place.
    pub fn is_named(&self, url: &Url) -> bool {
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
            return false;
        };
        self.places.contains(&format!("{host}:{port}"))
    }

    /// Whether this is a demo, and the place one of its own machine or one that whoever started it named.
    pub fn is_neighbour(&self, url: &Url) -> bool {
        self.this_machine && (is_this_machine(url) || self.is_named(url))
    }

    /// Whether a name may lead to this address.
    pub fn permits_address(&self, name: &str, address: IpAddr) -> bool {
        let named = self.places.iter().any(|place| {
            place.rsplit_once(':').is_some_and(|(host, _)| host.eq_ignore_ascii_case(name))
        });
        let own = self.this_machine && is_local_name(name) && address.is_loopback();
        named || own || is_public(address)
    }

    fn is_foreign(&self, url: &Url) -> bool {
        let own = self.own_host.as_deref();
        match url.host() {
            Some(Host::Ipv4(address)) => is_public(address.into()),
            Some(Host::Ipv6(address)) => is_public(address.into()),
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                !is_local_name(name) && own.is_none_or(|own| !own.eq_ignore_ascii_case(name))
            }
            None => false,
        }
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => is_local_name(name),
        None => false,
    }
}

fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Whether an address is one of the open internet (IANA special-purpose registries, RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = a == 0
        || a == 10
        || a == 127
        || a >= 224
        || matches!((a, b), (100, 64..=127) | (169, 254) | (172, 16..=31) | (192, 168))
        || matches!((a, b, c), (192, 0, 0 | 2) | (192, 88, 99) | (198, 51, 100) | (203, 0, 113))
        || matches!((a, b), (198, 18 | 19));
    !special
}

/// Global unicast alone, and none of the ranges that carry an IPv4 address inside.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let global = first & 0xe000 == 0x2000;
    let carries_another = first == 0x2002 || (first == 0x2001 && second == 0);
    let reserved = first == 0x2001 && (second == 0xdb8 || (0x10..=0x2f).contains(&second));
    let documentation = first == 0x3fff && second < 0x1000;
    global && !carries_another && !reserved && !documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    // SS-01 to SS-09: every target of the list, in every way of writing it.
    #[test]
    fn only_public_web_servers_are_called() {
        let allowed =
            Allowed { own_host: Some("login.example.jp".to_owned()), ..Allowed::default() };
        for fine in
            ["https://rp.example/jwks", "https://rp.example:8443/x", "https://93.184.216.34/"]
        {
            assert!(allowed.permits(&url(fine)), "{fine}");
        }
        for not in [
            "http://rp.example/",
            "https://127.0.0.1:9999/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://0.0.0.0/",
            "https://169.254.169.254/latest/meta-data",
            "https://10.0.0.1/",
            "https://172.16.0.1/",
            "https://192.168.0.1/",
            "https://100.64.0.1/",
            "https://[fc00::1]/",
            "https://[fe80::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://0x7f.1/",
            "https://localhost./",
            "https://localhost/",
            "https://a.localhost/",
            "https://login.example.jp/",
            "https://LOGIN.example.jp./",
            "https://rp.example:22/",
            "https://rp.example:25/",
            "https://rp.example:5432/",
            "https://rp.example:6379/",
            "https://user@rp.example/",
            "https://a:b@rp.example/",
            "file:///etc/passwd",
            "gopher://rp.example/",
            "ftp://rp.example/",
            "unix:/run/x",
            "data:text/plain,x",
        ] {
            assert!(!allowed.permits(&url(not)), "{not}");
        }
    }

    // SS-07
    #[test]
    fn a_name_leads_to_public_addresses_only() {
        let allowed = Allowed::default();
        for (address, fine) in [
            ("93.184.216.34", true),
            ("2606:2800:220:1::1", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("100.127.255.255", false),
            ("100.128.0.1", true),
            ("172.32.0.1", true),
            ("198.19.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::", false),
            ("::ffff:8.8.8.8", false),
            ("2001::1", false),
            ("2001:db8::1", false),
        ] {
            let parsed: IpAddr = address.parse().unwrap();
            assert_eq!(allowed.permits_address("rp.example", parsed), fine, "{address}");
        }
    }

    #[test]
    fn what_the_operator_names_may_be_called() {
        let places = vec!["intranet.example:9000".to_owned()];
        let allowed = Allowed { places, ..Allowed::default() };
        assert!(allowed.permits(&url("http://intranet.example:9000/jwks")));
        assert!(!allowed.permits(&url("http://intranet.example:9001/jwks")));
        assert!(allowed.permits_address("intranet.example", [10, 0, 0, 1].into()));
        assert!(!allowed.permits_address("other.example", [10, 0, 0, 1].into()));
        let demo = Allowed { this_machine: true, ..Allowed::default() };
        assert!(
            demo.permits(&url("http://localhost:1234/")) && demo.permits(&url("http://[::1]:1/"))
        );
        assert!(!demo.permits(&url("http://192.168.0.1:1234/")));
        assert!(demo.permits_address("localhost", [127, 0, 0, 1].into()));
        assert!(!demo.permits_address("rp.example", [127, 0, 0, 1].into()));
    }

    #[test]
    fn only_a_demo_has_neighbours_whose_certificates_are_not_looked_at() {
        let places = vec!["suite.example:8443".to_owned()];
        let demo = Allowed { places, this_machine: true, own_host: None };
        for (fine, place) in [
            (true, "https://localhost:9000/jwks"),
            (true, "https://127.0.0.1:9000/jwks"),
            (true, "https://suite.example:8443/jwks"),
            (false, "https://suite.example/jwks"),
            (false, "https://localhost.example:9000/jwks"),
        ] {
            assert_eq!(demo.is_neighbour(&url(place)), fine, "{place}");
        }
        let service = Allowed { this_machine: false, ..demo };
        assert!(!service.is_neighbour(&url("https://suite.example:8443/jwks")));
        assert!(!service.is_neighbour(&url("https://localhost:9000/jwks")));
    }
}
