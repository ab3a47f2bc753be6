//! A throw-away Postgres: its own folder, a Unix socket only, an unprivileged user, and gone when we are.

mod install;
mod server_user;

use std::fs::{DirBuilder, File};
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::supervise::{Running, Signals, code};
use server_user::ServerUser;

/// The variable in which tests find the server; the database in the address is the one to create others from.
pub(crate) const VARIABLE: &str = "REGISTRATION_TEST_POSTGRES";

const START_TIMEOUT: Duration = Duration::from_secs(60);

/// Ends the server and removes its folder as soon as its standard input closes, which the kernel does for us however
/// we die. It is the only clean-up there is: a usual end closes that pipe as well and waits.
///
/// It is told `server PID` and `command TARGET`, each replacing what was told before; a command still known at the
/// end is ended first, since its owner is gone.
const WATCHDOG: &str = r#"
server= command=
while read -r what pid; do
  case $what in server) server=$pid ;; command) command=$pid ;; esac
done
[ -z "$command" ] || kill -TERM "$command" 2>/dev/null
if [ -n "$server" ]; then
  kill -INT "-$server" 2>/dev/null
  tries=0
  while kill -0 "-$server" 2>/dev/null && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  kill -KILL "-$server" 2>/dev/null
fi
rm -rf "$1"
"#;

/// `cargo xtask postgres`: a command with a throw-away cluster around it, or the cluster alone until Ctrl-C.
pub(crate) fn run(args: &[String]) -> Result<u8, String> {
    let mut cluster = Cluster::start()?;
    // Not earlier: while the server starts, a signal may end us as it ends any program.
    let signals = Signals::catch()?;
    let Some((program, rest)) = args.split_first() else {
        println!("{VARIABLE}='{}'", cluster.url());
        eprintln!(
            "psql -h {} -U postgres    Ctrl-C removes it.",
            cluster.folder.display()
        );
        signals.wait();
        return Ok(0);
    };
    let mut command = Command::new(program);
    command.args(rest);
    cluster.describe_to(&mut command);
    let mut running = Running::start(command)?;
    cluster.guard(&running);
    let status = running.wait(&signals)?;
    cluster.unguard();
    Ok(code(status))
}

/// One running server. Dropping it ends it and removes its folder.
pub(crate) struct Cluster {
    folder: PathBuf,
    server: Option<Child>,
    watchdog: Child,
    leash: Option<ChildStdin>,
}

impl Cluster {
    /// Finds, or where it may installs, Postgres, and starts a fresh cluster.
    pub(crate) fn start() -> Result<Self, String> {
        let binaries = install::server_binaries()?;
        let user = ServerUser::find()?;
        let folder = private_folder(&user)?;
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "throw-away-postgres"])
            .arg(&folder)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| format!("cannot start `sh`: {error}"))?;
        let leash = watchdog.stdin.take();
        let mut cluster = Self {
            folder,
            server: None,
            watchdog,
            leash,
        };
        cluster.initialize(&binaries, &user)?;
        cluster.serve(&binaries, &user)?;
        Ok(cluster)
    }

    /// The server's address for sqlx. The folder is the host, so percent-encoded.
    pub(crate) fn url(&self) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@localhost:5432/postgres?host={folder}")
    }

    /// Tells the command where the server is, and drops every `PG*` variable that would lead it elsewhere.
    pub(crate) fn describe_to(&self, command: &mut Command) {
        crate::cargo::drop_variables(command, &["PG"]);
        command
            .env(VARIABLE, self.url())
            .env("PGHOST", &self.folder)
            .env("PGPORT", "5432")
            .env("PGUSER", "postgres")
            .env("PGDATABASE", "postgres");
    }

    /// From now on the command ends with us, even when we are killed.
    pub(crate) fn guard(&mut self, running: &Running) {
        self.tell(&format!("command {}", running.target()));
    }

    /// The command has ended: its process id may soon be another's.
    pub(crate) fn unguard(&mut self) {
        self.tell("command ");
    }

    fn tell(&mut self, line: &str) {
        if let Some(leash) = &mut self.leash {
            // Without a watchdog nothing would clean up, but the tests can still run.
            let _ = writeln!(leash, "{line}");
        }
    }

    fn initialize(&mut self, binaries: &Path, user: &ServerUser) -> Result<(), String> {
        let log = self.folder.join("initdb.log");
        let output = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let errors = output.try_clone().map_err(|error| error.to_string())?;
        let mut initdb = self.server_command(binaries, "initdb", user);
        initdb
            .args(["-D", "data", "-U", "postgres", "--auth=trust", "--no-sync"])
            .args(["-E", "UTF8", "--locale=C.UTF-8"])
            .stdout(output)
            .stderr(errors);
        let mut child = initdb.spawn().map_err(|error| {
            format!(
                "cannot start `{}`: {error}",
                binaries.join("initdb").display()
            )
        })?;
        self.tell(&format!("server {}", child.id()));
        let status = child.wait().map_err(|error| error.to_string())?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("initdb failed\n{}", read(&log)))
        }
    }

    fn serve(&mut self, binaries: &Path, user: &ServerUser) -> Result<(), String> {
        let log = self.folder.join("server.log");
        let output = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let mut postgres = self.server_command(binaries, "postgres", user);
        postgres
            .args(["-D", "data", "-p", "5432", "-k"])
            .arg(&self.folder);
        for setting in [
            "listen_addresses=",
            // Nothing here has to outlive a power cut.
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            // Each test has a pool of its own, and tests run in parallel.
            "max_connections=300",
            "shared_buffers=64MB",
        ] {
            postgres.args(["-c", setting]);
        }
        let child = postgres
            .stdout(Stdio::null())
            .stderr(output)
            .spawn()
            .map_err(|error| {
                format!(
                    "cannot start `{}`: {error}",
                    binaries.join("postgres").display()
                )
            })?;
        self.tell(&format!("server {}", child.id()));
        let server = self.server.insert(child);
        let deadline = Instant::now() + START_TIMEOUT;
        let socket = self.folder.join(".s.PGSQL.5432");
        loop {
            if let Ok(Some(status)) = server.try_wait() {
                return Err(format!("postgres ended with {status}\n{}", read(&log)));
            }
            // The file says `ready` in its last line from the moment that connections are taken.
            let state = read(&self.folder.join("data/postmaster.pid"));
            if socket.exists()
                && state
                    .lines()
                    .last()
                    .is_some_and(|line| line.trim() == "ready")
            {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(format!("postgres did not start in time\n{}", read(&log)));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A server program as the unprivileged user, in a clean environment, out of reach of Ctrl-C.
    fn server_command(&self, binaries: &Path, program: &str, user: &ServerUser) -> Command {
        let mut command = Command::new(binaries.join(program));
        user.apply_to(&mut command);
        command
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .process_group(0);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.leash = None;
        if let Some(server) = &mut self.server {
            // Reaped here, or the watchdog would take the zombie for a server that is still going.
            let _ = server.wait();
        }
        let _ = self.watchdog.wait();
    }
}

/// A folder that only the server's user can enter. Short, because a socket's path must fit into 107 bytes.
fn private_folder(user: &ServerUser) -> Result<PathBuf, String> {
    let parent = match std::env::temp_dir() {
        short if !user.is_switched() && short.as_os_str().len() <= 60 => short,
        // Too long, or perhaps closed to the user that we switch to.
        _ => PathBuf::from("/tmp"),
    };
    let nanos = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |passed| passed.subsec_nanos());
    let folder = parent.join(format!("registration-pg-{}-{nanos:x}", std::process::id()));
    DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    user.give(&folder)?;
    Ok(folder)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}
