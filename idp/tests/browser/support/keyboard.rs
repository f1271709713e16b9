//! A person with a keyboard and no mouse. What the keyboard passes on its way is checked: that it shows where it is,
//! that nothing covers it, that the order is the order of reading, and that nothing is left out.

use serde_json::{Value, json};
use thirtyfour::Key;

use super::page::Page;

/// Says what has the keyboard: its place among all that can have it, its id, and what is wrong with it.
const LOOK: &str = include_str!("keyboard.js");

/// More than any page has.
const MOST: usize = 90;

/// What is done once the keyboard is there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act<'a> {
    Type(&'a str),
    /// Goes to the top of a list and down by so many entries.
    Down(usize),
    /// Marks a choice; the arrow keys lead from one of a group to the next.
    Space,
    /// Presses a button or follows a link that leads to another page.
    Enter,
    /// The same by the other key that presses buttons.
    SpaceBar,
}

/// Where the keyboard is.
struct Place {
    at: u64,
    id: String,
    group: String,
}

impl Page {
    pub(crate) async fn keys(&self, keys: impl Into<thirtyfour::TypingData>) {
        self.driver.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Fills in a form and sends it, from where the keyboard is, by keyboard alone.
    pub(crate) async fn drive(&self, acts: &[(&str, Act<'_>)]) {
        for (id, act) in acts {
            self.reach(id, matches!(act, Act::Space)).await;
            match act {
                Act::Type(text) => self.keys(*text).await,
                Act::Down(count) => {
                    self.keys(Key::Home).await;
                    for _ in 0..*count {
                        self.keys(Key::Down).await;
                    }
                }
                Act::Space => self.keys(" ").await,
                Act::Enter => self.leaving(async || self.keys(Key::Enter).await).await,
                Act::SpaceBar => self.leaving(async || self.keys(" ").await).await,
            }
        }
    }

    /// Presses the tab key until the element has the keyboard.
    async fn reach(&self, id: &str, in_a_group: bool) {
        let mut before = self.place().await;
        for _ in 0..MOST {
            if before.as_ref().is_some_and(|place| place.id == id) {
                return;
            }
            self.keys(Key::Tab).await;
            let now = self.place().await;
            let now = now.unwrap_or_else(|| panic!("the keyboard left the page before #{id}"));
            let expected = before.as_ref().map_or(now.at, |place| place.at + 1);
            assert_eq!(now.at, expected, "the keyboard jumps to #{}", now.id);
            if in_a_group && id.starts_with(&format!("{}-", now.group)) && !now.group.is_empty() {
                return self.choose(id).await;
            }
            before = Some(now);
        }
        panic!("the keyboard does not reach #{id} at {}", self.address().await);
    }

    async fn choose(&self, id: &str) {
        for _ in 0..MOST {
            if self.place().await.is_some_and(|place| place.id == id) {
                return;
            }
            self.keys(Key::Down).await;
        }
        panic!("the arrow keys do not reach #{id}");
    }

    /// What is wrong with what has the keyboard, and with the order of the page.
    pub(crate) async fn wrongs(&self) -> Vec<String> {
        let found = self.run(LOOK, Vec::new()).await;
        serde_json::from_value(found["wrong"].clone()).expect("a list of lines")
    }

    async fn place(&self) -> Option<Place> {
        let found = self.run(LOOK, Vec::new()).await;
        assert_eq!(found["wrong"], json!([]), "at {}", self.address().await);
        let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
        Some(Place { at: found["at"].as_u64()?, id: text("id"), group: text("group") })
    }

    /// Goes through the whole page and back again: everything that can be used has its turn, once, in the order of
    /// reading.
    pub(crate) async fn tab_through(&self) {
        self.run(
            "document.activeElement.blur(); window.getSelection().removeAllRanges()",
            Vec::new(),
        )
        .await;
        let count = self.run(LOOK, Vec::new()).await["all"].as_u64().unwrap();
        self.driver.find(thirtyfour::By::ClassName("skip")).await.unwrap().focus().await.unwrap();
        for expected in 0..count {
            let place = self.place().await.expect("the keyboard is on the page");
            assert_eq!(place.at, expected, "#{} at {}", place.id, self.address().await);
            if expected + 1 < count {
                self.keys(Key::Tab).await;
            }
        }
        for expected in (0..count).rev() {
            assert_eq!(self.place().await.expect("on the page").at, expected, "on the way back");
            if expected > 0 {
                self.keys(Key::Shift + Key::Tab).await;
            }
        }
    }

    /// After a mistake the keyboard is on the summary; its link leads into the field.
    pub(crate) async fn lands_on(&self, problem: &str, field: &str) {
        assert_eq!(self.problem().await, problem);
        let focused = self.driver.active_element().await.unwrap();
        assert_eq!(focused.id().await.unwrap().as_deref(), Some("problem"));
        self.keys(Key::Tab).await;
        let link = self.driver.active_element().await.unwrap();
        let href: Value = json!(link.attr("href").await.unwrap());
        assert_eq!(href, json!(format!("#{field}")), "the first stop after the summary");
        self.keys(Key::Enter).await;
        let focused = self.driver.active_element().await.unwrap();
        assert_eq!(focused.id().await.unwrap().as_deref(), Some(field));
    }
}
