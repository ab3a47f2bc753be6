//! What `config show` prints.

use super::{Key, Layers, Source, masked::masked};

impl Layers {
    /// The effective configuration in the form of a file, each value with its source, secrets masked.
    pub(crate) fn shown(&self) -> String {
        let line = |key: &Key| {
            let given = self.get(*key)?;
            let text = if key.is_secret() {
                masked(&given.text)
            } else {
                given.text.clone()
            };
            Some((
                format!("{} = {}", key.name(), quoted(*key, &text)),
                given.source.to_string(),
            ))
        };
        let lines: Vec<_> = Key::ALL.iter().filter_map(line).collect();
        let width = lines
            .iter()
            .map(|(text, _)| text.chars().count())
            .max()
            .unwrap_or(0);
        let set = lines
            .iter()
            .map(|(text, source)| format!("{text:width$}  # {source}\n"));
        let unset = Key::ALL.iter().filter(|key| self.get(**key).is_none());
        let unset = unset.map(|key| format!("#{} is not set\n", key.name()));
        set.chain(unset).collect()
    }
}

fn quoted(key: Key, text: &str) -> String {
    match key {
        Key::DatabaseMaxConnections | Key::BrandHue if text.parse::<u32>().is_ok() => text.into(),
        Key::TrustedProxies => {
            let items = text.split(',').map(|item| format!("{:?}", item.trim()));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        _ => format!("{text:?}"),
    }
}

impl Source {
    /// Whether it is ours and not the operator's.
    pub(crate) const fn is_default(&self) -> bool {
        matches!(self, Self::Default)
    }
}
