//! A provider inside the test: a policy of the walk's own and a clock that the walk moves. For everything that takes
//! hours, or a contract that the demo does not have.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use idp::app::{App, Caches, Derived, World};
use idp::http::layer::client_address::Proxies;
use idp::http::serve::{Limits, Site, serve};
use idp::jobs;
use idp::mail::mailbox::Mailbox;
use idp::model::admin::Actor;
use idp::model::names::TenantSlug;
use idp::model::policy::{Desk, Policy};
use idp::model::tenant::Tenant;
use idp::model::throttle::Throttle;
use idp::model::user::User;
use idp::outbound::guard::Allowed;
use idp::outbound::guarded::Guarded as Outbound;
use idp::passwords::{Cost, Passwords};
use idp::random::SystemRandom;
use idp::store::Database;
use idp::usecase::admin::{policies, tenants};
use keys::client::certificate::Anchors;
use keys::seal::MasterKey;
use migration::{Migrator, MigratorTrait};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::clock::TestClock;
use super::demo::{Letter, PASSWORD};
use super::page::{Page, eventually};

const DATABASE: &str = "idp.sqlite";
pub(super) const ADMIN: Actor<'static> = Actor::here("desk");

pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) tenant: Tenant,
    base: String,
    mailbox: Mailbox,
    stop: CancellationToken,
    folder: TempDir,
}

/// A person of the house.
pub(crate) struct Person {
    pub(crate) user: User,
    pub(crate) id: String,
    pub(crate) mail: Vec<String>,
}

/// Where and by what a person enrols.
pub(crate) struct Invited {
    pub(crate) address: String,
    pub(crate) code: String,
}

impl House {
    pub(crate) async fn start(policy: Policy) -> Self {
        Box::pin(Self::start_bounded(policy, 100_000)).await
    }

