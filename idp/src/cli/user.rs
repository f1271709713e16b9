//! `sekisho user`: create, list, show, history, sessions, consents, invite, unlock, reset, disable, enable, set-method, end-sessions, approve-reissue,
//! rename, addresses, revoke-consent, force-change, remove, claims, import, export, import-template.

use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand};
use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{
    BY, OfTenant, claims, invite, out, stopped, tenant, user_change, user_export, user_import,
    user_look, user_show, world,
};
use crate::app::App;
use crate::model::device::Kind;
use crate::model::ids::SessionId;
use crate::model::login_method::LoginMethod;
use crate::model::names::{LoginName, MailAddress};
use crate::model::password::{Origin, Typed};
use crate::model::tenant::Tenant;
use crate::model::user_state::UserState;
use crate::usecase::admin::users::{self, NewUser};
use crate::usecase::admin::{reissues, support};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a user
    Create(Box<Create>),
    #[command(flatten)]
    Look(user_look::Command),
    /// Show one, and why its owner cannot log in
    Show(Named),
    /// Forget the failures of one and so end a lock
    Unlock(Named),
    /// Set a password (from standard input) that must be changed at the next login
    Reset(Named),
    /// Close an account; its sessions end
    Disable(Named),
    /// Open a closed account again
    Enable(Named),
    /// Change the login method
    SetMethod {
        #[command(flatten)]
        named: Named,
        /// password, `password_otp`, `password_certificate`
        #[arg(long)]
        method: String,
    },
    /// Open the enrolment of one: an address and an initial one-time password
    Invite(invite::Invite),
    /// End all sessions of one, or one of them
    EndSessions {
        #[command(flatten)]
        named: Named,
        /// Only this one: see sekisho user sessions
        #[arg(long, value_name = "ID")]
        session: Option<Uuid>,
    },
    /// Vouch for one who has a reissue open in a browser: the desk's word is the second proof
    ApproveReissue(Named),
    /// Create and change users by a CSV file
    Import(user_import::Import),
    /// Write all users into a CSV file, which an import reads back
    Export(user_export::Export),
    /// Write a CSV file to fill in
    ImportTemplate(user_export::Export),
    #[command(flatten)]
    Change(user_change::Command),
    /// What is known of one beyond the account: name, address, attributes of the tenant's own
    #[command(subcommand)]
    Claims(claims::Command),
}

#[derive(Debug, Args)]
pub struct Named {
    #[command(flatten)]
    pub of: OfTenant,
    #[arg(long, value_name = "ID")]
    pub user_id: String,
}

#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    named: Named,
    /// Address for one-time passwords, after its kind if it is not a pc (pc:, mobile:, smartphone:). May be given several times
    #[arg(long, value_name = "[KIND:]ADDRESS")]
    mail: Vec<String>,
    /// password, `password_otp`, `password_certificate`; default: the policy's
    #[arg(long)]
    login_method: Option<String>,
    /// Read a password from standard input; without it the user waits for the enrolment
    #[arg(long)]
    password_stdin: bool,
    /// The password must be changed at the first login
    #[arg(long, requires = "password_stdin")]
    must_change: bool,
}

#[derive(Serialize)]
pub(super) struct Shown {
    user_id: String,
    sub: String,
    login_method: LoginMethod,
    state: &'static str,
    mail: Vec<String>,
}

pub async fn run(command: Command) -> Result<()> {
    let of = of(&command);
    let app = world::of(&of.installation).await?;
    let tenant = tenant(&app, &of.tenant).await?;
    match &command {
        Command::Create(create) => {
            let user = self::create(&app, &tenant, create).await?;
            print(&app, &tenant, &user, of.installation.json).await
        }
        Command::Look(command) => user_look::run(&app, &tenant, command).await,
        Command::Invite(command) => {
            let shown = found(&app, &tenant, &login_name(&command.user_id)?).await?;
            invite::run(&app, &tenant, &shown.user, command).await
        }
        Command::Import(command) => user_import::run(&app, &tenant, command).await,
        Command::Export(command) => user_export::run(&app, &tenant, command).await,
        Command::ImportTemplate(command) => user_export::template(&tenant, command),
        Command::Change(command) => user_change::run(&app, &tenant, command).await,
        Command::Claims(command) => {
            let shown = found(&app, &tenant, &login_name(command.named().1)?).await?;
            claims::run(&app, &tenant, &shown.user, command).await
        }
        Command::Show(named) => {
            let name = login_name(&named.user_id)?;
            user_show::run(&app, &tenant, &name, of.installation.json).await
        }
        _ => {
            let name = change(&app, &tenant, &command).await?;
            print(&app, &tenant, &name, of.installation.json).await
        }
    }
}

fn of(command: &Command) -> OfTenant {
    match command {
        Command::Create(create) => create.named.of.clone(),
        Command::Invite(invite) => invite.of.clone(),
        Command::Claims(command) => command.named().0.clone(),
        Command::Import(command) => command.of.clone(),
        Command::Export(command) | Command::ImportTemplate(command) => command.of.clone(),
        Command::Change(command) => command.named().of.clone(),
        Command::Look(command) => command.of().clone(),
        Command::SetMethod { named, .. }
        | Command::Show(named)
        | Command::Unlock(named)
        | Command::Reset(named)
        | Command::Disable(named)
        | Command::Enable(named)
        | Command::ApproveReissue(named)
        | Command::EndSessions { named, .. } => named.of.clone(),
    }
}

