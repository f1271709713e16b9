//! A page of the console that is made of parts: facts, tables, texts to copy. Whatever a tenant has is shown by it.

use axum::response::Response;
use serde::Serialize;

use super::act::{Fact, Field};
use super::door::Room;
use super::shell::{Entry, Shell};
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::page::View;
use crate::words::text;

/// What `templates/console/sheet.html` may read.
#[derive(Serialize)]
pub struct SheetPage {
    pub console: Shell,
    pub title: String,
    /// What was done just before.
    pub notice: Option<String>,
    pub lead: Vec<String>,
    /// A form that only asks.
    pub asking: Option<Asking>,
    pub buttons: Vec<Link>,
    pub secrets: Vec<Fact>,
    pub facts: Vec<Fact>,
    pub tables: Vec<Table>,
    pub blocks: Vec<Block>,
    pub first_href: Option<String>,
    pub next_href: Option<String>,
}

#[derive(Serialize)]
pub struct Asking {
    pub action: String,
    pub fields: Vec<Field>,
}

/// A way on from here; a download stays here.
#[derive(Serialize)]
pub struct Link {
    pub id: String,
    pub href: String,
    pub label: String,
}

#[derive(Serialize)]
pub struct Table {
    pub id: &'static str,
    pub title: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    pub buttons: Vec<Link>,
}

/// What is shown in a cell, and how.
#[derive(Serialize)]
pub struct Cell {
    pub text: String,
    /// The class of the cell: `address` breaks anywhere, `mark …` stands out.
    pub class: &'static str,
    pub links: Vec<Link>,
}

/// A text to copy, as it stands.
#[derive(Serialize)]
pub struct Block {
    pub title: String,
    pub text: String,
}

impl View for SheetPage {
    const TEMPLATE: &'static str = "console/sheet.html";
}

/// The same with a secret on it, which nothing keeps.
#[derive(Serialize)]
#[serde(transparent)]
pub struct SecretSheet(pub SheetPage);

impl View for SecretSheet {
    const TEMPLATE: &'static str = "console/sheet.html";
    const SHOWN_ONCE: bool = true;
}

impl SheetPage {
    /// The page of an entry of the side navigation. `done-{word}` is told where the address names one of `done`.
    pub fn of(visitor: &Visitor, room: &Room, entry: &Entry, done: &[&str]) -> Self {
        let say = |key: &str| text(visitor.visit.language, key);
        let word = visitor.asked("done").filter(|word| done.contains(word));
        Self {
            console: Shell::of(visitor, room, entry),
            title: say(entry.id),
            notice: word.map(|word| say(&format!("done-{word}"))),
            lead: vec![say(&format!("{}-lead", entry.id))],
            asking: None,
            buttons: Vec::new(),
            secrets: Vec::new(),
            facts: Vec::new(),
            tables: Vec::new(),
            blocks: Vec::new(),
            first_href: None,
            next_href: None,
        }
    }

    /// A page below that of an entry.
    #[must_use]
    pub fn titled(mut self, title: String, lead: Vec<String>) -> Self {
        self.console = self.console.then(title.clone(), None);
        Self { title, lead, ..self }
    }

    #[must_use]
    pub fn fact(mut self, visitor: &Visitor, key: &str, value: String) -> Self {
        self.facts.push(Fact { term: text(visitor.visit.language, key), value });
        self
    }

    #[must_use]
    pub fn secret(mut self, visitor: &Visitor, key: &str, value: &str) -> Self {
        let term = text(visitor.visit.language, key);
        self.secrets.push(Fact { term, value: value.to_owned() });
        self
    }

    /// A button, for whoever may press it.
    #[must_use]
    pub fn button(mut self, visitor: &Visitor, may: bool, (key, href): (&str, String)) -> Self {
        self.buttons.extend(may.then(|| Link::to(visitor, key, href)));
        self
    }

    pub fn show(self, app: &App, visitor: &Visitor) -> Response {
        visitor.page(app, &self)
    }

    /// The page with secrets on it.
    pub fn once(self, app: &App, visitor: &Visitor) -> Response {
        visitor.page(app, &SecretSheet(self))
    }
}

impl Link {
    /// Labelled by its id.
    pub fn to(visitor: &Visitor, key: &str, href: String) -> Self {
        Self { id: key.to_owned(), href, label: text(visitor.visit.language, key) }
    }

    /// One of many alike.
    pub fn numbered(visitor: &Visitor, key: &str, number: usize, href: String) -> Self {
        Self { id: format!("{key}-{}", number + 1), ..Self::to(visitor, key, href) }
    }
}

impl Cell {
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), class: "", links: Vec::new() }
    }

    /// An address, an identifier: what breaks anywhere.
    pub fn code(text: impl Into<String>) -> Self {
        Self { class: "address", ..Self::of(text) }
    }

    pub fn links(links: Vec<Link>) -> Self {
        Self { links, ..Self::of("") }
    }
}

impl Table {
    /// A table whose columns are named by keys.
    pub fn of(visitor: &Visitor, (id, title): (&'static str, &str), heads: &[&str]) -> Self {
        let say = |key: &str| text(visitor.visit.language, key);
        Self {
            id,
            title: say(title),
            heads: heads.iter().map(|key| say(key)).collect(),
            rows: Vec::new(),
            buttons: Vec::new(),
        }
    }

    #[must_use]
    pub fn rows(self, rows: Vec<Vec<Cell>>) -> Self {
        Self { rows, ..self }
    }

    #[must_use]
    pub fn button(mut self, visitor: &Visitor, may: bool, (key, href): (&str, String)) -> Self {
        self.buttons.extend(may.then(|| Link::to(visitor, key, href)));
        self
    }
}
