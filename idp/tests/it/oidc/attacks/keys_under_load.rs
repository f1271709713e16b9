//! Signing keys rotate, by the schedule and in haste, while websites sign people in at two processes: no token is refused,
//! and each verifies by the keys that a website has which keeps them as long as it was told.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use idp::app::App;
use idp::usecase::upkeep::rotate_keys::{ALGORITHMS, rotate, rotate_all};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use keys::signing::Algorithm;
use serde_json::Value;

use super::bearing;
use crate::support::tenant::{ADMIN, credentials};
use crate::support::website::direct::text;
use crate::support::{Browser, Door, TestIdp, TestTenant, Website, days, seconds};

/// The key set as a website keeps it: for as long as the answer said, and asked for anew for a key that is not in it.
struct Kept {
    door: Door,
    url: String,
    app: App,
    set: Option<(JwkSet, i64)>,
    asked: usize,
}

impl Kept {
    async fn fetch(&mut self) {
        let page = self.door.get(&self.url).await;
        let rule = page.header("cache-control").unwrap().to_owned();
        let life: i64 = rule.split("max-age=").nth(1).unwrap().parse().unwrap();
        let set = serde_json::from_value(page.json()).unwrap();
        self.set = Some((set, self.app.now().seconds() + life));
        self.asked += 1;
    }

    /// The claims of a token that verifies, read by another library, and the name of its key.
    async fn verified(&mut self, token: &str, (issuer, audience): (&str, &str)) -> (Value, String) {
        let now = self.app.now().seconds();
        let header = decode_header(token).unwrap();
        let kid = header.kid.clone().unwrap();
        let known = |set: &Option<(JwkSet, i64)>| {
            set.as_ref().is_some_and(|(set, until)| now < *until && set.find(&kid).is_some())
        };
        if !known(&self.set) {
            self.fetch().await;
        }
        let (set, _) = self.set.as_ref().unwrap();
        let key = set.find(&kid).unwrap_or_else(|| panic!("{kid} is not published"));
        let mut rules = Validation::new(header.alg);
        rules.set_audience(&[audience]);
        rules.set_issuer(&[issuer]);
        rules.validate_exp = false;
        let claims = decode::<Value>(token, &DecodingKey::from_jwk(key).unwrap(), &rules).unwrap();
        assert!(claims.claims["exp"].as_i64().unwrap() > now);
        (claims.claims, kid)
    }
}

struct Load {
    idp: TestIdp,
    acme: TestTenant,
    websites: Vec<Arc<Website>>,
    /// Two processes.
    doors: [Door; 2],
    people: usize,
    kids: BTreeSet<String>,
    tokens: usize,
}

/// One website at work until it is told to stop: how many tokens it got and used, and by which keys they were signed.
async fn work(
    website: Arc<Website>,
    mut browser: Browser,
    mut kept: Kept,
    what: ([Door; 2], Arc<AtomicBool>),
) -> (usize, BTreeSet<String>) {
    let (doors, stop) = what;
    let (mut used, mut kids) = (0, BTreeSet::new());
    let userinfo = format!("{}/userinfo", website.issuer);
    while !stop.load(Ordering::Relaxed) || used == 0 {
        let (here, there) = (&doors[used % 2], &doors[(used + 1) % 2]);
        browser = browser.at(here.clone());
        browser.open(website.sign_in_link()).await;
        let page = here.send(website.token_request(&browser.arrival(), &[])).await;
        assert_eq!(page.status(), 200, "{page:?}");
        let first = page.json();
        let fields =
            [("grant_type", "refresh_token"), ("refresh_token", text(&first, "refresh_token"))];
        let page = there.send(website.direct("/token", &fields)).await;
        assert_eq!(page.status(), 200, "{page:?}");
        for answer in [first, page.json()] {
            let whom = (website.issuer.as_str(), website.id());
            let (claims, kid) = kept.verified(text(&answer, "id_token"), whom).await;
            kids.insert(kid);
            let access = text(&answer, "access_token");
            let issuer = website.issuer.as_str();
            kids.insert(kept.verified(access, (issuer, issuer)).await.1);
            for door in [here, there] {
                let page = door.send(bearing(&userinfo, access)).await;
                assert_eq!(page.status(), 200, "{page:?}");
                assert_eq!(page.json()["sub"], claims["sub"]);
                let asked = website.direct("/introspect", &[("token", access)]);
                assert_eq!(door.send(asked).await.json()["active"], true);
            }
            used += 1;
        }
    }
    assert!(kept.asked <= 3 + kids.len(), "{} fetches", kept.asked);
    (used, kids)
}

