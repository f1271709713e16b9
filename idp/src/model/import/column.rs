//! The columns, by their Japanese and their English headings. Both are read wherever they stand; files of one language
//! are written.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::MOST_COLUMNS;
use super::reason::Misheaded;
use crate::model::fold;
use crate::model::policy::Language;

/// What a column tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    UserId,
    LoginMethod,
    /// The address of a device, counted from 1 in their order.
    Mail(u8),
    Kind(u8),
    /// A claim by its place in [`CLAIMS`].
    Claim(usize),
    /// An attribute of the tenant's own.
    Attribute(String),
    PasswordHash,
}

/// A claim: its name, dotted for a part of the address, and its headings.
pub(super) struct ClaimColumn {
    pub(super) name: &'static str,
    ja: &'static str,
    en: &'static str,
}

macro_rules! claims {
    ($($name:literal = $ja:literal, $en:literal)*) => {
        pub(super) const CLAIMS: &[ClaimColumn] =
            &[$(ClaimColumn { name: $name, ja: $ja, en: $en },)*];
    };
}

claims! {
    "name" = "氏名", "name"
    "family_name" = "姓", "family_name"
    "given_name" = "名", "given_name"
    "middle_name" = "ミドルネーム", "middle_name"
    "nickname" = "ニックネーム", "nickname"
    "preferred_username" = "表示名", "preferred_username"
    "profile" = "プロフィールURL", "profile"
    "picture" = "写真URL", "picture"
    "website" = "ウェブサイトURL", "website"
    "gender" = "性別", "gender"
    "birthdate" = "生年月日", "birthdate"
    "zoneinfo" = "タイムゾーン", "zoneinfo"
    "locale" = "言語", "locale"
    "email" = "連絡先メールアドレス", "email"
    "email_verified" = "連絡先メールアドレス確認済み", "email_verified"
    "phone_number" = "電話番号", "phone_number"
    "phone_number_verified" = "電話番号確認済み", "phone_number_verified"
    "address.formatted" = "住所", "address"
    "address.postal_code" = "郵便番号", "postal_code"
    "address.country" = "国", "country"
    "address.region" = "都道府県", "region"
    "address.locality" = "市区町村", "locality"
    "address.street_address" = "町名番地", "street_address"
}

const USER_ID: [&str; 2] = ["ユーザID", "user_id"];
const LOGIN_METHOD: [&str; 2] = ["ログイン方法", "login_method"];
const MAIL: [&str; 2] = ["メールアドレス", "mail"];
const KIND: [&str; 2] = ["端末種別", "device_kind"];
const ATTRIBUTE: [&str; 2] = ["属性:", "attribute:"];
const PASSWORD_HASH: [&str; 2] = ["パスワードハッシュ", "password_hash"];
/// What an error file adds; a corrected one may be sent as it is.
const REASON: [&str; 2] = ["エラー理由", "reason"];

const fn of(names: [&'static str; 2], language: Language) -> &'static str {
    match language {
        Language::Ja => names[0],
        Language::En => names[1],
    }
}

/// The heading of the column that an error file adds.
pub const fn reason_heading(language: Language) -> &'static str {
    of(REASON, language)
}

impl Column {
    pub fn heading(&self, language: Language) -> String {
        match self {
            Self::UserId => of(USER_ID, language).to_owned(),
            Self::LoginMethod => of(LOGIN_METHOD, language).to_owned(),
            Self::Mail(place) => format!("{}{place}", of(MAIL, language)),
            Self::Kind(place) => format!("{}{place}", of(KIND, language)),
            Self::Claim(place) => CLAIMS
                .get(*place)
                .map_or_else(String::new, |claim| of([claim.ja, claim.en], language).to_owned()),
            Self::Attribute(name) => format!("{}{name}", of(ATTRIBUTE, language)),
            Self::PasswordHash => of(PASSWORD_HASH, language).to_owned(),
        }
    }

    /// The columns of an export: as many addresses as anybody has, and the attributes named.
    pub fn of_export(addresses: u8, attributes: &[String]) -> Vec<Self> {
        let devices = (1..=addresses).flat_map(|place| [Self::Mail(place), Self::Kind(place)]);
        [Self::UserId, Self::LoginMethod]
            .into_iter()
            .chain(devices)
            .chain((0..CLAIMS.len()).map(Self::Claim))
            .chain(attributes.iter().cloned().map(Self::Attribute))
            .collect()
    }

    /// The columns that a file to fill in has.
    pub fn of_template(addresses: u8, attributes: &[String]) -> Vec<Self> {
        let mut columns = Self::of_export(addresses, attributes);
        columns.push(Self::PasswordHash);
        columns
    }

    fn parse(heading: &str) -> Option<Self> {
        if let Some((mark, name)) = heading.split_once([':', '：']) {
            let mark = plain(mark) + ":";
            let fits = ATTRIBUTE.contains(&mark.as_str()) && !name.trim().is_empty();
            return fits.then(|| Self::Attribute(name.trim().to_owned()));
        }
        let known = |names: [&str; 2]| names.iter().any(|name| plain(name) == plain(heading));
        if let Some(place) = CLAIMS.iter().position(|claim| known([claim.ja, claim.en])) {
            return Some(Self::Claim(place));
        }
        let heading = plain(heading);
        let numbered = |names: [&str; 2]| {
            let rest = names.iter().find_map(|name| heading.strip_prefix(&plain(name)))?;
            match rest {
                "" => Some(1),
                rest => rest.parse().ok().filter(|place| *place > 0),
            }
        };
        match heading.as_str() {
            _ if known(USER_ID) => Some(Self::UserId),
            _ if known(LOGIN_METHOD) => Some(Self::LoginMethod),
            _ if known(PASSWORD_HASH) => Some(Self::PasswordHash),
            _ => numbered(MAIL).map(Self::Mail).or_else(|| numbered(KIND).map(Self::Kind)),
        }
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.heading(Language::En))
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let heading = String::deserialize(input)?;
        Self::parse(&heading).ok_or_else(|| D::Error::custom("no column is called so"))
    }
}

