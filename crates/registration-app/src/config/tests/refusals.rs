//! What stops a start, with the sentence that a person gets.

use super::*;

/// What `serve` says to these variables.
fn refusal(variables: &[(&str, &str)]) -> String {
    let written = Written {
        variables,
        ..NOTHING
    };
    let layers = written.layers().unwrap();
    let checked = Settings::read(&layers).and_then(|settings| safety::check_serve(&settings));
    checked.map_or_else(
        |problems| sentences(&problems),
        |()| "nothing to refuse".into(),
    )
}

/// Settings with which `serve` starts for everybody.
const PUBLIC: [(&str, &str); 4] = [
    ("REGISTRATION_LISTEN", "0.0.0.0:8080"),
    ("REGISTRATION_PUBLIC_URL", "https://portal.example.com"),
    ("REGISTRATION_MAIL", "smtp://u:p@mail.example.com"),
    ("REGISTRATION_MAIL_FROM", "portal@example.com"),
];

fn public_but(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let rest = PUBLIC.into_iter().filter(|(other, _)| *other != name);
    rest.chain([(name, value)]).collect()
}

#[test]
fn a_safe_configuration_is_not_refused() {
    for safe in [
        PUBLIC.to_vec(),
        vec![("REGISTRATION_MAIL", "capture")],
        vec![
            ("REGISTRATION_MAIL", "capture"),
            ("REGISTRATION_LIMITS", "off"),
        ],
        vec![
            ("REGISTRATION_MAIL", "capture"),
            ("REGISTRATION_LISTEN", "[::1]:0"),
            ("REGISTRATION_PUBLIC_URL", "http://localhost:9000"),
        ],
        // Behind a proxy of the same machine.
        public_but("REGISTRATION_LISTEN", "localhost:8080"),
        public_but("REGISTRATION_MAIL", "smtp://localhost:1025?tls=none"),
    ] {
        assert_eq!(refusal(&safe), "nothing to refuse", "{safe:?}");
    }
}

#[test]
fn serve_needs_a_mail_setting() {
    let said = refusal(&[]);
    assert!(said.contains("no mail setting"), "{said}");
    assert!(
        said.contains("--mail") && said.contains("REGISTRATION_MAIL"),
        "{said}"
    );
}

#[test]
fn a_mail_server_needs_a_sender() {
    let said = refusal(&public_but("REGISTRATION_MAIL_FROM", ""));
    assert!(said.contains("REGISTRATION_MAIL_FROM"), "{said}");
}

#[test]
fn captured_mail_stays_on_this_machine() {
    for (listen, url) in [
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("127.0.0.1:8080", "https://portal.example.com"),
        ("192.0.2.1:8080", "https://portal.example.com"),
        ("[::]:8080", "http://localhost:8080"),
    ] {
        let said = refusal(&[
            ("REGISTRATION_MAIL", "capture"),
            ("REGISTRATION_LISTEN", listen),
            ("REGISTRATION_PUBLIC_URL", url),
        ]);
        assert!(
            said.contains("mail = capture") && said.contains("loopback"),
            "{said}"
        );
    }
}

#[test]
fn limits_are_off_on_this_machine_only() {
    let mut variables = PUBLIC.to_vec();
    variables.push(("REGISTRATION_LIMITS", "off"));
    let said = refusal(&variables);
    assert!(
        said.contains("limits = off") && said.contains("loopback"),
        "{said}"
    );
    let here = public_but("REGISTRATION_LISTEN", "127.0.0.1:8080");
    let said = refusal(&[&here[..], &[("REGISTRATION_LIMITS", "off")]].concat());
    assert!(said.contains("https://portal.example.com is not"), "{said}");
}

#[test]
fn whoever_listens_beyond_this_machine_says_under_which_address() {
    let said = refusal(&public_but("REGISTRATION_PUBLIC_URL", ""));
    assert!(said.contains("REGISTRATION_PUBLIC_URL"), "{said}");
}

#[test]
fn a_public_url_is_https_and_nothing_but_an_origin() {
    for (url, why) in [
        ("http://portal.example.com", "has no TLS"),
        ("http://10.0.0.1:8080", "has no TLS"),
        ("https://portal.example.com/portal", "has a path"),
        ("https://portal.example.com/?a=b", "has a path"),
        ("https://portal.example.com/#a", "has a path"),
        ("https://u:p@portal.example.com", "user name or password"),
        ("portal.example.com", "https://portal.example.com"),
        ("ftp://portal.example.com", "https://portal.example.com"),
    ] {
        let said = refusal(&public_but("REGISTRATION_PUBLIC_URL", url));
        assert!(said.contains(why), "{url}: {said}");
    }
    let said = refusal(&public_but(
        "REGISTRATION_PUBLIC_URL",
        "https://u:s3cret@portal.example.com",
    ));
    assert!(!said.contains("s3cret"), "{said}");
}