async fn change(app: &App, tenant: &Tenant, command: &Command) -> Result<LoginName> {
    let (Command::SetMethod { named, .. }
    | Command::Unlock(named)
    | Command::Reset(named)
    | Command::Disable(named)
    | Command::Enable(named)
    | Command::ApproveReissue(named)
    | Command::EndSessions { named, .. }) = command
    else {
        anyhow::bail!("this changes nothing")
    };
    let name = login_name(&named.user_id)?;
    let shown = found(app, tenant, &name).await?;
    let user = &shown.user;
    match command {
        Command::Unlock(_) => users::unlock(app, tenant, user, BY).await?,
        Command::Disable(_) => {
            users::set_disabled(app, tenant, user, true, BY).await.map_err(stopped)?;
        }
        Command::Enable(_) => {
            users::set_disabled(app, tenant, user, false, BY).await.map_err(stopped)?;
        }
        Command::EndSessions { session: None, .. } => {
            users::end_sessions(app, tenant, user, BY).await?;
        }
        Command::EndSessions { session: Some(id), .. } => {
            let whose = (user, SessionId(*id));
            let ended = support::end_session(app, tenant, whose, BY).await?;
            ensure!(ended, "{name} has no such session any more");
        }
        Command::ApproveReissue(_) => {
            reissues::approve(app, tenant, user, BY).await.map_err(stopped)?;
        }
        Command::Reset(_) => {
            let typed = Typed::fold(out::secret("a password")?.expose_secret());
            users::reset_password(app, tenant, user, &typed, BY).await.map_err(stopped)?;
        }
        Command::SetMethod { method, .. } => {
            let method = login_method(method)?;
            users::set_login_method(app, tenant, &shown, method, BY).await.map_err(stopped)?;
        }
        _ => {}
    }
    Ok(name)
}

async fn create(app: &App, tenant: &Tenant, create: &Create) -> Result<LoginName> {
    let addresses = create.mail.iter().map(String::as_str).map(device).collect::<Result<_>>()?;
    let password = if create.password_stdin {
        let typed = Typed::fold(out::secret("a password")?.expose_secret());
        let origin = if create.must_change { Origin::Reset } else { Origin::Chosen };
        Some((typed, origin, app.now()))
    } else {
        None
    };
    let new = NewUser {
        login_name: login_name(&create.named.user_id)?,
        login_method: create.login_method.as_deref().map(login_method).transpose()?,
        addresses,
        password,
    };
    Ok(users::create(app, tenant, new, BY).await.map_err(stopped)?.login_name)
}

/// `ADDRESS`, or `KIND:ADDRESS`.
pub(super) fn device(typed: &str) -> Result<(MailAddress, Kind)> {
    let (kind, address) = typed
        .split_once(':')
        .and_then(|(kind, address)| Some((Kind::parse(kind)?, address)))
        .unwrap_or((Kind::Pc, typed));
    let address = MailAddress::parse(address);
    Ok((address.with_context(|| format!("{typed} is not a mail address"))?, kind))
}

pub(super) fn login_name(typed: &str) -> Result<LoginName> {
    LoginName::parse(typed)
        .with_context(|| format!("{typed} is not a user ID: 1 to 128 letters, digits and -_.@+/#"))
}

pub(super) fn login_method(text: &str) -> Result<LoginMethod> {
    LoginMethod::parse(text).with_context(|| format!("{text} is not a login method"))
}

pub(super) async fn found(app: &App, tenant: &Tenant, name: &LoginName) -> Result<users::Shown> {
    let found = users::show(app, tenant, name).await?;
    found.with_context(|| format!("there is no user {name}"))
}

/// What stands between a user and a login, in one word.
pub fn state(app: &App, tenant: &Tenant, shown: &users::Shown) -> &'static str {
    let rules = &tenant.policy.password;
    UserState::of(&shown.user, shown.gate, rules, app.now()).as_str()
}

pub(super) async fn shown(app: &App, tenant: &Tenant, name: &LoginName) -> Result<Shown> {
    let shown = found(app, tenant, name).await?;
    Ok(Shown {
        state: state(app, tenant, &shown),
        user_id: shown.user.login_name.to_string(),
        sub: shown.user.subject.clone(),
        login_method: shown.user.login_method,
        mail: shown.devices.iter().map(|device| device.address.to_string()).collect(),
    })
}

pub(super) async fn print(app: &App, tenant: &Tenant, name: &LoginName, json: bool) -> Result<()> {
    let user = shown(app, tenant, name).await?;
    out::either(json, &json!(user), || line(&user))
}

pub(super) fn line(user: &Shown) -> String {
    let method = user.login_method.as_str();
    format!("{}  {}  {}  {}\n", user.user_id, user.state, method, user.mail.join(" "))
}
