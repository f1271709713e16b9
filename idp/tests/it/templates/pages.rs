//! What holds for every page: one heading, ids that are there once, names for what is pressed and typed, a proof in
//! every form, no English on a Japanese page, and the ids that machines hold on to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use idp::http::help::{HelpPage, in_words};
use idp::http::login::about::{About, Home};
use idp::http::login::code::{CodePage, DeviceChoice};
use idp::model::help::chapters;
use idp::model::policy::{Language, Policy};
use idp::words;
use minijinja::value::{Serde, Value, merge_maps};
use scraper::{ElementRef, Html};
use serde_json::json;

use super::{Renderer, samples, text};
use crate::support::page::css;

/// The ids of `service.md` and of the pages that it leaves open.
const PROMISED: [(&str, &str); 39] = [
    (
        "login/password.html",
        "username password login-submit login-cancel reissue-link notice website-logo website-home website-policy website-terms",
    ),
    (
        "login/code.html",
        "otp otp-submit otp-resend otp-device otp-reference remember-browser login-back",
    ),
    ("login/new_password.html", "new-password new-password-confirm new-password-submit"),
    ("login/certificate.html", "certificate-continue certificate-help login-cancel problem"),
    ("login/locked.html", "account-locked support-desk problem"),
    ("activate/enter.html", "user-code user-code-submit problem"),
    ("activate/confirm.html", "user-code-shown activate-accept activate-deny"),
    ("activate/done.html", "activate-approved activate-denied"),
    ("enrol/code.html", "initial-code initial-code-submit problem"),
    (
        "enrol/credentials.html",
        "new-password new-password-confirm question answer enrol-submit problem",
    ),
    ("enrol/done.html", "enrol-done download-password certificate-download recovery-codes"),
    ("enrol/link_ended.html", "problem support-desk restart"),
    ("reissue/request.html", "username mail reissue-submit problem"),
    ("reissue/sent.html", "reissue-sent"),
    ("reissue/continue.html", "reissue-continue"),
    ("reissue/question.html", "question answer answer-submit problem"),
    (
        "reissue/second_proof.html",
        "recovery-code recovery-submit certificate-continue support-desk",
    ),
    ("reissue/temporary.html", "temporary-password"),
    ("reissue/new_password.html", "new-password new-password-confirm new-password-submit problem"),
    ("release/confirm.html", "release-execute"),
    ("release/done.html", "release-done"),
    (
        "account/home.html",
        "menu-account menu-password menu-question menu-history menu-method menu-logout devices device-add device-change \
         device-change-2 device-delete device-delete-2 certificate-download certificate-renew",
    ),
    (
        "account/password.html",
        "current-password new-password new-password-confirm password-submit problem",
    ),
    ("account/question.html", "question answer question-submit problem"),
    ("account/device_form.html", "mail mail-confirm kind device-confirm device-back problem"),
    ("account/device_confirm.html", "device-register device-back"),
    (
        "account/device_code.html",
        "device-code device-code-submit otp-resend otp-reference device-back",
    ),
    ("account/device_delete.html", "device-delete-execute device-back"),
    ("account/certificate.html", "download-password form certificate-download"),
    ("account/certificate_csr.html", "csr csr-submit problem"),
    ("account/certificate_renew.html", "certificate-renew-execute"),
    ("account/certificate_revoke.html", "certificate-revoke-execute"),
    (
        "account/history.html",
        "login-history history-csv history-next history-previous history-not-me",
    ),
    ("account/not_me.html", "not-me-execute"),
    ("account/not_me_done.html", "not-me-done support-desk"),
    ("account/method.html", "method method-next method-cancel problem"),
    ("account/method_confirm.html", "method-back method-execute devices"),
    ("account/browsers.html", "session-end-1 session-end-2 remembered-end-1 end-others"),
    ("account/recovery_codes.html", "recovery-make problem"),
];

/// All that a website may say of itself.
pub(super) fn about() -> About {
    let some = |below: &str| Some(format!("https://portal.test/{below}"));
    About {
        logo: some("logo"),
        home: Some(Home { href: text("https://portal.test/"), host: text("portal.test") }),
        policy: some("policy"),
        terms: some("terms"),
    }
}

/// The code page, with everything that a problem may bring along.
pub(super) fn code(problem: Option<&'static str>) -> CodePage {
    let device =
        |id: &str| DeviceChoice { id: text(id), label: text("a***@b.c"), selected: id == "1" };
    CodePage {
        action: text("/a"),
        resend_action: text("/b"),
        website: problem.map(text),
        reference: text("AB12"),
        devices: vec![device("1"), device("2")],
        sent_to: text("a***@b.c"),
        digits: 6,
        wait_seconds: i64::from(problem.is_some()),
        problem,
        cancel_action: problem.map(text),
        remember_days: problem.map(|_| 30),
        back_action: problem.map(text),
        next_device: problem.map(|_| "next"),
    }
}

