//! Lists, a page at a time. A cursor says behind what the next page begins; it is bound to its list and not to be made up.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::problem::{Answer, Code, Refused};
use crate::app::App;
use crate::model::moment::Moment;

/// How much of a list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Part {
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<String>,
}

/// A list of one tenant, and the page of it that is asked for.
pub struct Page<'a> {
    app: &'a App,
    /// Which list: a cursor of another does not fit.
    list: String,
    pub limit: usize,
    /// Behind what it begins.
    pub after: Option<String>,
}

const MAC_BYTES: usize = 16;

impl<'a> Page<'a> {
    pub fn of(caller: &'a Caller, list: &str, part: &Part) -> Answer<Self> {
        let limit = part.limit.unwrap_or(50);
        if !(1..=200).contains(&limit) {
            return Err(Refused::with(Code::InvalidRequest, "limit is 1 to 200"));
        }
        let list = format!("{list}|{}", caller.place());
        let page = Self { app: &caller.app, list, limit: limit.into(), after: None };
        let after = part.cursor.as_deref().map(|cursor| page.read(cursor)).transpose()?;
        Ok(Self { after, ..page })
    }

    /// One more than fits is asked for, so that it is known whether there is a next page.
    pub fn most(&self) -> u64 {
        u64::try_from(self.limit).unwrap_or(200) + 1
    }

    /// The page, cut to its size; `place` says what the next one begins behind.
    pub fn cut<T, U>(
        &self,
        mut found: Vec<T>,
        place: impl Fn(&T) -> String,
        shape: impl Fn(T) -> U,
    ) -> Listed<U> {
        let more = found.len() > self.limit;
        found.truncate(self.limit);
        let next_cursor = found.last().filter(|_| more).map(|last| self.cursor(&place(last)));
        Listed { items: found.into_iter().map(shape).collect(), next_cursor }
    }

    /// The same of a whole list that is short enough to be read at once; places are told apart, not ordered.
    pub fn of_whole<T, U>(
        &self,
        all: Vec<T>,
        place: impl Fn(&T) -> String,
        shape: impl Fn(T) -> U,
    ) -> Listed<U> {
        let from = match &self.after {
            Some(after) => all.iter().position(|one| place(one) == *after).map_or(0, |at| at + 1),
            None => 0,
        };
        let part = all.into_iter().skip(from).take(self.limit + 1).collect();
        self.cut(part, place, shape)
    }

    fn cursor(&self, place: &str) -> String {
        let mut bytes = self.mac(place);
        bytes.extend_from_slice(place.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn read(&self, cursor: &str) -> Answer<String> {
        let wrong = || Refused::because(Code::InvalidCursor);
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
        let (mac, place) = bytes.split_at_checked(MAC_BYTES).ok_or_else(wrong)?;
        let place = std::str::from_utf8(place).map_err(|_| wrong())?;
        if keys::digest::same(mac, &self.mac(place)) { Ok(place.to_owned()) } else { Err(wrong()) }
    }

    fn mac(&self, place: &str) -> Vec<u8> {
        let mut mac = self.app.code_digest(&format!("api-cursor|{}|{place}", self.list));
        mac.truncate(MAC_BYTES);
        mac
    }
}

/// A place in a list that is told from the newest back.
pub fn place(at: Moment, id: uuid::Uuid) -> String {
    format!("{}:{id}", at.millis())
}

pub fn read_place(place: &str) -> Answer<(Moment, uuid::Uuid)> {
    let read = || {
        let (at, id) = place.split_once(':')?;
        Some((Moment::from_millis(at.parse().ok()?), id.parse().ok()?))
    };
    read().ok_or(Refused::because(Code::InvalidCursor))
}
