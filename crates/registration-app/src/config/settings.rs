//! What the settings mean: each text parsed into a type, all mistakes told at once.

use super::{Given, Key, Layers, Problem, PublicOrigin};
use ipnet::IpNet;
use registration_core::model::{EmailAddress, text};
use registration_smtp::{Sender, SmtpConfig};
use std::{
    fmt::Display,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

/// The effective settings.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Where everything is kept.
    pub(crate) database: DatabaseUrl,
    /// How many connections to Postgres at most.
    pub(crate) database_max_connections: u32,
    /// The folder of pictures, unless they are kept in the database.
    pub(crate) media_dir: Option<PathBuf>,
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// Under which address people reach the portal, if it was said.
    pub(crate) public_url: Option<PublicOrigin>,
    /// How mail leaves, if it was said.
    pub(crate) mail: Option<MailSetting>,
    /// From whom it comes.
    pub(crate) mail_from: Option<Sender>,
    /// Whether there are limits.
    pub(crate) limits: bool,
    /// Whose word on client addresses counts.
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// What is logged.
    pub(crate) log: String,
    /// How it is logged.
    pub(crate) log_format: LogFormat,
    /// The name in the head of pages and mails.
    pub(crate) brand_name: String,
    /// Where people write who have a question.
    pub(crate) brand_support_address: Option<EmailAddress>,
    /// The hue of buttons and links.
    pub(crate) brand_hue: u16,
    /// The picture before the name on pages.
    pub(crate) brand_logo: Option<PathBuf>,
    /// A line at the foot of portal pages and mails.
    pub(crate) brand_footer: Option<String>,
}

/// The address of a database. Its `Debug` shows the kind only: the text may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum DatabaseUrl {
    /// A file.
    Sqlite(String),
    /// A server.
    Postgres(String),
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Sqlite(…)",
            Self::Postgres(_) => "Postgres(…)",
        })
    }
}

/// How mail leaves.
#[derive(Debug, Clone)]
pub(crate) enum MailSetting {
    /// It doesn't: it is kept for `/dev/inbox`.
    Capture,
    /// By a server.
    Smtp {
        /// Which.
        server: SmtpConfig,
        /// Whether an attacker on the way could switch TLS off.
        may_be_plain: bool,
    },
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One object a line, for machines.
    Json,
}

impl Settings {
    /// Gives every text its meaning.
    ///
    /// # Errors
    /// Every value that has none.
    pub(crate) fn read(layers: &Layers) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader {
            layers,
            problems: Vec::new(),
        };
        let settings = reader.all();
        match settings {
            Some(settings) if reader.problems.is_empty() => Ok(settings),
            _ => Err(reader.problems),
        }
    }
}

