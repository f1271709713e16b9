//! What a letter says: drawn from the database when it is written. None when there is nothing left to say.

use uuid::Uuid;

use crate::app::App;
use crate::mail::write::Facts;
use crate::model::address_proof;
use crate::model::enrolment;
use crate::model::ids::{CodeId, EnrolmentId, MethodChangeId, ProofId, ReissueId};
use crate::model::letter::About;
use crate::model::moment::Moment;
use crate::model::one_time_code;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::random::{digits, letters};
use crate::stop::Fault;
use crate::store;

pub async fn of(
    app: &App,
    tenant: &Tenant,
    user: &User,
    about: &About,
) -> Result<Option<Facts>, Fault> {
    match about {
        About::LoginCode { code, website } => {
            login_code(app, tenant, user, (*code, website.clone())).await
        }
        About::EnrolmentAddress { enrolment } => enrolment_address(app, tenant, *enrolment).await,
        About::EnrolmentCode { enrolment } => enrolment_code(app, tenant, *enrolment).await,
        About::AddressCode { proof } => address_code(app, tenant, user, *proof).await,
        About::ReissueLink { reissue } => reissue_link(app, tenant, *reissue).await,
        About::LockRelease { locked_at } => lock_release(app, tenant, user, *locked_at).await,
        About::MethodChanged { at, before, after, undo } => {
            let undo = match undo {
                Some(change) => undo_link(app, tenant, *change).await?,
                None => None,
            };
            let methods = Some((*before, *after));
            Ok(Some(Facts { at: Some(*at), methods, undo, ..Facts::default() }))
        }
        other => Ok(Some(plain(app, tenant, other))),
    }
}

/// Letters that say only what their intent says.
fn plain(app: &App, tenant: &Tenant, about: &About) -> Facts {
    let account = || Some(format!("{}/account", app.issuer(tenant).as_str()));
    let none = Facts::default();
    match about {
        About::DeviceAdded { at, address, kind } => {
            Facts { at: Some(*at), address: Some(address.clone()), kind: Some(*kind), ..none }
        }
        About::DeviceChanged { at, old, new } => {
            let (old, address) = (Some(old.clone()), Some(new.clone()));
            Facts { at: Some(*at), old, address, ..none }
        }
        About::DeviceDeleted { at, address } | About::DeskNotMe { at, address } => {
            Facts { at: Some(*at), address: Some(address.clone()), ..none }
        }
        About::PasswordExpiring { expires, days } => {
            Facts { expires: Some(*expires), days: Some(*days), link: account(), ..none }
        }
        About::MethodUndone { at, before, after } => {
            Facts { at: Some(*at), methods: Some((*before, *after)), ..none }
        }
        About::CertificateIssued { at, number, expires } => {
            Facts { at: Some(*at), number: Some(*number), expires: Some(*expires), ..none }
        }
        About::CertificateRevoked { at, number } => {
            Facts { at: Some(*at), number: Some(*number), ..none }
        }
        About::CertificateExpiring { number, expires, days } => {
            let (number, expires) = (Some(*number), Some(*expires));
            Facts { number, expires, days: Some(*days), link: account(), ..none }
        }
        About::RecoveryCodeUsed { at, left } => Facts { at: Some(*at), left: Some(*left), ..none },
        About::NewBrowser { at, browser, address } => {
            let (browser, address) = (Some(browser.clone()), Some(address.clone()));
            Facts { at: Some(*at), browser, address, ..none }
        }
        About::AccountLocked { at, reason } => {
            Facts { at: Some(*at), reason: Some(reason.as_str()), ..none }
        }
        About::EnrolmentClosed { at }
        | About::PasswordChanged { at }
        | About::QuestionChanged { at }
        | About::TemporaryPasswordMade { at }
        | About::PasswordReissued { at }
        | About::NotMe { at }
        | About::RecoveryCodesMade { at } => Facts { at: Some(*at), ..none },
        About::LoginCode { .. }
        | About::EnrolmentAddress { .. }
        | About::EnrolmentCode { .. }
        | About::AddressCode { .. }
        | About::ReissueLink { .. }
        | About::LockRelease { .. }
        | About::MethodChanged { .. } => none,
    }
}

/// Draws a code now, so that none ever waits anywhere in clear. An expired or superseded one is not sent.
async fn login_code(
    app: &App,
    tenant: &Tenant,
    user: &User,
    which: (CodeId, Option<String>),
) -> Result<Option<Facts>, Fault> {
    let (id, website) = which;
    let rules = &tenant.policy.one_time_code;
    let asked = store::codes::by_id(app.database.read(), tenant.id, id).await?;
    let now = app.now();
    let Some(asked) = asked.filter(|code| now < code.expires(rules)) else { return Ok(None) };
    let code = digits(app.random(), rules.digits);
    let input = one_time_code::digest_input(tenant.id, user.id, id, &code);
    let digest = &app.code_digest(&input);
    let stands = app
        .database
        .write(
            |tx| async move { store::codes::set_digest(&tx, tenant.id, id, digest.clone()).await },
        )
        .await?;
    let expires = Some(asked.expires(rules));
    let (code, reference) = (Some(code), Some(asked.reference));
    let facts = Facts { website, code, reference, at: Some(now), expires, ..Facts::default() };
    Ok(stands.then_some(facts))
}

