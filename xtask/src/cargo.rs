//! How this tool calls cargo: from the workspace's root, in an environment that the caller cannot tilt.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// The cargo that called us, or the one in `PATH`.
pub(crate) fn command() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    // `cargo run` describes this package to us in variables; a nested cargo that inherits them may rebuild for it.
    drop_variables(&mut command, &["CARGO_PKG_", "CARGO_MANIFEST_"]);
    command
}

/// Removes from the command's environment every variable of ours whose name starts so.
pub(crate) fn drop_variables(command: &mut Command, prefixes: &[&str]) {
    for (name, _) in std::env::vars_os() {
        if let Some(text) = name.to_str()
            && prefixes.iter().any(|prefix| text.starts_with(prefix))
        {
            command.env_remove(&name);
        }
    }
}
