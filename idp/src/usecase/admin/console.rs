//! The console's own login: it is a client of the service, and redeems its codes by the very use-case of the token
//! endpoint. What it must remember stands sealed in cookies; what opens it is the browser's session, looked at each time.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use keys::signing::Profile;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::Duration;
use url::Url;

use crate::app::App;
use crate::model::admin::Administrator;
use crate::model::ids::SessionId;
use crate::model::moment::Moment;
use crate::stop::{Fault, Stop};
use crate::usecase::admin::{access, system};
use crate::usecase::session::SignedIn;
use crate::usecase::token;
use crate::usecase::token::keyring;
use crate::usecase::visit::Visit;
use crate::wire::acr::Acr;
use crate::wire::client_request::ClientRequest;
use crate::wire::params::Params;

/// A login may take so long.
const ENTRY_LIFE: Duration = Duration::minutes(30);

/// What was sent along with the login, and where it leads in the end.
#[derive(Serialize, Deserialize)]
struct Entry {
    state: String,
    nonce: String,
    verifier: String,
    to: String,
    until: i64,
}

/// That the console was opened, for one session; with the ID token that a logout is asked by.
#[derive(Serialize, Deserialize)]
struct Opening {
    session: SessionId,
    id_token: String,
}

/// Values for two cookies, or an address and a cookie.
#[derive(Debug)]
pub struct Sent {
    pub to: String,
    pub cookie: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not the answer to what this browser asked last, or too late.
    Stale,
    /// The login was given up, or came to nothing.
    NotSignedIn,
    /// Signed in, but without a second factor.
    NoSecondFactor,
}

/// Who is in the console.
#[derive(Debug)]
pub struct Inside {
    pub who: SignedIn,
    /// None: nobody gave him a role, or his last one was taken away.
    pub administrator: Option<Administrator>,
    id_token: String,
}

/// What the console reads of its ID token.
#[derive(Deserialize)]
struct Claims {
    nonce: String,
    sid: String,
    amr: Vec<String>,
}

