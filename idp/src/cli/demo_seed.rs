//! What a demo begins with: its tenants, users in every state, the website's registration.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use time::Duration;

use super::demo_people::{ADMINISTRATOR, CONTRACTS, Contract, Person, State};
use super::{demo_certificate, demo_claims, files, stopped, tenant};
use crate::app::App;
use crate::model::admin::{Actor, Grant, Role};
use crate::model::attempt::Purpose;
use crate::model::client::{Authentication, Client, Profile, Settings};
use crate::model::device::Kind as Device;
use crate::model::history::Origin as From;
use crate::model::ids::ClientId;
use crate::model::login_method::LoginMethod;
use crate::model::names::{LoginName, MailAddress, TenantSlug};
use crate::model::password::{Origin, Typed};
use crate::model::policy::{Desk, Language, Policy, Registration as SelfRegistration};
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::usecase::admin::users::{self, NewUser};
use crate::usecase::admin::{clients, roles, set_up, system, tenants};
use crate::usecase::login::{password, resume, start};
use crate::usecase::visit::Visit;
use crate::wire::redirect_uri::RedirectUri;

const BY: Actor<'static> = Actor::here("demo");

/// What a demo must remember besides its database: a secret that is stored only as a digest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Registration {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) redirect_uris: Vec<String>,
}

/// Makes what is not there yet. What people changed since stays changed.
pub(super) async fn tenants_and_people(app: &App, folder: &Path) -> Result<()> {
    let known = tenants::all(app).await?;
    for contract in &CONTRACTS {
        if known.iter().any(|tenant| tenant.slug.as_str() == contract.slug) {
            continue;
        }
        let made = make_tenant(app, contract).await?;
        for person in contract.people {
            make_person(app, &made, folder, person).await.with_context(|| person.user_id)?;
        }
    }
    administrator(app, folder).await
}

/// An operator, unless somebody administers already.
async fn administrator(app: &App, folder: &Path) -> Result<()> {
    let tenant = system::ensure(app, BY).await?;
    let name = LoginName::parse(ADMINISTRATOR.user_id).context("user ID")?;
    if !set_up::is_due(app).await? || users::show(app, &tenant, &name).await?.is_some() {
        return Ok(());
    }
    make_person(app, &tenant, folder, &ADMINISTRATOR).await.with_context(|| name.to_string())?;
    let everything = Grant { role: Role::Operator, over: None };
    roles::grant(app, &name, everything, BY).await.map_err(stopped)?;
    Ok(())
}

async fn make_tenant(app: &App, contract: &Contract) -> Result<Tenant> {
    let mut policy = Policy::preset(contract.preset);
    policy.desk = Some(Desk {
        mail: Some("desk@example.jp".to_owned()),
        name: format!("{} サポート窓口", contract.name),
        telephone: Some("0120-000-000".to_owned()),
        address: None,
        hours: Some("9:00–17:00".to_owned()),
    });
    if contract.for_machines {
        policy.client_registration = SelfRegistration::Open;
        policy.login_methods.allowed.insert(LoginMethod::Password);
        policy.login_methods.of_new_user = LoginMethod::Password;
    }
    let policy = policy.check().map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let slug = TenantSlug::parse(contract.slug).context("slug")?;
    tenants::create(app, slug, contract.name, policy, BY).await.map_err(stopped)
}

