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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The device a code goes to when nobody says otherwise: the one last used, else the first.
pub fn preferred(devices: &[Device]) -> Option<&Device> {
    devices.iter().max_by_key(|device| (device.last_used, std::cmp::Reverse(device.number)))
}
