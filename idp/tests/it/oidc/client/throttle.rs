//! Wrong secrets are bounded per client and source address (CA-08).

use idp::model::throttle::Throttle;

use crate::support::website::basic;
use crate::support::{TestIdp, form, seconds};

#[tokio::test]
async fn whoever_guesses_is_stopped_and_nobody_else() {
    let idp = TestIdp::start_bounded(Throttle { burst: 5, every: seconds(2) }).await;
    let acme = idp.classic().await;
    let (rp, other) = (acme.website("rp").await, acme.website("other").await);
    let ask = async |peer: &str, header: String| {
        let fields = [("grant_type", "authorization_code"), ("code", "none")];
        let mut request = form(&acme.at("/token"), &fields);
        request.headers_mut().insert("authorization", header.parse().unwrap());
        idp.door().from(peer).send(request).await
    };
    let (guesser, real) = ("203.0.113.9", "198.51.100.7");
    // Those who prove themselves are not counted.
    for _ in 0..20 {
        assert_eq!(ask(guesser, rp.basic()).await.status(), 400);
    }
    let mut verdicts = Vec::new();
    for guess in 0..1_000 {
        verdicts.push(ask(guesser, basic(rp.id(), &format!("guess-{guess}"))).await.status());
    }
    assert_eq!(verdicts.iter().filter(|status| **status == 401).count(), 5);
    assert_eq!(verdicts.iter().filter(|status| **status == 429).count(), 995);
    let page = ask(guesser, rp.basic()).await;
    assert_eq!((page.status(), page.error().as_str()), (429, "temporarily_unavailable"));
    assert_eq!(page.header("retry-after"), Some("2"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(ask(real, rp.basic()).await.status(), 400, "the client itself, elsewhere");
    assert_eq!(ask(guesser, other.basic()).await.status(), 400, "another client, there");
    idp.clock.advance(seconds(2));
    assert_eq!(ask(guesser, rp.basic()).await.status(), 400, "after a while");
    // A name that nobody has is bounded just the same.
    for expected in [401, 401, 401, 401, 401, 429] {
        assert_eq!(ask(guesser, basic("nobody", "x")).await.status(), expected);
    }
}
