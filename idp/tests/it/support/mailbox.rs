//! The letters that left, and a person who reads them.

use std::sync::Mutex;

use futures_util::future::BoxFuture;
use idp::mail::Mail;
use idp::mail::courier::{Courier, NotSent};
use idp::model::ids::LetterId;
use idp::model::moment::Moment;

use super::{BASE, TestIdp, TestUser};

/// A courier that keeps what it carries, and is away when told so.
#[derive(Default)]
pub struct Post {
    sent: Mutex<Vec<Letter>>,
    tries: Mutex<Vec<Moment>>,
    away: Mutex<bool>,
}

#[derive(Clone, Debug)]
pub struct Letter {
    pub id: LetterId,
    pub mail: Mail,
}

impl Post {
    pub fn all(&self) -> Vec<Letter> {
        self.sent.lock().unwrap().clone()
    }

    /// When a letter was handed over, whether it left or not.
    pub fn tries(&self) -> Vec<Moment> {
        self.tries.lock().unwrap().clone()
    }

    pub fn is_away(&self, away: bool) {
        *self.away.lock().unwrap() = away;
    }
}

impl Courier for Post {
    fn send<'a>(
        &'a self,
        id: LetterId,
        mail: &'a Mail,
        now: Moment,
    ) -> BoxFuture<'a, Result<(), NotSent>> {
        self.tries.lock().unwrap().push(now);
        let away = *self.away.lock().unwrap();
        if !away {
            self.sent.lock().unwrap().push(Letter { id, mail: mail.clone() });
        }
        let outcome = if away { Err(NotSent::ForNow("away".to_owned())) } else { Ok(()) };
        Box::pin(std::future::ready(outcome))
    }

    fn test(&self) -> BoxFuture<'_, Result<(), NotSent>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

impl Letter {
    /// The code, from the line of the text that holds nothing else.
    pub fn one_time_code(&self) -> String {
        let is_code = |line: &&str| line.len() >= 6 && line.bytes().all(|b| b.is_ascii_digit());
        let found = self.mail.text.lines().find(is_code);
        found.unwrap_or_else(|| panic!("no code in {}", self.mail.text)).to_owned()
    }

    /// A code of the same length that is another one.
    pub fn another_code(&self) -> String {
        let first = self.one_time_code();
        let flip = |digit: char| if digit == '0' { '1' } else { '0' };
        first.chars().enumerate().map(|(at, d)| if at == 0 { flip(d) } else { d }).collect()
    }

    /// The initial one-time password, from the line of the text that holds nothing else.
    pub fn initial_code(&self) -> String {
        let letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let found =
            self.mail.text.lines().find(|line| line.len() == 10 && line.bytes().all(letter));
        found.unwrap_or_else(|| panic!("no initial code in {}", self.mail.text)).to_owned()
    }

    pub fn has_link(&self) -> bool {
        ["http://", "https://", "href="]
            .iter()
            .any(|word| self.mail.text.contains(word) || self.mail.html.contains(word))
    }

    /// The address to open, from the line of the text that holds nothing else.
    pub fn link(&self) -> String {
        let found = self.mail.text.lines().find(|line| line.starts_with(BASE));
        found.unwrap_or_else(|| panic!("no link in {}", self.mail.text)).to_owned()
    }

    pub fn is_about_a_code(&self) -> bool {
        self.mail.code.is_some()
    }
}

/// The letters of one user.
pub struct Mailbox<'a> {
    idp: &'a TestIdp,
    addresses: Vec<String>,
}

impl<'a> Mailbox<'a> {
    pub fn new(idp: &'a TestIdp, user: &TestUser) -> Self {
        Self { idp, addresses: user.addresses.clone() }
    }

    /// The letters to an address, whoever's it is.
    pub fn of(idp: &'a TestIdp, address: &str) -> Self {
        Self { idp, addresses: vec![address.to_owned()] }
    }

    /// Everything that came, oldest first.
    pub async fn letters(&self) -> Vec<Letter> {
        self.idp.deliver().await;
        let mine =
            |letter: &Letter| self.addresses.iter().any(|own| own == letter.mail.to.as_str());
        self.idp.post.all().into_iter().filter(mine).collect()
    }

    pub async fn newest(&self) -> Letter {
        self.letters().await.pop().expect("a letter")
    }
}
