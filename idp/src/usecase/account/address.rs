//! Adds a device, or changes the address of one: the new address counts once a code mailed to it was entered.

use serde_json::json;
use time::Duration;

use super::device_certificate::{issued, prepared};
use crate::app::App;
use crate::model::address_proof::{AddressProof, digest_input};
use crate::model::device::{self, Device, Kind, Misfit};
use crate::model::fold;
use crate::model::ids::{DeviceId, ProofId};
use crate::model::letter::{About, To};
use crate::model::names::{LoginName, MailAddress};
use crate::model::one_time_code::Verdict;
use crate::random::{letters, row_id};
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::certificate::{Issued, Prepared};
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice};

/// What was typed about a device.
#[derive(Clone, Debug)]
pub struct Typed {
    pub mail: String,
    pub confirm: String,
    /// The device to change; none adds one.
    pub device: Option<DeviceId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Unfit(Misfit),
    /// The device to change is not one of the user's.
    NoDevice,
    TooMany,
    TooSoon(Duration),
    Mismatch,
    Expired,
    Exhausted,
}

/// Judges what was typed, before anything is mailed.
pub async fn check(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    typed: &Typed,
) -> Result<MailAddress, Stop<Refusal>> {
    let devices =
        store::devices::of_user(app.database.read(), visit.tenant.id, who.user.id).await?;
    judge(visit, &devices, typed).map_err(Stop::Refused)
}

fn judge(visit: &Visit, devices: &[Device], typed: &Typed) -> Result<MailAddress, Refusal> {
    if typed.device.is_some_and(|id| devices.iter().all(|device| device.id != id)) {
        return Err(Refusal::NoDevice);
    }
    let most = usize::from(visit.tenant.policy.devices_at_most);
    let pair = (typed.mail.as_str(), typed.confirm.as_str());
    device::judge_address(devices, typed.device, pair, most).map_err(Refusal::Unfit)
}

/// Mails a code to the new address.
pub async fn ask(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    what: (&Typed, Kind),
) -> Result<ProofId, Stop<Refusal>> {
    let (typed, kind) = what;
    let address = check(app, visit, who, typed).await?;
    let proof = &proof(app, who, (typed.device, address, kind));
    let asked = app.database.write(|tx| async move { put(app, &tx, visit, proof).await }).await?;
    asked.map_err(Stop::Refused)?;
    app.letters.notify_one();
    Ok(proof.id)
}

/// Mails another code to the same new address; the one before is dead.
pub async fn again(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    id: ProofId,
) -> Result<ProofId, Stop<Refusal>> {
    let asked = app
        .database
        .write(|tx| async move {
            store::users::hold(&tx, visit.tenant.id, who.user.id).await?;
            let found = store::address_proofs::for_update(&tx, visit.tenant.id, id).await?;
            let Some(before) = found.filter(|one| is_own(one, who)) else {
                return Ok(Err(Refusal::Expired));
            };
            let wait = before.resend_wait(&visit.tenant.policy.one_time_code, app.now());
            if wait > Duration::ZERO {
                return Ok(Err(Refusal::TooSoon(wait)));
            }
            let new = proof(app, who, (before.device, before.address, before.kind));
            let asked = put(app, &tx, visit, &new).await?;
            Ok::<_, Fault>(asked.map(|()| new.id))
        })
        .await?;
    app.letters.notify_one();
    asked.map_err(Stop::Refused)
}

/// The proof that waits for its code in this session: the one asked about, else the one that took its place.
pub async fn open(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    id: ProofId,
) -> Result<Option<AddressProof>, Fault> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let asked = store::address_proofs::by_id(read, tenant, id).await?;
    if let Some(proof) = asked.filter(|one| is_own(one, who)) {
        return Ok(Some(proof));
    }
    let waiting = store::address_proofs::of_session(read, tenant, who.session.id).await?;
    Ok(waiting.filter(|one| is_own(one, who)))
}

/// A proof is given in the session that asked for it, and in no other.
pub(super) fn is_own(proof: &AddressProof, who: &SignedIn) -> bool {
    proof.session == who.session.id && proof.user == who.user.id
}

/// What the right code came to.
pub struct Settled {
    pub device: Device,
    /// Issued to a device that was added, where the user's login method wants one.
    pub certificate: Option<Issued>,
}

/// Judges the code; the right one makes the address count.
pub async fn answer(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    entered: (ProofId, &str),
) -> Result<Settled, Stop<Refusal>> {
    let (id, typed) = entered;
    let input = digest_input(visit.tenant.id, who.user.id, id, &fold::code(typed));
    let typed = &app.code_digest(&input);
    let prepared = &prepared(app, visit, (who, id, typed)).await?;
    let outcome = app
        .database
        .write(
            |tx| async move { settle(app, &tx, visit, (who, id, typed), prepared.as_ref()).await },
        )
        .await?;
    app.letters.notify_one();
    outcome.map_err(Stop::Refused)
}

