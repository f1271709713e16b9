//! Consent: what a person agreed to, and when to ask again.

use super::ids::ClientId;
use super::moment::Moment;
use super::policy::ConsentRule;
use crate::wire::prompt::Prompt;
use crate::wire::scope::Scope;

/// What a user agreed to for one client.
#[derive(Clone, Debug)]
pub struct Given {
    pub client: ClientId,
    pub scope: Scope,
    pub at: Moment,
}

/// Whether an authorization request still needs the person's agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    NotNeeded,
    Given,
    Ask,
}

/// Decides by the policy, what the client asks and what was agreed before.
pub fn decide(rule: ConsentRule, prompt: &Prompt, asked: &Scope, agreed: &Scope) -> Consent {
    if prompt.consent {
        return Consent::Ask;
    }
    match rule {
        ConsentRule::Never => Consent::NotNeeded,
        ConsentRule::FirstTime if asked.is_within(agreed) => Consent::Given,
        ConsentRule::FirstTime => Consent::Ask,
    }
}
