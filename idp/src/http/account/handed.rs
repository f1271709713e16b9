//! A certificate that was just issued, as every page hands it over: its password, the form of its file, the download.

use keys::ca::Form;
use serde::Serialize;

use crate::http::extract::Visitor;
use crate::model::policy::DownloadPassword;
use crate::usecase::certificate::Issued;
use crate::words::moment;

/// What the templates of such pages may read.
#[derive(Serialize)]
pub struct Handed {
    pub number: u32,
    pub expires: String,
    pub password: String,
    pub password_kept: bool,
    pub forms: Vec<FormChoice>,
    pub download_action: String,
}

#[derive(Serialize)]
pub struct FormChoice {
    pub value: &'static str,
    pub checked: bool,
}

impl Handed {
    pub fn of(visitor: &Visitor, issued: Issued, download_action: String) -> Self {
        let rule = visitor.tenant().policy.certificate.download_password;
        Self::under(visitor, rule, issued, download_action)
    }

    /// The same for whoever hands over what belongs to another, under that one's rule.
    pub fn under(
        visitor: &Visitor,
        rule: DownloadPassword,
        issued: Issued,
        download_action: String,
    ) -> Self {
        let usual = usual_form(visitor);
        let choice = |value, form| FormChoice { value, checked: usual == form };
        Self {
            number: issued.number,
            expires: moment(visitor.visit.language, issued.expires),
            password: issued.password.map(|password| password.to_string()).unwrap_or_default(),
            password_kept: rule == DownloadPassword::Kept,
            forms: vec![choice("compat", Form::Compat), choice("modern", Form::Modern)],
            download_action,
        }
    }
}

/// The form of file that was asked for, or the usual one; none of an unknown word.
pub fn form_asked(visitor: &Visitor, word: Option<&str>) -> Option<Form> {
    match word {
        Some("compat") => Some(Form::Compat),
        Some("modern") => Some(Form::Modern),
        Some(_) => None,
        None => Some(usual_form(visitor)),
    }
}

/// The form of file that the visitor's system imports: the older one wherever that is not sure.
fn usual_form(visitor: &Visitor) -> Form {
    let browser = &visitor.visit.origin.browser;
    let modern = ["Firefox/", "Windows NT 10", "Linux"].iter().any(|word| browser.contains(word));
    if modern { Form::Modern } else { Form::Compat }
}
