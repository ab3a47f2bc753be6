//! Who runs the server: ourselves, or, since Postgres refuses root, an unprivileged user.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::user::{id, is_root};

/// The user and group to switch to; none when we are unprivileged already.
pub(super) struct ServerUser(Option<(u32, u32)>);

impl ServerUser {
    pub(super) fn find() -> Result<Self, String> {
        if !is_root() {
            return Ok(Self(None));
        }
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| Some((id("-u", Some(name))?, id("-g", Some(name))?)))
            .map(|ids| Self(Some(ids)))
            .ok_or_else(|| {
                "there is neither a user `postgres` nor `nobody` to run the server as".into()
            })
    }

    pub(super) fn is_switched(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn apply_to(&self, command: &mut Command) {
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
    }

    pub(super) fn give(&self, folder: &Path) -> Result<(), String> {
        match self.0 {
            None => Ok(()),
            Some((user, group)) => std::os::unix::fs::chown(folder, Some(user), Some(group))
                .map_err(|error| format!("cannot hand {} over: {error}", folder.display())),
        }
    }
}
