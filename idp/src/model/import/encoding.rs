//! The two encodings of the files of this country: UTF-8, and CP932, which spreadsheets here still write.

use encoding_rs::SHIFT_JIS;

use crate::model::csv::BYTE_ORDER_MARK;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Cp932,
}

impl Encoding {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Cp932 => "cp932",
        }
    }

    /// Its name in the registry of character sets.
    pub const fn charset(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Cp932 => "windows-31j",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "cp932" | "shift_jis" | "shift-jis" | "sjis" | "windows-31j" => Some(Self::Cp932),
            _ => None,
        }
    }

    /// The text of a cell; none where the bytes are no text of this encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(str::to_owned),
            Self::Cp932 => {
                let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes);
                text.map(std::borrow::Cow::into_owned)
            }
        }
    }

    /// The same where something must be shown in any case.
    pub fn decode_somehow(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Cp932 => SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }

    /// The bytes of a text; none where they would not be the same text when read again.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Cp932 => {
                let (bytes, _, replaced) = SHIFT_JIS.encode(text);
                let same = !replaced && self.decode(&bytes).as_deref() == Some(text);
                same.then(|| bytes.into_owned())
            }
        }
    }

    /// What a file begins with.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Utf8 => BYTE_ORDER_MARK,
            Self::Cp932 => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cp932_cannot_say_is_not_written() {
        for (text, fits) in [
            ("山田 太郎", true),
            ("髙﨑①㈱～－", true),
            ("ﾔﾏﾀﾞ", true),
            ("𠮷野家", false),
            ("😀", false),
            ("¥100", false),
            ("a\u{2212}b", false),
        ] {
            let bytes = Encoding::Cp932.encode(text);
            assert_eq!(bytes.is_some(), fits, "{text}");
            if let Some(bytes) = bytes {
                assert_eq!(Encoding::Cp932.decode(&bytes).as_deref(), Some(text));
            }
        }
        assert_eq!(Encoding::Cp932.decode(&[0x82]), None);
        assert_eq!(Encoding::Utf8.decode(&[0x82]), None);
        assert_eq!(Encoding::parse("Shift_JIS"), Some(Encoding::Cp932));
        assert_eq!(Encoding::parse("utf-16"), None);
    }
}
