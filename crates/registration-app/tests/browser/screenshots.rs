//! The pictures in the documents: taken from the demonstration when told to write, otherwise checked to be there.

use crate::{
    browser::Options,
    demo::{Demo, Who},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// One picture, of a page whose path may hold `{customer}` and the like.
struct Picture {
    name: &'static str,
    path: &'static str,
    who: Who,
    width: u32,
    dark: bool,
    language: &'static str,
    /// What is typed there, by its label, and then pressed.
    asked: Option<((&'static str, &'static str), &'static str)>,
}

/// At a desk, in daylight, in English.
const fn picture(name: &'static str, who: Who, path: &'static str) -> Picture {
    Picture {
        name,
        path,
        who,
        width: 1360,
        dark: false,
        language: "en",
        asked: None,
    }
}

const PICTURES: &[Picture] = &[
    picture("gallery", Who::Portal, "/playbooks"),
    Picture {
        dark: true,
        ..picture("gallery-dark", Who::Portal, "/playbooks")
    },
    picture("project", Who::Portal, "/projects/{project}"),
    picture("register", Who::Nobody, "/register"),
    Picture {
        language: "de",
        ..picture("register-german", Who::Nobody, "/register")
    },
    Picture {
        width: 390,
        ..picture("join-phone", Who::Nobody, "/join/{link}")
    },
    picture("dashboard", Who::Staff, "/admin"),
    picture(
        "portal-settings",
        Who::Staff,
        "/admin/customers/{customer}#portal-settings",
    ),
    Picture {
        dark: true,
        ..picture(
            "portal-settings-dark",
            Who::Staff,
            "/admin/customers/{customer}#portal-settings",
        )
    },
    picture(
        "contacts",
        Who::Staff,
        "/admin/customers/{customer}/contacts",
    ),
    picture(
        "identity-configuration",
        Who::Staff,
        "/admin/settings/identity?customer_id={customer}",
    ),
    picture("mapping", Who::Staff, "/admin/requests/{request}"),
    Picture {
        width: 390,
        dark: true,
        ..picture(
            "mapping-phone-dark",
            Who::Staff,
            "/admin/requests/{request}",
        )
    },
    Picture {
        asked: Some((("E-mail address", "kim.larsen@meridianfoods.com"), "Try")),
        ..picture("try-an-address", Who::Staff, "/admin/try-address")
    },
    picture("playbook", Who::Staff, "/admin/playbooks/{offered}/portal"),
    picture("outbox", Who::Staff, "/admin/outbox?state=failed"),
    picture("inbox", Who::Nobody, "/dev/inbox"),
];

/// A phone's and a desk's.
const fn height(width: u32) -> u32 {
    if width < 600 { 844 } else { 900 }
}

#[tokio::test]
async fn every_picture_of_the_documents_is_there() {
    if std::env::var_os("REGISTRATION_TEST_WRITE").is_some() {
        take().await;
    }
    let folder = folder();
    for Picture { name, width, .. } in PICTURES {
        let file = folder.join(format!("{name}.png"));
        let bytes = fs::read(&file).unwrap_or_else(|error| {
            panic!("docs/screenshots/{name}.png: {error}; take it with `cargo xtask screenshots`")
        });
        let size = (*width, height(*width));
        assert_eq!(
            size_of_png(&bytes),
            Some(size),
            "docs/screenshots/{name}.png"
        );
    }
    let is_taken = |file: &str| {
        PICTURES
            .iter()
            .any(|picture| Some(picture.name) == file.strip_suffix(".png"))
    };
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            is_taken(&file),
            "docs/screenshots/{file} is nobody's picture"
        );
    }
    for document in documents() {
        for file in pictures_in(&fs::read_to_string(&document).unwrap()) {
            let document = document.display();
            assert!(
                is_taken(&file),
                "{document} shows {file}, which nobody takes"
            );
        }
    }
}

/// Takes all pictures anew, and removes those that are no longer taken.
async fn take() {
    let folder = folder();
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let demo = Demo::start();
    for (who, language) in [
        (Who::Nobody, "en"),
        (Who::Nobody, "de"),
        (Who::Portal, "en"),
        (Who::Staff, "en"),
    ] {
        let options = Options {
            language,
            ..Options::default()
        };
        let browser = demo.browser(who, options).await;
        let pictures = PICTURES
            .iter()
            .filter(|picture| (picture.who, picture.language) == (who, language));
        for picture in pictures {
            browser
                .look(picture.width, height(picture.width), picture.dark)
                .await;
            browser.open(&demo.path(picture.path).await).await;
            if let Some(((label, text), button)) = picture.asked {
                browser.fill(label, text).await;
                browser.press(button).await;
            }
            browser.settle().await;
            browser
                .screenshot(&folder.join(format!("{}.png", picture.name)))
                .await;
        }
    }
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn folder() -> PathBuf {
    docs().join("screenshots")
}

/// What may show a picture: the README and the pages of `docs`.
fn documents() -> Vec<PathBuf> {
    let pages = fs::read_dir(docs()).unwrap();
    let pages = pages.map(|entry| entry.unwrap().path());
    pages
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .chain([docs().join("../README.md")])
        .collect()
}

/// The files of our folder that a text names.
fn pictures_in(text: &str) -> Vec<String> {
    let ends = |letter: char| !(letter.is_ascii_alphanumeric() || "-_.".contains(letter));
    let named = text.split("screenshots/").skip(1).filter_map(|rest| {
        let file = rest.split(ends).next()?;
        file.ends_with(".png").then(|| file.to_owned())
    });
    named.collect()
}

/// Width and height, from the first chunk of a PNG.
fn size_of_png(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let number = |at: usize| Some(u32::from_be_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    Some((number(0)?, number(4)?))
}
