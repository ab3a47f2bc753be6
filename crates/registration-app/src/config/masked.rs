//! Shows an address without the secrets in it.

/// What stands where a secret was.
const HIDDEN: &str = "…";

/// `text` without user's password and without passwords among its options. What is no address is hidden altogether,
/// since nobody knows what it holds; `capture` and paths hold nothing.
pub(super) fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once(':') else {
        return if text == "capture" {
            text.into()
        } else {
            HIDDEN.into()
        };
    };
    let Some(rest) = rest.strip_prefix("//") else {
        return if scheme == "sqlite" {
            text.into()
        } else {
            HIDDEN.into()
        };
    };
    // An unescaped `@`, `/` or `?` may stand in a password that somebody forgot to encode, so the last `@` counts.
    let (login, place) = match rest.rsplit_once('@') {
        Some((login, place)) => (Some(login), place),
        None => (None, rest),
    };
    let login = login.map_or_else(String::new, |login| {
        let user = login.split(':').next().unwrap_or_default();
        format!("{user}:{HIDDEN}@")
    });
    let (path, options) = match place.split_once('?') {
        Some((path, options)) => (path, Some(options)),
        None => (place, None),
    };
    let options = options.map_or_else(String::new, |options| {
        let shown = options
            .split('&')
            .map(|option| match option.split_once('=') {
                Some((name, _)) if name.to_lowercase().contains("password") => {
                    format!("{name}={HIDDEN}")
                }
                _ => option.to_owned(),
            });
        format!("?{}", shown.collect::<Vec<_>>().join("&"))
    });
    format!("{scheme}://{login}{path}{options}")
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn no_password_is_ever_shown() {
        for (text, shown) in [
            ("capture", "capture"),
            (
                "sqlite://data/registration.db",
                "sqlite://data/registration.db",
            ),
            ("postgres://u:s3cret@db/r", "postgres://u:…@db/r"),
            (
                "postgres://db/r?user=u&password=s3cret",
                "postgres://db/r?user=u&password=…",
            ),
            (
                "smtp://u:s3@cr/et@mail:587?tls=required",
                "smtp://u:…@mail:587?tls=required",
            ),
            ("u:s3cret@mail", "…"),
            ("s3cret", "…"),
        ] {
            assert_eq!(masked(text), shown);
            assert!(!masked(text).contains("cret"), "{text}");
        }
    }
}
