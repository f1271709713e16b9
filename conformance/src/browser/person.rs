//! The person before the browser: decides on each page what to do, by the steps or the browser commands configured.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use url::Url;

use super::commands::Draft;
use super::{Intent, Page, Trip};
use crate::config::{Entry, Step, Task, When};
use crate::http::Answer;
use crate::trial::Trial;

pub(super) struct Person<'t> {
    trial: &'t Trial,
    intent: Intent,
    hand: Hand,
}

/// What the person goes by.
enum Hand {
    /// Steps, and how often each was taken.
    Steps(Vec<(Step, usize)>),
    Tasks(std::collections::VecDeque<Task>),
}

/// The same step twice is a wrong password, not a second page.
const OFTEN_ENOUGH: usize = 2;

impl<'t> Person<'t> {
    pub(super) fn new(trial: &'t Trial, intent: Intent, start: &Url) -> Self {
        let config = &trial.config;
        let hand = if config.browser.is_empty() {
            let steps = config.person.steps.clone().unwrap_or_else(usual_steps);
            Hand::Steps(steps.into_iter().map(|step| (step, 0)).collect())
        } else {
            Hand::Tasks(tasks_for(&config.browser, trial, start))
        };
        Self { trial, intent, hand }
    }

    /// What the person does on a page; nothing ends the visit.
    pub(super) async fn act(&mut self, page: &Page) -> Result<Option<Trip>> {
        if self.intent == Intent::Look || page.content_type != "text/html" {
            return Ok(None);
        }
        let commands = match &mut self.hand {
            Hand::Steps(steps) => next_step(steps, self.intent, page),
            Hand::Tasks(tasks) => next_task(tasks, page),
        };
        let Some(commands) = commands else { return Ok(None) };
        let code = if commands.iter().flatten().any(|word| word == "{code}") {
            self.mailed_code(page).await?
        } else {
            String::new()
        };
        let person = &self.trial.config.person;
        let fill = |value: &str| match value {
            "{user_id}" => person.user_id.clone(),
            "{password}" => person.password.clone(),
            "{code}" => code.clone(),
            other => other.to_owned(),
        };
        let mut draft = Draft::new(page);
        for command in &commands {
            if let Some(trip) = draft.run(command, &fill)? {
                return Ok(Some(trip));
            }
        }
        Ok(None)
    }

    /// The code of the letter that carries the page's reference.
    async fn mailed_code(&self, page: &Page) -> Result<String> {
        let mailbox = self.trial.config.person.mailbox.as_ref();
        let mailbox = mailbox.context("a code was mailed, and person.mailbox is not configured")?;
        let reference = page.text("#otp-reference").unwrap_or_default();
        for _ in 0..100 {
            let letters = Answer::to(self.trial.http.get(mailbox)).await?.json()?;
            let letters = letters.as_array().map(Vec::as_slice).unwrap_or_default();
            let fits = |letter: &&Value| {
                let text = letter["text"].as_str().unwrap_or_default();
                letter["code"].is_string() && text.contains(&reference)
            };
            if let Some(code) = letters.iter().find(fits).and_then(|one| one["code"].as_str()) {
                return Ok(code.to_owned());
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        bail!("no letter with the reference “{reference}” came")
    }
}

fn next_step(steps: &mut [(Step, usize)], intent: Intent, page: &Page) -> Option<Vec<Vec<Value>>> {
    let wanted = |step: &Step| match step.when {
        When::GoingOn => true,
        When::Cancel => intent == Intent::Cancel,
    };
    let (step, taken) = steps
        .iter_mut()
        .find(|(step, taken)| wanted(step) && *taken < OFTEN_ENOUGH && page.has(&step.see))?;
    *taken += 1;
    Some(step.commands.clone())
}

fn next_task(tasks: &mut std::collections::VecDeque<Task>, page: &Page) -> Option<Vec<Vec<Value>>> {
    while let Some(task) = tasks.pop_front() {
        let fits = task.pattern.as_ref().is_none_or(|pattern| wild(pattern, page.url.as_str()));
        if fits {
            return Some(task.commands);
        }
        if !task.optional {
            tasks.push_front(task);
            return None;
        }
    }
    None
}

fn tasks_for(entries: &[Entry], trial: &Trial, start: &Url) -> std::collections::VecDeque<Task> {
    let found = entries.iter().enumerate().find(|(index, entry)| {
        let limit = entry.limit.unwrap_or(usize::MAX);
        wild(&entry.pattern, start.as_str()) && trial.uses_of_entry(*index) < limit
    });
    let Some((index, entry)) = found else { return std::collections::VecDeque::new() };
    trial.use_entry(index);
    entry.tasks.clone().into()
}

/// A pattern in which `*` stands for anything.
fn wild(pattern: &str, text: &str) -> bool {
    let mut rest = text;
    let parts: Vec<&str> = pattern.split('*').collect();
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let at = match (index, last) {
            (0, _) => rest.starts_with(part).then_some(0),
            (_, true) => rest.ends_with(part).then(|| rest.len() - part.len()),
            _ => rest.find(part),
        };
        let Some(at) = at else { return false };
        rest = &rest[at + part.len()..];
        if index == 0 && last && !rest.is_empty() {
            return false;
        }
    }
    true
}

/// What a person does on pages with the element ids that our service promises.
fn usual_steps() -> Vec<Step> {
    let click = |id: &str| vec![json!("click"), json!("id"), json!(id)];
    let text = |id: &str, value: &str| vec![json!("text"), json!("id"), json!(id), json!(value)];
    let step = |see: &str, when, commands| Step { see: see.to_owned(), when, commands };
    vec![
        step("#consent-cancel", When::Cancel, vec![click("consent-cancel")]),
        step("#login-cancel", When::Cancel, vec![click("login-cancel")]),
        step(
            "#username",
            When::GoingOn,
            vec![
                text("username", "{user_id}"),
                text("password", "{password}"),
                click("login-submit"),
            ],
        ),
        // Asked to log in again, some pages show the name as text.
        step(
            "#password",
            When::GoingOn,
            vec![text("password", "{password}"), click("login-submit")],
        ),
        step("#otp", When::GoingOn, vec![text("otp", "{code}"), click("otp-submit")]),
        step("#consent-accept", When::GoingOn, vec![click("consent-accept")]),
        step("#logout-confirm", When::GoingOn, vec![click("logout-confirm")]),
    ]
}

#[cfg(test)]
mod tests {
    use super::wild;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(wild("https://op.test/authorize*", "https://op.test/authorize?x=1"));
        assert!(wild("*/test/*/callback*", "https://rp.test/test/a/us/callback?code=1"));
        assert!(wild("https://op.test/", "https://op.test/"));
        assert!(!wild("https://op.test/", "https://op.test/login"));
        assert!(!wild("https://op.test/authorize*", "https://op.test/login"));
    }
}