struct Reader<'a> {
    layers: &'a Layers,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    // `None` only where a problem was noted.
    fn all(&mut self) -> Option<Settings> {
        let data_dir = self.required(Key::DataDir, |text| non_empty(text).map(PathBuf::from));
        let database = self.optional(Key::DatabaseUrl, database_url);
        let max_connections = self.required(Key::DatabaseMaxConnections, |text| {
            let count: u32 = text.parse().map_err(|_| CONNECTIONS)?;
            (1..=1_000)
                .contains(&count)
                .then_some(count)
                .ok_or(CONNECTIONS)
        });
        let media_dir = self.optional(Key::MediaDir, |text| non_empty(text).map(PathBuf::from));
        let listen = self.required(Key::Listen, listen);
        let public_url = self.optional(Key::PublicUrl, parsed);
        let mail = self.optional(Key::Mail, mail);
        let mail_from = self.optional(Key::MailFrom, parsed);
        let limits = self.required(Key::Limits, |text| match text {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err("write on or off"),
        });
        let proxies = self.optional(Key::TrustedProxies, networks);
        let log = self.required(Key::Log, log_filter);
        let log_format = self.required(Key::LogFormat, |text| match text {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("write text or json"),
        });
        let brand_name = self.required(Key::BrandName, |name| text::line(name, 80));
        let support = self.optional(Key::BrandSupportAddress, parsed);
        let hue = self.required(Key::BrandHue, |text| {
            let hue = text.parse().ok().filter(|hue| *hue < 360);
            hue.ok_or("write a number of degrees from 0 to 359")
        });
        let logo = self.optional(Key::BrandLogo, |text| non_empty(text).map(PathBuf::from));
        let footer = self.optional(Key::BrandFooter, |footer| text::line(footer, 200));
        let data_dir = data_dir?;
        Some(Settings {
            database: database.unwrap_or_else(|| {
                DatabaseUrl::Sqlite(format!(
                    "sqlite://{}",
                    data_dir.join("registration.db").display()
                ))
            }),
            database_max_connections: max_connections?,
            media_dir,
            listen: listen?,
            public_url,
            mail,
            mail_from,
            limits: limits?,
            trusted_proxies: proxies.unwrap_or_default(),
            log: log?,
            log_format: log_format?,
            brand_name: brand_name?,
            brand_support_address: support,
            brand_hue: hue?,
            brand_logo: logo,
            brand_footer: footer,
        })
    }

    fn required<T, E: Display>(
        &mut self,
        key: Key,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.optional(key, parse)
    }

    fn optional<T, E: Display>(
        &mut self,
        key: Key,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let Given { text, source } = self.layers.get(key)?;
        match parse(text.trim()) {
            Ok(value) => Some(value),
            Err(what) => {
                self.problems.push(Problem::Value {
                    key: key.name(),
                    place: source.clone(),
                    what: what.to_string(),
                });
                None
            }
        }
    }
}

const CONNECTIONS: &str = "write a number of connections from 1 to 1000";

fn parsed<T: FromStr>(text: &str) -> Result<T, T::Err> {
    text.parse()
}

fn non_empty(text: &str) -> Result<&str, &'static str> {
    if text.is_empty() {
        Err("write the name of a folder")
    } else {
        Ok(text)
    }
}

fn database_url(text: &str) -> Result<DatabaseUrl, &'static str> {
    if text.starts_with("sqlite:") {
        Ok(DatabaseUrl::Sqlite(text.to_owned()))
    } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        Ok(DatabaseUrl::Postgres(text.to_owned()))
    } else {
        Err("write sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE")
    }
}

fn listen(text: &str) -> Result<SocketAddr, &'static str> {
    // The one name that everybody means the same by; other names could mean several addresses.
    let numeric = text
        .strip_prefix("localhost:")
        .map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    numeric
        .parse()
        .map_err(|_| "write an address and a port as in 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080")
}

fn mail(text: &str) -> Result<MailSetting, String> {
    if text == "capture" {
        return Ok(MailSetting::Capture);
    }
    let server = text
        .parse::<SmtpConfig>()
        .map_err(|error| error.to_string())?;
    Ok(MailSetting::Smtp {
        server,
        may_be_plain: text.contains("tls=opportunistic"),
    })
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    let items = text
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    let networks = items.map(|item| {
        let single = || item.parse::<IpAddr>().map(IpNet::from);
        let Ok(network) = item.parse::<IpNet>().or_else(|_| single()) else {
            return Err(format!(
                "`{item}`: write an address or a network as in 10.0.0.5, 10.0.0.0/24 or fd00::/64"
            ));
        };
        if network.prefix_len() == 0 {
            // Whoever may say so can be anybody in the eyes of every limit.
            return Err(format!(
                "`{item}` trusts the whole internet; name your proxies"
            ));
        }
        Ok(network)
    });
    networks.collect()
}

fn log_filter(text: &str) -> Result<String, String> {
    match text.parse::<tracing_subscriber::filter::EnvFilter>() {
        Ok(_) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err("write a level (error, warn, info, debug, trace) or a filter such as info,registration_http=debug".into()),
    }
}
