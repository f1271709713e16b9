//! Runs modules and turns what they come to into outcomes.

use std::sync::Arc;

use anyhow::Result;
use futures_util::StreamExt;

use crate::config::Layers;
use crate::plan::{self, Module, Plan, Variant};
use crate::provider::Provider;
use crate::receiver::Receiver;
use crate::report::{Outcome, Report};
use crate::trial::{Registry, Trial};
use crate::verdict::{Stop, Verdict};

/// Which modules to run.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Plan, perhaps with a part of a variant behind a space: `basic`, `fapi2-security-profile mtls+dpop`.
    pub plan: Option<String>,
    pub module: Option<String>,
    /// How many run at the same time.
    pub jobs: usize,
}

/// A provider, and what to judge it with.
pub struct Run {
    pub provider: Arc<Provider>,
    pub layers: Layers,
    pub receiver: Receiver,
    pub(crate) registry: Arc<Registry>,
}

impl Run {
    pub async fn begin(issuer: &str, layers: Layers) -> Result<Self> {
        let config = layers.base()?;
        let provider = Arc::new(Provider::discover(issuer, &config).await?);
        let receiver = Receiver::start(&config.receiver, issuer).await?;
        Ok(Self { provider, layers, receiver, registry: Arc::default() })
    }

    pub async fn judge(&self, choice: &Choice) -> Result<Report> {
        let chosen = choose(choice)?;
        // Some modules wait a minute: those behind them need not.
        let mut outcomes: Vec<(usize, Outcome)> = futures_util::stream::iter(&chosen)
            .enumerate()
            .map(async |(place, one)| (place, self.outcome(one).await))
            .buffer_unordered(choice.jobs.max(1))
            .collect()
            .await;
        outcomes.sort_by_key(|(place, _)| *place);
        Ok(Report {
            issuer: self.provider.issuer.clone(),
            notes: self.notes(),
            modules: outcomes.into_iter().map(|(_, outcome)| outcome).collect(),
        })
    }

    /// What a reader of the report should know.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.provider.issuer.starts_with("http:") {
            notes.push("The issuer is plain http on this machine: TLS was not judged.".to_owned());
        }
        if self.layers.base().is_ok_and(|config| config.options.pkce) {
            notes.push(
                "PKCE was sent in every request, which the official suite does not.".to_owned(),
            );
        }
        notes
    }

    async fn outcome(&self, chosen: &Chosen) -> Outcome {
        let Chosen { plan, variant, module } = chosen;
        let (verdict, why, trail) = match plan.unclaimed(*variant, &self.provider) {
            Some(why) => (Verdict::Skipped, why, Vec::new()),
            None => match self.trial(plan.name, *variant, module) {
                Ok(trial) => judged(&trial, module).await,
                Err(error) => (Verdict::NotRun, format!("{error:#}"), Vec::new()),
            },
        };
        let (plan, variant) = (plan.name.to_owned(), variant.label());
        Outcome { plan, variant, name: module.name, verdict, why, trail }
    }

    fn trial(&self, plan: &str, variant: Variant, module: &Module) -> Result<Trial> {
        let config = self.layers.for_module(plan, &variant.label(), module.name)?;
        Trial::new(self, config, variant)
    }
}

async fn judged(trial: &Trial, module: &Module) -> (Verdict, String, Vec<String>) {
    if trial.config.skip_test {
        return (Verdict::Skipped, "skip_test is configured".to_owned(), Vec::new());
    }
    let fixed = trial.config.client.client_id.is_some();
    let lacking = module.needs.iter().find_map(|need| need.lacking(&trial.provider, fixed));
    if let Some(why) = lacking {
        return (Verdict::Skipped, why, Vec::new());
    }
    let result = (module.judge)(trial).await;
    trial.clean_up().await;
    let (verdict, why) = weigh(result, trial.findings());
    (verdict, why, trial.trail())
}

/// A failure outweighs all; a skip outweighs findings; the gravest finding decides the rest.
fn weigh(result: Result<()>, findings: Vec<(Verdict, String)>) -> (Verdict, String) {
    if let Err(error) = result {
        return match error.downcast_ref::<Stop>() {
            Some(Stop::Skipped(why)) => (Verdict::Skipped, why.clone()),
            Some(Stop::NotRun(why)) => (Verdict::NotRun, why.clone()),
            None => (Verdict::Failed, format!("{error:#}")),
        };
    }
    let verdict = findings.iter().map(|(verdict, _)| *verdict).max();
    let mut words: Vec<String> = findings.into_iter().map(|(_, what)| what).collect();
    words.dedup();
    (verdict.unwrap_or(Verdict::Passed), words.join("; "))
}

/// A module to run.
#[derive(Clone)]
pub struct Chosen {
    pub plan: Arc<Plan>,
    pub variant: Variant,
    pub module: &'static Module,
}

/// The modules that a choice means; a choice that means none is an error.
pub fn choose(choice: &Choice) -> Result<Vec<Chosen>> {
    let mut chosen = Vec::new();
    for plan in plan::all().into_iter().map(Arc::new) {
        for variant in plan.variants.iter().filter(|variant| wanted(choice, &plan, **variant)) {
            for module in plan.modules(*variant) {
                if choice.module.as_ref().is_none_or(|name| name == module.name) {
                    chosen.push(Chosen { plan: plan.clone(), variant: *variant, module });
                }
            }
        }
    }
    anyhow::ensure!(!chosen.is_empty(), "no module is meant by this; --list shows all");
    Ok(chosen)
}

fn wanted(choice: &Choice, plan: &Plan, variant: Variant) -> bool {
    let Some(text) = &choice.plan else { return true };
    let (name, label) = text.split_once(' ').unwrap_or((text, ""));
    plan.is_meant_by(name) && variant.label().contains(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::skip;

    #[test]
    fn what_weighs_more_decides() {
        let warning = || (Verdict::Warning, "w".to_owned());
        let review = || (Verdict::Review, "r".to_owned());
        assert_eq!(weigh(Ok(()), vec![]).0, Verdict::Passed);
        assert_eq!(weigh(Ok(()), vec![warning(), review()]), (Verdict::Warning, "w; r".to_owned()));
        assert_eq!(weigh(skip("s"), vec![warning()]), (Verdict::Skipped, "s".to_owned()));
        assert_eq!(weigh(Err(anyhow::anyhow!("f")), vec![review()]).0, Verdict::Failed);
    }
}
