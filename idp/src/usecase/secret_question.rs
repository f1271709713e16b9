//! Secret questions: judging what is to be set, hashing it, comparing what is given.

use crate::app::App;
use crate::model::names::LoginName;
use crate::model::policy::Policy;
use crate::model::secret_question::{self, Answer, Chosen, Stored, Unfit};
use crate::stop::{Fault, Stop};

/// Judges a question, known by its Japanese words, and its answer, before they are set.
pub fn judge(
    policy: &Policy,
    login_name: &LoginName,
    typed: (&str, &str),
) -> Result<Chosen, Unfit> {
    let (question, answer) = typed;
    secret_question::judge(&policy.question.list, question, answer, login_name)
}

/// What is stored of a question and its answer; call it outside the transaction that stores it.
pub async fn hash(app: &App, chosen: &Chosen) -> Result<Stored, Fault> {
    let hash = app.passwords.hash(&chosen.answer.as_typed()).await?;
    Ok(Stored { question: chosen.question.clone(), hash })
}

/// Whether question and answer are the stored ones. The work is the same whichever is wrong, and where nothing is
/// stored.
pub async fn matches(
    app: &App,
    stored: Option<&Stored>,
    typed: (&str, &str),
) -> Result<bool, Fault> {
    let (question, answer) = typed;
    let hash = stored.map(|stored| stored.hash.as_str());
    let answered = app.passwords.matches(hash, &Answer::fold(answer).as_typed()).await?;
    Ok(answered & stored.is_some_and(|stored| stored.question == question))
}

/// Judges what is to be set and hashes it.
pub async fn choose(
    app: &App,
    policy: &Policy,
    login_name: &LoginName,
    typed: (&str, &str),
) -> Result<Stored, Stop<Unfit>> {
    let chosen = judge(policy, login_name, typed).map_err(Stop::Refused)?;
    Ok(hash(app, &chosen).await?)
}
