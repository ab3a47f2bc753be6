//! The doctor tells what is well, what is not, and what to do.

use crate::process::Place;
use registration_testkit::servers::{Behaviour, TestSmtp};

#[test]
fn a_service_without_settings_is_told_what_it_lacks() {
    let said = Place::new().run(&["doctor"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stdout
            .contains("error    configuration  there is no mail setting"),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("warning  database       there is no"),
        "{}",
        said.stdout
    );
    assert!(said.stderr.contains("from working"), "{}", said.stderr);
}

#[test]
fn a_configuration_that_cannot_be_read_is_an_error_and_not_the_end() {
    let place = Place::new();
    place.write("registration.toml", "lisen = 'x'");
    let said = place.run(&["doctor"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stdout.contains("did you mean `listen`?"),
        "{}",
        said.stdout
    );
}

#[test]
fn a_service_that_works_is_told_so() {
    let place = Place::new();
    let create = ["admin", "create", "ada@example.com", "--password-stdin"];
    place
        .run_with_input(&create, "seven walruses hum quietly")
        .printed();
    let said = place.run(&["doctor", "--mail", "capture"]).printed();
    for part in [
        "ok       configuration",
        "ok       database       SQLite answers",
        "ok       clock",
        "ok       administrator",
        "warning  mapper         nobody maps requests",
        "ok       mail           is captured",
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_server_is_asked_and_gets_no_mail() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let place = Place::new();
    place.run(&["migrate"]).printed();
    let ask = |mail: &str| {
        place.run(&[
            "doctor",
            "--mail",
            mail,
            "--mail-from",
            "portal@example.com",
        ])
    };
    let said = ask(&server.url()).printed();
    assert!(said.contains("ok       mail"), "{said}");
    let said = ask(&server.url_with("relay:wrong-s3cret@", ""));
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("error    mail"), "{}", said.stdout);
    assert!(!said.stdout.contains("s3cret"), "{}", said.stdout);
    let said = ask("smtp://127.0.0.1:1");
    assert!(said.stdout.contains("error    mail"), "{}", said.stdout);
    assert!(server.inbox().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_that_are_not_there_are_an_error_with_the_command_that_makes_them() {
    let url = registration_testkit::servers::fresh_database().await;
    let place = Place::new();
    let ask = || place.run(&["doctor", "--mail", "capture", "--database-url", &url]);
    let said = ask();
    assert_eq!(said.code, 1);
    assert!(
        said.stdout.contains("registration migrate"),
        "{}",
        said.stdout
    );
    place.run(&["migrate", "--database-url", &url]).printed();
    let said = ask().printed();
    assert!(said.contains("Postgres answers"), "{said}");
}
