//! What ends a process when we end, even when we are killed: a shell whose standard input closes then.

use std::{
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
};

/// Ends the whole process group, browsers and their renderers too, and removes the folder that it worked in.
const WATCHDOG: &str = r#"
cat >/dev/null
kill -TERM "-$1"
tries=0
while kill -0 "-$1" 2>/dev/null && [ $tries -lt 20 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
kill -KILL "-$1"
rm -rf "$2"
"#;

/// Holds a process group. Dropping it ends the group and returns when the folder is gone.
pub(crate) struct Leash {
    watchdog: Child,
    /// Never written to.
    hand: Option<ChildStdin>,
}

impl Leash {
    /// Holds a process that leads a group of its own.
    pub(crate) fn on(process: &Child, folder: &Path) -> Self {
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "leash"])
            .arg(process.id().to_string())
            .arg(folder)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C ends us, and then this; not this before its work.
            .process_group(0)
            .spawn()
            .unwrap();
        let hand = watchdog.stdin.take();
        Self { watchdog, hand }
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        self.hand = None;
        let _ = self.watchdog.wait();
    }
}
