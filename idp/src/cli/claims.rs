//! `sekisho user claims set | show`: what is known of a person beyond the account.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::{BY, OfTenant, out, stopped};
use crate::app::App;
use crate::model::claims::Claims;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::usecase::admin::claims;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what is known of one
    Show(Named),
    /// Change what is known of one: all of it from a file, or single claims
    Set(Set),
}

#[derive(Debug, Args)]
pub struct Named {
    #[command(flatten)]
    of: OfTenant,
    #[arg(long, value_name = "ID")]
    user_id: String,
}

#[derive(Debug, Args)]
pub struct Set {
    #[command(flatten)]
    named: Named,
    /// JSON object that replaces everything known before
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Single claims: name=…, address.country=JP, attributes.rank=3; an empty value removes one
    #[arg(value_name = "CLAIM=VALUE")]
    changes: Vec<String>,
}

impl Command {
    pub fn named(&self) -> (&OfTenant, &str) {
        let (Self::Show(named) | Self::Set(Set { named, .. })) = self;
        (&named.of, &named.user_id)
    }
}

pub(super) async fn run(app: &App, tenant: &Tenant, user: &User, command: &Command) -> Result<()> {
    if let Command::Set(set) = command {
        let before = match &set.file {
            Some(file) => {
                let text = std::fs::read_to_string(file);
                let text = text.with_context(|| file.display().to_string())?;
                serde_json::from_str(&text).with_context(|| file.display().to_string())?
            }
            None => claims::show(app, tenant, user).await?,
        };
        let told = changed(&before, &set.changes)?;
        claims::set(app, tenant, user, &told, BY).await.map_err(stopped)?;
    }
    let known = claims::show(app, tenant, user).await?;
    let known = Value::Object(object(&known)?);
    let text = serde_json::to_string_pretty(&known)?;
    out::either(command.named().0.installation.json, &known, || text)
}

/// What is known, without what is not.
fn object(claims: &Claims) -> Result<Map<String, Value>> {
    let Value::Object(mut all) = serde_json::to_value(claims)? else { bail!("no object") };
    if let Some(Value::Object(address)) = all.get_mut("address") {
        address.retain(|_, part| !part.is_null());
    }
    all.retain(|_, value| !value.is_null());
    Ok(all)
}

fn changed(before: &Claims, changes: &[String]) -> Result<Claims> {
    let mut all = object(before)?;
    for change in changes {
        let (name, value) = change.split_once('=').with_context(|| format!("{change}: no ="))?;
        let value = match value {
            "" => Value::Null,
            "true" | "false" if name.ends_with("_verified") => json!(value == "true"),
            text if name.starts_with("attributes.") => {
                serde_json::from_str(text).unwrap_or_else(|_| json!(text))
            }
            text => json!(text),
        };
        match name.split_once('.') {
            None => drop(all.insert(name.to_owned(), value)),
            Some((group, part)) => {
                let group = all.entry(group).or_insert_with(|| json!({}));
                let group = group.as_object_mut().with_context(|| format!("{name}: no group"))?;
                if value.is_null() {
                    group.remove(part);
                } else {
                    group.insert(part.to_owned(), value);
                }
            }
        }
    }
    serde_json::from_value(Value::Object(all)).context("these are not claims")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_claims_are_set_and_removed() {
        let changes = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let told = changes(&[
            "name=緑川 花子",
            "address.country=JP",
            "attributes.rank=3",
            "attributes.kana=ハナコ",
            "email_verified=true",
        ]);
        let first = changed(&Claims::default(), &told).unwrap();
        assert_eq!(first.name.as_deref(), Some("緑川 花子"));
        assert_eq!(first.attributes["rank"], json!(3));
        assert_eq!(
            (first.email_verified, &first.attributes["kana"]),
            (Some(true), &json!("ハナコ"))
        );
        let then = changed(&first, &changes(&["name=", "attributes.rank="])).unwrap();
        assert_eq!((then.name, then.attributes.len()), (None, 1));
        assert_eq!(then.address.unwrap().country.as_deref(), Some("JP"));
        for wrong in ["x", "sub=x", "name.part=x"] {
            assert!(changed(&Claims::default(), &changes(&[wrong])).is_err(), "{wrong}");
        }
    }
}
