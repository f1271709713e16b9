//! What keeps the tests short: the provider with doubles for the outside world, a browser, a mailbox, a website.

pub mod browser;
pub mod certificate;
pub mod client_key;
pub mod clock;
pub mod database;
pub mod mailbox;
pub mod outside;
pub mod page;
pub mod person;
pub mod postgres;
pub mod random;
pub mod smtp;
pub mod tenant;
pub mod trail;
pub mod website;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use idp::app::{App, Caches, Derived, World};
use idp::http::layer::client_address::{Peer, Proxies};
use idp::mail::courier::Courier;
use idp::model::throttle::Throttle;
use idp::passwords::{Cost, Passwords};
use idp::random::SystemRandom;
use idp::store::Database;
use keys::random::Random;
use keys::seal::MasterKey;
use tower::ServiceExt;

pub use browser::Browser;
pub use certificate::{CertificateDoor, Shown};
pub use client_key::ClientKey;
pub use clock::{days, minutes, seconds};
pub use mailbox::{Letter, Post};
pub use outside::Outside;
pub use page::Page;
pub use tenant::{PASSWORD, TestTenant, TestUser};
pub use website::{Arrival, Tokens, Website};

use clock::TestClock;
use database::TestDatabase;
use mailbox::Mailbox;
use random::Seeded;

/// The address of the provider under test.
pub const BASE: &str = "https://idp.test";

/// The address of its listener that asks for a certificate.
pub const CERTIFICATE_BASE: &str = "https://cert.idp.test";

/// A provider on a database of its own, with a clock that stands still.
pub struct TestIdp {
    pub app: App,
    pub clock: Arc<TestClock>,
    pub post: Arc<Post>,
    /// The servers of clients.
    pub outside: Arc<Outside>,
    door: Door,
    database: TestDatabase,
    letters_may_wait: AtomicBool,
}

/// The router, as browsers and websites reach it from one address.
#[derive(Clone)]
pub struct Door {
    router: Router,
    peer: IpAddr,
}

/// Nobody is too fast, unless a test is about that.
const UNBOUNDED: Throttle = Throttle { burst: 100_000, every: seconds(1) };

impl TestIdp {
    pub async fn start() -> Self {
        let post = Arc::new(Post::default());
        Self::start_with(post.clone(), post).await
    }

    /// The same with another courier; `post` stays empty then.
    pub async fn start_with(courier: Arc<dyn Courier>, post: Arc<Post>) -> Self {
        Self::start_drawing(Arc::new(SystemRandom), courier, post, UNBOUNDED).await
    }

    /// The same with bounds on how often one address may try.
    pub async fn start_bounded(throttle: Throttle) -> Self {
        let post = Arc::new(Post::default());
        Self::start_drawing(Arc::new(SystemRandom), post.clone(), post, throttle).await
    }

    /// The same with randomness that repeats itself.
    pub async fn start_seeded(seed: u64) -> Self {
        let post = Arc::new(Post::default());
        Self::start_drawing(Arc::new(Seeded::new(seed)), post.clone(), post, UNBOUNDED).await
    }

    async fn start_drawing(
        random: Arc<dyn Random>,
        courier: Arc<dyn Courier>,
        post: Arc<Post>,
        throttle: Throttle,
    ) -> Self {
        let database = TestDatabase::create().await;
        let clock = Arc::new(TestClock::default());
        let outside = Arc::new(Outside::default());
        let around = (random, courier, throttle);
        let app = Self::app_on(&database, clock.clone(), outside.clone(), around).await;
        let door = Door::new(&app);
        Self { app, clock, post, outside, door, database, letters_may_wait: AtomicBool::new(false) }
    }

    /// A second process on the same database: its own caches, the same clock and post.
    pub async fn replica(&self) -> Door {
        Door::new(&self.another_app().await)
    }

    async fn another_app(&self) -> App {
        let around: Surroundings = (Arc::new(SystemRandom), self.post.clone(), UNBOUNDED);
        Self::app_on(&self.database, self.clock.clone(), self.outside.clone(), around).await
    }

