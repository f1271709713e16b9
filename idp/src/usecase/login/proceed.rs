//! Goes on with a login as far as no person is needed: signs in, answers the website.

use crate::app::App;
use crate::model::attempt::{Progress, Purpose};
use crate::model::secret::Opaque;
use crate::model::step::Step;
use crate::stop::{Fault, Stop};
use crate::usecase::authorize::answer;
use crate::usecase::authorize::reply::Reply;
use crate::usecase::authorize::trial;
use crate::usecase::login::finish::{self, Opened};
use crate::usecase::login::resume::{self, Lost, Situation};
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

/// Where the browser goes now.
#[derive(Debug)]
pub struct Onward {
    /// The session that was opened on the way.
    pub session: Option<Opened>,
    pub to: Destination,
}

#[derive(Debug)]
pub enum Destination {
    /// A page of this login.
    Page(Box<Situation>),
    /// The website, with its answer; or the end of a test login.
    Website(Reply),
    /// The account site, below its own address.
    Account(String),
}

/// Finds the attempt again and goes on.
pub async fn proceed(
    app: &App,
    visit: &Visit,
    key: (&str, Option<&Opaque>),
    signed_in: Option<&SignedIn>,
) -> Result<Onward, Stop<Lost>> {
    let (handle, browser) = key;
    let mut situation = resume::find(app, visit, handle, browser).await?;
    let mut session = None;
    if situation.step == Step::SignIn {
        session = finish::sign_in(app, visit, &situation, signed_in).await?;
        situation = resume::find(app, visit, handle, browser).await?;
    }
    let to = arrive(app, visit, situation).await?;
    Ok(Onward { session, to })
}

/// Answers whoever waits, if nothing is left to ask.
pub async fn arrive(app: &App, visit: &Visit, situation: Situation) -> Result<Destination, Fault> {
    let Progress::SignedIn { session, .. } = situation.attempt.progress else {
        return Ok(Destination::Page(Box::new(situation)));
    };
    if situation.step != Step::Answer {
        return Ok(Destination::Page(Box::new(situation)));
    }
    let page = match &situation.attempt.purpose {
        Purpose::Account => "/account".to_owned(),
        Purpose::AccountEntry(entry) => entry.path().to_owned(),
        Purpose::AccountPage(page) => page.clone(),
        Purpose::Website(_) => {
            let reply = answer::of_attempt(app, visit, &situation, session).await?;
            return Ok(answered(situation, reply));
        }
        Purpose::Trial(id, _) => {
            let reply = trial::answer(app, visit, &situation, (*id, session)).await?;
            return Ok(answered(situation, reply));
        }
    };
    answer::close(app, visit, &situation).await?;
    Ok(Destination::Account(page))
}

/// Away with the answer; the page of an attempt that was answered before.
fn answered(situation: Situation, reply: Option<Reply>) -> Destination {
    reply.map_or_else(|| Destination::Page(Box::new(situation)), Destination::Website)
}
