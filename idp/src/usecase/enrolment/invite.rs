//! Opens an enrolment: mails its address and its code in two letters, or hands them to the caller.

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::device::preferred;
use crate::model::enrolment::{Enrolment, digest_input};
use crate::model::ids::{DeviceId, EnrolmentId};
use crate::model::letter::{About, To};
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::upkeep::letter_facts::initial_code;
use crate::usecase::{note, notice};

/// How the two reach the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Two letters to the user's address.
    Mail,
    /// The address by mail; the code is handed to the caller, who passes it on by another way.
    AddressByMail,
    /// Both are handed to the caller.
    Caller,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this user has enrolled already")]
    HasEnrolled,
    #[error("a letter needs an address, and this user has none")]
    NeedsAddress,
}

/// What the caller passes on. The values are stored as digests only.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub expires_at: Moment,
    pub address: Option<String>,
    pub code: Option<String>,
}

/// Opens an enrolment; one before it ends.
pub async fn invite(
    app: &App,
    tenant: &Tenant,
    user: &User,
    delivery: Delivery,
    by: Actor<'_>,
) -> Result<Invitation, Stop<Refusal>> {
    if !matches!(user.stage, Stage::Invited) {
        return Err(Stop::Refused(Refusal::HasEnrolled));
    }
    let wanted = letters(app, tenant, user, delivery).await?;
    let now = app.now();
    let id = EnrolmentId(row_id(app.random(), now));
    let code = (delivery != Delivery::Mail).then(|| initial_code(app));
    let link = (delivery == Delivery::Caller).then(|| Opaque::draw(Kind::Enrolment, app.random()));
    let digest = |code: &String| app.code_digest(&digest_input(tenant.id, id, code));
    let new = &Enrolment {
        id,
        user: user.id,
        code_digest: code.as_ref().map(digest),
        wrong_tries: 0,
        created_at: now,
        expires_at: now.plus(Duration::days(tenant.policy.enrolment.address_days.into())),
        browser: None,
        ended: None,
    };
    let (drawn, wanted) = (link.as_ref(), &wanted);
    app.database
        .write(|tx| async move {
            store::enrolments::create(&tx, tenant.id, new).await?;
            if let Some(link) = drawn {
                store::mailed_links::create(&tx, tenant.id, link, id.0, now).await?;
            }
            put(app, &tx, tenant, (user, id, wanted)).await?;
            let details = json!({ "expires_at": new.expires_at.seconds() });
            let deed = (user.id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "user.invite"), deed).await
        })
        .await?;
    app.letters.notify_one();
    let base = app.issuer(tenant);
    let address = link.map(|link| format!("{}/enrol/{}", base.as_str(), link.expose()));
    Ok(Invitation { expires_at: new.expires_at, address, code })
}

/// The letters of an enrolment, and the device they go to.
type Letters = Option<(DeviceId, Vec<fn(EnrolmentId) -> About>)>;

/// Which letters are wanted, and where to; refused before anything is written.
async fn letters(
    app: &App,
    tenant: &Tenant,
    user: &User,
    delivery: Delivery,
) -> Result<Letters, Stop<Refusal>> {
    let address: fn(EnrolmentId) -> About = |enrolment| About::EnrolmentAddress { enrolment };
    let code: fn(EnrolmentId) -> About = |enrolment| About::EnrolmentCode { enrolment };
    let wanted = match delivery {
        Delivery::Caller => return Ok(None),
        Delivery::AddressByMail => vec![address],
        Delivery::Mail => vec![address, code],
    };
    let devices = store::devices::of_user(app.database.read(), tenant.id, user.id).await?;
    let device = preferred(&devices).ok_or(Stop::Refused(Refusal::NeedsAddress))?;
    Ok(Some((device.id, wanted)))
}

async fn put(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    what: (&User, EnrolmentId, &Letters),
) -> Result<(), Fault> {
    let (user, enrolment, letters) = what;
    let Some((device, wanted)) = letters else { return Ok(()) };
    let language = tenant.policy.languages.default;
    for about in wanted {
        let letter = (user.id, To::Device { device: *device }, about(enrolment));
        notice::put(app, tx, (tenant, language), letter).await?;
    }
    Ok(())
}
