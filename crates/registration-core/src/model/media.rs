//! Uploaded pictures: what a playbook's card may show.

use super::{MediaId, Timestamp};
use crate::codes::codes;
use time::{Duration, OffsetDateTime};

codes! {
    /// In which of the formats that every browser shows a picture lies.
    pub enum PictureFormat {
        /// PNG (ISO/IEC 15948): drawings, and whatever is transparent.
        Png = "png",
        /// JPEG (ISO/IEC 10918): photographs.
        Jpeg = "jpeg",
    }
}

impl PictureFormat {
    /// What stands in `Content-Type`.
    ///
    /// ```
    /// use registration_core::model::PictureFormat;
    /// assert_eq!(PictureFormat::Jpeg.content_type(), "image/jpeg");
    /// ```
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The first bytes of every file of this format.
    const fn signature(self) -> &'static [u8] {
        match self {
            Self::Png => b"\x89PNG\r\n\x1a\n",
            Self::Jpeg => &[0xff, 0xd8, 0xff],
        }
    }
}

/// A picture in one of our formats and of bounded size.
///
/// Whoever makes one of a stranger's bytes has decoded them and encoded them anew, so that nothing is left in it but
/// colours: this type can see the format and the size, and nothing of what else lies between.
///
/// ```
/// use registration_core::model::{InvalidPicture, Picture, PictureFormat};
/// let picture = Picture::from_bytes(b"\x89PNG\r\n\x1a\n\x00\x00".to_vec())?;
/// assert_eq!((picture.format(), picture.format().content_type()), (PictureFormat::Png, "image/png"));
/// assert_eq!(format!("{picture:?}"), "Picture(png, 10 bytes)");
/// assert_eq!(Picture::from_bytes(b"<svg>".to_vec()), Err(InvalidPicture::UnknownFormat));
/// # Ok::<(), InvalidPicture>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    format: PictureFormat,
    bytes: Vec<u8>,
}

/// The bytes aren't a picture that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPicture {
    /// They begin like neither of our formats.
    #[error("a picture is a PNG or a JPEG")]
    UnknownFormat,
    /// They are more than [`Picture::MAX_BYTES`].
    #[error("a picture has at most 5 MiB")]
    TooLarge,
}

impl Picture {
    /// The most bytes of a picture (`security.md` 21).
    pub const MAX_BYTES: usize = 5 * 1024 * 1024;

    /// The picture that these bytes are, in the format that they begin with.
    ///
    /// # Errors
    /// [`InvalidPicture`] says why not.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, InvalidPicture> {
        let begins = |format: &PictureFormat| bytes.starts_with(format.signature());
        let format = PictureFormat::ALL.iter().copied().find(begins);
        let format = format.ok_or(InvalidPicture::UnknownFormat)?;
        if bytes.len() > Self::MAX_BYTES {
            return Err(InvalidPicture::TooLarge);
        }
        Ok(Self { format, bytes })
    }

    /// Its format.
    #[must_use]
    pub const fn format(&self) -> PictureFormat {
        self.format
    }

    /// What lies in the file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What lies in the file, to be sent.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}, {} bytes)", self.format, self.bytes.len())
    }
}

impl MediaId {
    /// When the picture was uploaded: ids hold it, to the millisecond (RFC 9562, version 7).
    #[must_use]
    pub fn uploaded_at(self) -> Timestamp {
        let millis = i64::try_from(self.0.as_u128() >> 80).unwrap_or(i64::MAX);
        Timestamp::from(OffsetDateTime::UNIX_EPOCH).plus(Duration::milliseconds(millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_how_it_begins() {
        let png = Picture::from_bytes(b"\x89PNG\r\n\x1a\nrest".to_vec()).unwrap();
        assert_eq!(png.format().content_type(), "image/png");
        assert_eq!(png.bytes(), b"\x89PNG\r\n\x1a\nrest");
        assert_eq!(format!("{png:?}"), "Picture(png, 12 bytes)");
        let jpeg = Picture::from_bytes(vec![0xff, 0xd8, 0xff, 0xe0]).unwrap();
        assert_eq!(jpeg.format(), PictureFormat::Jpeg);
        assert_eq!(jpeg.into_bytes(), [0xff, 0xd8, 0xff, 0xe0]);
        for other in ["", "\u{89}PNG\r\n\u{1a}\n", "<svg", "GIF89a", "RIFF"] {
            let refused = Picture::from_bytes(other.into());
            assert_eq!(refused, Err(InvalidPicture::UnknownFormat), "{other}");
        }
    }

    #[test]
    fn a_picture_has_at_most_five_mebibytes() {
        let of = |length| {
            let mut bytes = PictureFormat::Png.signature().to_vec();
            bytes.resize(length, 0);
            Picture::from_bytes(bytes).map(|_| ())
        };
        assert_eq!(Picture::MAX_BYTES, 5_242_880);
        assert_eq!(of(Picture::MAX_BYTES), Ok(()));
        assert_eq!(of(Picture::MAX_BYTES + 1), Err(InvalidPicture::TooLarge));
    }

    #[test]
    fn an_id_tells_when_its_picture_was_uploaded() {
        let id: MediaId = "019caec2-1a00-7000-8000-000000000000".parse().unwrap();
        assert_eq!(id.uploaded_at().as_micros(), 0x019c_aec2_1a00 * 1_000);
        let never: MediaId = "ffffffff-ffff-7000-8000-000000000000".parse().unwrap();
        assert_eq!(never.uploaded_at().date().year(), 9999);
    }
}
