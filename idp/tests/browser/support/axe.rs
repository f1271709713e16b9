//! axe-core: the rules of WCAG that a program can judge. The file is not part of this repository.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::page::Page;
use super::seen;

/// Looks at the page with axe and lists every violation in one line each.
const LOOK: &str = r#"
const done = arguments[arguments.length - 1];
const options = { preload: false, resultTypes: ["violations"], runOnly: arguments[0] };
axe.run(document, options).then(
  (found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${rule.help}: ${node.html} (${node.failureSummary})`))),
  (error) => done([`axe failed: ${error}`]),
);
"#;

const LEVELS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// The source of axe, or why it is not at hand.
pub(super) fn axe() -> Result<&'static str, &'static str> {
    static AXE: LazyLock<Result<String, String>> = LazyLock::new(|| {
        let path = std::env::var_os("SEKISHO_TEST_AXE").ok_or(
            "SEKISHO_TEST_AXE is not set; it names axe.min.js of the npm package axe-core, as ./check installs it",
        )?;
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    });
    AXE.as_deref().map_err(String::as_str)
}

impl Page {
    /// What axe complains about, in light and in dark. Nothing where axe is not at hand: then the test
    /// `axe_is_at_hand` fails.
    pub(super) async fn violations(&self) -> Vec<String> {
        let Ok(source) = axe() else { return Vec::new() };
        // Reading axe costs more than all else that is asked of a page: no shape is looked at twice.
        let shape = self.run(seen::SHAPE, Vec::new()).await;
        let shape = shape.as_str().expect("a shape").to_owned();
        if seen::is_known(&shape) {
            return Vec::new();
        }
        self.run(source, Vec::new()).await;
        let mut found = self.look(json!({ "type": "tag", "values": LEVELS })).await;
        self.emulate_scheme("dark").await;
        let contrast = json!({ "type": "rule", "values": ["color-contrast"] });
        found.extend(self.look(contrast).await.into_iter().map(|line| format!("dark: {line}")));
        self.emulate_scheme("light").await;
        if found.is_empty() {
            seen::is_good(shape);
        }
        found
    }

    async fn look(&self, rules: Value) -> Vec<String> {
        let found = self.driver.execute_async(LOOK, vec![rules]).await.expect("axe runs");
        found.convert().expect("a list of lines")
    }
}

/// Red where axe is missing: the walks alone would look green.
#[test]
fn axe_is_at_hand() {
    let source = axe().unwrap_or_else(|why| panic!("{why}"));
    assert!(source.contains("color-contrast"), "this is not axe");
}
