//! Writes a letter: intent and facts in, subject and text out. Templates: `templates/mail/<letter>/`.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::Mail;
use crate::model::moment::Moment;
use crate::model::names::MailAddress;
use crate::model::policy::{Desk, Language};
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::words::{self, moment};

/// A letter with everything that it says.
#[derive(Clone, Debug)]
pub enum Content {
    LoginCode {
        website: Option<String>,
        code: String,
        reference: String,
        asked: Moment,
        expires: Moment,
    },
    PasswordChanged {
        at: Moment,
    },
    AccountLocked {
        at: Moment,
    },
}

/// What the templates of all letters may read.
#[derive(Serialize)]
struct Facts<'a> {
    tenant: &'a str,
    login_name: &'a str,
    at: String,
    desk: Option<&'a Desk>,
    website: Option<&'a str>,
    code: Option<&'a str>,
    reference: Option<&'a str>,
    expires: Option<String>,
}

/// Whom a letter is for.
pub struct Reader<'a> {
    pub tenant: &'a Tenant,
    pub login_name: &'a str,
    pub address: &'a MailAddress,
    pub language: Language,
}

pub fn write(reader: &Reader<'_>, content: &Content) -> Result<Mail, Fault> {
    let language = reader.language;
    let mut facts = Facts {
        tenant: &reader.tenant.name,
        login_name: reader.login_name,
        at: String::new(),
        desk: reader.tenant.policy.desk.as_ref(),
        website: None,
        code: None,
        reference: None,
        expires: None,
    };
    let folder = match content {
        Content::LoginCode { website, code, reference, asked, expires } => {
            facts.at = moment(language, *asked);
            facts.website = website.as_deref();
            facts.code = Some(code);
            facts.reference = Some(reference);
            facts.expires = Some(moment(language, *expires));
            "login_code"
        }
        Content::PasswordChanged { at } => {
            facts.at = moment(language, *at);
            "password_changed"
        }
        Content::AccountLocked { at } => {
            facts.at = moment(language, *at);
            "account_locked"
        }
    };
    let facts = Value::from(Serde(&facts));
    Ok(Mail {
        to: reader.address.clone(),
        subject: one_line(&render(language, &format!("mail/{folder}/subject.txt"), &facts)?),
        text: render(language, &format!("mail/{folder}/body.txt"), &facts)?,
        html: render(language, &format!("mail/{folder}/body.html"), &facts)?,
        code: match content {
            Content::LoginCode { code, .. } => Some(code.clone()),
            Content::PasswordChanged { .. } | Content::AccountLocked { .. } => None,
        },
    })
}

fn render(language: Language, name: &str, facts: &Value) -> Result<String, Fault> {
    let broken = |error| Fault::Template("mail", error);
    words::templates(language).get_template(name).map_err(broken)?.render(facts).map_err(broken)
}

/// A subject cannot break out of its header.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
