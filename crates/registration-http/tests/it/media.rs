//! Uploads: what is taken, what becomes of it, and who may.

use crate::{
    harness::{Answer, Caller, Service, wrong},
    people::person,
    pictures,
};
use image::{DynamicImage, GenericImageView, ImageFormat, Pixel};
use registration_core::{
    model::{AuditAction, Role, Scope},
    ports::{AuditFilter, Directory, Page},
};
use registration_http::picture;
use serde_json::json;

async fn send(service: &Service, by: &Caller, file: &[u8]) -> Answer {
    let call = service.call("POST", "/media").by(by);
    call.upload(&[("file", file)]).send().await
}

/// The id of an uploaded picture.
pub(crate) async fn upload(service: &Service, by: &Caller, file: &[u8]) -> String {
    let answer = send(service, by, file).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.id()
}

/// The picture as it is shown to whoever uploaded it, and its type.
async fn shown(service: &Service, by: &Caller, file: &[u8]) -> (DynamicImage, String, Vec<u8>) {
    let id = upload(service, by, file).await;
    let path = format!("/media/{id}");
    let answer = service.call("GET", &path).by(by).expect(200).await;
    let kind = answer.header("content-type").unwrap().to_owned();
    let image = image::load_from_memory(&answer.bytes).unwrap();
    (image, kind, answer.bytes)
}

fn is_red(image: &DynamicImage, x: u32, y: u32) -> bool {
    let [red, _, blue] = image.get_pixel(x, y).to_rgb().0;
    red > 150 && blue < 60
}

#[tokio::test]
async fn each_format_is_taken_and_shown_as_one_that_every_browser_knows() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let flag = pictures::flag(64, 36);
    for (file, expected) in [
        (pictures::png(&flag), "image/png"),
        (pictures::jpeg(&flag), "image/jpeg"),
        (pictures::webp(&flag), "image/jpeg"),
        (pictures::transparent_webp(&flag), "image/png"),
    ] {
        let (image, kind, _) = shown(&service, &editor, &file).await;
        assert_eq!(kind, expected);
        assert_eq!(image.dimensions(), (64, 36));
        assert!(is_red(&image, 5, 18) && !is_red(&image, 60, 18));
        assert_eq!(
            image.color().has_alpha(),
            expected == "image/png" && file.starts_with(b"RIFF")
        );
    }
}

#[tokio::test]
async fn a_picture_is_shown_with_headers_that_let_it_do_nothing() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let id = upload(&service, &editor, &pictures::png(&pictures::flag(8, 8))).await;
    let get = || service.call("GET", &format!("/media/{id}")).by(&editor);
    let answer = get().expect(200).await;
    for (name, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", "private, max-age=3600"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    let known = get()
        .header("if-none-match", &answer.tag())
        .expect(304)
        .await;
    assert!(known.bytes.is_empty());
    assert_eq!(known.tag(), answer.tag());
    get()
        .header("if-none-match", "\"another\"")
        .expect(200)
        .await;
}

#[tokio::test]
async fn a_place_in_a_photograph_is_gone_and_it_stands_upright() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let file = pictures::jpeg_with_place(&pictures::flag(64, 32));
    let has = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
    assert!(has(&file, b"Exif") && has(&file, b"DEGREES"));
    let (image, kind, bytes) = shown(&service, &editor, &file).await;
    assert_eq!(kind, "image/jpeg");
    assert!(!has(&bytes, b"Exif") && !has(&bytes, b"DEGREES"));
    // Turned by a quarter to the right: what was left is on top.
    assert_eq!(image.dimensions(), (32, 64));
    assert!(is_red(&image, 16, 8) && !is_red(&image, 16, 56));
}

#[tokio::test]
async fn nothing_that_hides_behind_a_picture_is_kept() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let flag = pictures::flag(16, 16);
    for mut file in [pictures::png(&flag), pictures::jpeg(&flag)] {
        file.extend_from_slice(b"<script>alert(1)</script>PK\x03\x04");
        let (_, _, bytes) = shown(&service, &editor, &file).await;
        assert!(!String::from_utf8_lossy(&bytes).contains("script"));
    }
    let mut file = pictures::png(&flag);
    file.splice(33..33, pictures::png_chunk(b"tEXt", b"Comment\0<script>"));
    let (_, _, bytes) = shown(&service, &editor, &file).await;
    assert!(!String::from_utf8_lossy(&bytes).contains("script"));
}

#[tokio::test]
async fn an_animation_becomes_one_frame() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let flag = pictures::flag(16, 16);
    let file = pictures::animated_png(&flag);
    let (image, _, bytes) = shown(&service, &editor, &file).await;
    assert!(is_red(&image, 1, 1));
    assert!(
        !bytes
            .windows(4)
            .any(|kind| kind == b"acTL" || kind == b"fdAT")
    );
    let file = pictures::animated_webp(&flag);
    let (image, kind, _) = shown(&service, &editor, &file).await;
    assert!(is_red(&image, 1, 1) && !is_red(&image, 15, 15));
    assert!(kind != "image/webp", "{kind}");
}