impl Load {
    async fn start() -> Self {
        let idp = TestIdp::start().await;
        let acme = idp.classic().await;
        let mut websites = Vec::new();
        for place in 0..4 {
            let name = format!("w{place}");
            let website = Website::register(&acme, &name, |client| {
                client.settings.id_token_signed_response_alg =
                    if place % 2 == 0 { Algorithm::Rs256 } else { Algorithm::Es256 };
            });
            websites.push(Arc::new(website.await));
        }
        let doors = [idp.door(), idp.replica().await];
        let (people, kids, tokens) = Default::default();
        Self { idp, acme, websites, doors, people, kids, tokens }
    }

    /// All websites at work while the clock goes on and `each` second something is done.
    async fn during(&mut self, span: i64, mut each: impl AsyncFnMut(i64, &Self)) {
        let stop = Arc::new(AtomicBool::new(false));
        let mut works = Vec::new();
        for website in &self.websites {
            self.people += 1;
            let person = self.acme.simple_user(&format!("person-{}", self.people)).await;
            let mut browser = self.acme.at_login(website).await;
            browser.submit("/password", &credentials(&person)).await;
            assert!(browser.has_left(), "{:?}", browser.page());
            let url = format!("{}/jwks", website.issuer);
            let (door, app) = (self.doors[works.len() % 2].clone(), self.idp.app.clone());
            let kept = Kept { door, url, app, set: None, asked: 0 };
            let what = (self.doors.clone(), stop.clone());
            works.push(tokio::spawn(work(website.clone(), browser, kept, what)));
        }
        for second in 0..span {
            each(second, self).await;
            self.idp.clock.advance(seconds(1));
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        stop.store(true, Ordering::Relaxed);
        for done in join_all(works).await {
            let (used, kids) = done.expect("a token was refused");
            self.tokens += used;
            self.kids.extend(kids);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_token_is_refused_while_keys_rotate_in_haste() {
    let mut load = Load::start().await;
    load.during(40, async |second, load| {
        if second % 8 == 4 {
            let (app, tenant) = (&load.idp.app, &load.acme.tenant);
            rotate(app, tenant, &ALGORITHMS, true, ADMIN).await.unwrap();
        }
    })
    .await;
    assert!(load.kids.len() >= 8, "five rotations of two keys, and {} signed", load.kids.len());
    assert!(load.tokens >= 40, "{} tokens", load.tokens);
    load.idp.letters_may_wait();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_token_is_refused_while_keys_rotate_by_the_schedule() {
    let mut load = Load::start().await;
    // A key is made on its eighty-ninth day, signs from the ninetieth, and the former goes on the ninety-first.
    load.idp.clock.advance(seconds(15));
    for wait in [89, 1, 1, 88, 1, 1] {
        load.idp.clock.advance(days(wait) - seconds(30));
        rotate_all(&load.idp.app).await.unwrap();
        load.during(30, async |_, load| rotate_all(&load.idp.app).await.unwrap()).await;
    }
    assert_eq!(load.kids.len(), 6, "two keys, each followed by another and that by a third");
    assert!(load.tokens >= 60, "{} tokens", load.tokens);
    load.idp.letters_may_wait();
}
