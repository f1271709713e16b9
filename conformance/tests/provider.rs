//! Runs every module against the built program, and against a provider that is wrong on purpose.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests stop at the first surprise")]

mod support;

use conformance::modules;
use conformance::report::Verdict;
use conformance::setup::Setup;
use support::{Breakage, Provider, broken};

#[tokio::test]
async fn every_module_passes() {
    let provider = Provider::start();
    let setup = Setup::discover(&provider.issuer, provider.config.clone()).await.unwrap();
    let report = modules::run(&setup, "").await;
    let wrong: Vec<_> =
        report.modules.iter().filter(|one| one.verdict != Verdict::Passed).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(report.modules.len(), 28);
}

/// A suite that cannot fail proves nothing: each breakage is caught by the module that is about it.
#[tokio::test]
async fn a_wrong_provider_is_caught() {
    let provider = Provider::start();
    let real = Setup::discover(&provider.issuer, provider.config.clone()).await.unwrap();
    for (breakage, name) in [
        (Breakage::DropState, "oidcc-server"),
        (Breakage::OtherNonce, "oidcc-server"),
        (Breakage::StorableTokens, "oidcc-server"),
        (Breakage::OtherSubject, "oidcc-userinfo-get"),
        (Breakage::IgnorePrompt, "oidcc-prompt-none-not-logged-in"),
        (Breakage::IgnorePrompt, "oidcc-prompt-login"),
        (Breakage::IgnoreMaxAge, "oidcc-max-age-1"),
        (Breakage::AcceptReuse, "oidcc-codereuse"),
        (Breakage::PrivateKey, "oidcc-discovery-endpoint-verification"),
    ] {
        let setup = broken(&real, breakage).await;
        let report = modules::run(&setup, name).await;
        let module = report.modules.iter().find(|one| one.name == name).unwrap();
        assert_eq!(module.verdict, Verdict::Failed, "{breakage:?} was not caught by {name}");
    }
}
