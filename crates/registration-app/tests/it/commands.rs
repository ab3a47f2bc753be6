//! Commands that do one thing and end.

use crate::process::Place;

const PASSPHRASE: &str = "seven walruses hum quietly";

#[test]
fn a_new_key_is_printed_alone() {
    let place = Place::new();
    let mut keys = Vec::new();
    for scope in ["read", "write", "admin"] {
        let said = place.run(&["keys", "create", "--name", "Deploy", "--scope", scope]);
        assert_eq!(said.stderr, "");
        let printed = said.printed();
        let key = printed.strip_suffix('\n').unwrap();
        assert!(key.starts_with("rk_") && key.len() > 40, "{key}");
        assert!(
            key.chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)),
            "{key}"
        );
        keys.push(key.to_owned());
    }
    keys.dedup();
    assert_eq!(keys.len(), 3);
    let said = place.run(&["keys", "create", "--name", "Deploy", "--scope", "root"]);
    assert_eq!(said.code, 2);
    let said = place.run(&["keys", "create", "--name", "De\nploy", "--scope", "read"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""));
}

#[test]
fn an_administrator_is_created_with_a_password_from_standard_input() {
    let place = Place::new();
    let create = [
        "admin",
        "create",
        "ada@example.com",
        "--name",
        "Ada Example",
        "--password-stdin",
    ];
    let said = place
        .run_with_input(&create, &format!("{PASSPHRASE}\n"))
        .printed();
    assert!(
        said.contains("ada@example.com") && said.contains("/admin/sign-in"),
        "{said}"
    );
    assert!(!said.contains(PASSPHRASE));
    let said = place.run_with_input(&create, &format!("{PASSPHRASE}\n"));
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("already exists"), "{}", said.stderr);
}

#[test]
fn a_weak_or_missing_password_creates_nobody() {
    let place = Place::new();
    let create = ["admin", "create", "ada@example.com", "--password-stdin"];
    for (input, code, sentence) in [
        ("hunter2\n", 1, "at least 15 characters"),
        ("passwordpassword\n", 1, "easy to guess"),
        ("", 2, "no password came"),
        ("\n", 2, "no password came"),
    ] {
        let said = place.run_with_input(&create, input);
        assert_eq!(said.code, code, "{input:?}: {}", said.stderr);
        assert!(said.stderr.contains(sentence), "{}", said.stderr);
    }
    let said = place.run_with_input(&create, PASSPHRASE);
    assert_eq!(said.code, 0, "nobody was created before: {}", said.stderr);
}

#[test]
fn without_a_password_a_link_is_printed_that_begins_with_the_public_url() {
    let place = Place::new();
    let said = place.run(&["admin", "create", "ada@example.com"]).printed();
    assert!(
        said.contains("http://127.0.0.1:8080/admin/activate/"),
        "{said}"
    );
    let url = ["--public-url", "https://portal.example.com"];
    let said = place
        .run(&[&["admin", "setup-link"][..], &url].concat())
        .printed();
    let token = said
        .strip_prefix("https://portal.example.com/admin/activate/")
        .unwrap();
    assert_eq!(token.trim_end().len(), 43, "256 bits: {token}");
    let said = place.run(&["admin", "setup-link", "--listen", "0.0.0.0:8080"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("--public-url"), "{}", said.stderr);
}

#[test]
fn a_bad_address_is_refused_with_a_sentence_before_anything_else() {
    let place = Place::new();
    for address in [
        "",
        "ada",
        "ada@localhost",
        "\"a\"@example.com",
        "a@b@example.com",
        "ada@[127.0.0.1]",
    ] {
        for command in [&["explain"][..], &["admin", "create"]] {
            let said = place.run(&[command, &[address]].concat());
            assert_eq!(said.code, 2, "{address}: {}", said.stderr);
            assert_eq!(said.stdout, "");
            assert!(
                said.stderr.contains("is no address we accept: "),
                "{}",
                said.stderr
            );
        }
    }
    assert!(!place.path().join("data").exists(), "nothing was made");
}

#[test]
fn explain_needs_a_database_and_tells_the_decision_with_its_trace() {
    let place = Place::new();
    let said = place.run(&["explain", "ada@example.com"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stderr.contains("registration migrate"),
        "{}",
        said.stderr
    );
    assert!(!place.path().join("data").exists(), "explain makes nothing");
    place.run(&["migrate"]).printed();
    let said = place.run(&["explain", "ada@example.com"]).printed();
    assert!(said.contains("decision   request"), "{said}");
    assert!(said.contains("reason     domain_not_permitted"), "{said}");
    let said = place.run(&["explain", "support@example.com"]).printed();
    assert!(said.contains("role_mailbox"), "{said}");
    let said = place.run(&["explain", "ada@example.com", "--link", "nonsense"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("invite link"), "{}", said.stderr);
}

#[test]
fn openapi_prints_json_whatever_the_configuration_is() {
    let place = Place::new();
    place.write("registration.toml", "nonsense");
    let printed = place.run(&["openapi"]).printed();
    let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
}

#[test]
fn migrating_twice_changes_nothing() {
    let place = Place::new();
    place.run(&["migrate"]).printed();
    place.run(&["migrate"]).printed();
    assert!(place.path().join("data/registration.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_commands_work_on_postgres() {
    let url = registration_testkit::servers::fresh_database().await;
    let place = Place::new();
    let on = |args: &[&str]| place.run(&[args, &["--database-url", &url]].concat());
    let said = on(&["explain", "ada@example.com"]);
    assert!(
        said.stderr.contains("registration migrate"),
        "{}",
        said.stderr
    );
    on(&["migrate"]).printed();
    assert!(
        on(&["keys", "create", "--name", "x", "--scope", "admin"])
            .printed()
            .starts_with("rk_")
    );
    assert!(
        on(&["explain", "ada@example.com"])
            .printed()
            .contains("decision   request")
    );
    assert!(
        !place.path().join("data").exists(),
        "nothing is kept in a file"
    );
}

#[test]
fn a_database_that_does_not_answer_is_told_without_its_password() {
    let url = "postgres://u:s3cret@127.0.0.1:1/registration";
    let said = Place::new().run(&["migrate", "--database-url", url]);
    assert_eq!(said.code, 1);
    assert!(
        said.stderr.contains("cannot be reached") && said.stderr.contains("because: "),
        "{}",
        said.stderr
    );
    assert!(!said.stderr.contains("s3cret"), "{}", said.stderr);
}
