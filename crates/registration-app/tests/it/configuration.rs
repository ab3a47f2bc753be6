//! The configuration at the command line.

use crate::process::Place;

#[test]
fn config_show_tells_where_each_value_comes_from_and_no_secret() {
    let place = Place::new();
    place.write(
        "registration.toml",
        "brand_name = 'File'\nmail = 'smtp://u:s3cret@mail.example.com'\n",
    );
    let mut command = place.command(&["config", "show", "--log", "debug"]);
    command.env("REGISTRATION_LISTEN", "127.0.0.1:9999");
    let output = command.output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    for (key, source) in [
        ("brand_name = \"File\"", "file registration.toml"),
        (
            "mail = \"smtp://u:…@mail.example.com\"",
            "file registration.toml",
        ),
        ("log = \"debug\"", "flag --log"),
        (
            "listen = \"127.0.0.1:9999\"",
            "environment REGISTRATION_LISTEN",
        ),
        ("limits = \"on\"", "default"),
    ] {
        let line = shown.lines().find(|line| line.starts_with(key));
        let line = line.unwrap_or_else(|| panic!("no {key} in\n{shown}"));
        assert!(line.ends_with(&format!("# {source}")), "{line}");
    }
    assert!(!shown.contains("s3cret"));
}

#[test]
fn another_file_can_be_named() {
    let place = Place::new();
    place.write("other.toml", "brand_name = 'Other'\n");
    let shown = place
        .run(&["config", "show", "--config", "other.toml"])
        .printed();
    assert!(shown.contains("brand_name = \"Other\""), "{shown}");
}

#[test]
fn an_unknown_name_stops_every_command_with_a_suggestion() {
    let place = Place::new();
    place.write("registration.toml", "lisen = '127.0.0.1:1'\n");
    for command in [
        &["serve"][..],
        &["migrate"],
        &["keys", "create", "--name", "x", "--scope", "read"],
    ] {
        let said = place.run(command);
        assert_eq!(said.code, 1);
        assert!(
            said.stderr.contains("did you mean `listen`?"),
            "{}",
            said.stderr
        );
    }
    let place = Place::new();
    let mut command = place.command(&["migrate"]);
    let output = command.env("REGISTRATION_DATADIR", "x").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("did you mean REGISTRATION_DATA_DIR?"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn an_unknown_flag_is_a_usage_error_with_a_suggestion() {
    let said = Place::new().run(&["serve", "--lissten", "127.0.0.1:1"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("--listen"), "{}", said.stderr);
}
