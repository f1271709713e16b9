//! Samples of the pages that change the login method.

use serde_json::json;

use super::{Sample, menu, troubled, with};

pub(super) fn all() -> Vec<Sample> {
    let methods: Vec<_> = [
        ("password", "IDパスワード", None), ("password_otp", "IDパスワード+ワンタイムパスワード", Some("現在のログイン方法")),
        ("password_certificate", "IDパスワード+電子証明書", None),
    ]
    .map(|(value, label, note)| json!({ "value": value, "label": label, "checked": note.is_some(), "note": note }))
    .into();
    let choice = json!({ "menu": menu("method"), "action": "/a", "cancel_href": "/account", "methods": methods });
    let mut all = troubled(
        "account/method.html",
        &choice,
        &["required", "same_method", "no_device", "certificate_not_fetched"],
    );
    for kept in [false, true] {
        let (one, other) = (super::arrival::certificate(kept), json!({ "number": 3 }));
        let certificates = [with(&one, other), one];
        all.push(("account/method_certificates.html", json!({
            "menu": menu("method"), "certificates": certificates, "done_href": "/account/method/done",
        })));
    }
    let (before, after) = ("IDパスワード+ワンタイムパスワード", "IDパスワード");
    let device = json!({ "number": 1, "kind_text": "パソコン", "address": "p***@acme.test" });
    for downward in [false, true] {
        all.push(("account/method_confirm.html", json!({
            "menu": menu("method"), "action": "/a", "back_href": "/b", "before": before, "after": after, "login_name": "p-01-usr012",
            "devices": downward.then(|| device.clone()).into_iter().collect::<Vec<_>>(), "downward": downward,
            "by_certificate": !downward, "method": "password",
        })));
        all.push(("account/method_done.html", json!({
            "menu": menu("method"), "after": after, "certificates": downward, "home_href": "/account",
        })));
    }
    all.push((
        "account/method_undo.html",
        json!({ "action": "/a", "before": before, "after": after, "login_name": "p-01-usr012" }),
    ));
    all.push(("account/method_undone.html", json!({})));
    all
}
