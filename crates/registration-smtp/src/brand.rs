//! How the mails look and who signs them.

/// Who signs the mails.
///
/// ```
/// use registration_smtp::Brand;
/// let brand = Brand { footer: Some("Halden Cloud Ltd, 1 Mill Lane, Leeds".into()), hue: 152, ..Brand::named("Halden Cloud") };
/// assert_eq!(brand.support_address, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// The name in the head of each mail.
    pub name: String,
    /// Where people write who have a question.
    pub support_address: Option<String>,
    /// The hue of buttons and links, in degrees of OKLCH, as on the pages.
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
            hue: 248,
            footer: None,
        }
    }

    /// The letter in the round mark, which stands for the logo: a picture would be remote content, and one that is
    /// attached shows as an attachment in many programs, or not at all, and weighs more than the letter.
    pub(crate) fn initial(&self) -> String {
        let first = self.name.trim().chars().next();
        first.map_or_else(String::new, |letter| letter.to_uppercase().collect())
    }

    pub(crate) fn colours(&self) -> Colours {
        let hue = f64::from(self.hue % 360);
        // The darkest card and the lightest one that the layout knows.
        let (white, dark) = ([255; 3], [0x18, 0x1c, 0x22]);
        // As light as the pages' own, and then as far from it as the card asks for.
        let readable = |on: [u8; 3], chroma: f64, lightness: &mut dyn Iterator<Item = u32>| {
            lightness
                .map(|per_mille| rgb(f64::from(per_mille) / 1000.0, chroma, hue))
                .find(|colour| contrast(*colour, on) >= READABLE)
                .unwrap_or(on)
        };
        Colours {
            accent: hex(readable(white, 0.125, &mut (0..=455).rev())),
            accent_on_dark: hex(readable(dark, 0.105, &mut (770..=1000))),
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

// Mail programs know no `oklch()`, in which the pages' style sheet writes the same hue. What the screen cannot show is
// cut off, as browsers do.
fn rgb(lightness: f64, chroma: f64, hue: f64) -> [u8; 3] {
    let (b, a) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * a, chroma * b);
    let [l, m, s] = [
        lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b,
        lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b,
        lightness - 0.089_484_177_5 * a - 1.291_485_548 * b,
    ]
    .map(|cone| cone.powi(3));
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ]
    .map(|linear| {
        let linear = linear.clamp(0.0, 1.0);
        let channel = if linear <= 0.003_130_8 {
            linear * 12.92
        } else {
            1.055 * linear.powf(1.0 / 2.4) - 0.055
        };
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
        let [red, green, blue] = rgb(0.455, 0.125, 248.0);
        assert!(red < green && green < blue, "{red} {green} {blue}");
        // What CSS Color 4 says of red, of green and of white.
        assert_eq!(rgb(0.627_955, 0.257_683, 29.233_88), [255, 0, 0]);
        assert_eq!(rgb(0.866_44, 0.294_827, 142.495_34), [0, 255, 0]);
        assert_eq!(rgb(1.0, 0.0, 0.0), [255; 3]);
    }

    #[test]
    fn a_name_that_begins_with_any_letter_has_an_initial() {
        assert_eq!(Brand::named(" ümlaut").initial(), "Ü");
        assert_eq!(Brand::named("").initial(), "");
    }
}
