//! Samples of the pages between websites and people.

use serde_json::json;

use super::Sample;

pub(super) fn all() -> Vec<Sample> {
    let form = json!({
        "action": "https://portal.test/cb",
        "fields": [["code", "c_1"], ["state", "s"]],
        "script": "/static/v/form_post.js",
    });
    let plain = json!({
        "website": null, "website_href": null, "account_href": "/t/acme/account",
        "frames": [], "back": null,
    });
    let with_a_way = json!({
        "website": "みどり証券", "website_href": "https://portal.test", "account_href": null,
        "frames": [], "back": null,
    });
    let framing = json!({
        "website": "みどり証券", "website_href": "https://portal.test", "account_href": null,
        "frames": ["https://a.test/f", "https://b.test/f"], "back": "https://portal.test/bye",
    });
    vec![
        ("oidc/form_post.html", form),
        ("oidc/signed_out.html", plain),
        ("oidc/signed_out.html", with_a_way),
        ("oidc/signed_out.html", framing),
        ("login/tried.html", json!({ "word": "signed_in" })),
        ("login/tried.html", json!({ "word": "refused" })),
        ("login/tried.html", json!({ "word": "gone" })),
    ]
}