    /// The same where one address may only try so often at once.
    pub(crate) async fn start_bounded(mut policy: Policy, burst: u32) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(DATABASE);
        std::fs::write(&file, migrated().await).expect("the database is copied");
        let database = open(&file).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base =
            format!("http://localhost:{}", listener.local_addr().expect("an address").port());
        let mailbox = Mailbox::new(folder.path().join("mailbox"));
        let clock = Arc::new(TestClock::default());
        let outside = (clock.clone(), mailbox.clone());
        let world = world(database, outside, (&base, burst));
        let app = App::new(world);
        let stop = CancellationToken::new();
        let router = idp::http::router(app.clone(), Proxies::default());
        tokio::spawn(serve(listener, Site::new(router, Limits::default()), stop.clone()));
        let (jobs, stopping) = (jobs::start(&app), stop.clone());
        tokio::spawn(async move {
            stopping.cancelled().await;
            jobs.stop().await;
        });
        policy.desk.get_or_insert_with(desk);
        let slug = TenantSlug::parse("acme").expect("a slug");
        let policy = policy.check().expect("a possible policy");
        let tenant = tenants::create(&app, slug, "あおば保険 お客様ページ", policy, ADMIN).await;
        let tenant = tenant.expect("a tenant");
        Self { app, clock, tenant, base, mailbox, stop, folder }
    }

    /// An address of the tenant.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}/t/acme{path}", self.base)
    }

    /// Puts another policy into force, and waits until the server knows it.
    pub(crate) async fn change_policy(&mut self, change: impl FnOnce(&mut Policy)) {
        let mut policy = self.tenant.policy.clone().into_inner();
        change(&mut policy);
        let policy = policy.check().expect("a possible policy");
        policies::change(&self.app, &self.tenant, policy, ADMIN).await.expect("it is changed");
        let tenants = tenants::all(&self.app).await.expect("tenants");
        self.tenant = tenants.into_iter().next().expect("one tenant");
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }

    /// The same page at a server beside this one that has no address for certificates.
    pub(crate) async fn without_certificates(&self, address: &str) -> String {
        let outside = (self.clock.clone(), self.mailbox.clone());
        let world =
            world(open(&self.folder.path().join(DATABASE)).await, outside, (&self.base, 100_000));
        let app = App::new(World { certificate_base: None, ..world });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let site = Site::new(idp::http::router(app, Proxies::default()), Limits::default());
        tokio::spawn(serve(listener, site, self.stop.clone()));
        address.replacen(&self.base, &format!("http://localhost:{port}"), 1)
    }

    /// The letter that belongs to the code page shown.
    pub(crate) async fn letter(&self, page: &Page) -> Letter {
        let reference = page.text("otp-reference").await;
        let found = eventually(async || {
            let letters = self.mailbox.letters().ok()?;
            let one = letters.into_iter().find(|one| one.subject.contains(&reference))?;
            Some(Letter { to: one.to, code: one.code? })
        });
        found.await.unwrap_or_else(|| panic!("no letter with reference {reference}"))
    }

    /// The address with `path` in the newest letter to somebody that has one, once there are so many.
    pub(crate) async fn link(&self, to: &str, path: &str, count: usize) -> String {
        let found = eventually(async || {
            let letters = self.mailbox.letters().ok()?;
            let texts = letters.iter().filter(|one| one.to == to).map(|one| one.text.as_str());
            let words = texts.flat_map(str::split_whitespace);
            let is_link = |word: &&str| word.starts_with("http") && word.contains(path);
            let links: Vec<_> = words.filter(is_link).collect();
            links.first().filter(|_| links.len() >= count).map(|link| (*link).to_owned())
        });
        found.await.unwrap_or_else(|| panic!("no letter to {to} with {path}"))
    }

    /// Passes the login in front, by the person's own method.
    pub(crate) async fn prove(&self, page: &Page, person: &Person) {
        page.enter_password(&person.id, PASSWORD).await;
        if page.has("otp").await {
            let letter = self.letter(page).await;
            page.enter_code(&letter.code).await;
        }
    }

    /// Signed in, in front of an address of the account site.
    pub(crate) async fn signed_in(&self, page: &Page, person: &Person, below: &str) {
        page.open(&self.at("/account")).await;
        self.prove(page, person).await;
        page.element("menu-logout").await;
        if below != "/account" {
            page.open(&self.at(below)).await;
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn desk() -> Desk {
    let some = |text: &str| Some(text.to_owned());
    Desk {
        name: "サポート窓口".to_owned(),
        telephone: some("0120-000-000"),
        hours: some("9:00–17:00"),
        address: None,
        mail: None,
    }
}

fn world(
    database: Database,
    (clock, mailbox): (Arc<TestClock>, Mailbox),
    (base, burst): (&str, u32),
) -> World {
    let random = Arc::new(SystemRandom);
    let outbound = Outbound::new(Allowed::default(), None).expect("nothing is read for it");
    let derived = Derived::from(&MasterKey::from_bytes([7; 32]));
    World {
        database,
        clock,
        random: random.clone(),
        courier: Arc::new(mailbox),
        passwords: Passwords::new(Cost::FLOOR, 2, derived.pepper, random).expect("passwords"),
        sealer: derived.sealer,
        code_key: derived.code_key,
        subject_key: derived.subject_key,
        nonce_key: derived.nonce_key,
        refresh_key: derived.refresh_key,
        audit_key: derived.audit_key,
        client_authorities: Anchors::default(),
        outbound: Arc::new(outbound),
        base: base.to_owned(),
        certificate_base: Some("https://localhost:1".to_owned()),
        letters: tokio::sync::Notify::new(),
        logouts: tokio::sync::Notify::new(),
        uploads: tokio::sync::Notify::new(),
        throttle: Throttle { burst, every: time::Duration::seconds(60) },
        caches: Caches::default(),
    }
}

async fn open(file: &Path) -> Database {
    Database::open(&format!("sqlite://{}", file.display())).await.expect("the database opens")
}

/// A database with every table and no row.
async fn migrated() -> &'static [u8] {
    static MADE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let made = MADE.get_or_init(|| async {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("template.sqlite");
        let database = open(&file).await;
        let migrating = database.migrating(async |one| Migrator::up(one, None).await);
        migrating.await.expect("every step");
        database.close().await.expect("it closes");
        std::fs::read(file).expect("the database is read")
    });
    made.await
}
