//! Pictures as people and attackers make them.

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, RgbaImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};

/// Wide, with a red left half and a blue right half: how it is held can be seen.
pub(crate) fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 {
            [200, 0, 0]
        } else {
            [0, 0, 200]
        })
    })
}

/// As a PNG.
pub(crate) fn png(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = image.dimensions();
    PngEncoder::new(&mut bytes)
        .write_image(image, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// As a JPEG.
pub(crate) fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90))
        .unwrap();
    bytes
}

/// As a WebP.
pub(crate) fn webp(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image
        .write_with_encoder(WebPEncoder::new_lossless(&mut bytes))
        .unwrap();
    bytes
}

/// As a WebP of which one half lets through what is behind.
pub(crate) fn transparent_webp(image: &RgbImage) -> Vec<u8> {
    let mut clear: RgbaImage = DynamicImage::from(image.clone()).into_rgba8();
    for pixel in clear.pixels_mut().step_by(2) {
        pixel.0[3] = 0;
    }
    let mut bytes = Vec::new();
    clear
        .write_with_encoder(WebPEncoder::new_lossless(&mut bytes))
        .unwrap();
    bytes
}

/// A JPEG with the note that the camera was turned to the right, and where it was.
pub(crate) fn jpeg_with_place(image: &RgbImage) -> Vec<u8> {
    // TIFF, big-endian: a directory with orientation 6 and the address of the GPS directory, which says "N" and a place.
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    exif.extend_from_slice(&[0, 2]);
    exif.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend_from_slice(&[0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    exif.extend_from_slice(&[0, 0, 0, 0]);
    exif.extend_from_slice(&[0, 2]);
    exif.extend_from_slice(&[0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0]);
    exif.extend_from_slice(&[0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 68]);
    exif.extend_from_slice(&[0, 0, 0, 0]);
    exif.extend_from_slice(b"FIFTY-NINE DEGREES NORTH");
    let mut segment = vec![0xff, 0xe1];
    segment.extend_from_slice(&u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    segment.extend_from_slice(&exif);
    let mut bytes = jpeg(image);
    bytes.splice(2..2, segment);
    bytes
}

/// A chunk of a PNG.
pub(crate) fn png_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend_from_slice(kind);
    chunk.extend_from_slice(content);
    let mut crc = u32::MAX;
    for byte in &chunk[4..] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    chunk.extend_from_slice(&(!crc).to_be_bytes());
    chunk
}

/// A PNG of a few bytes whose header promises so many pixels.
pub(crate) fn png_that_says(width: u32, height: u32) -> Vec<u8> {
    let mut header = width.to_be_bytes().to_vec();
    header.extend_from_slice(&height.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(png_chunk(b"IHDR", &header));
    bytes.extend(png_chunk(b"IDAT", &[0x78, 0x9c, 3, 0, 0, 0, 0, 1]));
    bytes.extend(png_chunk(b"IEND", &[]));
    bytes
}

/// A PNG with a second frame, of the same pixels.
pub(crate) fn animated_png(image: &RgbImage) -> Vec<u8> {
    let still = png(image);
    let frame = |number: u32| {
        let mut control = number.to_be_bytes().to_vec();
        control.extend_from_slice(&image.width().to_be_bytes());
        control.extend_from_slice(&image.height().to_be_bytes());
        control.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 10, 0, 0]);
        png_chunk(b"fcTL", &control)
    };
    let data = still.windows(4).position(|kind| kind == b"IDAT").unwrap() - 4;
    let length = u32::from_be_bytes(still[data..data + 4].try_into().unwrap()) as usize;
    let mut second = 2_u32.to_be_bytes().to_vec();
    second.extend_from_slice(&still[data + 8..data + 8 + length]);
    let mut bytes = still[..data].to_vec();
    bytes.extend(png_chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]));
    bytes.extend(frame(0));
    bytes.extend_from_slice(&still[data..data + 12 + length]);
    bytes.extend(frame(1));
    bytes.extend(png_chunk(b"fdAT", &second));
    bytes.extend(png_chunk(b"IEND", &[]));
    bytes
}

/// A WebP with two frames.
pub(crate) fn animated_webp(image: &RgbImage) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let mut chunk = kind.to_vec();
        chunk.extend_from_slice(&u32::try_from(content.len()).unwrap().to_le_bytes());
        chunk.extend_from_slice(content);
        chunk.resize(chunk.len().next_multiple_of(2), 0);
        chunk
    };
    let side = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
    let size = [side(image.width()), side(image.height())].concat();
    // Without RIFF, its length and WEBP there remains the one chunk of the pixels.
    let pixels = webp(image)[12..].to_vec();
    let frame = [&[0; 6], &size[..], &[100, 0, 0, 0], &pixels].concat();
    let content = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[&[0b10, 0, 0, 0], &size[..]].concat()),
        chunk(b"ANIM", &[0; 6]),
        chunk(b"ANMF", &frame),
        chunk(b"ANMF", &frame),
    ];
    chunk(b"RIFF", &content.concat())
}
