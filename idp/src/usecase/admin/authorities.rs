//! A tenant's certificate authorities, as their owner sees them: no private key is opened.

use keys::ca::Anchor;

use crate::app::App;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::store;

/// An authority, and what whoever trusts it needs.
pub struct Listed {
    /// The word in the address of its revocation list.
    pub key_id: String,
    pub created_at: Moment,
    pub not_after: Moment,
    /// SHA-256 of the certificate, in hexadecimal.
    pub fingerprint: String,
    /// The certificate in PEM.
    pub pem: String,
}

/// All of them, newest first: the first one issues.
pub async fn all(app: &App, tenant: TenantId) -> Result<Vec<Listed>, Fault> {
    let stored = store::certificate_authorities::all(app.database.read(), tenant).await?;
    let listed = |one: &crate::model::certificate::StoredAuthority| {
        let anchor = Anchor::from_der(&one.certificate)?;
        let digest = keys::digest::sha256(&one.certificate);
        let pairs: Vec<_> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        Ok(Listed {
            key_id: one.key_id.clone(),
            created_at: one.created_at,
            not_after: Moment::from_seconds(anchor.not_after()),
            fingerprint: pairs.join(":"),
            pem: keys::ca::pem(&one.certificate)?,
        })
    };
    stored.iter().map(listed).collect()
}
