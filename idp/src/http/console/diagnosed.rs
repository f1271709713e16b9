//! A diagnosis in words: why somebody cannot log in, what may be the matter besides, what the next login asks for.

use fluent_templates::fluent_bundle::FluentValue;

use crate::model::diagnosis::{Diagnosis, Remark};
use crate::model::forecast::{Obstacle, Page};
use crate::model::lockout::LockReason;
use crate::model::moment::Moment;
use crate::model::policy::Language;
use crate::words::{moment, text, text_with};

/// Why he cannot log in, each reason with what helps.
pub fn obstacles(language: Language, told: &Diagnosis) -> Vec<String> {
    kept_out(language, &told.obstacles)
}

/// What keeps somebody out, each reason with what helps.
pub fn kept_out(language: Language, obstacles: &[Obstacle]) -> Vec<String> {
    let one = |obstacle: &Obstacle| match *obstacle {
        Obstacle::ToEnrol => text(language, "obstacle-to-enrol"),
        Obstacle::Disabled => text(language, "obstacle-disabled"),
        Obstacle::Locked { reason, until } => {
            let word = match reason {
                LockReason::PasswordAndCode => "obstacle-locked",
                LockReason::Answers => "obstacle-locked-answers",
            };
            match until {
                Some(until) => at(language, "obstacle-locked-until", "until", until),
                None => text(language, word),
            }
        }
        Obstacle::Wait { until } => at(language, "obstacle-wait", "until", until),
        Obstacle::TemporaryPasswordExpired => text(language, "obstacle-temporary-expired"),
        Obstacle::NoDevice => text(language, "obstacle-no-device"),
        Obstacle::NoCertificate => text(language, "obstacle-no-certificate"),
        Obstacle::MethodNotAllowed => text(language, "obstacle-method-not-allowed"),
    };
    obstacles.iter().map(one).collect()
}

/// What may be the matter besides.
pub fn remarks(language: Language, told: &Diagnosis) -> Vec<String> {
    let counted = |key: &str, count: u64| {
        text_with(language, key, &[("count", FluentValue::from(count.to_string()))])
    };
    let one = |remark: &Remark| match *remark {
        Remark::NeverTried => text(language, "remark-never-tried"),
        Remark::FailedInARow { count, .. } => {
            counted("remark-failed-in-a-row", u64::try_from(count).unwrap_or(0))
        }
        Remark::SignedInLast { at: when } => at(language, "remark-signed-in-last", "at", when),
        Remark::MustChangePassword => text(language, "remark-must-change-password"),
        Remark::PasswordExpires { at: when } => at(language, "remark-password-expires", "at", when),
        Remark::NeverInvited => text(language, "remark-never-invited"),
        Remark::EnrolmentOpen { until, has_code: true } => {
            at(language, "remark-enrolment-open", "until", until)
        }
        Remark::EnrolmentOpen { until, has_code: false } => {
            at(language, "remark-enrolment-open-without-code", "until", until)
        }
        Remark::EnrolmentEnded { at: when } => at(language, "remark-enrolment-ended", "at", when),
        Remark::LettersWait { count } => counted("remark-letters-wait", count),
        Remark::LettersFailed { count } => counted("remark-letters-failed", count),
        Remark::CertificateExpires { at: when } => {
            at(language, "remark-certificate-expires", "at", when)
        }
        Remark::OwnBrowserLocked => text(language, "remark-own-browser-locked"),
    };
    told.remarks.iter().map(one).collect()
}

/// The pages that the next login shows him.
pub fn steps(language: Language, told: &Diagnosis) -> Vec<String> {
    pages(language, &told.steps)
}

/// Pages of a login, by name.
pub fn pages(language: Language, steps: &[Page]) -> Vec<String> {
    let key = |page: &Page| match page {
        Page::Password => "step-password",
        Page::NewPasswordExpired => "step-new-password-expired",
        Page::NewPasswordTemporary => "step-new-password-temporary",
        Page::NewPasswordReset => "step-new-password-reset",
        Page::Code => "step-code",
        Page::Certificate => "step-certificate",
    };
    steps.iter().map(|page| text(language, key(page))).collect()
}

/// A text with a time in it.
fn at(language: Language, key: &str, name: &'static str, seconds: i64) -> String {
    let time = FluentValue::from(moment(language, Moment::from_seconds(seconds)));
    text_with(language, key, &[(name, time)])
}
