//! Revocation (RFC 7009): a client gives back what it holds.

use serde_json::json;

use super::{end, presented};
use crate::app::App;
use crate::model::ids::GrantId;
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::client::{self, AuthenticatedClient, refusal::ClientRefusal};
use crate::usecase::note;
use crate::usecase::visit::Visit;
use crate::wire::client_request::ClientRequest;
use crate::wire::error::{ErrorBody, ErrorCode};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationRefusal {
    Client(ClientRefusal),
    TokenMissing,
}

impl RevocationRefusal {
    pub const fn wording(self) -> ErrorBody {
        match self {
            Self::Client(why) => why.wording(),
            Self::TokenMissing => ErrorBody {
                error: ErrorCode::InvalidRequest,
                error_description: "token is missing",
            },
        }
    }
}

impl From<ClientRefusal> for RevocationRefusal {
    fn from(why: ClientRefusal) -> Self {
        Self::Client(why)
    }
}

/// Ends a token of the client's own. Whatever else it sends is no token of its own, and it learns no more than that
/// (§2.2). The hint is not needed: every kind looks different.
pub async fn revoke(
    app: &App,
    visit: &Visit,
    request: &ClientRequest,
) -> Result<(), Stop<RevocationRefusal>> {
    let client = client::authenticate(app, visit, request).await.map_err(Stop::told_as)?;
    let token = request.body.value("token");
    let token = token.ok_or(Stop::Refused(RevocationRefusal::TokenMissing))?;
    match Opaque::parse(Kind::RefreshToken, token) {
        Some(token) => Ok(refresh_token(app, visit, &client, &token).await?),
        None => Ok(access_token(app, visit, &client, token).await?),
    }
}

/// With a refresh token goes all that its grant led to (§2.1).
async fn refresh_token(
    app: &App,
    visit: &Visit,
    client: &AuthenticatedClient,
    token: &Opaque,
) -> Result<(), Fault> {
    let (tenant, now) = (visit.tenant.id, app.now());
    app.database
        .write(|tx| async move {
            let row = store::refresh_tokens::by_digest(&tx, tenant, token.digest(tenant)).await?;
            let Some(row) = row.filter(|row| row.client == client.client().id) else {
                return Ok(());
            };
            end::grant(&tx, tenant, row.grant, now).await?;
            noted(app, &tx, visit, (client, row.grant), now).await
        })
        .await
}

async fn access_token(
    app: &App,
    visit: &Visit,
    client: &AuthenticatedClient,
    token: &str,
) -> Result<(), Fault> {
    let found = presented::find(app, visit, token, None).await?;
    let Some(found) = &found.filter(|found| found.token.client == client.client().id) else {
        return Ok(());
    };
    let (tenant, now) = (visit.tenant.id, app.now());
    app.database
        .write(|tx| async move {
            if store::access_tokens::revoke(&tx, tenant, found.token.id, now).await? {
                noted(app, &tx, visit, (client, found.token.grant), now).await?;
            }
            Ok(())
        })
        .await
}

async fn noted(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&AuthenticatedClient, GrantId),
    now: Moment,
) -> Result<(), Fault> {
    let (client, grant) = what;
    let details = json!({ "client": client.client().id });
    note::of_user(app, tx, visit, ("token.revoke", grant.to_string(), details), now).await
}
