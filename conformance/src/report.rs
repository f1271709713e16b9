//! Verdicts, and how they are told.

use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    Passed,
    Failed,
    /// The provider does not announce what the module is about, or the configuration lacks what it needs.
    Skipped,
}

/// What came of one module.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    pub plan: &'static str,
    pub name: &'static str,
    pub verdict: Verdict,
    pub why: String,
}

/// All outcomes of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub issuer: String,
    pub modules: Vec<Outcome>,
}

impl Report {
    pub fn has_failed(&self) -> bool {
        self.modules.iter().any(|module| module.verdict == Verdict::Failed)
    }

    /// One line per module, then the sums.
    pub fn table(&self) -> String {
        let mut lines = Vec::new();
        for module in &self.modules {
            let verdict = format!("{:?}", module.verdict).to_uppercase();
            lines
                .push(format!("{verdict:8} {}  {}", module.name, module.why).trim_end().to_owned());
        }
        let sum = |verdict| self.modules.iter().filter(|one| one.verdict == verdict).count();
        lines.push(format!(
            "{} passed, {} failed, {} skipped",
            sum(Verdict::Passed),
            sum(Verdict::Failed),
            sum(Verdict::Skipped)
        ));
        lines.join("\n")
    }
}
