//! Runs the plans against the built program.

use std::collections::BTreeMap;

use conformance::report::Outcome;
use conformance::verdict::Verdict;
use futures_util::StreamExt;
use serde_json::json;

use crate::support::{BASE, Provider};

/// What does not simply pass, by plan; everything else must.
const EXPECTED: &str = include_str!("expected.json");
const KEPT: &str = include_str!("../../../docs/conformance-sekisho.md");
const README: &str = include_str!("../../README.md");

fn expected() -> BTreeMap<String, BTreeMap<String, String>> {
    serde_json::from_str(EXPECTED).unwrap()
}

#[tokio::test]
async fn every_module_comes_to_what_is_expected() {
    let provider = Provider::start();
    let config = provider.demo.own().unwrap();
    let expected = expected();
    // More at once, and the provider has too many passwords to check.
    let surprises: Vec<_> = futures_util::stream::iter(&expected)
        .map(async |(plan, others)| {
            let report = provider.judge(&config, plan, None).await;
            surprises(plan, others, report.modules)
        })
        .buffer_unordered(3)
        .collect()
        .await;
    let surprises = surprises.concat();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// The report that is kept says what is expected, and the table of the README sums it up.
#[test]
fn the_kept_report_and_its_table_are_true() {
    let rows = rows_of(KEPT);
    for (plan, others) in expected() {
        let of_plan: Vec<_> = rows.iter().filter(|(title, ..)| *title == plan).collect();
        assert!(!of_plan.is_empty(), "the report lacks {plan}");
        for (_, name, verdict) in of_plan {
            let due = others.get(name).map_or(Verdict::Passed.word(), String::as_str);
            assert_eq!(verdict, due, "{plan} {name}");
        }
    }
    for plan in conformance::plan::all() {
        let of_plan: Vec<_> =
            rows.iter().filter(|(title, ..)| title.split(' ').next() == Some(plan.name)).collect();
        let due: usize = plan.variants.iter().map(|one| plan.modules(*one).len()).sum();
        assert_eq!(of_plan.len(), due, "modules of {}", plan.name);
        let sums = Verdict::ALL.map(|verdict| {
            of_plan.iter().filter(|row| row.2 == verdict.word()).count().to_string()
        });
        let line = format!("| `{}` | {} | {} |", plan.name, plan.variants.len(), sums.join(" | "));
        assert!(README.contains(&line), "the README lacks {line}");
    }
}

/// Plan, module and verdict of every row of a report.
fn rows_of(report: &str) -> Vec<(String, String, String)> {
    let (mut plan, mut rows) = (String::new(), Vec::new());
    for line in report.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut plan);
        } else if let Some(row) = line.strip_prefix("| `").filter(|_| !plan.is_empty()) {
            let (name, rest) = row.split_once("` | ").unwrap();
            let (verdict, _) = rest.split_once(" |").unwrap();
            rows.push((plan.clone(), name.to_owned(), verdict.to_owned()));
        }
    }
    rows
}

/// Where a plan did not come to what is expected of it.
fn surprises(plan: &str, others: &BTreeMap<String, String>, modules: Vec<Outcome>) -> Vec<String> {
    let missing = others.keys().filter(|name| !modules.iter().any(|one| one.name == **name));
    let mut all: Vec<_> = missing.map(|name| format!("{plan} has no {name}")).collect();
    for module in modules {
        let due = others.get(module.name).map_or(Verdict::Passed.word(), String::as_str);
        if module.verdict.word() != due {
            all.push(format!("{plan} {} is not {due}: {module:?}", module.name));
        }
    }
    all
}

/// The configurations for the official suite work: their clients, their browser commands, by this suite's hands.
#[tokio::test]
async fn the_configurations_for_the_official_suite_work() {
    let provider = Provider::start();
    let mut failed = Vec::new();
    for (file, mut config) in provider.demo.official().unwrap() {
        config["receiver"] = json!({"base_url": BASE, "fetch_url": "http://localhost:0"});
        for (plan, module) in wanted_of(&file) {
            let report = provider.judge(&config, &plan, module).await;
            let wrong = |verdict| [Verdict::Failed, Verdict::NotRun].contains(&verdict);
            let modules = report.modules.into_iter().filter(|module| wrong(module.verdict));
            failed.extend(modules.map(|module| format!("{file} {plan}: {module:?}")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// What a configuration is for; of FAPI, where a person gets in, gives up and meets an error page. Without the one that
/// needs the official suite's address to be called.
fn wanted_of(file: &str) -> Vec<(String, Option<&'static str>)> {
    let whole = |plans: &[&str]| plans.iter().map(|plan| ((*plan).to_owned(), None)).collect();
    match file {
        "config.json" => whole(&["config"]),
        "dynamic-clients.json" => whole(&["3rdparty-init-login", "backchannel-logout"]),
        "static-clients.json" => whole(&["basic", "rp-initiated-logout"]),
        "frontchannel-static.json" => whole(&["frontchannel-logout"]),
        _ => fapi(file).unwrap_or_default(),
    }
}

fn fapi(file: &str) -> Option<Vec<(String, Option<&'static str>)>> {
    let name = file.strip_prefix("fapi2-")?.strip_suffix(".json")?;
    let (pair, kind) = ["-signed", "-client_credentials"]
        .into_iter()
        .find_map(|kind| Some((name.strip_suffix(kind)?, kind)))
        .unwrap_or((name, ""));
    let pair = pair.replace('-', "+");
    let plans = match kind {
        "-signed" => ["openid_connect", "plain_oauth"]
            .map(|kind| format!("fapi2-message-signing {pair}+{kind}+signed"))
            .to_vec(),
        "" => ["openid_connect", "plain_oauth"]
            .map(|kind| format!("fapi2-security-profile {pair}+{kind}"))
            .to_vec(),
        _ => vec![format!("fapi2-security-profile {pair}+client_credentials")],
    };
    let modules = [
        "fapi2-security-profile-final-happy-flow",
        "fapi2-security-profile-final-user-rejects-authentication",
        "fapi2-security-profile-final-par-attempt-reuse-request_uri",
    ];
    let modules = if kind == "-client_credentials" { &modules[..1] } else { &modules };
    let wanted = |plan: &String| modules.iter().map(|one| (plan.clone(), Some(*one))).collect();
    Some(plans.iter().flat_map(|plan: &String| -> Vec<_> { wanted(plan) }).collect())
}
