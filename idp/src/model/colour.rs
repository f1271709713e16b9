//! Colours of a tenant, made readable by computation: whatever is asked for, text keeps its contrast (WCAG 2.2 §1.4.3).

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
/// The background of dark pages.
const NIGHT: Colour = Colour { red: 0x1a, green: 0x1a, blue: 0x1a };
/// What text needs; a little more, for rounding.
const READABLE: f64 = 4.6;

/// What the style sheet wants of one background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Buttons, links, the line at the head.
    pub brand: Colour,
    /// What stands on it.
    pub text: Colour,
    /// A breath of it, behind notes.
    pub soft: Colour,
}

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|rest| rest.len() == 6 && rest.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    pub fn to_hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// Relative luminance, 0 to 1.
    fn luminance(self) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.red) + 0.7152 * part(self.green) + 0.0722 * part(self.blue)
    }

    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// A step of `share` percent towards another colour.
    fn towards(self, other: Self, share: u16) -> Self {
        let part = |from: u8, to: u8| {
            let mixed = u16::from(from) * (100 - share) + u16::from(to) * share;
            u8::try_from(mixed / 100).unwrap_or(u8::MAX)
        };
        Self {
            red: part(self.red, other.red),
            green: part(self.green, other.green),
            blue: part(self.blue, other.blue),
        }
    }

    /// The nearest on the way to `end` that is readable on all these grounds.
    fn readable_on(self, grounds: [Self; 2], end: Self) -> Self {
        (0..=100)
            .map(|share| self.towards(end, share))
            .find(|one| grounds.iter().all(|ground| one.contrast(*ground) >= READABLE))
            .unwrap_or(end)
    }
}

impl Palette {
    /// For pages on white.
    pub fn light(wish: Colour) -> Self {
        let black = Colour { red: 0, green: 0, blue: 0 };
        let soft = wish.towards(WHITE, 92);
        // Links stand on the soft ground too.
        let brand = wish.readable_on([soft, WHITE], black);
        Self { brand, text: WHITE, soft }
    }

    /// For pages on a dark ground.
    pub fn dark(wish: Colour) -> Self {
        let soft = NIGHT.towards(wish, 12);
        let brand = wish.readable_on([soft, NIGHT], WHITE);
        let text = NIGHT;
        Self { brand, text, soft }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_becomes_readable() {
        let steps = [0_u8, 51, 102, 153, 204, 255];
        for red in steps {
            for green in steps {
                for blue in steps {
                    let wish = Colour { red, green, blue };
                    let (light, dark) = (Palette::light(wish), Palette::dark(wish));
                    for (one, ground) in [
                        (light.brand, WHITE),
                        (light.brand, light.soft),
                        (light.text, light.brand),
                        (dark.brand, NIGHT),
                        (dark.brand, dark.soft),
                        (dark.text, dark.brand),
                    ] {
                        let contrast = one.contrast(ground);
                        assert!(contrast >= 4.5, "{wish:?}: {one:?} on {ground:?}: {contrast}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_readable_wish_stays_as_it_is() {
        let wish = Colour::parse("#00428c").unwrap();
        assert_eq!(Palette::light(wish).brand, wish);
        for text in ["00428c", "#00428", "#00428cc", "#00428g", "#ああ"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
