//! Answers that must not differ in time: told by the work that was done, hashes and statements, not by the clock.

use idp::model::policy::Policy;

use crate::reissue::ask;
use crate::support::{TestIdp, seconds};

/// LG-01, LG-05, LG-07: every failure up to the lock and on it, of a user with one device and of a name that nobody has.
#[tokio::test]
async fn a_wrong_password_costs_the_same_for_a_name_that_nobody_has() {
    let idp = TestIdp::start().await;
    for (slug, policy, tries) in [("old", Policy::classic(), 5), ("new", Policy::standard(), 10)] {
        let acme = idp.tenant(slug, policy).await;
        let portal = acme.website("portal").await;
        acme.user("alice").await;
        acme.disable(&acme.user("closed").await).await;
        let mut costs = Vec::new();
        for name in ["alice", "nobody", "closed"] {
            let mut of_name = Vec::new();
            for _ in 0..=tries {
                let mut browser = acme.at_login(&portal).await;
                let before = acme.work().await;
                let fields = [("username", name), ("password", "not-this-one-77")];
                let status = browser.submit("/password", &fields).await.status();
                of_name.push((status, acme.work_since(before)));
                idp.clock.advance(seconds(300));
            }
            assert!(of_name.iter().all(|(_, [hashes, _])| *hashes == 1), "{of_name:?}");
            assert_eq!(of_name[tries].0, 403);
            costs.push(of_name);
        }
        assert_eq!(costs[1], costs[0], "nobody");
        assert_eq!(costs[2], costs[0], "closed");
    }
    idp.deliver().await;
}

/// RS-01, RS-02: right, wrong address, unknown name, over the limit.
#[tokio::test]
async fn asking_for_a_reissue_costs_the_same_for_everybody() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.user("alice").await;
    acme.disable(&acme.user("closed").await).await;
    let mut costs = Vec::new();
    for (name, mail) in [
        ("alice", "alice@acme.test"),
        ("alice", "wrong@acme.test"),
        ("nobody", "alice@acme.test"),
        ("closed", "closed@acme.test"),
        ("alice", "alice@acme.test"),
        ("alice", "alice@acme.test"),
        ("alice", "alice@acme.test"),
    ] {
        let before = acme.work().await;
        ask(&acme, name, mail).await;
        costs.push(acme.work_since(before));
    }
    assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
    idp.deliver().await;
}