pub(super) fn promises_hold(ids: &BTreeMap<String, BTreeSet<String>>) {
    for (page, promised) in PROMISED {
        for id in promised.split(' ') {
            assert!(ids[page].contains(id), "{page} has no {id}");
        }
    }
}

/// Renders the samples that no handler's view stands for yet; what a tenant may show besides is there too.
pub(super) fn every(renderer: &mut Renderer) {
    for policy in [Policy::classic(), Policy::standard()] {
        let chapters = chapters(&policy, true);
        let chapters = chapters.iter().map(|one| in_words(one, &policy, Language::Ja)).collect();
        renderer.show(&HelpPage { chapters });
    }
    for (name, view) in samples::all() {
        renderer.each(name, |language, frame, full| {
            let mut page = serde_json::to_value(frame).unwrap();
            if full {
                page["colours"] = json!("/t/acme/colours.css");
                page["tenant"]["seal"] =
                    json!({ "image": "/t/acme/seal.png", "href": "https://seal.test/", "label": "Seal" });
            }
            let context = merge_maps([
                Value::from(Serde(view.clone())),
                Value::from(Serde(json!({ "page": page, "template": name }))),
            ]);
            let template = words::templates(language).get_template(name).unwrap();
            let html = template.render(context).unwrap_or_else(|error| panic!("{name}: {error:#}"));
            assert_eq!(full, html.contains("id=\"site-seal\"") && html.contains("colours.css"), "{name}");
            html
        });
    }
}

/// Checks a page as it was rendered, and tells its ids.
pub(super) fn look(name: &str, language: Language, html: &str) -> BTreeSet<String> {
    assert!(!html.contains("<Acme>") && !html.contains("<Portal>"), "{name}: names are escaped");
    assert!(!html.contains("[problem-") && !html.contains(">none<"), "{name}: {html}");
    keep(name, language, html);
    let page = Html::parse_document(html);
    let count = |selector: &str| page.select(&css(selector)).count();
    assert_eq!((count("h1"), count("main")), (1, 1), "{name}: {html}");
    let all: Vec<_> = page.select(&css("[id]")).map(|one| one.attr("id").unwrap()).collect();
    let ids: BTreeSet<_> = all.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(ids.len(), all.len(), "{name}: an id is there twice: {all:?}");
    for (attribute, selector) in [
        ("for", "label"),
        ("aria-describedby", "[aria-describedby]"),
        ("aria-labelledby", "[aria-labelledby]"),
    ] {
        for target in
            page.select(&css(selector)).flat_map(|one| one.attr(attribute).unwrap().split(' '))
        {
            assert!(ids.contains(target), "{name}: {attribute} leads to no {target}: {html}");
        }
    }
    for link in page.select(&css("a[href^='#']")) {
        assert!(ids.contains(&link.attr("href").unwrap()[1..]), "{name}: {}", link.html());
    }
    let proof = css("input[name=csrf][value=CSRF]");
    // The form that goes to a website carries nothing that proves it to us.
    // Nor does one that only asks: its fields stand in its address.
    for form in page.select(&css("form:not(#form-post, form[method=get])")) {
        assert!(form.attr("method") == Some("post") && form.select(&proof).count() == 1, "{name}");
    }
    for input in page.select(&css("input:not([type=hidden]), select, textarea")) {
        let label = css(&format!("label[for='{}']", input.attr("id").unwrap_or_default()));
        assert_eq!(page.select(&label).count(), 1, "{name}: {}", input.html());
    }
    let fields = css("input[type=text]:not([readonly]), input[type=password]");
    assert!(page.select(&fields).all(|one| one.attr("autocomplete").is_some()), "{name}");
    if language == Language::Ja {
        no_english(name, &page);
    }
    ids
}

/// Labels, headings and buttons of a Japanese page are Japanese; samples of names and numbers stand elsewhere.
fn no_english(name: &str, page: &Html) {
    let text = |one: ElementRef<'_>| one.text().collect::<String>();
    for one in page.select(&css("label, legend, h1, button, thead th, dt, summary, .trail li")) {
        let words = text(one);
        assert!(!words.trim().is_ascii() || words.trim().is_empty(), "{name}: {words}");
    }
}

/// Leaves the page in the folder that `SEKISHO_PAGES` names, to be looked at.
fn keep(name: &str, language: Language, html: &str) {
    let Some(folder) = std::env::var_os("SEKISHO_PAGES") else { return };
    let name = name.replace('/', "-").replace(".html", "");
    let folder = Path::new(&folder);
    let file = |number: u16| folder.join(format!("{name}.{}.{number}.html", language.tag()));
    let free = (1..1000).map(file).find(|path| !path.exists()).unwrap();
    std::fs::write(free, html).unwrap();
}
