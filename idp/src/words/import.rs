//! Why a row of an import is not taken, in words.

use fluent_templates::fluent_bundle::FluentValue;

use super::text_with;
use crate::model::import::column::Column;
use crate::model::import::reason::Reason;
use crate::model::policy::Language;

pub fn reason(language: Language, reason: &Reason) -> String {
    let column = reason.column().map(|column: &Column| column.heading(language));
    let mut arguments: Vec<(&'static str, FluentValue<'static>)> = Vec::new();
    if let Some(column) = column {
        arguments.push(("column", column.into()));
    }
    match reason {
        Reason::Cells { wanted, found } => {
            arguments.extend([("wanted", (*wanted).into()), ("found", (*found).into())]);
        }
        Reason::Twice { line } => arguments.push(("line", line.to_string().into())),
        Reason::TooManyAddresses { most } => arguments.push(("most", (*most).into())),
        _ => {}
    }
    text_with(language, reason.text_key(), &arguments)
}

/// All reasons of a row, as the error file has them.
pub fn reasons(language: Language, reasons: &[Reason]) -> String {
    let between = match language {
        Language::Ja => "、",
        Language::En => "; ",
    };
    reasons.iter().map(|one| reason(language, one)).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words() {
        let column = Column::Mail(2);
        let of = |column: &Column| column.clone();
        for one in [
            Reason::Encoding,
            Reason::Quotes,
            Reason::Cells { wanted: 3, found: 2 },
            Reason::NoUserId,
            Reason::UserId,
            Reason::Twice { line: 12_345 },
            Reason::LoginMethod,
            Reason::MethodNotAllowed,
            Reason::CertificateNotAvailable,
            Reason::NeedsAddress,
            Reason::TooManyAddresses { most: 5 },
            Reason::Address { column: of(&column) },
            Reason::AddressTwice { column: of(&column) },
            Reason::KindWithoutAddress { column: Column::Kind(2) },
            Reason::Kind { column: Column::Kind(2) },
            Reason::Claim { column: Column::Claim(10) },
            Reason::UnknownHash,
            Reason::CostlyHash,
        ] {
            for language in [Language::Ja, Language::En] {
                let text = reason(language, &one);
                assert!(!text.contains(['[', '{', '$']) && text.len() > 10, "{text}");
                if let Some(column) = one.column() {
                    assert!(text.contains(&column.heading(language)), "{text}");
                }
            }
        }
        let text = reason(Language::En, &Reason::Twice { line: 12_345 });
        assert!(text.contains("12345"), "{text}");
    }
}
