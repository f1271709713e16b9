//! Hands out the file of a certificate: once, or again and again where the policy keeps it.

use keys::ca::{Bundle, Form};
use serde_json::json;
use zeroize::Zeroizing;

use super::{By, issue, revoke};
use crate::app::App;
use crate::model::certificate::{Certificate, standing};
use crate::model::device::Device;
use crate::model::ids::TenantId;
use crate::model::names::LoginName;
use crate::model::policy::DownloadPassword;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};

/// There is nothing to fetch: it was fetched before, waited too long, or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file of this certificate is not there any more")]
pub struct Gone;

/// A PKCS#12 file and the name to save it under.
#[derive(Clone)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

struct Secret {
    password: Zeroizing<String>,
    pkcs8: Zeroizing<Vec<u8>>,
}

/// A file that is written, and the certificate it is of. It may be handed over once [`hand_over`] said so.
pub struct Written {
    pub file: File,
    certificate: Certificate,
    number: u32,
}

/// Writes the file of the certificate that stands for a device, and hands it over.
pub async fn fetch(
    app: &App,
    by: By<'_>,
    whose: (&User, &Device),
    form: Form,
) -> Result<File, Stop<Gone>> {
    let written = &write(app, by, whose, form).await?;
    let handed = app
        .database
        .write(|tx| async move { hand_over(app, &tx, by, written).await })
        .await
        .map_err(Stop::<Gone>::Fault)?;
    handed.map_err(Stop::Refused)?;
    Ok(written.file.clone())
}

/// Writes the file, outside of any transaction: that takes a while on purpose.
pub async fn write(
    app: &App,
    by: By<'_>,
    whose: (&User, &Device),
    form: Form,
) -> Result<Written, Stop<Gone>> {
    let (user, device) = whose;
    let tenant = by.tenant();
    let rule = tenant.policy.certificate.download_password;
    let all = store::certificates::of_device(app.database.read(), tenant.id, device.id).await?;
    let found = standing(&all, device.id).filter(|one| one.is_fetchable(rule, app.now()));
    let Some(certificate) = found else { return Err(Stop::Refused(Gone)) };
    let Some(secret) = unseal(app, tenant.id, certificate)? else {
        return Err(Stop::Refused(Gone));
    };
    let name = format!("{}.p12", file_name(&user.login_name, device.number));
    let bytes = bundle(app, by, certificate, (secret, name.clone(), form)).await?;
    let (certificate, number) = (certificate.clone(), device.number);
    Ok(Written { file: File { name, bytes }, certificate, number })
}

/// Marks a file as fetched, in the caller's transaction: what the device had before ends. It goes to one caller, or to
/// everyone who asks where the policy keeps it.
pub async fn hand_over(
    app: &App,
    tx: &Tx,
    by: By<'_>,
    written: &Written,
) -> Result<Result<(), Gone>, Fault> {
    let (tenant, certificate, now) = (by.tenant(), &written.certificate, app.now());
    let drop = tenant.policy.certificate.download_password == DownloadPassword::ShownOnce;
    if !store::certificates::fetch(tx, tenant.id, certificate.id, drop, now).await? {
        return Ok(Err(Gone));
    }
    revoke::supersede(app, tx, by, certificate).await?;
    let details = json!({ "device": written.number, "serial": certificate.serial });
    by.note(app, tx, ("certificate.download", certificate.user.to_string(), details)).await?;
    Ok(Ok(()))
}

/// The download password of a certificate, while the policy keeps it.
pub(super) fn kept_password(
    app: &App,
    tenant: TenantId,
    certificate: &Certificate,
) -> Result<Option<Zeroizing<String>>, Fault> {
    Ok(unseal(app, tenant, certificate)?.map(|secret| secret.password))
}

async fn bundle(
    app: &App,
    by: By<'_>,
    certificate: &Certificate,
    what: (Secret, String, Form),
) -> Result<Vec<u8>, Fault> {
    let (secret, name, form) = what;
    let stored = store::certificate_authorities::all(app.database.read(), by.tenant().id).await?;
    let authority = stored.into_iter().find(|one| one.id == certificate.authority);
    let authority = authority.ok_or_else(|| Fault::Other("an authority is gone".to_owned()))?;
    let leaf = certificate.certificate.clone();
    // Deriving the key of the file takes a while on purpose.
    let written = tokio::task::spawn_blocking(move || {
        Bundle {
            certificate_der: &leaf,
            authority_der: &authority.certificate,
            pkcs8: &secret.pkcs8,
            friendly_name: name.trim_end_matches(".p12"),
            password: &secret.password,
        }
        .pkcs12(form)
    });
    Ok(written.await.map_err(|error| Fault::Other(error.to_string()))??)
}

fn unseal(app: &App, tenant: TenantId, certificate: &Certificate) -> Result<Option<Secret>, Fault> {
    let Some(sealed) = &certificate.sealed else { return Ok(None) };
    let opened = app.sealer.open(&issue::context(tenant, certificate.id), sealed)?;
    let damaged = || Fault::Other("a sealed certificate cannot be read".to_owned());
    let end = opened.iter().position(|byte| *byte == 0).ok_or_else(damaged)?;
    let (password, pkcs8) = opened.split_at(end);
    let password = String::from_utf8(password.to_vec()).map_err(|_| damaged())?;
    let pkcs8 = pkcs8.get(1..).unwrap_or_default().to_vec();
    Ok(Some(Secret { password: Zeroizing::new(password), pkcs8: Zeroizing::new(pkcs8) }))
}

/// The name of a device's file, without its ending: a user ID as every file system takes it, and the number.
pub fn file_name(login_name: &LoginName, number: u32) -> String {
    let plain = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => letter,
        _ => '_',
    };
    let id: String = login_name.as_str().chars().map(plain).take(48).collect();
    format!("{id}-{number}")
}
