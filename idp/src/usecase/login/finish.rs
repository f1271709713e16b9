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
    let digest = &secret.digest(visit.tenant.id);
    let (fresh, now) = (new_id(app), app.now());
    let opened = app
        .database
        .write(|tx| async move {
            let tenant = visit.tenant.id;
            let (_, gate) = standing::gate(&tx, visit, &user.login_name, now).await?;
            if matches!(gate, Gate::Locked { .. }) {
                return Ok(false);
            }
            let kept = kept(&tx, visit, situation, (user, replaces)).await?;
            let session = Session {
                id: kept.unwrap_or(fresh),
                user: user.id,
                method: user.login_method,
                authenticated_at: now,
                last_seen: now,
            };
            let to = Progress::SignedIn { user: user.id, session: session.id };
            if !store::attempts::advance(&tx, tenant, &situation.attempt, to).await? {
                return Ok(false);
            }
            record(app, &tx, visit, situation, user).await?;
            if kept.is_some() {
                store::sessions::renew(&tx, tenant, &session, digest.clone()).await?;
                return Ok(true);
            }
            if let Some(other) = replaces {
                store::sessions::end(&tx, tenant, other.session.id, now).await?;
            }
            let origin = &visit.origin;
            store::sessions::create(&tx, tenant, &session, digest.clone(), origin).await?;
            Ok::<_, Fault>(true)
        })
        .await?;
    app.letters.notify_one();
    Ok(opened.then_some(secret))
}

/// The session that goes on: whoever proves himself again in his browser keeps it, under a new cookie. Another
/// person does not, nor one whose password changes, which ends what the old one opened.
async fn kept(
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    who: (&User, Option<&SignedIn>),
) -> Result<Option<SessionId>, Fault> {
    let (user, replaces) = who;
    let same = replaces.filter(|before| before.session.user == user.id);
    let Some(before) = same.filter(|_| situation.attempt.new_password.is_none()) else {
        return Ok(None);
    };
    let found = store::sessions::by_id(tx, visit.tenant.id, before.session.id).await?;
    Ok(found.map(|session| session.id))
}

/// Random, unlike other ids: websites see it as `sid`.
fn new_id(app: &App) -> SessionId {
    SessionId(uuid::Builder::from_random_bytes(keys::random::array(app.random())).into_uuid())
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