async fn enrolment_address(
    app: &App,
    tenant: &Tenant,
    id: EnrolmentId,
) -> Result<Option<Facts>, Fault> {
    let found = store::enrolments::by_id(app.database.read(), tenant.id, id).await?;
    let now = app.now();
    let open = found.filter(|one| one.ended.is_none() && now < one.expires_at);
    let Some(open) = open else { return Ok(None) };
    let link = link(app, tenant, (Kind::Enrolment, "enrol"), id.0).await?;
    let expires = Some(open.expires_at);
    Ok(Some(Facts { link: Some(link), expires, at: Some(now), ..Facts::default() }))
}

async fn enrolment_code(
    app: &App,
    tenant: &Tenant,
    id: EnrolmentId,
) -> Result<Option<Facts>, Fault> {
    let found = store::enrolments::by_id(app.database.read(), tenant.id, id).await?;
    let now = app.now();
    let open = found.filter(|one| one.ended.is_none() && now < one.expires_at);
    let Some(open) = open else { return Ok(None) };
    let code = initial_code(app);
    let digest = &app.code_digest(&enrolment::digest_input(tenant.id, id, &code));
    let stands =
        app.database
            .write(|tx| async move {
                store::enrolments::set_code(&tx, tenant.id, id, digest.clone()).await
            })
            .await?;
    let (code, expires) = (Some(code), Some(open.expires_at));
    let tries = Some(tenant.policy.enrolment.tries);
    Ok(stands.then_some(Facts { code, expires, tries, at: Some(now), ..Facts::default() }))
}

/// An initial one-time password: longer than a mailed code, for it lives for days.
pub fn initial_code(app: &App) -> String {
    letters(app.random(), 10)
}

async fn address_code(
    app: &App,
    tenant: &Tenant,
    user: &User,
    id: ProofId,
) -> Result<Option<Facts>, Fault> {
    let rules = &tenant.policy.one_time_code;
    let found = store::address_proofs::by_id(app.database.read(), tenant.id, id).await?;
    let now = app.now();
    let Some(proof) = found.filter(|proof| now < proof.expires(rules)) else { return Ok(None) };
    let code = digits(app.random(), rules.digits);
    let digest = &app.code_digest(&address_proof::digest_input(tenant.id, user.id, id, &code));
    let stands = app
        .database
        .write(|tx| async move {
            store::address_proofs::set_digest(&tx, tenant.id, id, digest.clone()).await
        })
        .await?;
    let expires = Some(proof.expires(rules));
    let (code, reference) = (Some(code), Some(proof.reference));
    Ok(stands.then_some(Facts { code, reference, expires, at: Some(now), ..Facts::default() }))
}

async fn reissue_link(app: &App, tenant: &Tenant, id: ReissueId) -> Result<Option<Facts>, Fault> {
    let found = store::reissues::by_id(app.database.read(), tenant.id, id).await?;
    let now = app.now();
    let open = found.filter(|one| one.ended.is_none() && now < one.expires_at);
    let Some(open) = open else { return Ok(None) };
    let link = link(app, tenant, (Kind::Reissue, "reissue"), id.0).await?;
    let expires = Some(open.expires_at);
    Ok(Some(Facts { link: Some(link), expires, at: Some(now), ..Facts::default() }))
}

async fn lock_release(
    app: &App,
    tenant: &Tenant,
    user: &User,
    locked_at: Moment,
) -> Result<Option<Facts>, Fault> {
    let read = app.database.read();
    let standing = store::standings::of(read, tenant.id, &user.login_name).await?;
    if standing.locked_at != Some(locked_at) {
        return Ok(None);
    }
    let link = link(app, tenant, (Kind::Release, "release"), user.id.0).await?;
    Ok(Some(Facts { link: Some(link), at: Some(locked_at), ..Facts::default() }))
}

async fn undo_link(
    app: &App,
    tenant: &Tenant,
    id: MethodChangeId,
) -> Result<Option<(String, Moment)>, Fault> {
    let found = store::method_changes::by_id(app.database.read(), tenant.id, id).await?;
    let until = found.and_then(|change| change.undo_until).filter(|until| app.now() < *until);
    let Some(until) = until else { return Ok(None) };
    Ok(Some((link(app, tenant, (Kind::Undo, "method-undo"), id.0).await?, until)))
}

/// Draws a link and remembers its digest. Its host is the configured one, whatever a request said.
async fn link(
    app: &App,
    tenant: &Tenant,
    kind: (Kind, &str),
    target: Uuid,
) -> Result<String, Fault> {
    let (kind, folder) = kind;
    let secret = &Opaque::draw(kind, app.random());
    let now = app.now();
    app.database
        .write(|tx| async move {
            store::mailed_links::create(&tx, tenant.id, secret, target, now).await
        })
        .await?;
    Ok(format!("{}/{folder}/{}", app.issuer(tenant).as_str(), secret.expose()))
}