async fn make_person(app: &App, tenant: &Tenant, folder: &Path, person: &Person) -> Result<()> {
    let now = app.now();
    let (origin, set_at) = match person.state {
        State::Active | State::Locked | State::ToEnrol => (Origin::Chosen, now),
        State::Expired => (Origin::Chosen, now.minus(Duration::days(100))),
        State::Reset => (Origin::Reset, now),
    };
    let addresses = person
        .mail
        .iter()
        .filter_map(|one| {
            let kind = if one.contains("keitai") { Device::Mobile } else { Device::Pc };
            Some((MailAddress::parse(one)?, kind))
        })
        .collect();
    let new = NewUser {
        login_name: LoginName::parse(person.user_id).context("user ID")?,
        login_method: Some(person.method),
        addresses,
        password: person.password.map(|text| (Typed::fold(text), origin, set_at)),
    };
    let user = users::create(app, tenant, new, BY).await.map_err(stopped)?;
    if ["p-01-usr012", "tanaka", "tester"].contains(&person.user_id) {
        demo_claims::tell(app, tenant, &user, BY).await?;
    }
    if person.method == LoginMethod::PasswordCertificate {
        demo_certificate::hand_out(app, tenant, folder, &user.login_name, BY).await?;
    }
    if person.state == State::Locked {
        lock(app, tenant, person.user_id).await?;
    }
    Ok(())
}

/// Locks an account the way it happens: by wrong passwords.
async fn lock(app: &App, tenant: &Tenant, user_id: &str) -> Result<()> {
    let browser = Opaque::draw(Kind::Browser, app.random());
    let handle = start::begin(app, tenant, &browser, Purpose::Account, None).await?;
    let origin = From { address: "127.0.0.1".to_owned(), browser: "demo".to_owned() };
    let tenant = std::sync::Arc::new(tenant.clone());
    let visit = Visit { tenant: tenant.clone(), origin, language: Language::Ja, mark: None };
    for _ in 0..tenant.policy.lockout.tries {
        let situation = resume::find(app, &visit, handle.expose(), Some(&browser)).await;
        let situation = situation.map_err(|lost| anyhow::anyhow!("{lost:?}"))?;
        let given = password::Given {
            login_name: LoginName::parse(user_id),
            password: Typed::fold("not the password"),
        };
        // Each is refused; that is the point.
        let _refused = password::answer(app, &visit, &situation, &given).await;
    }
    Ok(())
}

/// The website's registration: made once, its addresses brought to today's port.
pub(super) async fn website(app: &App, folder: &Path, base: &str) -> Result<Registration> {
    let tenant = tenant(app, CONTRACTS[0].slug).await?;
    let redirect = RedirectUri::parse(&format!("{base}/callback")).context("callback")?;
    let signed_out = RedirectUri::parse(&format!("{base}/signed-out")).context("signed-out")?;
    let path = folder.join("website.json");
    let known = std::fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let known: Option<Registration> = known;
    let found = match &known {
        Some(known) => clients::by_id(app, tenant.id, &ClientId(known.client_id.clone())).await?,
        None => None,
    };
    let registration = if let (Some(known), Some(mut client)) = (known, found) {
        client.redirect_uris = vec![redirect.clone()];
        client.post_logout_redirect_uris = vec![signed_out];
        client.settings.client_uri = Some(base.to_owned());
        clients::change(app, &tenant, &client, BY).await.map_err(stopped)?;
        Registration { redirect_uris: vec![redirect.as_str().to_owned()], ..known }
    } else {
        let client = website_client(app, base, vec![redirect.clone()], vec![signed_out]);
        let created = clients::create(app, &tenant, client, BY).await.map_err(stopped)?;
        Registration {
            client_id: created.client.id.to_string(),
            client_secret: created.secret.context("secret")?.expose().to_owned(),
            redirect_uris: vec![redirect.as_str().to_owned()],
        }
    };
    files::private_file(&path, &serde_json::to_vec_pretty(&registration)?)?;
    Ok(registration)
}

fn website_client(
    app: &App,
    base: &str,
    redirect_uris: Vec<RedirectUri>,
    post_logout_redirect_uris: Vec<RedirectUri>,
) -> Client {
    Client {
        id: clients::new_id(app),
        name: "みどり証券 取引ページ".to_owned(),
        profile: Profile::Web,
        authentication: Authentication::ClientSecretBasic,
        redirect_uris,
        post_logout_redirect_uris,
        settings: Settings { client_uri: Some(base.to_owned()), ..Settings::of(Profile::Web) },
        created_at: app.now(),
    }
}
