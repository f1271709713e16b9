//! The new password at the end of a reissue. It stands at once; the login follows, with every step.

use super::find::{Situation, still_due};
use super::finish::finish;
use crate::app::App;
use crate::model::letter::About;
use crate::model::password::{Origin, Stored, Typed};
use crate::model::reissue::Step;
use crate::stop::{Fault, Stop};
use crate::usecase::login::new_password::{Refusal, judge};
use crate::usecase::visit::Visit;

/// Sets the new password; out of its turn it changes nothing.
pub async fn choose(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    typed: (&Typed, &Typed),
) -> Result<(), Stop<Refusal>> {
    if situation.step != Step::NewPassword {
        return Ok(());
    }
    let (new, confirm) = typed;
    if new.expose() != confirm.expose() {
        return Err(Stop::Refused(Refusal::Mismatch));
    }
    judge(app, visit, &situation.user, new).await?;
    let now = app.now();
    let stored =
        &Stored { hash: app.passwords.hash(new).await?, origin: Origin::Chosen, set_at: now };
    app.database
        .write(|tx| async move {
            if still_due(app, &tx, visit, situation).await? {
                let about = About::PasswordReissued { at: now };
                let with = (stored, "reissue.password", about);
                finish(app, &tx, visit, situation, with).await?;
            }
            Ok::<_, Fault>(())
        })
        .await?;
    app.letters.notify_one();
    Ok(())
}
