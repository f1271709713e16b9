//! Writes a letter: intent and facts in, subject and text out. Templates: `templates/mail/<letter>/`.

use minijinja::Value;
use serde::Serialize;
use time::UtcOffset;
use time::macros::format_description;

use super::Mail;
use crate::model::moment::Moment;
use crate::model::names::MailAddress;
use crate::model::policy::{Desk, Language};
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::words;

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
    let facts = Value::from_serialize(&facts);
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

/// 2026年8月23日(日) 14:05 JST; 23 August 2026, 14:05 JST.
pub fn moment(language: Language, at: Moment) -> String {
    let offset = UtcOffset::from_hms(9, 0, 0).unwrap_or(UtcOffset::UTC);
    let local = at.utc().to_offset(offset);
    let written = match language {
        Language::Ja => {
            let day = ["月", "火", "水", "木", "金", "土", "日"]
                [usize::from(local.weekday().number_days_from_monday())];
            let date = format_description!("[year]年[month padding:none]月[day padding:none]日");
            let clock = format_description!("[hour]:[minute]");
            local
                .format(date)
                .and_then(|date| Ok(format!("{date}({day}) {} JST", local.format(clock)?)))
        }
        Language::En => local.format(format_description!(
            "[day padding:none] [month repr:long] [year], [hour]:[minute] JST"
        )),
    };
    written.unwrap_or_default()
}

fn render(language: Language, name: &str, facts: &Value) -> Result<String, Fault> {
    let broken = |error| Fault::Template("mail", error);
    words::templates(language).get_template(name).map_err(broken)?.render(facts).map_err(broken)
}

/// A subject cannot break out of its header.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_the_way_people_read_them() {
        let at = Moment::from_seconds(1_787_461_500);
        assert_eq!(moment(Language::Ja, at), "2026年8月23日(日) 14:05 JST");
        assert_eq!(moment(Language::En, at), "23 August 2026, 14:05 JST");
    }
}
