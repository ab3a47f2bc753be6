//! The names of all settings, and what the nearest one to a misspelt name is.

use super::ENV_PREFIX;

macro_rules! keys {
    ($($variant:ident = $name:literal,)*) => {
        /// A setting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Key {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Key {
            /// Every setting, in the order of `config.default.toml`.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in a file.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

keys! {
    DatabaseUrl = "database_url",
    DatabaseMaxConnections = "database_max_connections",
    DataDir = "data_dir",
    MediaDir = "media_dir",
    Listen = "listen",
    PublicUrl = "public_url",
    Mail = "mail",
    MailFrom = "mail_from",
    Limits = "limits",
    TrustedProxies = "trusted_proxies",
    Log = "log",
    LogFormat = "log_format",
    BrandName = "brand_name",
    BrandSupportAddress = "brand_support_address",
    BrandHue = "brand_hue",
    BrandLogo = "brand_logo",
    BrandFooter = "brand_footer",
}

impl Key {
    /// Whether its text holds a password, so that it may also be given as the name of a file that holds it.
    pub(crate) const fn is_secret(self) -> bool {
        matches!(self, Self::DatabaseUrl | Self::Mail)
    }

    /// Its name in the environment.
    pub(crate) fn variable(self) -> String {
        format!("{ENV_PREFIX}{}", self.name().to_uppercase())
    }

    /// Its name on the command line.
    pub(crate) fn flag(self) -> String {
        format!("--{}", self.name().replace('_', "-"))
    }

    /// The key of a name, and whether the name asks for a file that holds the value.
    pub(crate) fn named(name: &str) -> Option<(Self, bool)> {
        let find = |name: &str| Self::ALL.iter().copied().find(|key| key.name() == name);
        if let Some(key) = find(name) {
            return Some((key, false));
        }
        let key = find(name.strip_suffix("_file")?)?;
        key.is_secret().then_some((key, true))
    }

    /// The name nearest to one that is unknown, if any is near enough to have been meant.
    pub(crate) fn nearest(name: &str) -> Option<String> {
        // What is no secret cannot be given as a file, and is given by its own name.
        if let Some((key, _)) = name.strip_suffix("_file").and_then(Self::named) {
            return Some(key.name().to_owned());
        }
        let files = Self::ALL
            .iter()
            .filter(|key| key.is_secret())
            .map(|key| format!("{}_file", key.name()));
        let names = Self::ALL.iter().map(|key| key.name().to_owned());
        names
            .chain(files)
            .map(|known| (strsim::damerau_levenshtein(name, &known), known))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, known)| *distance <= known.len().min(name.len()) / 2)
            .map(|(_, known)| known)
    }
}
