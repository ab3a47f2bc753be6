//! The command line: commands, and a flag for every setting.

use crate::config::Key;
use clap::{Args, Parser, Subcommand, ValueEnum};
use registration_core::model::Scope;
use std::path::PathBuf;

/// Lets customers' people register themselves: portal form, invite links, invitations and requests
#[derive(Debug, Parser)]
#[command(
    name = "registration",
    version,
    about = "Lets customers' people register themselves: portal form, invite links, invitations and requests",
    max_term_width = 110
)]
pub(crate) struct Cli {
    /// What to do; `demo` when nothing is said.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Settings.
    #[command(flatten)]
    pub(crate) settings: SettingFlags,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show everything on a throw-away database with sample data, on this machine only
    Demo,
    /// Run the service
    Serve,
    /// Bring the tables of the database up to date
    Migrate,
    /// Create the first administrator, or one who helps after a lock-out
    #[command(subcommand)]
    Admin(Admin),
    /// Keys with which programs call the API
    #[command(subcommand)]
    Keys(Keys),
    /// Tell what the rules would decide for an address, and why
    Explain {
        /// The address
        email: String,
        /// The code (or address) of an invite link
        #[arg(long, value_name = "CODE")]
        link: Option<String>,
    },
    /// Print the API's OpenAPI document
    Openapi,
    /// The configuration
    #[command(subcommand)]
    Config(Config),
    /// Check configuration, database, mail and staff, and tell what to do
    Doctor,
}

/// Administrators.
#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Create an administrator; without a password, prints a one-time link to set one
    Create {
        /// The address to sign in with
        email: String,
        /// The name that customers and colleagues see
        #[arg(long)]
        name: Option<String>,
        /// Read the password from standard input (one line)
        #[arg(long)]
        password_stdin: bool,
    },
    /// Print a one-time link with which somebody becomes an administrator
    SetupLink,
}

/// API keys.
#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Create a key and print it, alone; it is never shown again
    Create {
        /// What you call it
        #[arg(long)]
        name: String,
        /// What it may do
        #[arg(long)]
        scope: KeyScope,
    },
}

/// What a key may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum KeyScope {
    /// Read everything
    Read,
    /// Manage customers, map requests and edit playbooks
    Write,
    /// Everything an administrator may do
    Admin,
}

impl From<KeyScope> for Scope {
    fn from(scope: KeyScope) -> Self {
        match scope {
            KeyScope::Read => Self::Read,
            KeyScope::Write => Self::Write,
            KeyScope::Admin => Self::Admin,
        }
    }
}

/// The configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Print the effective configuration with the source of each value, secrets masked
    Show,
}

macro_rules! setting_flags {
    ($($field:ident $key:ident $value:literal $help:literal,)*) => {
        /// A flag for every setting.
        #[derive(Debug, Default, Args)]
        #[command(next_help_heading = "Settings (`registration config show` tells where each comes from)")]
        pub(crate) struct SettingFlags {
            /// The configuration file [default: registration.toml, if it is there]
            #[arg(long, global = true, value_name = "FILE")]
            pub(crate) config: Option<PathBuf>,
            $(
                #[doc = $help]
                #[arg(long, global = true, value_name = $value)]
                $field: Option<String>,
            )*
        }

        impl SettingFlags {
            /// The flags that were given.
            pub(crate) fn given(&self) -> Vec<(Key, String)> {
                let all = [$((Key::$key, &self.$field),)*];
                all.into_iter().filter_map(|(key, text)| Some((key, text.clone()?))).collect()
            }
        }
    };
}

setting_flags! {
    database_url DatabaseUrl "URL" "sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE",
    database_max_connections DatabaseMaxConnections "N" "Connections to Postgres at most",
    data_dir DataDir "DIR" "The folder of the embedded database",
    media_dir MediaDir "DIR" "The folder of uploaded pictures",
    listen Listen "ADDRESS" "The address and port to listen on",
    public_url PublicUrl "URL" "The address under which people reach the portal",
    mail Mail "URL" "smtp://…, smtps://… or capture",
    mail_from MailFrom "SENDER" "From whom mail comes",
    limits Limits "on|off" "Whether too many tries are refused",
    trusted_proxies TrustedProxies "LIST" "Proxies whose word on client addresses counts",
    log Log "FILTER" "What is logged",
    log_format LogFormat "text|json" "How it is logged",
    brand_name BrandName "NAME" "The name in the head of pages and mails",
    brand_support_address BrandSupportAddress "EMAIL" "Where people write who have a question",
    brand_hue BrandHue "DEGREES" "The hue of buttons and links",
    brand_logo BrandLogo "FILE" "The picture before the name on pages",
    brand_footer BrandFooter "TEXT" "A line at the foot of portal pages and mails",
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn every_setting_has_a_flag_and_every_flag_a_setting() {
        Cli::command().debug_assert();
        for key in Key::ALL {
            let cli = Cli::parse_from(["registration", "serve", &key.flag(), "value"]);
            assert_eq!(cli.settings.given(), [(*key, "value".to_owned())]);
        }
    }
}
