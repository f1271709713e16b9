//! A device (端末): a numbered entry of a user, a mail address that receives one-time passwords.

use serde::{Deserialize, Serialize};

use super::ids::{DeviceId, UserId};
use super::moment::Moment;
use super::names::MailAddress;

#[derive(Clone, Debug)]
pub struct Device {
    pub id: DeviceId,
    pub user: UserId,
    pub number: u32,
    pub address: MailAddress,
    pub kind: Kind,
    pub last_used: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeviceKind)]
pub enum Kind {
    Pc,
    Mobile,
    Smartphone,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Pc, Self::Mobile, Self::Smartphone];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pc => "pc",
            Self::Mobile => "mobile",
            Self::Smartphone => "smartphone",
        }
    }

    /// Its name on pages and in mails.
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::Pc => "kind-pc",
            Self::Mobile => "kind-mobile",
            Self::Smartphone => "kind-smartphone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The device a code goes to when nobody says otherwise: the one last used, else the first.
pub fn preferred(devices: &[Device]) -> Option<&Device> {
    devices.iter().max_by_key(|device| (device.last_used, std::cmp::Reverse(device.number)))
}

/// Where another code is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Where the one before went.
    Same,
    /// To the next device by number, and from the last to the first.
    Next,
    Device(DeviceId),
}

impl Choice {
    /// The device of this choice; `before` is the one that the code before went to.
    pub fn pick(self, devices: &[Device], before: Option<DeviceId>) -> Option<&Device> {
        let one = |id| devices.iter().find(|device| device.id == id);
        let last = before.and_then(one).or_else(|| preferred(devices));
        match self {
            Self::Same => last,
            Self::Device(id) => one(id),
            Self::Next => {
                let last = last.map_or(0, |device| device.number);
                let number = |device: &&Device| device.number;
                let after = devices.iter().filter(|device| device.number > last);
                after.min_by_key(number).or_else(|| devices.iter().min_by_key(number))
            }
        }
    }
}

/// Why an address cannot be that of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It is none.
    BadAddress,
    /// The two entries differ.
    Mismatch,
    /// Another device of the user has it.
    Taken,
    /// It cannot be the user's. Why, and whose it is, is not told (AC-15).
    NotPossible,
    TooMany,
}

/// Judges the address typed for a new device, or for one that changes.
pub fn judge_address(
    devices: &[Device],
    changing: Option<DeviceId>,
    typed: (&str, &str),
    most: usize,
) -> Result<MailAddress, Misfit> {
    if changing.is_none() && devices.len() >= most {
        return Err(Misfit::TooMany);
    }
    let (mail, confirm) = typed;
    let address = MailAddress::parse(mail).ok_or(Misfit::BadAddress)?;
    if MailAddress::parse(confirm).as_ref() != Some(&address) {
        return Err(Misfit::Mismatch);
    }
    // The domain has no case, and few mail systems tell the local part's.
    let same = |device: &&Device| {
        device.address.as_str().to_lowercase() == address.as_str().to_lowercase()
    };
    match devices.iter().find(same) {
        Some(other) if Some(other.id) != changing => Err(Misfit::Taken),
        _ => Ok(address),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn device(number: u32, address: &str) -> Device {
        Device {
            id: DeviceId(Uuid::from_u128(number.into())),
            user: UserId(Uuid::nil()),
            number,
            address: MailAddress::parse(address).unwrap(),
            kind: Kind::Pc,
            last_used: None,
        }
    }

    #[test]
    fn another_code_goes_where_it_is_wanted() {
        let mut devices = [1, 3, 7].map(|number| device(number, "taro@example.jp"));
        devices[1].last_used = Some(Moment::from_seconds(1));
        let id = |number: u128| DeviceId(Uuid::from_u128(number));
        let (none, gone) = (None, Some(id(9)));
        for (choice, before, number) in [
            (Choice::Same, none, Some(3)),
            (Choice::Same, gone, Some(3)),
            (Choice::Same, Some(id(1)), Some(1)),
            (Choice::Next, none, Some(7)),
            (Choice::Next, Some(id(1)), Some(3)),
            (Choice::Next, Some(id(7)), Some(1)),
            (Choice::Device(id(7)), none, Some(7)),
            (Choice::Device(id(9)), none, None),
        ] {
            let picked = choice.pick(&devices, before).map(|device| device.number);
            assert_eq!(picked, number, "{choice:?} {before:?}");
            assert!(choice.pick(&[], before).is_none());
        }
    }

    #[test]
    fn addresses_by_table() {
        let two = [device(1, "taro@example.jp"), device(2, "jiro@example.jp")];
        let first = Some(two[0].id);
        for (changing, mail, confirm, most, expected) in [
            (None, "new@example.jp", "new@example.jp", 5, None),
            (None, "ｎｅｗ＠example.jp", "new@example.jp ", 5, None),
            (None, "new@example.jp", "new@example.jp", 2, Some(Misfit::TooMany)),
            (first, "new@example.jp", "new@example.jp", 2, None),
            (None, "new", "new", 5, Some(Misfit::BadAddress)),
            (None, "new@example.jp", "nw@example.jp", 5, Some(Misfit::Mismatch)),
            (None, "TARO@EXAMPLE.JP", "TARO@EXAMPLE.JP", 5, Some(Misfit::Taken)),
            (first, "jiro@example.jp", "jiro@example.jp", 5, Some(Misfit::Taken)),
            (first, "Taro@example.jp", "Taro@example.jp", 5, None),
        ] {
            let verdict = judge_address(&two, changing, (mail, confirm), most);
            assert_eq!(verdict.err(), expected, "{mail}");
        }
    }
}
