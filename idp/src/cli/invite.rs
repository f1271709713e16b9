//! `sekisho user invite`: opens the enrolment of a user.

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{BY, OfTenant, out, stopped};
use crate::app::App;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::usecase::enrolment::invite::{Delivery, invite};

#[derive(Debug, Args)]
pub struct Invite {
    #[command(flatten)]
    pub of: OfTenant,
    #[arg(long, value_name = "ID")]
    pub user_id: String,
    /// How address and initial one-time password reach the user
    #[arg(long, default_value = "mail")]
    by: Way,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Way {
    /// Two letters to the user's address
    Mail,
    /// The address by mail; the initial one-time password is printed
    AddressByMail,
    /// Both are printed
    Print,
}

pub(super) async fn run(app: &App, tenant: &Tenant, user: &User, command: &Invite) -> Result<()> {
    let delivery = match command.by {
        Way::Mail => Delivery::Mail,
        Way::AddressByMail => Delivery::AddressByMail,
        Way::Print => Delivery::Caller,
    };
    let made = invite(app, tenant, user, delivery, BY).await.map_err(stopped)?;
    let told = json!({
        "user_id": user.login_name.as_str(),
        "expires_at": made.expires_at.seconds(),
        "address": made.address,
        "initial_code": made.code,
    });
    out::either(command.of.installation.json, &told, || {
        let line = |label: &str, value: &Option<String>| {
            format!("{label:<13} {}\n", value.as_deref().unwrap_or("by mail"))
        };
        line("address", &made.address) + &line("initial code", &made.code)
    })
}
