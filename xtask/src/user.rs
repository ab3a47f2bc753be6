//! Which account runs this.

use std::process::Command;

/// Whether that is root.
pub(crate) fn is_root() -> bool {
    id("-u", None) == Some(0)
}

/// What `id` says of `user`, or of ourselves.
pub(crate) fn id(flag: &str, user: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(flag).args(user).output().ok()?;
    if !output.status.success() {
        return None;
    }
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