#[test]
fn mail_to_another_machine_is_never_sent_without_tls() {
    let said = refusal(&public_but(
        "REGISTRATION_MAIL",
        "smtp://mail.example.com?tls=none",
    ));
    assert!(said.contains("STARTTLS"), "{said}");
}

#[test]
fn nobody_may_name_every_proxy() {
    for all in ["0.0.0.0/0", "10.0.0.5, ::/0"] {
        let mut variables = PUBLIC.to_vec();
        variables.push(("REGISTRATION_TRUSTED_PROXIES", all));
        let said = refusal(&variables);
        assert!(said.contains("trusts the whole internet"), "{said}");
    }
}

#[test]
fn a_database_that_cannot_be_kept_is_refused_before_the_start() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let data = file.join("data").display().to_string();
    let said = refusal(&[
        ("REGISTRATION_MAIL", "capture"),
        ("REGISTRATION_DATA_DIR", &data),
    ]);
    assert!(
        said.contains("is a file") && said.contains("REGISTRATION_DATA_DIR"),
        "{said}"
    );
}

#[test]
fn an_unknown_name_is_an_error_with_a_suggestion() {
    for (written, sentence) in [
        (
            Written {
                file: "public_ulr = 'x'",
                ..NOTHING
            },
            "; did you mean `public_url`?",
        ),
        (
            Written {
                variables: &[("REGISTRATION_DATABSE_URL", "x")],
                ..NOTHING
            },
            "the environment variable REGISTRATION_DATABSE_URL is not a setting; did you mean REGISTRATION_DATABASE_URL?",
        ),
        (
            Written {
                variables: &[("REGISTRATION_MAIL_FIEL", "x")],
                ..NOTHING
            },
            "; did you mean REGISTRATION_MAIL_FILE?",
        ),
        // Files are for secrets.
        (
            Written {
                variables: &[("REGISTRATION_LISTEN_FILE", "x")],
                ..NOTHING
            },
            "REGISTRATION_LISTEN_FILE is not a setting; did you mean REGISTRATION_LISTEN?",
        ),
        (
            Written {
                file: "zzzzzz = 1",
                ..NOTHING
            },
            "registration.toml is not a setting",
        ),
        (
            Written {
                file: "[database]\nurl = 'x'",
                ..NOTHING
            },
            "`database` in ",
        ),
    ] {
        let said = written.settings().unwrap_err();
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_and_where_they_stand() {
    let written = Written {
        flags: &[(Key::Listen, "8080")],
        variables: &[("REGISTRATION_LIMITS", "perhaps")],
        file: "log_format = 'xml'\ndatabase_max_connections = 0\nbrand_hue = 400",
    };
    let said = written.settings().unwrap_err();
    for part in [
        "listen (flag --listen): write an address and a port",
        "limits (environment REGISTRATION_LIMITS): write on or off",
        "log_format (file ",
        "write a number of connections from 1 to 1000",
        "write a number of degrees from 0 to 359",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn no_sentence_repeats_a_secret() {
    for variables in [
        [("REGISTRATION_DATABASE_URL", "mysql://u:s3cret@db/r")],
        [("REGISTRATION_MAIL", "imap://u:s3cret@mail")],
        [("REGISTRATION_MAIL", "smtp://u:s3cret/@mail")],
        [("REGISTRATION_MAIL", "s3cret")],
    ] {
        let said = Written {
            variables: &variables,
            ..NOTHING
        }
        .settings()
        .unwrap_err();
        assert!(!said.contains("s3cret"), "{said}");
    }
}

#[test]
fn a_secret_stands_in_one_place() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mail");
    fs::write(&path, "capture").unwrap();
    let path = path.to_str().unwrap();
    let variables = [
        ("REGISTRATION_MAIL", "capture"),
        ("REGISTRATION_MAIL_FILE", path),
    ];
    let said = Written {
        variables: &variables,
        ..NOTHING
    }
    .settings()
    .unwrap_err();
    assert!(said.contains("keep one of them"), "{said}");
}

#[test]
fn a_file_that_is_no_toml_says_where() {
    let said = Written {
        file: "listen = \n",
        ..NOTHING
    }
    .settings()
    .unwrap_err();
    assert!(said.contains("is not valid TOML"), "{said}");
}
