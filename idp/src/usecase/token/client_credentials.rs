//! The client credentials grant (RFC 6749 §4.4): a client acts for itself, and for nobody else.

use super::asked::Asked;
use super::issue::{self, IdToken, Order};
use super::refusal::TokenRefusal;
use crate::app::App;
use crate::model::grant::{Details, Grant};
use crate::model::ids::GrantId;
use crate::random::row_id;
use crate::stop::Stop;
use crate::store;
use crate::usecase::client::AuthenticatedClient;
use crate::usecase::visit::Visit;
use crate::wire::params::Params;
use crate::wire::token::TokenAnswer;

/// Issues a token without a person: no refresh token, for the client can ask again, and no ID token.
pub async fn exchange(
    app: &App,
    visit: &Visit,
    client: &AuthenticatedClient,
    body: &Params,
) -> Result<TokenAnswer, Stop<TokenRefusal>> {
    let of = client.client();
    let asked = Asked::read(body).map_err(Stop::Refused)?;
    let most = of.settings.scope.clone().unwrap_or_default().of_machines();
    let scope = asked.scope_within(&most).map_err(Stop::Refused)?;
    let provider = app.issuer(&visit.tenant);
    let audience = &asked.audience(of, &[], &provider).map_err(Stop::Refused)?;
    let now = app.now();
    let grant = &Grant {
        id: GrantId(row_id(app.random(), now)),
        client: of.id.clone(),
        user: None,
        session: None,
        scope,
        details: Details { resources: audience.clone(), ..Details::default() },
        expires: now.plus(issue::life(of)),
    };
    let recorded = app
        .database
        .write(|tx| async move {
            store::grants::create(&tx, visit.tenant.id, grant, None, now).await?;
            let order = Order {
                grant: grant.clone(),
                user: None,
                scope: grant.scope.clone(),
                audience: audience.clone(),
                actor: None,
                until: None,
                refresh_token: None,
                id_token: IdToken::None,
            };
            issue::record(app, &tx, visit, client, order).await
        })
        .await
        .map_err(Stop::<TokenRefusal>::Fault)?;
    issue::sign(app, visit, of, &recorded).await
}
