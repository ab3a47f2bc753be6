//! The demo as a reader meets it: it starts at once, and what it prints works when copied.

use crate::process::{Place, Running};
use std::{
    net::TcpListener,
    process::Command,
    time::{Duration, Instant},
};

/// The last words of what is printed.
const LAST: &str = "mailed: ";

fn demo(place: &Place, args: &[&str]) -> (Running, String) {
    let mut command = place.command(args);
    // A test kills its demo, which then cannot clean up after itself.
    command.env("TMPDIR", place.path());
    let demo = Running::printing(command);
    let printed = demo.until(LAST).join("\n");
    (demo, printed)
}

/// The commands below the line that begins with this number.
fn commands(printed: &str, number: usize) -> String {
    let from = printed.find(&format!("\n{number}. ")).unwrap() + 1;
    let rest = &printed[from..];
    let end = rest
        .find(&format!("\n{}. ", number + 1))
        .unwrap_or(rest.len());
    // What to do in a browser stands before the first empty line.
    let lines = rest[..end].lines().skip_while(|line| !line.is_empty());
    lines
        .map(|line| format!("{}\n", line.trim_start()))
        .collect()
}

/// Runs them as the reader would.
fn copied(printed: &str, number: usize) -> String {
    let script = commands(printed, number);
    let ran = Command::new("sh")
        .args(["-e", "-c", &script])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let error = String::from_utf8_lossy(&ran.stderr);
    assert!(
        ran.status.success(),
        "these need sh, curl and sed: {script}\n{said}\n{error}"
    );
    said
}

#[test]
fn the_three_things_to_try_work_as_they_are_printed() {
    let place = Place::new();
    let begun = Instant::now();
    let (_demo, printed) = demo(&place, &["demo", "--listen", "127.0.0.1:0"]);
    assert!(
        begun.elapsed() < Duration::from_secs(10),
        "it starts within a second on an idle machine"
    );
    let joined = copied(&printed, 1);
    assert!(
        joined.contains("account_id") && joined.contains("Meridian Foods"),
        "{joined}"
    );
    let joined = copied(&printed, 2);
    assert!(
        joined.contains("account_id") && joined.contains("Northwind Logistics"),
        "{joined}"
    );
    let mapped = copied(&printed, 3);
    assert!(
        mapped.contains("contact_id") && mapped.contains("mailed: "),
        "{mapped}"
    );
    assert!(!mapped.contains("problem"), "{mapped}");
}

/// Asks the API with the key that was printed.
async fn get(printed: &str, path: &str) -> reqwest::Response {
    let word = |begin: &str| {
        let mut words = printed.split(|c: char| c.is_whitespace() || "\"'".contains(c));
        words
            .find(|word| word.starts_with(begin))
            .unwrap()
            .to_owned()
    };
    let (key, address) = (word("rk_"), word("http://"));
    let origin: Vec<&str> = address.splitn(4, '/').collect();
    let api = format!("{}/api/v1", origin[..3].join("/"));
    let call = reqwest::Client::new().get(format!("{api}{path}"));
    call.bearer_auth(&key).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_shows_a_mail_that_waits_and_one_that_failed() {
    let place = Place::new();
    let (_demo, printed) = demo(&place, &["demo", "--listen", "127.0.0.1:0"]);
    for (state, says) in [("queued", "451"), ("failed", "550")] {
        let path = format!("/outbox?state={state}");
        let list: serde_json::Value = get(&printed, &path).await.json().await.unwrap();
        let mails = list["data"].as_array().unwrap();
        assert_eq!(mails.len(), 1, "{list}");
        let why = mails[0]["last_error"].as_str().unwrap();
        assert!(why.contains(says) && why.contains("the demo"), "{why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_playbook_has_an_uploaded_cover() {
    let place = Place::new();
    let (_demo, printed) = demo(&place, &["demo", "--listen", "127.0.0.1:0"]);
    let get = async |path: &str| get(&printed, path).await;
    let list: serde_json::Value = get("/playbooks").await.json().await.unwrap();
    let mut kinds = Vec::new();
    for playbook in list["data"].as_array().unwrap() {
        let path = format!(
            "/playbooks/{}/self-service",
            playbook["id"].as_str().unwrap()
        );
        let settings: serde_json::Value = get(&path).await.json().await.unwrap();
        if let Some(media) = settings["cover"]["media_id"].as_str() {
            let picture = get(&format!("/media/{media}")).await;
            kinds.push(picture.headers()["content-type"].clone());
        }
    }
    assert_eq!(kinds, ["image/png"]);
}

#[test]
fn a_taken_port_is_told_and_another_one_found() {
    // Taken by us, or already by somebody else: both are the case.
    let _taken = TcpListener::bind("127.0.0.1:8080");
    let place = Place::new();
    let (mut demo, printed) = demo(&place, &[]);
    assert!(printed.starts_with("127.0.0.1:8080 is taken"), "{printed}");
    demo.signal("INT");
    assert!(demo.end(Duration::from_secs(10)).success());
}

#[test]
fn the_demo_leaves_nothing_behind() {
    let place = Place::new();
    let temporary = Place::new();
    let mut command = place.command(&["demo", "--listen", "127.0.0.1:0"]);
    command.env("TMPDIR", temporary.path());
    let mut demo = Running::printing(command);
    demo.until(LAST);
    assert_eq!(temporary.path().read_dir().unwrap().count(), 1);
    demo.signal("TERM");
    assert!(demo.end(Duration::from_secs(10)).success());
    assert_eq!(temporary.path().read_dir().unwrap().count(), 0);
    assert_eq!(place.path().read_dir().unwrap().count(), 0);
}

#[test]
fn the_demo_stays_on_this_machine_and_keeps_off_real_data() {
    let place = Place::new();
    let said = place.run(&["demo", "--listen", "0.0.0.0:0"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stderr.contains("must be on loopback"),
        "{}",
        said.stderr
    );
    let said = place.run(&["demo", "--database-url", "sqlite://real.db"]);
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("leave --database-url out"),
        "{}",
        said.stderr
    );
    assert!(!place.path().join("real.db").exists());
}
