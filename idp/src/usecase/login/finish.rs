//! Signs in, once every factor is proven: opens the session, lets a chosen password stand, clears the count.

use serde_json::json;

use crate::app::App;
use crate::model::attempt::Progress;
use crate::model::history::Outcome;
use crate::model::ids::SessionId;
use crate::model::letter::About;
use crate::model::lockout::{Gate, Standing};
use crate::model::password::{Origin, Stored};
use crate::model::secret::{Kind, Opaque};
use crate::model::session::Session;
use crate::model::user::User;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::login::resume::Situation;
use crate::usecase::login::standing::{self, Try};
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

/// Opens the session; none when another request of the same attempt was first, or the account was locked meanwhile.
pub async fn sign_in(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    replaces: Option<&SignedIn>,
) -> Result<Option<Opaque>, Fault> {
    let Some(user) = &situation.user else { return Ok(None) };
    let secret = Opaque::draw(Kind::Session, app.random());
    let now = app.now();
    // Whoever proves himself again keeps his session, under a new cookie; another person ends it.
    let kept = replaces.filter(|before| before.session.user == user.id);
    let session = &Session {
        id: kept.map_or_else(|| new_id(app), |before| before.session.id),
        user: user.id,
        method: user.login_method,
        authenticated_at: now,
        last_seen: now,
    };
    let digest = &secret.digest(visit.tenant.id);
    let opened = app
        .database
        .write(|tx| async move {
            let (_, gate) = standing::gate(&tx, visit, &user.login_name, now).await?;
            if matches!(gate, Gate::Locked { .. }) {
                return Ok(false);
            }
            let to = Progress::SignedIn { user: user.id, session: session.id };
            let tenant = visit.tenant.id;
            if !store::attempts::advance(&tx, tenant, &situation.attempt, to).await? {
                return Ok(false);
            }
            record(app, &tx, visit, situation, user).await?;
            open(&tx, visit, (session, digest), (kept, replaces)).await?;
            Ok::<_, Fault>(true)
        })
        .await?;
    app.letters.notify_one();
    Ok(opened.then_some(secret))
}

/// Random, unlike other ids: websites see it as `sid`.
fn new_id(app: &App) -> SessionId {
    SessionId(uuid::Builder::from_random_bytes(keys::random::array(app.random())).into_uuid())
}

async fn open(
    tx: &Tx,
    visit: &Visit,
    new: (&Session, &[u8]),
    before: (Option<&SignedIn>, Option<&SignedIn>),
) -> Result<(), Fault> {
    let (session, digest) = new;
    let (kept, replaced) = before;
    let tenant = visit.tenant.id;
    // A changed password has ended all sessions: then there is nothing left to renew.
    let stands = store::sessions::by_id(tx, tenant, session.id).await?.is_some();
    if kept.is_some() && stands {
        return store::sessions::renew(tx, tenant, session, digest.to_vec()).await;
    }
    if let Some(other) = replaced.filter(|_| kept.is_none()) {
        store::sessions::end(tx, tenant, other.session.id, session.authenticated_at).await?;
    }
    store::sessions::create(tx, tenant, session, digest.to_vec(), &visit.origin).await
}

async fn record(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    user: &User,
) -> Result<(), Fault> {
    let now = app.now();
    let tenant = visit.tenant.id;
    store::standings::save(tx, tenant, &user.login_name, &Standing::CLEAN).await?;
    let device = match situation.attempt.progress {
        Progress::Both { device, .. } => Some(device),
        _ => None,
    };
    let client = situation.attempt.waiting().map(|waiting| &waiting.client);
    let tried = Try { name: &user.login_name, user: Some(user), client, device, now };
    standing::record(app, tx, visit, (&tried, Outcome::SignedIn)).await?;
    if let Some(hash) = &situation.attempt.new_password {
        let new = Stored { hash: hash.clone(), origin: Origin::Chosen, set_at: now };
        store::passwords::put(tx, tenant, user.id, &new).await?;
        store::attempts::keep_new_password(tx, tenant, situation.attempt.id, None).await?;
        // A changed password ends what the old one opened.
        let ended = store::sessions::end_all(tx, tenant, user.id, now).await?;
        let deed = ("password.change", user.id.to_string(), json!({ "sessions_ended": ended }));
        note::of_user(app, tx, visit, deed, now).await?;
        standing::notify(app, tx, visit, user, About::PasswordChanged { at: now }).await?;
    }
    Ok(())
}
