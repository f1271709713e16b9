//! How a thing that a mailed link leads to came to its end.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It did what it was for.
    Used,
    /// A newer one took its place.
    Superseded,
    /// Too many wrong tries, or an administrator ended it.
    Closed,
    Expired,
}

impl Ending {
    const ALL: [Self; 4] = [Self::Used, Self::Superseded, Self::Closed, Self::Expired];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Superseded => "superseded",
            Self::Closed => "closed",
            Self::Expired => "expired",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}
