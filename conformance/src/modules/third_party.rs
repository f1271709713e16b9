//! 3rd Party-Init OP: registration of `initiate_login_uri` (OpenID Connect Core §4).

use anyhow::{Context, Result, ensure};

use crate::plan::{Module, Need};
use crate::rp::Client;
use crate::rp::register::{Wish, request, send};
use crate::trial::Trial;

pub(crate) const THIRD_PARTY: &[Module] = &[
    row!("oidcc-3rd_party-init-login", init_login, Need::Registration),
    row!("oidcc-3rd_party-init-login-nohttps", no_https, Need::Registration),
];

async fn init_login(trial: &Trial) -> Result<()> {
    let address = format!("https://rp.example.org/{}", crate::random::letters(8));
    let client =
        Client::wishing(trial, Wish::member("initiate_login_uri", address.as_str())).await?;
    let echoed = &client.registered["initiate_login_uri"];
    ensure!(*echoed == address.as_str(), "registration echoes initiate_login_uri as {echoed}");
    let member =
        |name: &str| client.registered[name].as_str().with_context(|| format!("no {name}"));
    let (place, token) = (member("registration_client_uri")?, member("registration_access_token")?);
    let answer = trial.send(trial.http.get(place).bearer_auth(token)).await?;
    ensure!(answer.status == 200, "reading the client: {}", answer.brief());
    ensure!(answer.is_json(), "reading the client gives {}", answer.media_type());
    let read = answer.json()?;
    let shown = &read["initiate_login_uri"];
    ensure!(*shown == address.as_str(), "the client is shown with initiate_login_uri {shown}");
    Ok(())
}

async fn no_https(trial: &Trial) -> Result<()> {
    let wish = Wish::member("initiate_login_uri", "http://rp.example.org/login");
    let config = &trial.config.client;
    let (body, _) = request(trial, config, trial.variant.method, &wish)?;
    let answer = send(trial, config, &body).await?;
    if answer.status == 201 {
        trial.remember(&answer.json()?);
    }
    ensure!(answer.status == 400, "an http address is answered {}", answer.brief());
    let error = answer.error();
    ensure!(
        error == "invalid_client_metadata",
        "the error is {error}, not invalid_client_metadata"
    );
    Ok(())
}