#[tokio::test]
async fn a_large_picture_is_made_as_small_as_it_is_shown() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let file = pictures::png(&pictures::flag(2_400, 1_200));
    let (image, _, _) = shown(&service, &editor, &file).await;
    assert_eq!(image.dimensions(), (1_920, 960));
    assert!(is_red(&image, 10, 10) && !is_red(&image, 1_900, 10));
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let mut truncated = pictures::png(&pictures::flag(200, 200));
    truncated.truncate(truncated.len() / 2);
    let mut only_header = pictures::webp(&pictures::flag(64, 64));
    only_header.truncate(30);
    let mut twisted = pictures::png(&pictures::flag(64, 64));
    twisted[20] ^= 0xff;
    for file in [
        &b""[..],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"BM\x1e\0\0\0\0\0\0\0",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"\0asm",
        &truncated,
        &only_header,
        &twisted,
    ] {
        let answer = send(&service, &editor, file).await;
        let begin = String::from_utf8_lossy(&file[..file.len().min(12)]);
        assert_eq!(answer.status, 415, "{begin} {}", answer.text);
        assert_eq!(answer.slug(), "unsupported-media-type");
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_decoded() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let bomb = pictures::png_that_says(50_000, 50_000);
    let wide = pictures::png_that_says(25_000_001, 1);
    let zeros = |length: usize| {
        let mut file = pictures::png(&pictures::flag(8, 8));
        file.resize(length, 0);
        file
    };
    let mib = 1024 * 1024;
    for file in [bomb, wide, zeros(5 * mib + 1), zeros(6 * mib + 1)] {
        let began = std::time::Instant::now();
        let answer = send(&service, &editor, &file).await;
        assert_eq!(
            (answer.status, answer.slug()),
            (413, "too-large"),
            "{}",
            answer.text
        );
        assert!(began.elapsed().as_secs() < 2);
    }
    // What fits is taken, and the other bodies stay as small as they were.
    upload(&service, &editor, &zeros(5 * mib)).await;
    let long = service.call("POST", "/playbooks").by(&editor);
    let name = "x".repeat(70 * 1024);
    long.json(json!({ "name": name, "steps": [] }))
        .expect(413)
        .await;
}

#[test]
fn a_picture_of_twenty_five_megapixels_is_taken_and_one_of_more_is_not() {
    let black = image::RgbImage::new(5_000, 5_000);
    let taken = picture::read(&pictures::png(&black)).unwrap();
    assert_eq!(
        image::guess_format(taken.bytes()).unwrap(),
        ImageFormat::Png
    );
    let larger = picture::read(&pictures::png_that_says(5_001, 5_000));
    assert_eq!(larger, Err(picture::Unfit::TooManyPixels));
}

#[test]
fn a_picture_with_a_wrong_byte_anywhere_is_read_or_refused() {
    let flag = pictures::flag(20, 12);
    for file in [
        pictures::png(&flag),
        pictures::jpeg(&flag),
        pictures::jpeg_with_place(&flag),
        pictures::webp(&flag),
        pictures::transparent_webp(&flag),
        pictures::animated_png(&flag),
        pictures::animated_webp(&flag),
    ] {
        for place in 0..file.len() {
            for wrong in [0x01, 0x80, 0xff] {
                let mut file = file.clone();
                file[place] ^= wrong;
                // It may not panic, and what it takes can be shown.
                if let Ok(picture) = picture::read(&file) {
                    image::load_from_memory(picture.bytes()).unwrap();
                }
            }
            // Cut off there, too.
            let _ = picture::read(&file[..place]);
        }
    }
}

#[tokio::test]
async fn the_form_has_one_part() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let file = pictures::png(&pictures::flag(8, 8));
    for (parts, pointer, code) in [
        (&[][..], "/file", "required"),
        (
            &[("file", &file[..]), ("file", &file)],
            "/file",
            "duplicate_field",
        ),
        (&[("picture", &file[..])], "/picture", "unknown_field"),
        (
            &[("file", &file[..]), ("a/b", b"x")],
            "/a~1b",
            "unknown_field",
        ),
    ] {
        let call = service.call("POST", "/media").by(&editor).upload(parts);
        let answer = call.expect(422).await;
        assert_eq!(answer.errors(), wrong(&[(pointer, code)]));
    }
    let json = service.call("POST", "/media").by(&editor).json(json!({}));
    assert_eq!(json.expect(415).await.slug(), "unsupported-media-type");
    let broken = service.call("POST", "/media").by(&editor);
    let broken = broken.upload(&[("file", &file)]).cut_off(20);
    assert_eq!(broken.expect(400).await.slug(), "malformed-request");
}

#[tokio::test]
async fn playbook_editors_upload_and_nobody_else() {
    let service = Service::new();
    let file = pictures::png(&pictures::flag(8, 8));
    for (role, status) in [
        (Role::Administrator, 201),
        (Role::PlaybookEditor, 201),
        (Role::Auditor, 403),
        (Role::CustomerManager, 403),
        (Role::PortalRegistrationMapper, 403),
    ] {
        let (caller, _) = service.staff(role).await;
        assert_eq!(
            send(&service, &caller, &file).await.status,
            status,
            "{role}"
        );
    }
    for (scope, status) in [(Scope::Read, 403), (Scope::Write, 201), (Scope::Admin, 201)] {
        let key = service.key(scope).await;
        assert_eq!(send(&service, &key, &file).await.status, status, "{scope}");
    }
    let ann = person(&service).await;
    for stranger in [&Caller::Nobody, &ann.caller] {
        assert_eq!(send(&service, stranger, &file).await.status, 401);
    }
    let all = Page {
        limit: 100,
        before: None,
    };
    let uploads = AuditFilter {
        action: Some(AuditAction::MediaUploaded),
        ..AuditFilter::default()
    };
    let entries = service.store.audit_entries(&uploads, all).await.unwrap();
    assert_eq!(entries.len(), 4);
    assert_eq!(entries[0].after.as_ref().unwrap()["format"], "png");
}
