//! Finds the Postgres server's programs and, on Debian where it may, installs them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian;

/// The package's own cluster and service are not wanted, so the first is switched off while it installs.
const INSTALL: &str = r#"
set -e
export DEBIAN_FRONTEND=noninteractive
settings=/etc/postgresql-common/createcluster.d
mkdir -p "$settings"
trap 'rm -f "$settings/no-main-cluster.conf"' EXIT
echo 'create_main_cluster = false' > "$settings/no-main-cluster.conf"
apt-get update -q
apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 postgresql
"#;

const REMEDY: &str = "\
the tests need the Postgres server's programs (initdb, postgres), and none was found. Either

    sudo apt-get update && sudo apt-get install --no-install-recommends postgresql

or set PG_BIN to the folder that holds them";

/// The folder that holds `initdb` and `postgres`.
pub(super) fn server_binaries() -> Result<PathBuf, String> {
    if let Some(folder) = std::env::var_os("PG_BIN").map(PathBuf::from) {
        // A wrong answer is worse than none: what was asked for is not quietly replaced.
        return if is_complete(&folder) {
            Ok(folder)
        } else {
            Err(format!(
                "PG_BIN is {}, which holds no `initdb` and `postgres`",
                folder.display()
            ))
        };
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    debian::install("postgresql", INSTALL, REMEDY)?;
    find().ok_or_else(|| REMEDY.into())
}

fn find() -> Option<PathBuf> {
    newest_of(Path::new("/usr/lib/postgresql"))
        .or_else(|| Some(from_pg_config()?).filter(|folder| is_complete(folder)))
        .or_else(|| {
            std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| is_complete(folder))
        })
}

/// Debian keeps the server's programs out of `PATH`, in a folder for each major version.
fn newest_of(versions: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(versions).ok()?;
    entries
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| is_complete(folder))
        .max()
        .map(|(_, folder)| folder)
}

fn from_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().into())
}

fn is_complete(folder: &Path) -> bool {
    folder.join("initdb").is_file() && folder.join("postgres").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_complete_version_wins() {
        let versions =
            std::env::temp_dir().join(format!("registration-pg-versions-{}", std::process::id()));
        for version in ["9", "15", "17", "99"] {
            std::fs::create_dir_all(versions.join(version).join("bin")).unwrap();
        }
        // 99 is a leftover without programs.
        for version in ["9", "15", "17"] {
            for program in ["initdb", "postgres"] {
                std::fs::write(versions.join(version).join("bin").join(program), "").unwrap();
            }
        }
        let newest = newest_of(&versions);
        std::fs::remove_dir_all(&versions).unwrap();
        assert_eq!(newest, Some(versions.join("17/bin")));
    }

    #[test]
    fn no_folder_of_versions_means_none_found() {
        assert_eq!(newest_of(Path::new("/no/such/folder")), None);
    }
}
