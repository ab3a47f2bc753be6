//! What the mail setting accepts, refuses and never shows.

use super::*;

fn parse(text: &str) -> Result<SmtpConfig, InvalidSmtpConfig> {
    text.parse()
}

#[test]
fn a_server_is_reached_with_tls_unless_said_otherwise() {
    for (text, shown, security) in [
        (
            "smtp://a.example",
            "smtp://a.example:587",
            Security::StartTls,
        ),
        (
            "smtp://a.example:25/",
            "smtp://a.example:25",
            Security::StartTls,
        ),
        (
            "smtps://A.example",
            "smtps://a.example:465",
            Security::Implicit,
        ),
        (
            "smtp://mail?tls=opportunistic",
            "smtp://mail:587",
            Security::Opportunistic,
        ),
        (
            "smtp://mail?tls=required",
            "smtp://mail:587",
            Security::StartTls,
        ),
        (
            "smtp://localhost:1025?tls=none",
            "smtp://localhost:1025",
            Security::None,
        ),
        (
            "smtp://127.0.0.1:25?tls=none",
            "smtp://127.0.0.1:25",
            Security::None,
        ),
        (
            "smtp://[::1]:25?tls=none",
            "smtp://[::1]:25",
            Security::None,
        ),
    ] {
        let config = parse(text).unwrap();
        assert_eq!(
            (config.to_string().as_str(), config.security),
            (shown, security)
        );
    }
}

#[test]
fn credentials_are_decoded_and_never_shown() {
    let config = parse("smtp://ann%40example.com:p%3A%2F%20%25ss@mail.example.com").unwrap();
    let login = config.credentials.as_ref().unwrap();
    assert_eq!(
        (login.user.as_str(), login.password.as_str()),
        ("ann@example.com", "p:/ %ss")
    );
    let shown = format!("{config} {config:?}");
    assert!(
        !shown.contains("ann") && !shown.contains("ss@") && !shown.contains("p:/ "),
        "{shown}"
    );
}

#[test]
fn what_is_unsafe_or_unclear_is_refused_without_repeating_it() {
    use InvalidSmtpConfig as Invalid;
    for (text, reason) in [
        ("", Invalid::NotAnAddress),
        ("mail.example.com", Invalid::NotAnAddress),
        ("smtp://", Invalid::NotAnAddress),
        ("smtp://u:hunter2@", Invalid::NotAnAddress),
        ("https://u:hunter2@mail.example.com", Invalid::Scheme),
        ("smtp://u:hunter2@mail.example.com/inbox", Invalid::Path),
        ("smtp://u:hunter2@mail.example.com/#x", Invalid::Path),
        ("smtp://u@mail.example.com", Invalid::HalfALogin),
        ("smtp://:hunter2@mail.example.com", Invalid::HalfALogin),
        ("smtp://u:hunter2%0d%0a@mail.example.com", Invalid::Login),
        ("smtp://u:hunter2%ff@mail.example.com", Invalid::Login),
        (
            "smtp://u:hunter2@mail.example.com?tls=none",
            Invalid::TlsNoneElsewhere,
        ),
        (
            "smtp://mail.example.com?tls=none",
            Invalid::TlsNoneElsewhere,
        ),
        (
            "smtp://localhost.example?tls=none",
            Invalid::TlsNoneElsewhere,
        ),
        ("smtp://mail.example.com?tls=off", Invalid::Tls),
        ("smtps://mail.example.com?tls=none", Invalid::Tls),
        ("smtp://mail.example.com?hello=a%0d%0ab", Invalid::Hello),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(error, reason, "{text}");
        assert!(!error.to_string().contains("hunter2"));
    }
    assert_eq!(
        parse("smtp://mail.example.com?tsl=none").unwrap_err(),
        Invalid::UnknownOption("tsl".to_owned())
    );
}
