//! Signs in, once every factor is proven: opens the session, lets a chosen password stand, clears the count.

use serde_json::json;

use crate::app::App;
use crate::model::attempt::Progress;
use crate::model::consent::Consent;
use crate::model::history::Outcome;
use crate::model::ids::{SessionId, UserId};
use crate::model::letter::About;
use crate::model::lockout::Gate;
use crate::model::moment::Moment;
use crate::model::password::{Origin, Stored};
use crate::model::secret::{Kind, Opaque};
use crate::model::session::Session;
use crate::model::step::{Known, Step, next_step, proven};
use crate::model::user::User;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::login::known_browser;
use crate::usecase::login::resume::Situation;
use crate::usecase::login::standing::{self, Try};
use crate::usecase::note;
use crate::usecase::notice;
use crate::usecase::session::SignedIn;
use crate::usecase::token::end;
use crate::usecase::visit::Visit;

/// What a sign-in gives the browser.
#[derive(Debug)]
pub struct Opened {
    /// The session's secret.
    pub secret: Opaque,
    /// The cookie by which accounts know the browser.
    pub mark: Opaque,
}

/// Opens the session; none when another request of the same attempt was first, or something that the sign-in rests on
/// changed meanwhile: the account was locked, the password must change, the browser is not remembered any more.
pub async fn sign_in(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    replaces: Option<&SignedIn>,
) -> Result<Option<Opened>, Fault> {
    let Some(user) = &situation.user else { return Ok(None) };
    let secret = Opaque::draw(Kind::Session, app.random());
    let digest = &secret.digest(visit.tenant.id);
    let (fresh, now) = (new_id(app), app.now());
    let mark = app
        .database
        .write(|tx| async move {
            let tenant = visit.tenant.id;
            let (count, gate) = standing::gate(&tx, visit, &user.login_name, now).await?;
            if matches!(gate, Gate::Locked(_)) {
                return Ok(None);
            }
            let Some(user) = &still_due(&tx, visit, situation, (user.id, now)).await? else {
                return Ok(None);
            };
            let kept = kept(&tx, visit, situation, (user, replaces)).await?;
            let session = Session {
                id: kept.unwrap_or(fresh),
                user: user.id,
                method: proven(&situation.attempt.progress),
                certificate: situation.attempt.progress.certificate(),
                authenticated_at: now,
                last_seen: now,
            };
            let to = Progress::SignedIn { user: user.id, session: session.id };
            if !store::attempts::advance(&tx, tenant, &situation.attempt, to).await? {
                return Ok(None);
            }
            standing::clear(&tx, visit, &user.login_name, count).await?;
            record(app, &tx, visit, situation, user).await?;
            let remember =
                matches!(situation.attempt.progress, Progress::Both { remember: true, .. });
            let mark = known_browser::meet(app, &tx, visit, (user, remember), now).await?;
            if kept.is_some() {
                store::sessions::renew(&tx, tenant, &session, digest.clone()).await?;
                return Ok(Some(mark));
            }
            if let Some(other) = replaces {
                store::sessions::end(&tx, tenant, other.session.id, now).await?;
            }
            let origin = &visit.origin;
            store::sessions::create(&tx, tenant, &session, digest.clone(), origin).await?;
            Ok::<_, Fault>(Some(mark))
        })
        .await?;
    app.letters.notify_one();
    Ok(mark.map(|mark| Opened { secret, mark }))
}

/// The user as he stands in this transaction, if a session may still begin.
async fn still_due(
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    when: (UserId, Moment),
) -> Result<Option<User>, Fault> {
    let (id, now) = when;
    let tenant = visit.tenant.id;
    if !certificate_stands(tx, visit, situation, now).await? {
        return Ok(None);
    }
    let user = store::users::by_id(tx, tenant, id).await?;
    let remembered = match known_browser::remembered_by(visit) {
        Some(mark) => store::known_browsers::is_remembered(tx, tenant, id, &mark, now).await?,
        None => false,
    };
    let known =
        Known { user: user.as_ref(), consent: Consent::NotNeeded, session_lives: true, remembered };
    let step = next_step(&situation.attempt, known, &visit.tenant.policy, now);
    Ok(user.filter(|_| step == Step::SignIn))
}

/// Whether the certificate of the second step is still good, where it was one. If not, that step is due again.
async fn certificate_stands(
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    now: Moment,
) -> Result<bool, Fault> {
    let (tenant, attempt) = (visit.tenant.id, &situation.attempt);
    let Some(id) = attempt.progress.certificate() else { return Ok(true) };
    let found = store::certificates::for_update(tx, tenant, id).await?;
    let stands = found.is_some_and(|one| one.is_live(now));
    if !stands {
        store::attempts::advance(tx, tenant, attempt, attempt.progress.without_second()).await?;
    }
    Ok(stands)
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
    let device = match situation.attempt.progress {
        Progress::Both { device, .. } => Some(device),
        _ => None,
    };
    let client = situation.attempt.waiting().map(|waiting| &waiting.client);
    let tried = Try { name: &user.login_name, user: Some(user), client, device, now };
    let method = proven(&situation.attempt.progress);
    standing::record_of(app, tx, visit, (&tried, Outcome::SignedIn), method).await?;
    if let Some(hash) = &situation.attempt.new_password {
        let new = Stored { hash: hash.clone(), origin: Origin::Chosen, set_at: now };
        store::passwords::put(tx, tenant, user.id, &new).await?;
        store::attempts::drop_new_password(tx, tenant, situation.attempt.id).await?;
        // A changed password ends what the old one opened.
        let ended = store::sessions::end_all(tx, tenant, user.id, now).await?;
        end::of_user(tx, tenant, user.id, None, now).await?;
        store::known_browsers::end_all(tx, tenant, user.id, now).await?;
        let deed = ("password.change", user.id.to_string(), json!({ "sessions_ended": ended }));
        note::of_user(app, tx, visit, deed, now).await?;
        notice::to_devices(app, tx, visit, user.id, &About::PasswordChanged { at: now }).await?;
    }
    Ok(())
}
