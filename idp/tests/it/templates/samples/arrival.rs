//! Samples of the pages before a login: enrolment, reissue, release, certificate.

use serde_json::{Value, json};

use super::{ANSWER_WORDS, PASSWORD_WORDS, Sample, questions, rules, troubled, with};

/// What a page with an issued certificate shows.
pub(super) fn certificate(kept: bool) -> Value {
    json!({
        "number": 2, "expires": "2027年8月23日(月) 14:05 JST", "password": "y1a1-O7TR-k3Qw", "password_kept": kept, "download_action": "/d",
        "forms": [{ "value": "compat", "checked": true }, { "value": "modern", "checked": false }],
    })
}

pub(super) fn codes() -> Value {
    json!([
        "7KQ2-M9XR",
        "P4TD-W8HC",
        "3FNV-Z6YB",
        "R2GJ-5LKS",
        "X9MC-T7QD",
        "H6WP-2NRV",
        "B8ZK-4FYG",
        "L5SJ-D3XT"
    ])
}

pub(super) fn enrolment() -> Vec<Sample> {
    let code = json!({ "action": "/a", "login_name": "p-01-usr012" });
    let mut all = troubled("enrol/code.html", &code, &["code_mismatch", "required"]);
    for with_question in [false, true] {
        let credentials = json!({
            "action": "/a", "login_name": "p-01-usr012", "rules": rules(), "passwordrules": "minlength: 8;",
            "with_question": with_question, "questions": questions(),
        });
        all.extend(troubled("enrol/credentials.html", &credentials, &PASSWORD_WORDS));
        if with_question {
            all.extend(troubled("enrol/credentials.html", &credentials, &ANSWER_WORDS));
            let missing = json!({ "problem": "required", "problem_field": "question" });
            all.push(("enrol/credentials.html", with(&credentials, missing)));
        }
    }
    let issued = |number: u8| json!({ "number": number, "password": "y1a1-O7TR-k3Qw", "download_action": "/d", "expires": "EXPIRES" });
    let portal = json!({ "name": "<Portal>", "href": "https://portal.acme.test/" });
    all.push(("enrol/done.html", json!({
        "login_name": "p-01-usr012", "websites": [], "with_certificate": false, "account_href": null, "recovery_codes": [], "certificates": [],
        "replaced": true,
    })));
    all.push(("enrol/done.html", json!({
        "login_name": "p-01-usr012", "websites": [portal.clone(), portal], "with_certificate": true, "account_href": "/account",
        "recovery_codes": codes(), "certificates": [issued(1), issued(2)], "replaced": true,
    })));
    for kind in ["used", "expired", "superseded", "closed", "unknown", "other_browser"] {
        for about in ["enrolment", "reissue", "method_undo", "release"] {
            for restart_href in [None, Some("/again")] {
                all.push((
                    "enrol/link_ended.html",
                    json!({ "kind": kind, "about": about, "restart_href": restart_href }),
                ));
            }
        }
    }
    all
}

pub(super) fn reissue() -> Vec<Sample> {
    let request = json!({ "action": "/a", "login_name": null, "mail": null });
    let mut all = troubled("reissue/request.html", &request, &["required", "try_later"]);
    all.push((
        "reissue/request.html",
        with(
            &request,
            json!({ "problem": "required", "login_name": "p-01-usr012", "mail": "a@acme.test" }),
        ),
    ));
    all.push(("reissue/sent.html", json!({ "minutes": 60 })));
    all.push(("reissue/continue.html", json!({ "action": "/a" })));
    let question = json!({ "action": "/a", "questions": questions() });
    all.extend(troubled("reissue/question.html", &question, &["answer_mismatch", "required"]));
    all.push((
        "reissue/question.html",
        with(&question, json!({ "problem": "required", "problem_field": "answer" })),
    ));
    let proof = json!({ "action": "/a", "recovery": true, "certificate_href": "/c" });
    let words = ["recovery_mismatch", "required", "certificate_missing", "certificate_revoked"];
    all.extend(troubled("reissue/second_proof.html", &proof, &words));
    all.push((
        "reissue/second_proof.html",
        with(&proof, json!({ "recovery": false, "certificate_href": null, "problem": null })),
    ));
    for login_href in [None, Some("/login")] {
        all.push(("reissue/temporary.html", json!({
            "password": "mK7-Qx2-Rt9", "until": "2026年8月23日(日) 15:05 JST", "minutes": 60, "login_href": login_href,
        })));
    }
    let password = json!({ "action": "/a", "login_name": "p-01-usr012", "rules": rules(), "passwordrules": "minlength: 8;" });
    all.extend(troubled("reissue/new_password.html", &password, &PASSWORD_WORDS));
    for (kind, login_name) in [("temporary_shown", None), ("changed", Some("p-01-usr012"))] {
        all.push(("reissue/done.html", json!({ "kind": kind, "login_name": login_name })));
    }
    all
}

pub(super) fn login() -> Vec<Sample> {
    let view = json!({ "website": "<Portal>", "href": "https://certificate.idp.test/", "cancel_action": "/c" });
    let words = [
        "certificate_missing",
        "certificate_refused",
        "certificate_expired",
        "certificate_revoked",
        "certificate_unknown",
        "certificate_foreign",
    ];
    let mut all = troubled("login/certificate.html", &view, &words);
    all.push((
        "login/certificate.html",
        json!({ "website": null, "href": "/x", "cancel_action": null, "problem": null }),
    ));
    all.push(("release/confirm.html", json!({ "action": "/a", "login_name": "p-01-usr012" })));
    all.push(("release/done.html", json!({})));
    all
}
