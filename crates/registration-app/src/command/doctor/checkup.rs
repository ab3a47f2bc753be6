//! What the doctor looks at.

use super::Finding;
use crate::{
    config::{DatabaseUrl, Key, Layers, MailSetting, PublicOrigin, Settings, Source, safety},
    database::Database,
    failure::Failure,
    wiring,
};
use registration_core::{
    model::{Role, Staff, Stored},
    ports::{Clock as _, StoreError},
};
use time::Duration;

/// How far our clock and the database's may differ: what expires is measured with both.
const CLOCKS_DIFFER: Duration = Duration::seconds(5);

/// A file with passwords that everybody can read.
pub(super) fn secrets_in_file(layers: &Layers) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let file = layers.file.as_ref()?;
    let secret = Key::ALL
        .iter()
        .copied()
        .filter(|key| key.is_secret())
        .find(|key| {
            layers.get(*key).is_some_and(|given| {
                given.source == Source::File(file.clone()) && given.text.contains('@')
            })
        })?;
    let mode = std::fs::metadata(file).ok()?.permissions().mode();
    (mode & 0o004 != 0).then(|| {
        let (file, secret) = (file.display(), secret.name());
        Finding::warning("configuration", format!("{file} holds the password of `{secret}` and everybody on this machine can read it: chmod 640 {file}"))
    })
}

/// The address that all links begin with.
pub(super) fn public_url(settings: &Settings) -> Option<Finding> {
    let what = "public URL";
    let Some(url) = &settings.public_url else {
        return settings.listen.ip().is_loopback().then(|| {
            let url = PublicOrigin::at(settings.listen);
            Finding::ok(what, format!("{url}, for this machine only"))
        });
    };
    Some(if url.is_https() && settings.trusted_proxies.is_empty() {
        Finding::warning(
            what,
            format!(
                "{url} needs a proxy in front, and `trusted_proxies` names none: all visitors share one limit; name the proxy's address"
            ),
        )
    } else if url.is_loopback() && !settings.listen.ip().is_loopback() {
        Finding::warning(
            what,
            format!(
                "links in mails lead to {url}, which works on this machine only, but {} listens beyond it",
                settings.listen
            ),
        )
    } else {
        Finding::ok(what, url.to_string())
    })
}

/// The database, and what has to be in it.
pub(super) async fn database(settings: &Settings) -> Vec<Finding> {
    let what = "database";
    if let Some(file) = safety::sqlite_file(&settings.database)
        && !file.exists()
    {
        let file = file.display();
        return vec![Finding::warning(
            what,
            format!(
                "there is no {file} yet; `registration serve` or `registration migrate` makes it"
            ),
        )];
    }
    let opened = async {
        let database = Database::open(settings).await?;
        let is_current = database.is_current().await;
        let is_current =
            is_current.map_err(|error| Failure::new("it does not answer").because(error))?;
        Ok::<_, Failure>((database, is_current))
    };
    let (database, is_current) = match opened.await {
        Ok(opened) => opened,
        Err(failure) => return vec![Finding::error(what, failure.to_string())],
    };
    let kind = match settings.database {
        DatabaseUrl::Sqlite(_) => "SQLite",
        DatabaseUrl::Postgres(_) => "Postgres",
    };
    let mut findings = Vec::new();
    if is_current {
        findings.push(Finding::ok(
            what,
            format!("{kind} answers and its tables are up to date"),
        ));
        findings.push(clocks(&database).await);
        findings.extend(staff(&database).await);
    } else {
        findings.push(Finding::error(what, format!("{kind} answers, but its tables are not those of this version; run `registration migrate`, or the newer version that made them")));
    }
    database.close().await;
    findings
}

async fn clocks(database: &Database) -> Finding {
    let what = "clock";
    let before = crate::clock::SystemClock.now();
    match database.directory().now().await {
        Err(error) => Finding::error(
            what,
            format!("the database does not tell its time: {error}"),
        ),
        Ok(theirs) => {
            let differ = theirs.since(before).abs();
            if differ <= CLOCKS_DIFFER {
                Finding::ok(what, "ours and the database's agree")
            } else {
                Finding::error(
                    what,
                    format!(
                        "ours and the database's differ by {} s, so links end too early or too late; let both follow an NTP server",
                        differ.whole_seconds()
                    ),
                )
            }
        }
    }
}

async fn staff(database: &Database) -> Vec<Finding> {
    let staff: Result<Vec<Stored<Staff>>, StoreError> = database.directory().active_staff().await;
    let staff = match staff {
        Ok(staff) => staff,
        Err(error) => return vec![Finding::error("staff", format!("cannot be read: {error}"))],
    };
    let has = |role| staff.iter().any(|one| one.acts_as(role));
    let mapper = Role::PortalRegistrationMapper;
    let on_duty = staff.iter().any(|one| one.on_duty && one.acts_as(mapper));
    vec![
        if has(Role::Administrator) {
            Finding::ok("administrator", "there is one")
        } else {
            Finding::warning(
                "administrator",
                "there is none, so nobody can open the console; run `registration admin create EMAIL`",
            )
        },
        if on_duty {
            Finding::ok("mapper", "one is on duty")
        } else if has(mapper) {
            Finding::warning(
                "mapper",
                "nobody who maps requests is on duty, so those off duty get the mails; switch duty on in the console",
            )
        } else {
            Finding::warning(
                "mapper",
                "nobody maps requests, so the administrators get the mails; give somebody the role `portal_registration_mapper`",
            )
        },
    ]
}

/// The mail server, without sending anything. What the settings lack was told before.
pub(super) async fn mail(settings: &Settings) -> Option<Finding> {
    let what = "mail";
    let (server, may_be_plain) = match settings.mail.as_ref()? {
        MailSetting::Capture => {
            return Some(Finding::ok(
                what,
                "is captured for /dev/inbox and never sent",
            ));
        }
        MailSetting::Smtp {
            server,
            may_be_plain,
        } => (server, *may_be_plain),
    };
    let origin = settings
        .public_url
        .clone()
        .unwrap_or_else(|| PublicOrigin::at(settings.listen));
    let mailer = wiring::renderer(settings, &origin)
        .and_then(|renderer| wiring::smtp_mailer(settings, renderer));
    let mailer = match mailer {
        Ok(mailer) => mailer?,
        Err(failure) => return Some(Finding::error(what, failure.to_string())),
    };
    Some(match mailer.probe().await {
        Err(error) => Finding::error(
            what,
            format!("{server} cannot be used: {error}; check its name, port, user and password"),
        ),
        Ok(()) if may_be_plain => Finding::warning(
            what,
            format!(
                "{server} answers, but tls=opportunistic lets somebody on the way read every mailed link; leave it out if the server knows STARTTLS"
            ),
        ),
        Ok(()) => Finding::ok(what, format!("{server} answers and lets us in")),
    })
}
