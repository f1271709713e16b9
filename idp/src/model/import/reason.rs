//! Why a row, or a whole file, is not taken.

use serde::{Deserialize, Serialize};

use super::column::Column;

/// Why a row is not taken. It is told to the row's sender in his language, behind the row as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Reason {
    /// The bytes are no text of the file's encoding.
    Encoding,
    /// A quote stands where none may.
    Quotes,
    /// Another number of cells than there are headings.
    Cells {
        wanted: usize,
        found: usize,
    },
    NoUserId,
    UserId,
    /// The same user stands on an earlier line.
    Twice {
        line: u64,
    },
    LoginMethod,
    MethodNotAllowed,
    CertificateNotAvailable,
    NeedsAddress,
    TooManyAddresses {
        most: u8,
    },
    Address {
        column: Column,
    },
    AddressTwice {
        column: Column,
    },
    KindWithoutAddress {
        column: Column,
    },
    Kind {
        column: Column,
    },
    /// A claim that no client could read.
    Claim {
        column: Column,
    },
    UnknownHash,
    CostlyHash,
}

impl Reason {
    /// Its name among the texts.
    pub const fn text_key(&self) -> &'static str {
        match self {
            Self::Encoding => "import-encoding",
            Self::Quotes => "import-quotes",
            Self::Cells { .. } => "import-cells",
            Self::NoUserId => "import-no-user-id",
            Self::UserId => "import-user-id",
            Self::Twice { .. } => "import-twice",
            Self::LoginMethod => "import-login-method",
            Self::MethodNotAllowed => "import-method-not-allowed",
            Self::CertificateNotAvailable => "import-certificate-not-available",
            Self::NeedsAddress => "import-needs-address",
            Self::TooManyAddresses { .. } => "import-too-many-addresses",
            Self::Address { .. } => "import-address",
            Self::AddressTwice { .. } => "import-address-twice",
            Self::KindWithoutAddress { .. } => "import-kind-without-address",
            Self::Kind { .. } => "import-kind",
            Self::Claim { .. } => "import-claim",
            Self::UnknownHash => "import-unknown-hash",
            Self::CostlyHash => "import-costly-hash",
        }
    }

    /// The column it is about, where it is about one.
    pub const fn column(&self) -> Option<&Column> {
        match self {
            Self::Address { column }
            | Self::AddressTwice { column }
            | Self::KindWithoutAddress { column }
            | Self::Kind { column }
            | Self::Claim { column } => Some(column),
            _ => None,
        }
    }
}

/// Why a list of headings is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misheaded {
    #[error("the heading {0} is not known")]
    Unknown(String),
    #[error("the heading {0} stands twice, or in both languages")]
    Twice(String),
    #[error("there is no heading user_id")]
    NoUserId,
    #[error("there are too many headings")]
    TooMany,
}
