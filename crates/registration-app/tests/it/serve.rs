//! The service as a process: what it refuses, how it starts and how it stops.

use crate::process::{Place, Running};
use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

const HERE: [&str; 5] = ["serve", "--mail", "capture", "--listen", "127.0.0.1:0"];

#[test]
fn serve_refuses_to_start_without_mail_and_makes_nothing() {
    let place = Place::new();
    let said = place.run(&["serve"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("no mail setting"), "{}", said.stderr);
    assert!(!place.path().join("data").exists());
}

#[test]
fn serve_tells_all_that_is_unsafe_at_once() {
    let args = [
        "serve",
        "--mail",
        "capture",
        "--limits",
        "off",
        "--listen",
        "0.0.0.0:0",
    ];
    let said = Place::new().run(&args);
    assert_eq!(said.code, 1);
    for part in ["mail = capture", "limits = off", "--public-url"] {
        assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
    }
}

#[test]
fn a_port_that_is_taken_is_told_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = Place::new().run(&["serve", "--mail", "capture", "--listen", &address]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("--listen"), "{}", said.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_ready_soon_and_stops_when_told_to() {
    for signal in ["TERM", "INT"] {
        let place = Place::new();
        let begun = Instant::now();
        let mut service = Running::logging(place.command(&HERE));
        let origin = service.origin();
        let answer = reqwest::get(format!("{origin}/readyz")).await.unwrap();
        assert_eq!(answer.status(), 200);
        // Far above what it takes, so that a busy machine does not matter.
        assert!(begun.elapsed() < Duration::from_secs(10));
        service.signal(signal);
        service.until("stopped");
        assert_eq!(
            service.end(Duration::from_secs(5)).code(),
            Some(0),
            "{signal}"
        );
        reqwest::get(format!("{origin}/readyz")).await.unwrap_err();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_administrator_the_log_says_how_to_make_one() {
    let place = Place::new();
    let service = Running::logging(place.command(&HERE));
    let lines = service.until("listening").join("\n");
    assert!(lines.contains("registration admin create"), "{lines}");
    drop(service);
    let create = ["admin", "create", "ada@example.com", "--password-stdin"];
    place
        .run_with_input(&create, "seven walruses hum quietly")
        .printed();
    let service = Running::logging(place.command(&HERE));
    let lines = service.until("listening").join("\n");
    assert!(!lines.contains("registration admin create"), "{lines}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_leads_to_mail_and_no_address_or_token_in_the_log() {
    let place = Place::new();
    let mut command = place.command(&HERE);
    command.env("REGISTRATION_LOG", "debug");
    let mut service = Running::logging(command);
    let origin = service.origin();
    let client = reqwest::Client::new();
    let body = serde_json::json!({ "name": "Ada Example", "email": "ada.l0velace@example.com" });
    let answer = client
        .post(format!("{origin}/api/v1/registrations"))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 202);
    let mut lines = service.until("mail sent");
    service.signal("TERM");
    lines.extend(service.until("stopped"));
    service.end(Duration::from_secs(5));
    let log = lines.join("\n");
    assert!(log.contains("kind=\"not_set_up\""), "{log}");
    assert!(!log.contains("l0velace"), "{log}");
}

#[test]
fn logs_can_be_read_by_machines() {
    let place = Place::new();
    let args = [&HERE[..], &["--log-format", "json"]].concat();
    let service = Running::logging(place.command(&args));
    for line in service.until("listening") {
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert!(
            line["level"].is_string() && line["message"].is_string(),
            "{line}"
        );
    }
}

#[test]
fn what_was_kept_is_there_after_a_restart() {
    let place = Place::new();
    for _ in 0..2 {
        let mut service = Running::logging(place.command(&HERE));
        service.origin();
        service.signal("TERM");
        assert!(service.end(Duration::from_secs(10)).success());
    }
    assert!(place.path().join("data/registration.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_lie_in_the_folder_that_is_set_for_them() {
    let place = Place::new();
    let args = [&HERE[..], &["--media-dir", "pictures"]].concat();
    let service = Running::logging(place.command(&args));
    let origin = service.origin();
    let key = ["keys", "create", "--name", "test", "--scope", "write"];
    let key = place.run(&key).printed();
    let mut form = b"--limit\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n".to_vec();
    form.extend_from_slice(include_bytes!("../../assets/cover.png"));
    form.extend_from_slice(b"\r\n--limit--\r\n");
    let client = reqwest::Client::new();
    let uploaded = client
        .post(format!("{origin}/api/v1/media"))
        .bearer_auth(key.trim())
        .header("content-type", "multipart/form-data; boundary=limit")
        .body(form)
        .send()
        .await
        .unwrap();
    assert_eq!(uploaded.status(), 201);
    let uploaded: serde_json::Value = uploaded.json().await.unwrap();
    let shown = client
        .get(uploaded["url"].as_str().unwrap())
        .bearer_auth(key.trim())
        .send()
        .await
        .unwrap();
    let shown = shown.bytes().await.unwrap();
    let file = place
        .path()
        .join("pictures")
        .join(uploaded["id"].as_str().unwrap());
    assert_eq!(std::fs::read(file).unwrap(), shown);
}

#[test]
fn a_folder_of_pictures_that_cannot_be_made_is_told_at_the_start() {
    let place = Place::new();
    place.write("taken", "");
    let said = place.run(&[&HERE[..], &["--media-dir", "taken/pictures"]].concat());
    assert_eq!(said.code, 1);
    for part in ["uploaded pictures cannot be kept", "media_dir"] {
        assert!(said.stderr.contains(part), "{part}: {}", said.stderr);
    }
}
