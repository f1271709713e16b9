//! A database per test, copied from one that was migrated once.

use std::path::PathBuf;
use std::sync::LazyLock;

use idp::store::Database;
use migration::{Migrator, MigratorTrait};
use tempfile::TempDir;

use super::postgres;

pub enum TestDatabase {
    Sqlite { folder: TempDir, url: String },
    Postgres { name: String, url: String },
}

/// `sqlite`, or `postgres`: chosen by the environment, never by what is at hand.
pub static ON_POSTGRES: LazyLock<bool> = LazyLock::new(|| {
    let chosen = std::env::var_os("SEKISHO_TEST_DATABASE");
    match chosen.as_deref().and_then(std::ffi::OsStr::to_str) {
        None | Some("sqlite") => false,
        Some("postgres") => true,
        Some(other) => panic!("SEKISHO_TEST_DATABASE is {other}: neither sqlite nor postgres"),
    }
});

static SQLITE_TEMPLATE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("template.sqlite");
    migrate(&format!("sqlite://{}", file.display()));
    (folder, file)
});

impl TestDatabase {
    pub async fn create() -> Self {
        if *ON_POSTGRES {
            let (name, url) = tokio::task::spawn_blocking(postgres::new_database).await.unwrap();
            return Self::Postgres { name, url };
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("idp.sqlite");
        std::fs::copy(&SQLITE_TEMPLATE.1, &file).unwrap();
        Self::Sqlite { url: format!("sqlite://{}", file.display()), folder }
    }

    pub fn url(&self) -> &str {
        match self {
            Self::Sqlite { url, .. } | Self::Postgres { url, .. } => url,
        }
    }

    /// Asked on a connection of its own, for the test's runtime may be gone.
    pub fn letters_waiting(&self) -> u64 {
        let url = self.url().to_owned();
        apart(async move {
            let database = Database::open(&url).await.unwrap();
            let waiting = idp::store::outbox::waiting(database.read()).await.unwrap();
            database.close().await.unwrap();
            waiting
        })
    }

    pub fn dump(&self) -> Vec<u8> {
        match self {
            Self::Postgres { name, .. } => postgres::dump(name),
            Self::Sqlite { folder, .. } => std::fs::read_dir(folder.path())
                .unwrap()
                .flat_map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
                .collect(),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Self::Postgres { name, .. } = self {
            postgres::drop_database(name);
        }
    }
}

/// Brings an empty database up to date, then lets go of it.
pub fn migrate(url: &str) {
    let url = url.to_owned();
    apart(async move {
        let database = Database::open(&url).await.unwrap();
        database.migrating(async |connection| Migrator::up(connection, None).await).await.unwrap();
        database.close().await.unwrap();
    });
}

/// Runs to its end on a thread and a runtime of its own, so that it may be called from anywhere.
pub fn apart<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work)
    };
    std::thread::spawn(run).join().unwrap()
}
