//! Secret questions on pages: the tenant's list in the language of the page.

use serde::Serialize;

use super::extract::Visitor;
use crate::model::secret_question::Unfit;

/// An option of the list. Its value is the question in Japanese, whatever the language of its label.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionChoice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

pub fn choices(visitor: &Visitor, selected: Option<&str>) -> Vec<QuestionChoice> {
    let list = &visitor.tenant().policy.question.list;
    list.iter()
        .map(|one| QuestionChoice {
            value: one.ja.clone(),
            label: one.in_language(visitor.visit.language).to_owned(),
            selected: selected == Some(one.ja.as_str()),
        })
        .collect()
}

/// The problem word of a question or answer that was refused.
pub const fn wording(why: Unfit) -> &'static str {
    match why {
        Unfit::UnknownQuestion => "unknown_question",
        Unfit::TooShort => "answer_too_short",
        Unfit::IsQuestion => "answer_is_question",
        Unfit::IsLoginName => "answer_is_login_name",
        Unfit::Common => "answer_common",
    }
}
