//! Client certificates of a user's devices: list, issue, revoke.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use keys::ca::Form;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::Deed;
use crate::stop::Fault;
use crate::usecase::admin::{authorities as kept, certificates};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, issue))
        .routes(routes!(revoke))
        .routes(routes!(authorities))
}

/// A certificate (電子証明書).
#[derive(Debug, Serialize, ToSchema)]
struct Certificate {
    /// In hexadecimal digits.
    serial: String,
    /// The number of its device; null: the device is gone.
    device: Option<u32>,
    /// `not_issued`, `valid`, `expiring` (within 30 days), `expired` or `revoked`.
    state: &'static str,
    /// Unix seconds.
    issued_at: i64,
    /// Unix seconds.
    expires_at: i64,
    /// Whether somebody fetched it.
    in_hand: bool,
}

/// Lists every certificate that a user ever had, oldest first
#[utoipa::path(get, path = "/tenants/{tenant}/users/{id}/certificates", tag = "certificates",
    operation_id = "certificate.list", params(Part),
    responses((status = 200, body = Listed<Certificate>)))]
async fn list(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<Certificate>>> {
    let (tenant, shown, _) = caller.user(Deed::CertificateList).await?;
    let page = Page::of(&caller, "certificates", &part)?;
    let all = certificates::list(&caller.app, tenant, &shown).await?;
    let listed = page.of_whole(
        all,
        |one| one.certificate.id.to_string(),
        |one| Certificate {
            serial: one.certificate.serial.clone(),
            device: one.number,
            state: one.state.as_str(),
            issued_at: one.certificate.issued_at.seconds(),
            expires_at: one.certificate.not_after.seconds(),
            in_hand: one.certificate.downloaded_at.is_some(),
        },
    );
    Ok(Json(listed))
}

/// Which programs read the file.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FileForm {
    /// Older ones too.
    #[default]
    Compat,
    Modern,
}

/// A certificate to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCertificate {
    /// The number of the device.
    #[schema(minimum = 1)]
    device: u32,
    /// How the file is written, where the key is made here.
    #[serde(default)]
    form: FileForm,
    /// A signing request in PEM, for a key that stays on its device; null: the key is made here.
    #[schema(max_length = 20_000)]
    csr: Option<String>,
}

/// An issued certificate. File and password are told this once; a dry run has neither.
#[derive(Debug, Default, Serialize, ToSchema)]
struct IssuedCertificate {
    /// In hexadecimal digits.
    serial: Option<String>,
    /// Unix seconds.
    expires_at: Option<i64>,
    /// Certificate and key as PKCS#12, in base64.
    #[schema(content_encoding = "base64")]
    pkcs12: Option<String>,
    /// The password of the file.
    password: Option<String>,
    /// The certificate in PEM, where a signing request was sent.
    certificate: Option<String>,
}

/// Issues a certificate to a device; what it had before ends
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/certificates", tag = "certificates",
    operation_id = "certificate.issue", request_body = NewCertificate,
    responses((status = 201, body = IssuedCertificate)))]
async fn issue(caller: Caller, Told(new): Told<NewCertificate>) -> Answer<Response> {
    let (tenant, shown, by) = caller.user(Deed::CertificateIssue).await?;
    let whose = (&shown, new.device);
    let app = &caller.app;
    let form = match new.form {
        FileForm::Compat => Form::Compat,
        FileForm::Modern => Form::Modern,
    };
    let told = if caller.dry {
        certificates::may_issue(app, tenant, whose)?;
        IssuedCertificate::default()
    } else if let Some(csr) = &new.csr {
        let issued = certificates::issue_for_request(app, tenant, whose, csr, by).await?;
        let pem = keys::ca::pem(&issued.certificate).map_err(Fault::from)?;
        IssuedCertificate {
            serial: Some(issued.serial),
            expires_at: Some(issued.expires.seconds()),
            certificate: Some(pem),
            ..IssuedCertificate::default()
        }
    } else {
        let (issued, file) = certificates::issue(app, tenant, whose, form, by).await?;
        IssuedCertificate {
            serial: Some(issued.serial),
            expires_at: Some(issued.expires.seconds()),
            pkcs12: Some(STANDARD.encode(&file.bytes)),
            password: issued.password.map(|password| password.to_string()),
            certificate: None,
        }
    };
    Ok((StatusCode::CREATED, Json(told)).into_response())
}

/// How many certificates were revoked.
#[derive(Debug, Serialize, ToSchema)]
struct Revoked {
    revoked: usize,
}

/// Revokes every certificate of a device; the sessions that one opened end
#[utoipa::path(post, path = "/tenants/{tenant}/users/{id}/certificates/{device}/revoke",
    tag = "certificates", operation_id = "certificate.revoke",
    responses((status = 200, body = Revoked)))]
async fn revoke(caller: Caller) -> Answer<Json<Revoked>> {
    let (tenant, shown, by) = caller.user(Deed::CertificateRevoke).await?;
    let number = caller.param("device").parse();
    let number: u32 = number.map_err(|_| Refused::because(Code::NotFound))?;
    if !shown.devices.iter().any(|device| device.number == number) {
        return Err(Refused::because(Code::NotFound));
    }
    let revoked = certificates::revoke(&caller.app, tenant, (&shown, number), by).await?;
    Ok(Json(Revoked { revoked }))
}

/// A certificate authority (認証局) of the tenant.
#[derive(Debug, Serialize, ToSchema)]
struct Authority {
    key_id: String,
    /// Whether it issues; the others are there for what they issued.
    issues: bool,
    /// Unix seconds.
    created_at: i64,
    /// Unix seconds.
    expires_at: i64,
    /// SHA-256 of the certificate, in hexadecimal.
    fingerprint: String,
    /// The certificate in PEM.
    certificate: String,
}

/// Lists the tenant's certificate authorities, newest first
#[utoipa::path(get, path = "/tenants/{tenant}/certificate-authorities", tag = "certificates",
    operation_id = "certificate.authorities", params(Part),
    responses((status = 200, body = Listed<Authority>)))]
async fn authorities(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<Authority>>> {
    let (tenant, _) = caller.tenant(Deed::CertificateAuthorities)?;
    let page = Page::of(&caller, "certificate-authorities", &part)?;
    let all = kept::all(&caller.app, tenant.id).await?;
    let issuing = all.first().map(|one| one.key_id.clone());
    let shape = |one: kept::Listed| Authority {
        issues: issuing.as_ref() == Some(&one.key_id),
        key_id: one.key_id,
        created_at: one.created_at.seconds(),
        expires_at: one.not_after.seconds(),
        fingerprint: one.fingerprint,
        certificate: one.pem,
    };
    Ok(Json(page.of_whole(all, |one| one.key_id.clone(), shape)))
}
