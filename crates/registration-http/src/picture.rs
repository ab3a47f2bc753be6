//! Makes a picture that may be shown of a stranger's bytes: decoded and encoded anew, so that colours are all that is left.

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    error::LimitErrorKind,
};
use registration_core::model::{InvalidPicture, Picture};
use std::io::Cursor;

/// The most pixels (`security.md` 21). They are counted in the header, before anything is decoded.
const MAX_PIXELS: u64 = 25_000_000;

/// The longest side of a picture that is kept: a cover is never shown larger, on a screen of twice the density either.
const MAX_SIDE: u32 = 1920;

/// The most memory that a decoder may ask for: 25 megapixels of 16 bits in four channels, and a little.
const MAX_MEMORY: u64 = MAX_PIXELS * 8 + 8 * 1024 * 1024;

/// Of JPEG: what is lost cannot be seen, as the encoder keeps colours in full resolution.
const QUALITY: u8 = 88;

/// Why bytes are not a picture that may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// They aren't PNG, JPEG or WebP.
    #[error("send a PNG, a JPEG or a WebP; SVG and other formats are not taken")]
    UnknownFormat,
    /// They begin like one, and cannot be decoded.
    #[error("this picture is damaged; save it again, or send another one")]
    Damaged,
    /// They are more than [`Picture::MAX_BYTES`], before or after they were encoded anew.
    #[error("a picture has at most 5 MiB; save it smaller, or as a JPEG")]
    TooManyBytes,
    /// They are a picture of more than 25 megapixels.
    #[error("a picture has at most 25 megapixels; save it smaller")]
    TooManyPixels,
}

/// Reads a picture. What it says of itself (its name, its declared type) does not count.
///
/// JPEG and PNG keep their format. A WebP becomes a JPEG, or a PNG when it can be transparent: the encoder at hand writes
/// lossless WebP only, which makes a photograph ten times larger. Of an animation one frame is left.
///
/// This takes a processor for up to some seconds: call it where that may be.
///
/// # Errors
/// [`Unfit`] says why not.
///
/// ```
/// use image::{ImageFormat, RgbImage};
/// use registration_http::picture::{Unfit, read};
/// let mut uploaded = std::io::Cursor::new(Vec::new());
/// RgbImage::new(4_000, 30).write_to(&mut uploaded, ImageFormat::Png)?;
/// let kept = image::load_from_memory(read(uploaded.get_ref())?.bytes())?;
/// assert_eq!((kept.width(), kept.height()), (1_920, 14), "no larger than a cover is ever shown");
/// assert_eq!(read(b"<svg onload='alert(1)'/>"), Err(Unfit::UnknownFormat));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Picture, Unfit> {
    if bytes.len() > Picture::MAX_BYTES {
        return Err(Unfit::TooManyBytes);
    }
    let format = image::guess_format(bytes).map_err(|_| Unfit::UnknownFormat)?;
    if !matches!(
        format,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP
    ) {
        return Err(Unfit::UnknownFormat);
    }
    let image = shrunk(decode(bytes, format)?);
    let encoded = match format {
        ImageFormat::Png => as_png(&image),
        ImageFormat::WebP if image.color().has_alpha() => as_png(&image),
        _ => as_jpeg(&image),
    };
    let encoded = encoded.map_err(|_| Unfit::Damaged)?;
    Picture::from_bytes(encoded).map_err(|invalid| match invalid {
        InvalidPicture::TooLarge => Unfit::TooManyBytes,
        InvalidPicture::UnknownFormat => Unfit::Damaged,
    })
}

/// The pixels, upright, in eight bits a channel.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Unfit> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    // This reads the header and no more.
    let mut decoder = reader.into_decoder().map_err(|error| unfit(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Unfit::TooManyPixels);
    }
    // A picture without a readable note of how the camera was held is upright.
    let orientation = decoder.orientation().ok();
    let image = DynamicImage::from_decoder(decoder).map_err(|error| unfit(&error))?;
    let mut image = if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    };
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    Ok(image)
}

fn unfit(error: &ImageError) -> Unfit {
    match error {
        ImageError::Limits(limit) => match limit.kind() {
            LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory => {
                Unfit::TooManyPixels
            }
            _ => Unfit::Damaged,
        },
        _ => Unfit::Damaged,
    }
}

/// No larger than it is ever shown.
fn shrunk(image: DynamicImage) -> DynamicImage {
    if image.width().max(image.height()) > MAX_SIDE {
        image.thumbnail(MAX_SIDE, MAX_SIDE)
    } else {
        image
    }
}

fn as_png(image: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut bytes))?;
    Ok(bytes)
}

fn as_jpeg(image: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    // A JPEG has no transparency to keep.
    let opaque = image.to_rgb8();
    opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
    Ok(bytes)
}
