//! Clients that prove themselves by the certificate of their connection (RFC 8705 §2).

use keys::client::certificate::Leaf;

use super::keys as client_keys;
use crate::app::App;
use crate::model::certificate::State;
use crate::model::client::Client;
use crate::stop::Fault;
use crate::store;
use crate::usecase::certificate::authority;
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;

/// Whether the certificate's key is among the client's own (§2.2).
pub async fn self_signed(
    app: &App,
    visit: &Visit,
    client: &Client,
    request: &ClientRequest,
) -> Result<bool, Fault> {
    let Some(leaf) = request.certificate.as_deref().and_then(|der| Leaf::from_der(der).ok()) else {
        return Ok(false);
    };
    let Some(known) = client_keys::of(app, visit, client).await? else { return Ok(false) };
    let now = app.now().seconds();
    if leaf.verify_self_signed(&known, now).is_ok() {
        return Ok(true);
    }
    // The client may have published another since.
    let newer = client_keys::newer(app, visit, client, &known).await?;
    Ok(newer.is_some_and(|newer| leaf.verify_self_signed(&newer, now).is_ok()))
}

/// Whether a trusted authority issued the certificate to the registered subject (§2.1): one of the installation's, or the
/// tenant's own, which must not have revoked it.
pub async fn issued(
    app: &App,
    visit: &Visit,
    client: &Client,
    request: &ClientRequest,
) -> Result<bool, Fault> {
    let Some(der) = request.certificate.as_deref() else { return Ok(false) };
    let subject = client.settings.keys.tls.as_ref().and_then(|one| one.read().ok());
    let (Ok(leaf), Some(subject)) = (Leaf::from_der(der), subject) else { return Ok(false) };
    let between: Vec<_> = request.between.iter().map(Vec::as_slice).collect();
    let now = app.now().seconds();
    let trusted = &app.client_authorities;
    if leaf.verify_issued(&between, trusted, &subject, now).is_ok() {
        return Ok(true);
    }
    Ok(leaf.has(&subject) && is_good_here(app, visit, der).await?)
}

/// Whether the tenant's own authority issued a certificate, and its row is good now.
async fn is_good_here(app: &App, visit: &Visit, der: &[u8]) -> Result<bool, Fault> {
    let tenant = visit.tenant.id;
    let known = authority::anchors(app, tenant).await?;
    let anchors: Vec<_> = known.iter().map(|(_, anchor)| anchor).collect();
    let Ok(shown) = keys::ca::verify(der, &anchors, app.now().seconds()) else { return Ok(false) };
    let issuer = known.iter().find(|(_, anchor)| anchor.key_id() == shown.authority_key_id);
    let Some((issuer, _)) = issuer else { return Ok(false) };
    let read = app.database.read();
    let found = store::certificates::by_serial(read, tenant, *issuer, &shown.serial_hex).await?;
    let state = found.map(|certificate| certificate.state(app.now()));
    Ok(matches!(state, Some(State::Valid | State::Expiring)))
}