    async fn app_on(
        database: &TestDatabase,
        clock: Arc<TestClock>,
        outbound: Arc<Outside>,
        around: Surroundings,
    ) -> App {
        let (random, courier, throttle) = around;
        let derived = Derived::from(&MasterKey::from_bytes([7; 32]));
        let Derived { sealer, code_key, subject_key, nonce_key, refresh_key, audit_key, pepper } =
            derived;
        App::new(World {
            database: Database::open(database.url()).await.unwrap(),
            clock,
            random: random.clone(),
            courier,
            outbound,
            passwords: Passwords::new(Cost::FLOOR, 2, pepper, random).unwrap(),
            sealer,
            code_key,
            subject_key,
            nonce_key,
            refresh_key,
            audit_key,
            base: BASE.to_owned(),
            certificate_base: Some(CERTIFICATE_BASE.to_owned()),
            client_authorities: client_key::TRUSTED.anchors(),
            letters: tokio::sync::Notify::new(),
            logouts: tokio::sync::Notify::new(),
            uploads: tokio::sync::Notify::new(),
            throttle,
            caches: Caches::default(),
        })
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.door.clone())
    }

    pub fn door(&self) -> Door {
        self.door.clone()
    }

    /// Passes the code step with the newest mail, and agrees if asked.
    pub async fn enter_code(&self, browser: &mut Browser, user: &TestUser) {
        let code = self.mailbox(user).newest().await.one_time_code();
        browser.submit("/code", &[("otp", &code)]).await;
        if browser.page().has("#consent-accept") {
            browser.submit("/consent", &[("decision", "accept")]).await;
        }
    }

    pub fn mailbox(&self, user: &TestUser) -> Mailbox<'_> {
        Mailbox::new(self, user)
    }

    /// Runs the delivery until nothing is due.
    pub async fn deliver(&self) {
        while idp::usecase::upkeep::deliver_letters::deliver(&self.app).await.unwrap() > 0 {}
    }

    /// Whatever is in the outbox at the end is meant to be there.
    pub fn letters_may_wait(&self) {
        self.letters_may_wait.store(true, Ordering::Relaxed);
    }

    /// Everything that the database holds, as bytes.
    pub fn dump(&self) -> Vec<u8> {
        self.database.dump()
    }
}

impl Drop for TestIdp {
    fn drop(&mut self) {
        let waiting = self.database.letters_waiting();
        let expected = self.letters_may_wait.load(Ordering::Relaxed);
        if !expected && !std::thread::panicking() {
            assert_eq!(waiting, 0, "letters were left undelivered");
        }
    }
}

/// What differs between one world and another.
type Surroundings = (Arc<dyn Random>, Arc<dyn Courier>, Throttle);

impl Door {
    fn new(app: &App) -> Self {
        let router = idp::http::router(app.clone(), Proxies::default());
        Self { router, peer: IpAddr::V4(Ipv4Addr::LOCALHOST) }
    }

    /// The certificate listener, without its TLS.
    pub fn of_certificates(app: &App) -> Self {
        let router = idp::http::mtls::router(app.clone(), Proxies::default(), None);
        Self { router, peer: IpAddr::V4(Ipv4Addr::LOCALHOST) }
    }

    /// The same from another address.
    #[must_use]
    pub fn from(&self, peer: &str) -> Self {
        Self { peer: peer.parse().unwrap(), ..self.clone() }
    }

    /// Sends a request as the listener would hand it over.
    pub async fn send(&self, mut request: Request<Body>) -> Page {
        request.extensions_mut().insert(Peer(self.peer));
        let url = request.uri().to_string();
        let response = self.router.clone().oneshot(request).await.unwrap();
        Page::read(url, response).await
    }

    pub async fn get(&self, url: &str) -> Page {
        self.send(Request::get(absolute(url)).body(Body::empty()).unwrap()).await
    }

    /// Posts a form without any cookie.
    pub async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Page {
        self.send(form(url, fields)).await
    }
}

pub fn form(url: &str, fields: &[(&str, &str)]) -> Request<Body> {
    Request::post(absolute(url))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(encoded(fields)))
        .unwrap()
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub fn absolute(url: &str) -> String {
    if url.starts_with('/') { format!("{BASE}{url}") } else { url.to_owned() }
}