async fn settle(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    entered: (&SignedIn, ProofId, &[u8]),
    prepared: Option<&Prepared>,
) -> Result<Result<Settled, Refusal>, Fault> {
    let (who, id, typed) = entered;
    let (tenant, now) = (&visit.tenant, app.now());
    let devices = store::devices::of_user_for_update(tx, tenant.id, who.user.id).await?;
    let found = store::address_proofs::for_update(tx, tenant.id, id).await?;
    let Some(proof) = found.filter(|one| is_own(one, who)) else {
        return Ok(Err(Refusal::Expired));
    };
    match proof.judge(typed, &tenant.policy.one_time_code, now) {
        Verdict::Expired => return Ok(Err(Refusal::Expired)),
        Verdict::Exhausted => return Ok(Err(Refusal::Exhausted)),
        Verdict::Wrong => {
            store::address_proofs::count_wrong_try(tx, tenant.id, id).await?;
            return Ok(Err(Refusal::Mismatch));
        }
        Verdict::Right => {}
    }
    let address = proof.address.to_string();
    let same = Typed { mail: address.clone(), confirm: address, device: proof.device };
    if let Err(why) = judge(visit, &devices, &same) {
        return Ok(Err(why));
    }
    if !store::address_proofs::consume(tx, tenant.id, id, now).await? {
        return Ok(Err(Refusal::Expired));
    }
    // Judged by the one person who reads the mails to the address: nobody learns here who has which (AC-15).
    if belongs_to_another(tx, visit, &proof).await? {
        return Ok(Err(Refusal::Unfit(Misfit::NotPossible)));
    }
    let old = devices.iter().find(|device| Some(device.id) == proof.device);
    if let Some(old) = old {
        let device = changed(app, tx, visit, (old, &proof)).await?;
        return Ok(Ok(Settled { device, certificate: None }));
    }
    let device = added(app, tx, visit, (&devices, &proof)).await?;
    let certificate = issued(app, tx, visit, (who, &device), prepared).await?;
    Ok(Ok(Settled { device, certificate }))
}

/// Whether another user has the address, in whatever spelling, or logs in by it as his user ID.
async fn belongs_to_another(tx: &Tx, visit: &Visit, proof: &AddressProof) -> Result<bool, Fault> {
    let (tenant, user) = (visit.tenant.id, proof.user);
    if store::devices::is_anothers(tx, tenant, user, &proof.address).await? {
        return Ok(true);
    }
    let Some(name) = LoginName::parse(proof.address.as_str()) else { return Ok(false) };
    let owner = store::users::id_of_login_name(tx, tenant, &name).await?;
    Ok(owner.is_some_and(|owner| owner != user))
}

async fn added(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&[Device], &AddressProof),
) -> Result<Device, Fault> {
    let (devices, proof) = what;
    let (now, user) = (app.now(), proof.user);
    // The others hear of it; the new one knows.
    let (address, kind) = (proof.address.masked(), proof.kind);
    let about = About::DeviceAdded { at: now, address, kind };
    notice::to_devices(app, tx, visit, user, &about).await?;
    let device = Device {
        id: DeviceId(row_id(app.random(), now)),
        user,
        number: devices.iter().map(|device| device.number).max().unwrap_or(0) + 1,
        address: proof.address.clone(),
        kind,
        last_used: None,
    };
    store::devices::create(tx, visit.tenant.id, &device, now).await?;
    let details = json!({ "device": device.number, "kind": kind });
    note::of_user(app, tx, visit, ("device.add", user.to_string(), details), now).await?;
    Ok(device)
}

async fn changed(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&Device, &AddressProof),
) -> Result<Device, Fault> {
    let (old, proof) = what;
    let (now, user) = (app.now(), proof.user);
    let about =
        About::DeviceChanged { at: now, old: old.address.masked(), new: proof.address.masked() };
    // Before the change: the old address hears of it too.
    notice::to_address(app, tx, visit, (user, old.address.clone()), about.clone()).await?;
    let device = Device { address: proof.address.clone(), kind: proof.kind, ..old.clone() };
    store::devices::change(tx, visit.tenant.id, &device).await?;
    // A code that went to the old address is no proof any more.
    store::codes::end_of_device(tx, visit.tenant.id, old.id, now).await?;
    notice::to_devices(app, tx, visit, user, &about).await?;
    let details = json!({ "device": device.number, "kind": device.kind });
    note::of_user(app, tx, visit, ("device.change", user.to_string(), details), now).await?;
    Ok(device)
}

fn proof(app: &App, who: &SignedIn, what: (Option<DeviceId>, MailAddress, Kind)) -> AddressProof {
    let (device, address, kind) = what;
    let now = app.now();
    AddressProof {
        id: ProofId(row_id(app.random(), now)),
        user: who.user.id,
        session: who.session.id,
        device,
        address,
        kind,
        reference: letters(app.random(), 4),
        digest: None,
        wrong_tries: 0,
        asked_at: now,
    }
}

/// Login codes and these share one limit of mails.
async fn put(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    new: &AddressProof,
) -> Result<Result<(), Refusal>, Fault> {
    let tenant = &visit.tenant;
    store::users::hold(tx, tenant.id, new.user).await?;
    let since = app.now().minus(Duration::minutes(15));
    let mails = store::codes::count_since(tx, tenant.id, new.user, since).await?
        + store::address_proofs::count_since(tx, tenant.id, new.user, since).await?;
    // As many again as logins may have had: signing in to add a device must not use them up.
    if mails >= 2 * u64::from(tenant.policy.one_time_code.mails_per_quarter_hour) {
        return Ok(Err(Refusal::TooMany));
    }
    store::address_proofs::create(tx, tenant.id, new).await?;
    let letter = (new.user, To::Proof { proof: new.id }, About::AddressCode { proof: new.id });
    notice::put(app, tx, (tenant, visit.language), letter).await?;
    Ok(Ok(()))
}
