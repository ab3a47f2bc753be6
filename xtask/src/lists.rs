//! `cargo xtask lists`: refreshes the vendored lists of mail providers from the packages that keep them.
//!
//! Public providers are those of npm's list that are not disposable, with our `providers_added.txt` and without our
//! `providers_removed.txt`. The README beside the lists has the licences and the reasons.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const DATA: &str = "crates/registration-core/data";
const DISPOSABLE: &str = "disposable-email-domains";
const PROVIDERS: &str = "free-email-domains";

/// Sorted by bytes, which is what a binary search needs.
type Domains = BTreeSet<String>;

pub(crate) fn run() -> Result<u8, String> {
    let folder = std::env::temp_dir().join(format!("registration-lists-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let outcome = refresh(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    outcome.map(|()| 0)
}

fn refresh(folder: &Path) -> Result<(), String> {
    fetch(folder)?;
    let data = crate::cargo::root().join(DATA);

    let disposable = python_set(&read(
        &folder.join("wheel/disposable_email_domains/__init__.py"),
    )?)?;
    let version = wheel_version(folder)?;
    replace(
        &data.join("disposable_domains.txt"),
        &disposable,
        DISPOSABLE,
        &version,
    )?;

    let listed = from_json(&read(&folder.join("package/domains.json"))?)?;
    let listed = listed
        .as_array()
        .ok_or_else(|| format!("{PROVIDERS} has another format now"))?;
    let package = from_json(&read(&folder.join("package/package.json"))?)?;
    let version = package["version"].as_str().unwrap_or("unknown");
    let providers = public_providers(
        &domains(listed.iter().filter_map(|domain| domain.as_str())),
        &disposable,
        &domains(read(&data.join("providers_added.txt"))?.lines()),
        &domains(read(&data.join("providers_removed.txt"))?.lines()),
    );
    replace(
        &data.join("public_providers.txt"),
        &providers,
        PROVIDERS,
        version,
    )
}

/// A wheel is only unpacked and `npm pack` runs no install script: nothing of either package is executed.
fn fetch(folder: &Path) -> Result<(), String> {
    let script = format!(
        "python3 -m pip download --quiet --no-deps --only-binary :all: --dest . {DISPOSABLE}
         python3 -m zipfile -e disposable_email_domains-*.whl wheel
         npm pack --silent --ignore-scripts {PROVIDERS} >/dev/null
         tar -xzf {PROVIDERS}-*.tgz"
    );
    let status = Command::new("sh")
        .args(["-e", "-c", &script])
        .current_dir(folder)
        .status()
        .map_err(|error| format!("cannot start `sh`: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the packages could not be fetched (this needs python3 with pip, npm and tar)".into())
    }
}

/// `disposable_email_domains-0.0.293.dist-info` is the only place with the version's plain number.
fn wheel_version(folder: &Path) -> Result<String, String> {
    std::fs::read_dir(folder.join("wheel"))
        .into_iter()
        .flatten()
        .flatten()
        .find_map(|entry| {
            let name = entry.file_name().to_str()?.to_owned();
            let version = name.strip_prefix("disposable_email_domains-")?;
            Some(version.strip_suffix(".dist-info")?.to_owned())
        })
        .ok_or_else(|| format!("{DISPOSABLE} has another layout now"))
}

/// The strings of the set literal `blocklist = { 'a', 'b' }`, one a line.
fn python_set(source: &str) -> Result<Domains, String> {
    let lines = source
        .lines()
        .skip_while(|line| !line.starts_with("blocklist = {"))
        .skip(1)
        .take_while(|line| !line.starts_with('}'));
    let set =
        domains(lines.map(|line| line.trim().trim_end_matches(',').trim_matches(['\'', '"'])));
    if set.is_empty() {
        return Err(format!("{DISPOSABLE} has another format now"));
    }
    Ok(set)
}

fn from_json(text: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(text)
        .map_err(|error| format!("{PROVIDERS} has another format now: {error}"))
}

fn domains<'a>(lines: impl Iterator<Item = &'a str>) -> Domains {
    lines
        .map(|line| line.trim().to_ascii_lowercase())
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

fn public_providers(
    listed: &Domains,
    disposable: &Domains,
    added: &Domains,
    removed: &Domains,
) -> Domains {
    listed
        .difference(disposable)
        .chain(added)
        .filter(|domain| !removed.contains(*domain))
        .cloned()
        .collect()
}

fn replace(path: &Path, domains: &Domains, package: &str, version: &str) -> Result<(), String> {
    let old = read(path)?;
    let new = rewritten(&old, domains, package, version);
    std::fs::write(path, &new).map_err(|error| format!("{}: {error}", path.display()))?;
    println!(
        "{} {version}: {} lines, before {}",
        path.file_name().unwrap_or_default().display(),
        new.lines().count(),
        old.lines().count()
    );
    Ok(())
}

/// The old file's header with the new version, then the domains.
fn rewritten(old: &str, domains: &Domains, package: &str, version: &str) -> String {
    let mut text = String::new();
    for line in old.lines().take_while(|line| line.starts_with('#')) {
        let mut words: Vec<&str> = line.split(' ').collect();
        if let Some(at) = words.iter().position(|word| *word == package)
            && let Some(word) = words.get_mut(at + 1)
        {
            // The comma after the number stays.
            let ending = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let number = format!("{version}{ending}");
            text.push_str(&line.replacen(
                &format!("{package} {word}"),
                &format!("{package} {number}"),
                1,
            ));
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    for domain in domains {
        text.push_str(domain);
        text.push('\n');
    }
    text
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> Domains {
        domains(names.iter().copied())
    }

    #[test]
    fn a_refreshed_list_keeps_its_header_and_is_sorted_by_bytes() {
        let old = "# Kept by: npm free-email-domains 1.12.6, MIT.\n# Second line.\nold.example\n";
        let new = set(&[
            "b.example",
            "A.example ",
            "",
            "# note",
            "b.example",
            "a-b.example",
        ]);
        assert_eq!(
            rewritten(old, &new, PROVIDERS, "1.13.0"),
            "# Kept by: npm free-email-domains 1.13.0, MIT.\n# Second line.\na-b.example\na.example\nb.example\n"
        );
    }

    #[test]
    fn our_own_lists_win_over_the_packages() {
        let providers = public_providers(
            &set(&["mail.example", "throw-away.example", "company.example"]),
            &set(&["throw-away.example"]),
            &set(&["alias.example"]),
            &set(&["company.example"]),
        );
        assert_eq!(providers, set(&["alias.example", "mail.example"]));
    }

    #[test]
    fn the_set_is_read_without_running_it() {
        let source = "blocklist = {\n    'a.example',\n    'b.example'\n}\nallowlist = {\n    'c.example',\n}\n";
        assert_eq!(
            python_set(source).unwrap(),
            set(&["a.example", "b.example"])
        );
        assert!(python_set("nothing = 1\n").is_err());
    }
}
