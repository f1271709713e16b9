//! The address at which a third party begins a login (OpenID Connect Core §4).

use super::issuer::Issuer;

/// The registered address with the issuer to log in at.
pub fn address(registered: &str, issuer: &Issuer) -> String {
    let mark = if registered.contains('?') { '&' } else { '?' };
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("iss", issuer.as_str())
        .finish();
    format!("{registered}{mark}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issuer_is_added() {
        let issuer = Issuer::of_tenant("https://idp.test", "acme");
        for (registered, expected) in [
            (
                "https://rp.test/start",
                "https://rp.test/start?iss=https%3A%2F%2Fidp.test%2Ft%2Facme",
            ),
            ("https://rp.test/?a=b", "https://rp.test/?a=b&iss=https%3A%2F%2Fidp.test%2Ft%2Facme"),
        ] {
            assert_eq!(address(registered, &issuer), expected);
        }
    }
}
