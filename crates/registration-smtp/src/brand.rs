//! How the mails look and who signs them.

/// Who signs the mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// The name in the head of each mail.
    pub name: String,
    /// Where people write who have a question.
    pub support_address: Option<String>,
    /// The hue of buttons and links, in degrees.
    pub hue: u16,
    /// A line at the end of each mail, such as the postal address.
    pub footer: Option<String>,
}

impl Brand {
    /// A brand with this name, blue, without support address and footer.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            support_address: None,
            hue: 209,
            footer: None,
        }
    }

    /// The letter in the round mark, which stands for a logo: a picture would be remote content.
    pub(crate) fn initial(&self) -> String {
        let first = self.name.trim().chars().next();
        first.map_or_else(String::new, |letter| letter.to_uppercase().collect())
    }

    pub(crate) fn colours(&self) -> Colours {
        let hue = f64::from(self.hue % 360);
        // The darkest card and the lightest one that the layout knows.
        let (white, dark) = ([255; 3], [0x18, 0x1c, 0x22]);
        let readable = |on: [u8; 3], lightness: &mut dyn Iterator<Item = u32>| {
            lightness
                .map(|percent| rgb(hue, 0.67, f64::from(percent) / 100.0))
                .find(|colour| contrast(*colour, on) >= READABLE)
                .unwrap_or(on)
        };
        Colours {
            accent: hex(readable(white, &mut (0..=35).rev())),
            accent_on_dark: hex(readable(dark, &mut (60..=100))),
        }
    }
}

/// What WCAG 2.2 asks for (4.5), and a little for screens that show colours badly.
const READABLE: f64 = 5.0;

/// The brand's colours, readable on the layout's cards whatever the hue.
#[derive(Debug)]
pub(crate) struct Colours {
    /// Carries white text, and is readable on white.
    pub(crate) accent: String,
    /// Is readable on the dark card.
    pub(crate) accent_on_dark: String,
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

// Mail programs know no `hsl()`.
fn rgb(hue: f64, saturation: f64, lightness: f64) -> [u8; 3] {
    let reach = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|offset| {
        let k = (offset + hue / 30.0) % 12.0;
        let channel = lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        // Between 0 and 255 by construction.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let channel = (channel * 255.0).round() as u8;
        channel
    })
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hue_is_readable() {
        for hue in 0..=u16::from(u8::MAX) * 2 {
            let colours = Brand {
                hue,
                ..Brand::named("Halden")
            }
            .colours();
            assert_ne!(colours.accent, "#ffffff", "hue {hue}");
            assert_ne!(colours.accent_on_dark, "#181c22", "hue {hue}");
        }
    }

    #[test]
    fn a_blue_hue_gives_blue() {
        assert_eq!(Brand::named("Halden").colours().accent, "#1d5b95");
        assert_eq!(rgb(0.0, 1.0, 0.5), [255, 0, 0]);
        assert_eq!(rgb(120.0, 1.0, 0.5), [0, 255, 0]);
    }

    #[test]
    fn a_name_that_begins_with_any_letter_has_an_initial() {
        assert_eq!(Brand::named(" ümlaut").initial(), "Ü");
        assert_eq!(Brand::named("").initial(), "");
    }
}
