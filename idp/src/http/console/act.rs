//! The page before a deed: what it does and to whom, the fields that it needs, the button. Every deed of the console has
//! this one page.

use axum::response::Response;
use serde::Serialize;

use super::door::{Person, Room};
use super::shell::{Entry, Shell};
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::page::View;
use crate::wire::params::Params;
use crate::words::text;

/// What `templates/console/act.html` may read.
#[derive(Serialize)]
pub struct ActPage {
    pub console: Shell,
    pub title: String,
    pub lead: Vec<String>,
    pub facts: Vec<Fact>,
    pub fields: Vec<Field>,
    pub problem: Option<Problem>,
    pub action: String,
    pub button: String,
    pub back_href: String,
}

#[derive(Serialize)]
pub struct Fact {
    pub term: String,
    pub value: String,
}

/// A field of the form; the id of its element is its name with hyphens.
#[derive(Serialize)]
pub struct Field {
    pub id: String,
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub kind: Kind,
    pub value: String,
    pub required: bool,
    pub choices: Vec<Choice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Text,
    /// Several lines of text.
    Lines,
    Select,
    Radios,
    /// A file; the form goes as RFC 7578 has it.
    File,
}

#[derive(Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// What is wrong: its word, its text, and the field it is about.
#[derive(Clone, Serialize)]
pub struct Problem {
    pub word: &'static str,
    pub text: String,
    pub field: Option<&'static str>,
}

impl View for ActPage {
    const TEMPLATE: &'static str = "console/act.html";
}

impl ActPage {
    /// Before a deed to a person. Its texts are `act-{word}` and `act-{word}-lead`; the form goes to where it stands.
    pub fn of_person(visitor: &Visitor, person: &Person, word: &str, below: &str) -> Self {
        let say = |key: String| text(visitor.visit.language, &key);
        let title = say(format!("act-{word}"));
        Self {
            console: Shell::of_person(visitor, person).then(title.clone(), None),
            lead: vec![say(format!("act-{word}-lead"))],
            facts: vec![Fact {
                term: say("field-username".to_owned()),
                value: person.shown.user.login_name.to_string(),
            }],
            fields: Vec::new(),
            problem: None,
            action: person.path(below),
            button: title.clone(),
            back_href: person.path(""),
            title,
        }
    }

    /// Before a deed to something of the tenant; the form goes to where it stands.
    pub fn of_room(
        visitor: &Visitor,
        room: &Room,
        entry: &Entry,
        (word, below): (&str, &str),
    ) -> Self {
        let say = |key: String| text(visitor.visit.language, &key);
        let title = say(format!("act-{word}"));
        Self {
            console: Shell::of(visitor, room, entry).then(title.clone(), None),
            lead: vec![say(format!("act-{word}-lead"))],
            facts: Vec::new(),
            fields: Vec::new(),
            problem: None,
            action: room.path(&format!("{}{below}", entry.path)),
            button: title.clone(),
            back_href: room.path(entry.path),
            title,
        }
    }

    #[must_use]
    pub fn fact(mut self, visitor: &Visitor, key: &str, value: String) -> Self {
        self.facts.push(Fact { term: text(visitor.visit.language, key), value });
        self
    }

    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// The page as it is first met.
    pub fn show(self, app: &App, visitor: &Visitor) -> Response {
        visitor.page(app, &self)
    }

    /// The page once more, with what was wrong and what was typed.
    pub fn again(
        mut self,
        app: &App,
        visitor: &Visitor,
        typed: &Params,
        wrong: (&'static str, Option<&'static str>),
    ) -> Response {
        let (word, field) = wrong;
        for field in &mut self.fields {
            let value = typed.value(field.name).unwrap_or_default();
            value.clone_into(&mut field.value);
            for choice in &mut field.choices {
                choice.chosen = choice.value == value;
            }
        }
        let key = format!("wrong-{}", word.replace('_', "-"));
        let text = text(visitor.visit.language, &key);
        self.problem = Some(Problem { word, text, field });
        visitor.again(app, &self)
    }
}

impl Field {
    /// A line of text, labelled `key`.
    pub fn text(visitor: &Visitor, name: &'static str, key: &str) -> Self {
        Self {
            id: name.replace('_', "-"),
            name,
            label: text(visitor.visit.language, key),
            hint: String::new(),
            kind: Kind::Text,
            value: String::new(),
            required: true,
            choices: Vec::new(),
        }
    }

    /// Several lines.
    #[must_use]
    pub fn lines(self) -> Self {
        Self { kind: Kind::Lines, ..self }
    }

    #[must_use]
    pub fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    #[must_use]
    pub fn holding(self, value: Option<String>) -> Self {
        Self { value: value.unwrap_or_default(), ..self }
    }

    #[must_use]
    pub fn hint(self, visitor: &Visitor, key: &str) -> Self {
        Self { hint: text(visitor.visit.language, key), ..self }
    }

    #[must_use]
    pub fn choices(self, kind: Kind, choices: Vec<Choice>) -> Self {
        Self { kind, choices, ..self }
    }
}

impl Choice {
    pub fn of(value: impl Into<String>, label: String, chosen: bool) -> Self {
        Self { value: value.into(), label, chosen }
    }
}
