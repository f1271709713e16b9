//! Every page and letter is rendered strictly in both languages; every template is rendered by some sample.

mod autofill;
mod letters;
mod pages;
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use idp::http::demo::{
    Letter, LetterLine, MailboxPage, StartPage, TenantEntry, TenantLine, UserEntry,
};
use idp::http::failure::Trouble;
use idp::http::layer::failures::FailurePage;
use idp::http::login::about::About;
use idp::http::login::consent::{ConsentPage, ScopeLine};
use idp::http::login::ended::EndedPage;
use idp::http::login::locked::LockedPage;
use idp::http::login::new_password::NewPasswordPage;
use idp::http::login::password::PasswordPage;
use idp::http::look::Seal;
use idp::http::oidc::authorize::BadLinkPage;
use idp::http::oidc::end_session::SignOutPage;
use idp::http::page::{Frame, TenantFrame, View, render};
use idp::mail::write::{Facts, Reader, write};
use idp::model::policy::{Desk, Language, Policy};

use crate::support::tenant::address;
use crate::support::{TestIdp, days};

const LANGUAGES: [Language; 2] = [Language::Ja, Language::En];

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates")
}

pub fn files(folder: &Path, ending: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().map(|extension| extension.to_str().unwrap().to_owned());
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if extension.is_some_and(|extension| ending.contains(&extension.as_str())) {
            found.push(path);
        }
    }
    found
}

fn desk() -> Desk {
    let some = |text: &str| Some(text.to_owned());
    Desk {
        name: "サポートデスク".to_owned(),
        telephone: some("03-0000-0000"),
        address: some("desk@acme.test"),
        hours: some("9:00-17:00"),
        mail: some("desk@acme.test"),
    }
}

/// Renders pages with and without everything that may be missing, and remembers which.
struct Renderer {
    app: idp::app::App,
    rendered: BTreeSet<String>,
    /// All ids that any rendering of a page has.
    ids: BTreeMap<String, BTreeSet<String>>,
    /// What managers read of the fields met so far.
    fields: BTreeSet<String>,
}

impl Renderer {
    fn show<V: View>(&mut self, view: &V) {
        self.each(V::TEMPLATE, |language, frame, _| render(language, frame, view).unwrap());
    }

    fn each(&mut self, name: &str, draw: impl Fn(Language, &Frame, bool) -> String) {
        for language in LANGUAGES {
            for full in [false, true] {
                let some = || full.then(|| "https://acme.test/x".to_owned());
                let tenant = TenantFrame {
                    name: "<Acme>".to_owned(),
                    logo: some(),
                    desk: full.then(desk),
                    help: "/t/acme/help".to_owned(),
                    terms: some(),
                    privacy: some(),
                    seal: some().map(|image| Seal { image, href: some(), label: None }),
                };
                let frame = Frame {
                    colours: some(),
                    tenant: Some(tenant),
                    csrf: "CSRF".to_owned(),
                    ..Frame::plain(&self.app, language, "/here", LANGUAGES.into())
                };
                let html = draw(language, &frame, full);
                self.fields.extend(autofill::look(name, &html));
                let found = pages::look(name, language, &html);
                self.ids.entry(name.to_owned()).or_default().extend(found);
            }
        }
        self.rendered.insert(name.to_owned());
    }
}

fn text(words: &str) -> String {
    words.to_owned()
}

/// Words of `data-problem` that have a text.
pub fn problem_words() -> BTreeSet<String> {
    let ftl = std::fs::read_to_string(folder().join("locales/en/problem.ftl")).unwrap();
    let keys = ftl.lines().filter_map(|line| line.strip_prefix("problem-")?.split(" =").next());
    keys.map(|key| key.replace('-', "_")).collect()
}

fn login_pages(renderer: &mut Renderer) {
    let website = || Some(text("Portal & Co"));
    for word in std::iter::once(None).chain(problem_words().iter().map(|w| Some(leak(w)))) {
        renderer.show(&PasswordPage {
            action: text("/a"),
            website: website(),
            about: if word.is_none() { pages::about() } else { About::default() },
            login_name: word.map(text),
            problem: word,
            wait_seconds: word.map(|_| 3),
            cancel_action: website(),
            reissue_href: website(),
            account_href: None,
            notice: ["enrolled", "released", "password_reissued"]
                .into_iter()
                .find(|_| word.is_none()),
        });
        renderer.show(&pages::code(word));
        renderer.show(&NewPasswordPage {
            action: text("/a"),
            login_name: text("alice"),
            reason: "expired",
            rules: vec![text("rule")],
            passwordrules: text("minlength: 8;"),
            problem: word,
            problem_number: word.map(|_| 8),
            problem_field: word.filter(|word| *word == "required").map(|_| "new-password"),
            cancel_action: website(),
        });
        renderer.show(&BadLinkPage { problem: word.unwrap_or("bad_request"), detail: word });
    }
    for until in [None, Some(text("soon"))] {
        for reason in ["password_and_code", "answers"] {
            renderer.show(&LockedPage {
                reason,
                release_sent: until.is_some(),
                until: until.clone(),
            });
        }
    }
    for kind in ["finished", "expired", "other_browser", "no_cookie", "no_method"] {
        for restart_href in [None, website()] {
            renderer.show(&EndedPage { kind, restart_href });
        }
    }
    renderer.show(&ConsentPage {
        action: text("/a"),
        website: text("Portal"),
        website_host: text("portal.test"),
        about: pages::about(),
        login_name: text("alice"),
        scopes: vec![ScopeLine { name: text("openid"), text: text("x") }],
    });
}

