//! Settings that must not stand together, and what is missing: said before anything starts.

use super::{DatabaseUrl, Key, MailSetting, Problem, PublicOrigin, Settings};
use std::path::{Path, PathBuf};

/// What `serve` would refuse to start with.
///
/// # Errors
/// Every reason, each a sentence that says what to do.
pub(crate) fn check_serve(settings: &Settings) -> Result<(), Vec<Problem>> {
    let mut reasons = Vec::new();
    let listens_here = settings.listen.ip().is_loopback();
    let public_here = settings
        .public_url
        .as_ref()
        .is_none_or(PublicOrigin::is_loopback);
    let only_here = listens_here && public_here;
    let how = |key: Key| format!("`{}` ({} or {})", key.name(), key.flag(), key.variable());

    match &settings.mail {
        None => reasons.push(format!(
            "there is no mail setting, and without mail nobody can prove an address: set {} to smtp://USER:PASSWORD@HOST:587 or smtps://…, or to `capture` to try things out on this machine",
            how(Key::Mail)
        )),
        Some(MailSetting::Capture) if !only_here => reasons.push(format!(
            "mail = capture shows every mail with its links to whoever opens /dev/inbox, so listen address and public URL must both be on loopback, and {} is not: set {} to a mail server",
            who(settings), how(Key::Mail)
        )),
        Some(MailSetting::Smtp { .. }) if settings.mail_from.is_none() => reasons.push(format!(
            "with a mail server the sender must be known: set {}, for example to \"Example Portal <portal@example.com>\"",
            how(Key::MailFrom)
        )),
        _ => {}
    }
    if !settings.limits && !only_here {
        reasons.push(format!(
            "limits = off lets anybody guess passwords and codes, so listen address and public URL must both be on loopback, and {} is not: take {} away",
            who(settings), how(Key::Limits)
        ));
    }
    match &settings.public_url {
        None if !listens_here => reasons.push(format!(
            "{} listens beyond this machine, and links in mails need the address that people reach it by: set {}, for example to https://portal.example.com",
            settings.listen, how(Key::PublicUrl)
        )),
        Some(url) if !url.is_https() && !url.is_loopback() => reasons.push(format!(
            "the public URL {url} has no TLS, so passwords and mailed links would travel in the clear: put a proxy with TLS in front and set {} to https://…",
            how(Key::PublicUrl)
        )),
        _ => {}
    }
    reasons.extend(check_folder(settings));
    reasons.extend(check_media_folder(settings));
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons.into_iter().map(Problem::Unsafe).collect())
    }
}

/// Whether the folder of an embedded database can be written, with a sentence if it cannot.
pub(crate) fn check_folder(settings: &Settings) -> Option<String> {
    let file = sqlite_file(&settings.database)?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let problem = unwritable(folder.unwrap_or(Path::new(".")), Key::DataDir)?;
    Some(format!("the database {} {problem}", file.display()))
}

/// Whether the folder of pictures can be written, with a sentence if it cannot.
fn check_media_folder(settings: &Settings) -> Option<String> {
    let problem = unwritable(settings.media_dir.as_ref()?, Key::MediaDir)?;
    Some(format!("uploaded pictures {problem}"))
}

/// Why nothing can be kept in a folder that `key` names, if so.
fn unwritable(folder: &Path, key: Key) -> Option<String> {
    let folder = std::path::absolute(folder).ok()?;
    // The folder may be made later; then the nearest one that is there must take it.
    let there = folder.ancestors().find(|folder| folder.exists())?;
    let problem = if there.is_dir() {
        tempfile::Builder::new()
            .prefix(".registration-")
            .tempfile_in(there)
            .err()?
            .to_string()
    } else {
        format!("{} is a file", there.display())
    };
    Some(format!(
        "cannot be kept in {}: {problem}; name another folder with `{}` ({} or {}), or let this user write there",
        folder.display(),
        key.name(),
        key.flag(),
        key.variable(),
    ))
}

/// The file of an embedded database, unless it lives in memory.
pub(crate) fn sqlite_file(database: &DatabaseUrl) -> Option<PathBuf> {
    let DatabaseUrl::Sqlite(url) = database else {
        return None;
    };
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split('?').next().unwrap_or(path);
    (!url.contains(":memory:") && !path.is_empty()).then(|| PathBuf::from(path))
}

fn who(settings: &Settings) -> String {
    match &settings.public_url {
        Some(url) if !url.is_loopback() => url.to_string(),
        _ => settings.listen.to_string(),
    }
}
