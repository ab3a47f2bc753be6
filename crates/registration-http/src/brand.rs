//! How the operator's portal calls itself and looks.

/// The operator's brand, on the portal and in the console.
///
/// ```
/// use registration_http::{Brand, Logo};
/// let brand = Brand {
///     hue: 152, // green
///     logo: Some(Logo { media_type: "image/svg+xml", bytes: b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec() }),
///     support_address: Some("help@halden.example".into()),
///     ..Brand::named("Halden Cloud")
/// };
/// assert_eq!((&*brand.name, brand.footer), ("Halden Cloud", None));
/// ```
#[derive(Debug, Clone)]
pub struct Brand {
    /// The name in the head of each page.
    pub name: String,
    /// The hue of buttons and links, in degrees.
    pub hue: u16,
    /// The picture before the name; a letter in a round mark otherwise.
    pub logo: Option<Logo>,
    /// Where people write who have a question.
    pub support_address: Option<String>,
    /// A line at the foot of portal pages, such as the company's full name.
    pub footer: Option<String>,
}

/// A logo, as browsers get it.
#[derive(Debug, Clone)]
pub struct Logo {
    /// Such as `image/png`.
    pub media_type: &'static str,
    /// The picture.
    pub bytes: Vec<u8>,
}

impl Brand {
    /// A brand with this name, blue, without logo, support address and footer.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            hue: 248,
            logo: None,
            support_address: None,
            footer: None,
        }
    }

    /// The letter in the round mark.
    pub(crate) fn initial(&self) -> String {
        let first = self.name.trim().chars().next();
        first.map_or_else(String::new, |letter| letter.to_uppercase().collect())
    }
}
