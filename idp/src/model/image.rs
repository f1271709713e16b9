//! Pictures of a tenant: its logo, and the image in its seal slot. What is stored was looked at: nothing but a small
//! PNG, JPEG or WebP is.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Logo,
    Seal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Png,
    Jpeg,
    WebP,
}

/// A picture that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub format: Format,
    pub bytes: Vec<u8>,
}

/// Which pictures a tenant has, each by a word that changes with its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Images {
    pub logo: Option<String>,
    pub seal: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("an image has 100 KB at most")]
    TooLarge,
    #[error("an image is PNG, JPEG or WebP")]
    Format,
}

const MOST_BYTES: usize = 100 * 1024;

impl Place {
    pub const ALL: [Self; 2] = [Self::Logo, Self::Seal];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Logo => "logo",
            Self::Seal => "seal",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.as_str() == text)
    }
}

impl Format {
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    pub fn parse(media_type: &str) -> Option<Self> {
        [Self::Png, Self::Jpeg, Self::WebP].into_iter().find(|one| one.media_type() == media_type)
    }

    /// By the first bytes; what a file is called says nothing.
    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            return Some(Self::Jpeg);
        }
        (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")).then_some(Self::WebP)
    }
}

impl Image {
    pub fn look_at(bytes: Vec<u8>) -> Result<Self, Unfit> {
        if bytes.len() > MOST_BYTES {
            return Err(Unfit::TooLarge);
        }
        let format = Format::of(&bytes).ok_or(Unfit::Format)?;
        Ok(Self { format, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_three_formats_and_only_small() {
        let png = b"\x89PNG\r\n\x1a\n....".to_vec();
        assert_eq!(Image::look_at(png.clone()).unwrap().format, Format::Png);
        assert_eq!(Image::look_at(b"RIFF....WEBPVP8 ".to_vec()).unwrap().format, Format::WebP);
        for other in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"GIF89a", b""] {
            assert_eq!(Image::look_at(other.to_vec()), Err(Unfit::Format));
        }
        let large = [png, vec![0; MOST_BYTES]].concat();
        assert_eq!(Image::look_at(large), Err(Unfit::TooLarge));
    }
}
