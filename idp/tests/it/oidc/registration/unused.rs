//! Clients that registered themselves and that nobody signs in to are forgotten (RFC 7591 §5).

use idp::usecase::upkeep::{forget_clients, tidy};

use super::{Scene, website};
use crate::support::days;

impl Scene {
    /// What upkeep does each hour, once a day here.
    async fn pass(&self, count: i64) -> u64 {
        let mut forgotten = 0;
        for _ in 0..count {
            self.idp.clock.advance(days(1));
            forgotten += forget_clients::forget(&self.idp.app).await.unwrap();
            tidy::tidy(&self.idp.app).await.unwrap();
        }
        forgotten
    }
}

#[tokio::test]
async fn whom_nobody_signs_in_to_is_forgotten_after_ninety_days() {
    let scene = Scene::open().await;
    let (used, unused) = (scene.registered(&website()).await, scene.registered(&website()).await);
    let by_administrator = scene.acme.website("portal").await;
    let rp = scene.website(&used).await;
    assert_eq!(scene.pass(80).await, 0);
    let alice = scene.acme.simple_user("alice").await;
    let browser = scene.acme.past_password(&rp, &alice).await;
    rp.redeem(&browser.arrival()).await;
    assert_eq!(scene.pass(10).await, 0, "on the ninetieth day it is there still");
    assert_eq!(scene.pass(1).await, 1);
    assert!(scene.kept(&unused).await.is_none() && scene.kept(&used).await.is_some());
    assert_eq!(scene.manage("GET", &unused, None).await.status(), 401);
    let actions = scene.acme.actions().await;
    assert!(actions.contains(&"client.registration.unused".to_owned()), "{actions:?}");
    // The other one was used on the eightieth day, and its grant is long gone.
    assert_eq!(scene.pass(75).await, 0);
    assert!(scene.kept(&used).await.is_some());
    assert_eq!(scene.pass(20).await, 1);
    assert!(scene.kept(&used).await.is_none());
    let page = scene.idp.door().get(&by_administrator.sign_in_link()).await;
    assert_eq!(page.status(), 303, "what an administrator registered stays");
}
