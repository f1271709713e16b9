//! Writes a letter: facts in, subject and text out. Templates: `templates/mail/<letter>/`.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::Mail;
use crate::model::device::Kind;
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::names::MailAddress;
use crate::model::policy::{Desk, Language};
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::words::{self, moment, text};

/// What a letter says, besides whom it is about. A letter uses what its templates read.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub at: Option<Moment>,
    pub website: Option<String>,
    pub code: Option<String>,
    pub reference: Option<String>,
    pub expires: Option<Moment>,
    pub link: Option<String>,
    /// The number of a device.
    pub number: Option<u32>,
    pub days: Option<u16>,
    pub methods: Option<(LoginMethod, LoginMethod)>,
    pub address: Option<String>,
    pub old: Option<String>,
    pub kind: Option<Kind>,
    pub browser: Option<String>,
    pub left: Option<u32>,
    pub tries: Option<u8>,
    pub undo: Option<(String, Moment)>,
    pub reason: Option<&'static str>,
}

/// The same in the reader's language, as the templates read it.
#[derive(Serialize)]
struct Written<'a> {
    tenant: &'a str,
    login_name: &'a str,
    desk: Option<&'a Desk>,
    at: Option<String>,
    website: Option<&'a str>,
    code: Option<&'a str>,
    reference: Option<&'a str>,
    expires: Option<String>,
    link: Option<&'a str>,
    number: Option<u32>,
    days: Option<u16>,
    before: Option<String>,
    after: Option<String>,
    address: Option<&'a str>,
    old: Option<&'a str>,
    kind: Option<String>,
    browser: Option<&'a str>,
    left: Option<u32>,
    tries: Option<u8>,
    undo_link: Option<&'a str>,
    undo_until: Option<String>,
    reason: Option<&'static str>,
}

/// Whom a letter is for.
pub struct Reader<'a> {
    pub tenant: &'a Tenant,
    pub login_name: &'a str,
    pub address: &'a MailAddress,
    pub language: Language,
}

pub fn write(reader: &Reader<'_>, folder: &str, facts: &Facts) -> Result<Mail, Fault> {
    let language = reader.language;
    let written = Value::from(Serde(&written(reader, facts)));
    let part = |name: &str| render(language, &format!("mail/{folder}/{name}"), &written);
    Ok(Mail {
        to: reader.address.clone(),
        subject: one_line(&part("subject.txt")?),
        text: part("body.txt")?,
        html: part("body.html")?,
        code: facts.code.clone(),
    })
}

fn written<'a>(reader: &'a Reader<'_>, facts: &'a Facts) -> Written<'a> {
    let language = reader.language;
    let time = |at: &Option<Moment>| at.map(|at| moment(language, at));
    let method = |method: LoginMethod| text(language, method.text_key());
    Written {
        tenant: &reader.tenant.name,
        login_name: reader.login_name,
        desk: reader.tenant.policy.desk.as_ref(),
        at: time(&facts.at),
        website: facts.website.as_deref(),
        code: facts.code.as_deref(),
        reference: facts.reference.as_deref(),
        expires: time(&facts.expires),
        link: facts.link.as_deref(),
        number: facts.number,
        days: facts.days,
        before: facts.methods.map(|(before, _)| method(before)),
        after: facts.methods.map(|(_, after)| method(after)),
        address: facts.address.as_deref(),
        old: facts.old.as_deref(),
        kind: facts.kind.map(|kind| text(language, kind.text_key())),
        browser: facts.browser.as_deref(),
        left: facts.left,
        tries: facts.tries,
        undo_link: facts.undo.as_ref().map(|(link, _)| link.as_str()),
        undo_until: facts.undo.as_ref().map(|(_, until)| moment(language, *until)),
        reason: facts.reason,
    }
}

fn render(language: Language, name: &str, facts: &Value) -> Result<String, Fault> {
    let broken = |error| Fault::Template("mail", error);
    words::templates(language).get_template(name).map_err(broken)?.render(facts).map_err(broken)
}

/// A subject cannot break out of its header.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
