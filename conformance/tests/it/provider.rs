//! Runs the plans against the built program.

use std::collections::BTreeMap;

use conformance::verdict::Verdict;

use crate::support::Provider;

/// What does not simply pass, by plan; everything else must.
const EXPECTED: &str = include_str!("expected.json");

#[tokio::test]
async fn every_module_comes_to_what_is_expected() {
    let provider = Provider::start();
    let config = provider.demo.own().unwrap();
    let expected: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(EXPECTED).unwrap();
    let mut surprises = Vec::new();
    for (plan, others) in &expected {
        let report = provider.judge(&config, plan, None).await;
        for name in others.keys() {
            assert!(report.modules.iter().any(|one| one.name == name), "{plan} has no {name}");
        }
        for module in report.modules {
            let due = others.get(module.name).map_or(Verdict::Passed.word(), String::as_str);
            if module.verdict.word() != due {
                surprises.push(format!("{plan} {} is not {due}: {module:?}", module.name));
            }
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}