/// A heading as compared: however wide, in whatever case, with or without spaces and lines between its words.
fn plain(heading: &str) -> String {
    fold::compatible(heading)
        .chars()
        .filter(|one| !one.is_whitespace() && !matches!(one, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// What the columns of a file are, in their order; none for one that is passed over.
pub fn columns(headings: &[String]) -> Result<Vec<Option<Column>>, Misheaded> {
    if headings.len() > MOST_COLUMNS {
        return Err(Misheaded::TooMany);
    }
    let mut columns = Vec::new();
    for heading in headings {
        let passed_over =
            heading.trim().is_empty() || REASON.iter().any(|name| plain(name) == plain(heading));
        let column = if passed_over {
            None
        } else {
            let known = Column::parse(heading);
            Some(known.ok_or_else(|| Misheaded::Unknown(heading.clone()))?)
        };
        if column.is_some() && columns.contains(&column) {
            return Err(Misheaded::Twice(heading.clone()));
        }
        columns.push(column);
    }
    if columns.contains(&Some(Column::UserId)) { Ok(columns) } else { Err(Misheaded::NoUserId) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headings: &[&str]) -> Result<Vec<Option<Column>>, Misheaded> {
        columns(&headings.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn every_heading_is_read_back_in_both_languages() {
        let columns = Column::of_template(12, &["rank".to_owned(), "部署".to_owned()]);
        for language in [Language::Ja, Language::En] {
            let headings: Vec<_> = columns.iter().map(|one| one.heading(language)).collect();
            let read = super::columns(&headings).unwrap();
            assert_eq!(read, columns.iter().cloned().map(Some).collect::<Vec<_>>());
        }
    }

    #[test]
    fn headings_by_table() {
        for (headings, expected) in [
            (vec!["ユーザＩＤ", " Mail 2 "], Ok(vec![Some(Column::UserId), Some(Column::Mail(2))])),
            (
                vec!["USER ID", "メールアドレス", "", "reason"],
                Ok(vec![Some(Column::UserId), Some(Column::Mail(1)), None, None]),
            ),
            (vec!["user_id", "端末種別１"], Ok(vec![Some(Column::UserId), Some(Column::Kind(1))])),
            (vec!["user_id", "mail0"], Err(Misheaded::Unknown("mail0".to_owned()))),
            (vec!["user_id", "mail256"], Err(Misheaded::Unknown("mail256".to_owned()))),
            (vec!["user_id", "password"], Err(Misheaded::Unknown("password".to_owned()))),
            (vec!["user_id", "attribute:"], Err(Misheaded::Unknown("attribute:".to_owned()))),
            (vec!["user_id", "氏名", "name"], Err(Misheaded::Twice("name".to_owned()))),
            (vec!["user_id", "mail", "mail1"], Err(Misheaded::Twice("mail1".to_owned()))),
            (vec!["氏名"], Err(Misheaded::NoUserId)),
            (vec![], Err(Misheaded::NoUserId)),
        ] {
            assert_eq!(read(&headings), expected, "{headings:?}");
        }
        assert_eq!(read(&["x"; 600]), Err(Misheaded::TooMany));
    }
}
