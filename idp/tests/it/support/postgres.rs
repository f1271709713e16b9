//! A PostgreSQL server of the test process's own. It ends with the process, and its folder goes with it.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use super::database::{apart, migrate};
use sea_orm::ConnectionTrait;

struct Server {
    port: u16,
    programs: PathBuf,
    /// The shell that watches over the server. It reads from us: when we go, that ends, and so does the server.
    _shell: Child,
}

const TEMPLATE: &str = "template_sekisho";

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);
static NEXT: AtomicU32 = AtomicU32::new(0);
/// One database is made or dropped at a time.
static TURN: Mutex<()> = Mutex::new(());

/// Makes a database from the migrated template; returns its name and address.
pub fn new_database() -> (String, String) {
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    SERVER.run(format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}"));
    let url = SERVER.url(&name);
    (name, url)
}

pub fn drop_database(name: &str) {
    SERVER.run(format!("DROP DATABASE {name} WITH (FORCE)"));
}

/// The content of all tables as text.
pub fn dump(name: &str) -> Vec<u8> {
    let output = Command::new(SERVER.programs.join("pg_dump"))
        .args(["--data-only", "--inserts", "--dbname", &SERVER.url(name)])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

impl Server {
    fn start() -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("sekisho-postgres-").tempdir().unwrap();
        let folder = folder.keep();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
        let mut shell = if is_root { as_another_user(&folder) } else { Command::new("sh") };
        let script = script(&programs, &folder, port);
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let shell = shell
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .current_dir("/")
            .spawn()
            .expect("a shell to start PostgreSQL in");
        let server = Self { port, programs, _shell: shell };
        server.wait(&folder);
        server.run(format!("CREATE DATABASE {TEMPLATE}"));
        migrate(&server.url(TEMPLATE));
        server
    }

    fn wait(&self, folder: &Path) {
        for _ in 0..600 {
            let ready = Command::new(self.programs.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status();
            if ready.expect("pg_isready").success() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL did not start: {log}");
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://sekisho@127.0.0.1:{}/{database}", self.port)
    }

    fn run(&self, statement: String) {
        let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let url = self.url("postgres");
        apart(async move {
            let connection = sea_orm::Database::connect(url).await.unwrap();
            connection.execute_unprepared(&statement).await.unwrap();
            connection.close().await.unwrap();
        });
    }
}

/// Debian keeps the server's programs out of the usual path.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut debian: Vec<_> = installed.map(|entry| entry.unwrap().path().join("bin")).collect();
    debian.sort();
    debian
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .expect("PostgreSQL is not installed: no initdb in PATH or /usr/lib/postgresql/*/bin")
}

/// PostgreSQL refuses to run as root.
fn as_another_user(folder: &Path) -> Command {
    let id = |flag: &str, user: &str| {
        let output = Command::new("id").args([flag, user]).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse::<u32>().ok()
    };
    let (user, group) = ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| Some((id("-u", name)?, id("-g", name)?)))
        .expect("a user other than root");
    chown(folder, Some(user), Some(group)).unwrap();
    let mut command = Command::new("setpriv");
    let (user, group) = (format!("--reuid={user}"), format!("--regid={group}"));
    command.args([&user, &group, "--clear-groups", "sh"]);
    command
}

/// Starts the server, waits until the lifeline ends, then stops it and removes its folder.
fn script(programs: &Path, folder: &Path, port: u16) -> String {
    let (programs, folder) = (programs.display(), folder.display());
    format!(
        "trap '' INT HUP; export LC_ALL=C
         {programs}/initdb -D {folder}/data -U sekisho -A trust --no-sync -E UTF8 >&2 || exit 1
         {programs}/postgres -D {folder}/data -p {port} -k {folder} \
             -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off \
             -c synchronous_commit=off -c full_page_writes=off </dev/null &
         read -r _
         kill -QUIT $!; wait $!; rm -rf {folder}"
    )
}
