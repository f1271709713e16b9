//! A suite that cannot fail proves nothing: each fault is put between the suite and the provider, and must be noticed by
//! the module that is about it.

use futures_util::StreamExt;
use serde_json::Value;

use crate::faults;
use crate::support::{Fault, Provider, proxy, through};

#[tokio::test]
async fn every_fault_is_noticed() {
    let provider = Provider::start();
    let config = provider.demo.own().unwrap();
    let missed: Vec<String> = futures_util::stream::iter(faults::all())
        .map(|fault| missed(&provider, &config, fault))
        .buffer_unordered(6)
        .filter_map(async |missed| missed)
        .collect()
        .await;
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// What went unnoticed, if it did.
async fn missed(provider: &Provider, config: &Value, fault: Fault) -> Option<String> {
    let config = through(config.clone(), &proxy(fault).await);
    let report = provider.judge(&config, fault.plan, Some(fault.module)).await;
    let outcome = &report.modules[0];
    let due = fault.verdict;
    (outcome.verdict != due)
        .then(|| format!("“{}” brought {} not to {due:?}: {outcome:?}", fault.what, fault.module))
}
