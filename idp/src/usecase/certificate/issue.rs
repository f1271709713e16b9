//! Issues a certificate to a device: what takes long is done before the transaction, what must be true together in it.

use keys::ca::{KeyKind, Profile, Request, RequestError, Serial, download_password};
use serde_json::json;
use time::Duration;
use zeroize::Zeroizing;

use super::By;
use super::authority::{self, Open};
use crate::app::App;
use crate::model::certificate::{Certificate, Reason};
use crate::model::device::Device;
use crate::model::ids::{CertificateId, TenantId};
use crate::model::letter::About;
use crate::model::moment::Moment;
use crate::model::policy::CertificateKey;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};

/// A key that waits for its device.
pub struct Prepared {
    id: CertificateId,
    authority: Open,
    request: Request,
    serial: Serial,
    password: Option<Zeroizing<String>>,
    /// Private key and password, where the key was made here.
    sealed: Option<Vec<u8>>,
    issued_at: Moment,
    not_after: Moment,
}

/// A certificate that was issued. The password stands nowhere else in clear.
pub struct Issued {
    pub number: u32,
    pub expires: Moment,
    pub password: Option<Zeroizing<String>>,
    /// In hexadecimal digits.
    pub serial: String,
    pub certificate: Vec<u8>,
}

/// For clocks of servers that run behind ours.
const EARLIER: Duration = Duration::minutes(5);

/// The longest common name that certificates carry (X.520).
const LONGEST_NAME: usize = 64;

/// Makes the key of a certificate by the policy, off the async threads. Call it before the transaction.
pub async fn prepare(app: &App, tenant: &Tenant) -> Result<Prepared, Fault> {
    let kind = match tenant.policy.certificate.key {
        CertificateKey::Rsa2048 => KeyKind::Rsa2048,
        CertificateKey::P256 => KeyKind::P256,
    };
    let made = tokio::task::spawn_blocking(move || Request::generate(kind)).await;
    let made = made.map_err(|error| Fault::Other(error.to_string()))?;
    let (request, pkcs8) = made.map_err(|error| Fault::Other(error.to_string()))?;
    let mut prepared = prepared(app, tenant, request).await?;
    let password = download_password(app.random());
    let secret = Zeroizing::new([password.as_bytes(), b"\0", pkcs8.as_slice()].concat());
    let context = context(tenant.id, prepared.id);
    prepared.sealed = Some(app.sealer.seal(app.random(), &context, &secret)?);
    prepared.password = Some(password);
    Ok(prepared)
}

/// The same for a key that stays on the user's device: of his signing request only the public key is taken.
pub async fn prepare_for_request(
    app: &App,
    tenant: &Tenant,
    csr: &str,
) -> Result<Prepared, Stop<RequestError>> {
    let request = Request::from_csr(csr.trim().as_bytes()).map_err(Stop::Refused)?;
    Ok(prepared(app, tenant, request).await?)
}

async fn prepared(app: &App, tenant: &Tenant, request: Request) -> Result<Prepared, Fault> {
    let issued_at = app.now();
    let valid = Duration::days(tenant.policy.certificate.valid_days.into());
    let not_after = issued_at.plus(valid);
    Ok(Prepared {
        id: CertificateId(row_id(app.random(), issued_at)),
        authority: authority::issuing(app, tenant, not_after).await?,
        request,
        serial: Serial::draw(app.random()),
        password: None,
        sealed: None,
        issued_at,
        not_after,
    })
}

/// Issues what was prepared to a device of a user, in the caller's transaction.
///
/// A certificate in use stays valid until this one is fetched or first used; one that nobody fetched ends now.
pub async fn issue_for_device(
    app: &App,
    tx: &Tx,
    by: By<'_>,
    whose: (&User, &Device),
    prepared: &Prepared,
) -> Result<Issued, Fault> {
    let (user, device) = whose;
    let tenant = by.tenant();
    for before in store::certificates::of_device(tx, tenant.id, device.id).await? {
        if before.revoked.is_none() && before.downloaded_at.is_none() {
            let (id, now) = (before.id, app.now());
            store::certificates::revoke(tx, tenant.id, id, Reason::Reissued, now).await?;
        }
    }
    let signed = sign(app, tenant, user, prepared)?;
    let certificate = Certificate {
        id: prepared.id,
        authority: prepared.authority.id,
        serial: signed.serial_hex,
        user: user.id,
        device: device.id,
        certificate: signed.der,
        issued_at: prepared.issued_at,
        not_after: prepared.not_after,
        sealed: prepared.sealed.clone(),
        downloaded_at: None,
        revoked: None,
    };
    store::certificates::create(tx, tenant.id, &certificate).await?;
    let details = json!({
        "device": device.number,
        "serial": certificate.serial,
        "not_after": certificate.not_after.seconds(),
        "key_made_here": prepared.sealed.is_some(),
    });
    by.note(app, tx, ("certificate.issue", user.id.to_string(), details)).await?;
    let (at, expires) = (prepared.issued_at, prepared.not_after);
    let about = About::CertificateIssued { at, number: device.number, expires };
    by.tell(app, tx, user.id, &about).await?;
    Ok(Issued {
        number: device.number,
        expires,
        password: prepared.password.clone(),
        serial: certificate.serial,
        certificate: certificate.certificate,
    })
}

/// Issues what was prepared to a device of the user who asks, in a transaction of its own.
pub async fn issue(
    app: &App,
    by: By<'_>,
    whose: (&User, &Device),
    prepared: &Prepared,
) -> Result<Issued, Fault> {
    let issued = app
        .database
        .write(|tx| async move { issue_for_device(app, &tx, by, whose, prepared).await })
        .await?;
    app.letters.notify_one();
    Ok(issued)
}

fn sign(
    app: &App,
    tenant: &Tenant,
    user: &User,
    prepared: &Prepared,
) -> Result<keys::ca::Certificate, Fault> {
    let issuer = app.issuer(tenant);
    let authority = &prepared.authority.authority;
    let fits = |name: &str| name.chars().count() <= LONGEST_NAME;
    let id = user.id.to_string();
    let profile = Profile {
        subject_cn: Some(user.login_name.as_str()).filter(|name| fits(name)).unwrap_or(&id),
        subject_o: Some(tenant.name.as_str()).filter(|name| fits(name)),
        not_before: prepared.issued_at.minus(EARLIER).seconds(),
        not_after: prepared.not_after.seconds(),
        serial: prepared.serial.clone(),
        crl_url: Some(&issuer.at(&format!("/crl/{}", authority.key_id()))),
        ocsp_url: Some(&issuer.at("/ocsp")),
    };
    Ok(authority.issue(&prepared.request, &profile)?)
}

/// What sealed keys and passwords are bound to: they open only in their own row.
pub(super) fn context(tenant: TenantId, id: CertificateId) -> String {
    format!("certificate|sealed|{tenant}|{id}")
}
