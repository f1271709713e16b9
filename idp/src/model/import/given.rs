//! What a row says. An empty cell says nothing.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::column::{CLAIMS, Column};
use super::reason::Reason;
use super::written;
use crate::model::device::Kind;
use crate::model::foreign_hash::{ForeignHash, Unfit};
use crate::model::login_method::LoginMethod;
use crate::model::names::{LoginName, MailAddress};

#[derive(Clone, Debug)]
pub struct Given {
    pub login_name: LoginName,
    pub login_method: Option<LoginMethod>,
    /// By their place among the user's devices, from 1.
    pub devices: BTreeMap<u8, GivenDevice>,
    pub claims: Vec<(Column, Value)>,
    /// Of another system, in one of the forms that are known.
    pub password_hash: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenDevice {
    pub address: Option<MailAddress>,
    pub kind: Option<Kind>,
}

/// Reads a row under its headings; all that is wrong with it is told at once.
pub fn read(columns: &[Option<Column>], cells: &[String]) -> Result<Given, Vec<Reason>> {
    if cells.len() != columns.len() {
        return Err(vec![Reason::Cells { wanted: columns.len(), found: cells.len() }]);
    }
    let mut row = Row::default();
    for (column, cell) in columns.iter().zip(cells) {
        let Some(column) = column else { continue };
        if !cell.trim().is_empty() {
            row.take(column, cell);
        }
    }
    row.finish()
}

#[derive(Default)]
struct Row {
    login_name: Option<LoginName>,
    login_method: Option<LoginMethod>,
    devices: BTreeMap<u8, GivenDevice>,
    claims: Vec<(Column, Value)>,
    password_hash: Option<String>,
    wrong: Vec<Reason>,
}

impl Row {
    fn take(&mut self, column: &Column, cell: &str) {
        let wrong = match column {
            Column::UserId => {
                self.login_name = LoginName::parse(cell);
                self.login_name.is_none().then_some(Reason::UserId)
            }
            Column::LoginMethod => {
                self.login_method = written::login_method(cell);
                self.login_method.is_none().then_some(Reason::LoginMethod)
            }
            Column::Mail(place) => {
                let address = MailAddress::parse(cell);
                let wrong = address.is_none();
                self.devices.entry(*place).or_default().address = address;
                wrong.then(|| Reason::Address { column: column.clone() })
            }
            Column::Kind(place) => {
                let kind = written::kind(cell);
                let wrong = kind.is_none();
                self.devices.entry(*place).or_default().kind = kind;
                wrong.then(|| Reason::Kind { column: column.clone() })
            }
            Column::Claim(place) => {
                let name = CLAIMS.get(*place).map_or("", |claim| claim.name);
                let value = claim(name, cell);
                let wrong = value.is_none();
                self.claims.extend(value.map(|value| (column.clone(), value)));
                wrong.then(|| Reason::Claim { column: column.clone() })
            }
            Column::Attribute(_) => {
                self.claims.push((column.clone(), written::attribute_value(cell)));
                None
            }
            Column::PasswordHash => {
                let hash = cell.trim();
                self.password_hash = Some(hash.to_owned());
                match ForeignHash::parse(hash) {
                    Ok(_) => None,
                    Err(Unfit::Unknown) => Some(Reason::UnknownHash),
                    Err(Unfit::Cost) => Some(Reason::CostlyHash),
                }
            }
        };
        self.wrong.extend(wrong);
    }

    fn finish(mut self) -> Result<Given, Vec<Reason>> {
        self.check_addresses();
        if self.login_name.is_none() && !self.wrong.contains(&Reason::UserId) {
            self.wrong.push(Reason::NoUserId);
        }
        match self.login_name {
            Some(login_name) if self.wrong.is_empty() => Ok(Given {
                login_name,
                login_method: self.login_method,
                devices: self.devices,
                claims: self.claims,
                password_hash: self.password_hash,
            }),
            _ => Err(self.wrong),
        }
    }

    fn check_addresses(&mut self) {
        let mut seen = Vec::new();
        for (place, device) in &self.devices {
            let Some(address) = &device.address else { continue };
            let address = address.as_str().to_lowercase();
            if seen.contains(&address) {
                self.wrong.push(Reason::AddressTwice { column: Column::Mail(*place) });
            }
            seen.push(address);
        }
    }
}

fn claim(name: &str, cell: &str) -> Option<Value> {
    if name.ends_with("_verified") {
        return written::truth(cell).map(Value::Bool);
    }
    Some(json!(cell))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::import::column;

    fn given(headings: &str, row: &str) -> Result<Given, Vec<Reason>> {
        let split = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        read(&column::columns(&split(headings)).unwrap(), &split(row))
    }

    #[test]
    fn a_row_is_read_in_either_language() {
        for (headings, row) in [
            (
                "user_id|login_method|mail1|device_kind1|mail3|email_verified|attribute:rank|name",
                "Alice|password_otp|a@b.cd|mobile|c@d.ef|true|3|緑川",
            ),
            (
                "ユーザID|ログイン方法|メールアドレス1|端末種別1|メールアドレス3|連絡先メールアドレス確認済み|属性:rank|氏名",
                "ａｌｉｃｅ|IDパスワード＋ワンタイムパスワード|a@b.cd|携帯電話|c@d.ef|はい|3|緑川",
            ),
        ] {
            let given = given(headings, row).unwrap();
            assert_eq!(given.login_name.as_str(), "alice");
            assert_eq!(given.login_method, Some(LoginMethod::PasswordOtp));
            assert_eq!(given.devices[&1].kind, Some(Kind::Mobile));
            assert_eq!(given.devices[&3].address, MailAddress::parse("c@d.ef"));
            let values: Vec<_> = given.claims.into_iter().map(|(_, value)| value).collect();
            assert_eq!(values, [json!(true), json!(3), json!("緑川")]);
        }
        let nothing = given("user_id|mail1|name", "alice||").unwrap();
        assert!(nothing.devices.is_empty() && nothing.claims.is_empty());
    }

    #[test]
    fn what_is_wrong_with_a_row_by_table() {
        let mail = |place| Column::Mail(place);
        for (headings, row, expected) in [
            ("user_id|name", "a|b|c", vec![Reason::Cells { wanted: 2, found: 3 }]),
            ("user_id|name", "|b", vec![Reason::NoUserId]),
            ("user_id|name", "a b|b", vec![Reason::UserId]),
            ("user_id|login_method", "a|magic", vec![Reason::LoginMethod]),
            (
                "user_id|mail1|device_kind1",
                "a|b|fax",
                vec![Reason::Address { column: mail(1) }, Reason::Kind { column: Column::Kind(1) }],
            ),
            (
                "user_id|mail1|mail2",
                "a|a@b.cd|A@b.cd",
                vec![Reason::AddressTwice { column: mail(2) }],
            ),
            (
                "user_id|email_verified",
                "a|perhaps",
                vec![Reason::Claim { column: Column::Claim(14) }],
            ),
            ("user_id|password_hash", "a|hunter2", vec![Reason::UnknownHash]),
            (
                "user_id|password_hash",
                "a|pbkdf2_sha256$1$abcdef$AAAAAAAAAAAAAAAAAAAAAAAA",
                vec![Reason::CostlyHash],
            ),
        ] {
            assert_eq!(given(headings, row).unwrap_err(), expected, "{row}");
        }
    }
}