fn leak(word: &str) -> &'static str {
    Box::leak(word.to_owned().into_boxed_str())
}

fn other_pages(renderer: &mut Renderer) {
    use Trouble::{
        BadRequest, Broken, Busy, Forbidden, MethodNotAllowed, NotFound, TooLarge, TooMany,
    };
    for kind in [NotFound, MethodNotAllowed, BadRequest, Forbidden, TooLarge, TooMany, Busy, Broken]
    {
        renderer.show(&FailurePage { kind });
    }
    for some in [None, Some(text("https://portal.test"))] {
        renderer.show(&SignOutPage {
            action: text("/a"),
            website: some.clone(),
            login_name: text("alice"),
            client_id: some.clone(),
            post_logout_redirect_uri: some.clone(),
            state: some.clone(),
        });
        let at = text("2026-08-23T05:05:00Z");
        let (to, subject) = (text("a@b.c"), text("s"));
        let letter = Letter { to, subject, text: text("t"), at, code: some.clone(), link: some };
        let letters = LANGUAGES.map(|language| LetterLine::of(letter.clone(), language)).into();
        renderer.show(&MailboxPage { letters });
    }
    let user = UserEntry {
        user_id: text("alice"),
        password: Some(text("p")),
        mail: text("a@b.c"),
        method: "method-password",
        state: "state-active",
    };
    let entry = TenantEntry {
        name: text("Acme"),
        slug: text("acme"),
        preset: "classic",
        issuer: text("https://idp.test/t/acme"),
        account: text("/t/acme/account"),
        users: vec![UserEntry { password: None, ..user.clone() }, user],
    };
    let tenants = vec![TenantLine::of(&entry, Language::Ja)];
    renderer.show(&StartPage { tenants, website: text("http://w"), mailbox: text("/m") });
}

async fn letters(renderer: &mut Renderer, idp: &TestIdp) {
    let mut policy = Policy::classic();
    let mut tenants = vec![idp.tenant("plain", policy.clone()).await];
    policy.desk = Some(desk());
    tenants.push(idp.tenant("full", policy).await);
    let at = idp.app.now();
    for (tenant, language) in
        tenants.iter().flat_map(|one| LANGUAGES.map(|language| (one, language)))
    {
        let (address, _) = address("alice@acme.test");
        let reader =
            Reader { tenant: &tenant.tenant, login_name: "alice", address: &address, language };
        let facts = |website| Facts {
            at: Some(at),
            website,
            code: Some(text("123456")),
            reference: Some(text("AB12")),
            expires: Some(at.plus(days(1))),
            ..Facts::default()
        };
        for (letter, website) in [
            ("login_code", None),
            ("login_code", Some(text("<Portal>"))),
            ("password_changed", None),
            ("account_locked", None),
        ] {
            let mail = write(&reader, letter, &facts(website)).unwrap();
            assert!(!mail.html.contains("<Portal>") && !mail.subject.is_empty());
            for file in ["subject.txt", "body.txt", "body.html"] {
                renderer.rendered.insert(format!("mail/{letter}/{file}"));
            }
        }
    }
}

#[tokio::test]
async fn every_template_is_rendered_strictly_in_both_languages() {
    let idp = TestIdp::start().await;
    let app = idp.app.clone();
    let mut renderer =
        Renderer { app, rendered: BTreeSet::new(), ids: BTreeMap::new(), fields: BTreeSet::new() };
    login_pages(&mut renderer);
    other_pages(&mut renderer);
    letters(&mut renderer, &idp).await;
    letters::every(&mut renderer.rendered);
    pages::every(&mut renderer);
    pages::promises_hold(&renderer.ids);
    autofill::as_in_the_table(&renderer.fields);
    let frames = ["layout.html", "account/base.html", "console/base.html"];
    let is_frame = |name: &str| name.starts_with("parts/") || frames.contains(&name);
    let all: BTreeSet<_> = files(&folder(), &["html", "txt"])
        .iter()
        .map(|path| path.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned())
        .filter(|name| !is_frame(name))
        .collect();
    assert_eq!(all, renderer.rendered);
}
