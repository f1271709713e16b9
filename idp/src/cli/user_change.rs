//! `sekisho user rename | addresses | revoke-consent | force-change | remove`: changes of an account itself.

use anyhow::{Result, ensure};
use clap::{Args, Subcommand};
use serde_json::json;

use super::user::{Named, device, found, login_name, print};
use super::{BY, out, stopped};
use crate::app::App;
use crate::model::ids::ClientId;
use crate::model::tenant::Tenant;
use crate::usecase::admin::{change_user, remove_user, support};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Give one another user ID; a lock of the old one stands on
    Rename {
        #[command(flatten)]
        named: Named,
        #[arg(long, value_name = "ID")]
        to: String,
    },
    /// Say which mail addresses one has: all of them
    Addresses(Addresses),
    /// Take back what one agreed to for a website; its tokens for him end
    RevokeConsent {
        #[command(flatten)]
        named: Named,
        #[arg(long, value_name = "CLIENT_ID")]
        client: String,
    },
    /// Make one choose a new password at the next login; the sessions end
    ForceChange(Named),
    /// Remove one with all that was kept of him, for good; the audit trail stays
    Remove {
        #[command(flatten)]
        named: Named,
        /// It cannot be undone
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct Addresses {
    #[command(flatten)]
    named: Named,
    /// Address for one-time passwords, after its kind if it is not a pc (pc:, mobile:, smartphone:). May be given several times
    #[arg(long, value_name = "[KIND:]ADDRESS")]
    mail: Vec<String>,
}

impl Command {
    pub const fn named(&self) -> &Named {
        match self {
            Self::Rename { named, .. }
            | Self::Addresses(Addresses { named, .. })
            | Self::RevokeConsent { named, .. }
            | Self::ForceChange(named)
            | Self::Remove { named, .. } => named,
        }
    }
}

pub(super) async fn run(app: &App, tenant: &Tenant, command: &Command) -> Result<()> {
    let named = command.named();
    let json = named.of.installation.json;
    let user = found(app, tenant, &login_name(&named.user_id)?).await?.user;
    let mut name = user.login_name.clone();
    match command {
        Command::Rename { to, .. } => {
            name = login_name(to)?;
            let changed = change_user::set_login_name(app, tenant, &user, name.clone(), BY).await;
            changed.map_err(stopped)?;
        }
        Command::Addresses(addresses) => {
            let wanted = addresses.mail.iter().map(String::as_str).map(device);
            let wanted = wanted.collect::<Result<_>>()?;
            let changed = change_user::set_addresses(app, tenant, &user, wanted, BY).await;
            changed.map_err(stopped)?;
        }
        Command::RevokeConsent { client, .. } => {
            let whose = (&user, &ClientId(client.clone()));
            let revoked = support::revoke_consent(app, tenant, whose, BY).await?;
            ensure!(revoked, "{name} agreed to nothing for {client}");
        }
        Command::ForceChange(_) => {
            support::force_change(app, tenant, &user, BY).await.map_err(stopped)?;
        }
        Command::Remove { yes, .. } => {
            ensure!(*yes, "{name} would be removed for good; say so: --yes");
            let gone = remove_user::remove(app, tenant, &user, BY).await.map_err(stopped)?;
            ensure!(gone, "somebody else removed {name} first");
            return out::either(json, &json!({ "removed": name }), || format!("removed {name}"));
        }
    }
    print(app, tenant, &name, json).await
}
