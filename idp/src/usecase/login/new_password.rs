//! The forced change of an expired, temporary or reset password.
//!
//! The new password is chosen before the second step, as the manual has it, but stands only once every factor is
//! proven (`finish`): whoever knows only the old password changes nothing.

use crate::app::App;
use crate::model::attempt::Progress;
use crate::model::device::Choice;
use crate::model::login_method::LoginMethod;
use crate::model::password::{Person, Typed, Weakness};
use crate::model::step::Step;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::login::resume::Situation;
use crate::usecase::login::send_code;
use crate::usecase::visit::Visit;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The two entries differ.
    Mismatch,
    Weak(Weakness),
    /// It is the current or a former one.
    Reused,
}

pub async fn choose(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    typed: (&Typed, &Typed),
) -> Result<(), Stop<Refusal>> {
    let (Step::NewPassword(_), Some(user)) = (situation.step, &situation.user) else {
        return Ok(());
    };
    let (new, confirm) = typed;
    if new.expose() != confirm.expose() {
        return Err(Stop::Refused(Refusal::Mismatch));
    }
    judge(app, visit, user, new).await?;
    let hash = &app.passwords.hash(new).await?;
    app.database
        .write(|tx| async move {
            let (tenant, attempt) = (visit.tenant.id, &situation.attempt);
            if !store::attempts::keep_new_password(&tx, tenant, attempt, hash).await? {
                return Ok(());
            }
            let waits = matches!(attempt.progress, Progress::Password { .. });
            if waits && user.login_method == LoginMethod::PasswordOtp {
                // Over the limit of mails the page offers to send again later.
                let to = (Some(user), Choice::Same, None);
                let _sent = send_code::ask(app, &tx, visit, situation, to).await?;
            }
            Ok::<_, Fault>(())
        })
        .await?;
    app.letters.notify_one();
    Ok(())
}

/// Judges a new password of a user: by the rules, then by the current and former ones.
pub async fn judge(
    app: &App,
    visit: &Visit,
    user: &User,
    new: &Typed,
) -> Result<(), Stop<Refusal>> {
    let rules = &visit.tenant.policy.password;
    let read = app.database.read();
    let devices = store::devices::of_user(read, visit.tenant.id, user.id).await?;
    let addresses: Vec<_> = devices.into_iter().map(|device| device.address).collect();
    let person = Person {
        login_name: &user.login_name,
        addresses: &addresses,
        has_second_step: user.login_method.has_second_step(),
    };
    rules.judge(new, &person).map_err(|why| Stop::Refused(Refusal::Weak(why)))?;
    let former = u64::from(rules.former_refused) - 1;
    let mut refused = store::passwords::former(read, visit.tenant.id, user.id, former).await?;
    refused.extend(user.usable_password(app.now()).map(|stored| stored.hash.clone()));
    for hash in refused {
        if app.passwords.matches(Some(&hash), new).await? {
            return Err(Stop::Refused(Refusal::Reused));
        }
    }
    Ok(())
}