/// Where the browser goes to sign in, by both factors (AD-15), and what it must bring back.
pub async fn begin(app: &App, visit: &Visit, to: &str) -> Result<Sent, Fault> {
    system::console(app, &visit.tenant).await?;
    let draw = || URL_SAFE_NO_PAD.encode(keys::random::array::<32>(app.random()));
    let (state, nonce, verifier) = (draw(), draw(), draw());
    let challenge = URL_SAFE_NO_PAD.encode(keys::digest::sha256(verifier.as_bytes()));
    let acr = json!({ "essential": true, "values": [Acr::PasswordOtp, Acr::PasswordCertificate] });
    let claims = json!({ "id_token": { "acr": acr } }).to_string();
    let pairs = [
        ("response_type", "code"),
        ("client_id", system::CONSOLE),
        ("redirect_uri", &redirect_uri(app)),
        ("scope", "openid"),
        ("state", &state),
        ("nonce", &nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("claims", &claims),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let until = app.now().plus(ENTRY_LIFE).seconds();
    let entry = Entry { state, nonce, verifier, to: to.to_owned(), until };
    Ok(Sent {
        to: format!("/t/{}/authorize?{query}", visit.tenant.slug),
        cookie: sealed(app, ENTRY, &entry)?,
    })
}

/// Takes the answer of the login: redeems its code and judges the ID token.
pub async fn finish(
    app: &App,
    visit: &Visit,
    asked: (Option<&str>, Option<&SignedIn>),
    answer: &Params,
) -> Result<Sent, Stop<Refusal>> {
    let (cookie, signed_in) = asked;
    let refuse = |why| Err(Stop::Refused(why));
    let entry = cookie.and_then(|cookie| opened::<Entry>(app, ENTRY, cookie));
    let entry = entry.filter(|entry| app.now() < Moment::from_seconds(entry.until));
    let Some(entry) = entry else { return refuse(Refusal::Stale) };
    let same = |name: &str, wanted: &str| {
        keys::digest::same(answer.value(name).unwrap_or_default().as_bytes(), wanted.as_bytes())
    };
    // `iss`: an answer of another provider is none (RFC 9207 §2.4).
    if !same("state", &entry.state) || !same("iss", app.issuer(&visit.tenant).as_str()) {
        return refuse(Refusal::Stale);
    }
    if answer.value("error") == Some("unmet_authentication_requirements") {
        return refuse(Refusal::NoSecondFactor);
    }
    let (Some(code), Some(who)) = (answer.value("code"), signed_in) else {
        return refuse(Refusal::NotSignedIn);
    };
    let id_token = redeem(app, visit, code, &entry.verifier).await?;
    let Some(claims) = read(app, visit, &id_token).await? else {
        return refuse(Refusal::NotSignedIn);
    };
    if claims.nonce != entry.nonce || claims.sid != who.session.id.to_string() {
        return refuse(Refusal::Stale);
    }
    if !claims.amr.iter().any(|word| word == "mfa") {
        return refuse(Refusal::NoSecondFactor);
    }
    let opening = Opening { session: who.session.id, id_token };
    Ok(Sent { to: entry.to, cookie: sealed(app, OPENING, &opening)? })
}

async fn redeem(
    app: &App,
    visit: &Visit,
    code: &str,
    verifier: &str,
) -> Result<String, Stop<Refusal>> {
    let mut body = Params::default();
    for (name, value) in [
        ("grant_type", "authorization_code"),
        ("client_id", system::CONSOLE),
        ("redirect_uri", &redirect_uri(app)),
        ("code", code),
        ("code_verifier", verifier),
    ] {
        body.put(name.to_owned(), value.to_owned());
    }
    let address = app.issuer(&visit.tenant).at("/token");
    let request = ClientRequest { address, method: "POST".to_owned(), body, ..Default::default() };
    match token::exchange(app, visit, &request).await {
        Ok(answer) => answer.id_token.ok_or(Stop::Refused(Refusal::NotSignedIn)),
        Err(Stop::Refused(_)) => Err(Stop::Refused(Refusal::NotSignedIn)),
        Err(Stop::Fault(fault)) => Err(Stop::Fault(fault)),
    }
}

/// The claims of an ID token that is ours, for the console, and not too old.
async fn read(app: &App, visit: &Visit, token: &str) -> Result<Option<Claims>, Fault> {
    let issuer = app.issuer(&visit.tenant);
    let profile = Profile {
        typ: Some("JWT"),
        issuer: issuer.as_str(),
        audience: Some(system::CONSOLE),
        leeway: 60,
        allow_expired: false,
    };
    let keyring = keyring::of(app, visit.tenant.id).await?;
    let verified = keyring.verifying.verify(token, &profile, app.now().seconds());
    Ok(verified.ok().map(|verified| verified.claims))
}

/// Who is in the console, if the browser's session is the very one that opened it and has both factors.
pub async fn inside(
    app: &App,
    visit: &Visit,
    signed_in: Option<SignedIn>,
    cookie: Option<&str>,
) -> Result<Option<Inside>, Fault> {
    let opening = cookie.and_then(|cookie| opened::<Opening>(app, OPENING, cookie));
    let (Some(opening), Some(who)) = (opening, signed_in) else { return Ok(None) };
    if opening.session != who.session.id || !who.session.method.has_second_step() {
        return Ok(None);
    }
    let administrator = access::of_person(app, &who, &visit.origin).await?;
    Ok(Some(Inside { who, administrator, id_token: opening.id_token }))
}

/// Where a logout is asked for (OpenID Connect RP-Initiated Logout §2).
pub fn sign_out(app: &App, visit: &Visit, inside: &Inside) -> Result<String, Fault> {
    let mut address = Url::parse(&app.issuer(&visit.tenant).at("/logout"))
        .map_err(|error| Fault::Other(error.to_string()))?;
    address
        .query_pairs_mut()
        .append_pair("id_token_hint", &inside.id_token)
        .append_pair("post_logout_redirect_uri", &format!("{}/console/signed-out", app.base));
    Ok(address.into())
}

fn redirect_uri(app: &App) -> String {
    format!("{}/console/callback", app.base)
}

const ENTRY: &str = "console|entry";
const OPENING: &str = "console|opening";

fn sealed<T: Serialize>(app: &App, context: &str, value: &T) -> Result<String, Fault> {
    let plain = serde_json::to_vec(value)?;
    Ok(URL_SAFE_NO_PAD.encode(app.sealer.seal(app.random(), context, &plain)?))
}

/// What was sealed here; what was not is as good as nothing.
fn opened<T: DeserializeOwned>(app: &App, context: &str, cookie: &str) -> Option<T> {
    let sealed = URL_SAFE_NO_PAD.decode(cookie).ok()?;
    serde_json::from_slice(&app.sealer.open(context, &sealed).ok()?).ok()
}
