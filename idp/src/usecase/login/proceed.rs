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
    match &situation.attempt.purpose {
        Purpose::Account => {
            answer::close(app, visit, &situation).await?;
            Ok(Destination::Account("/account".to_owned()))
        }
        Purpose::AccountEntry(entry) => {
            let page = entry.path().to_owned();
            answer::close(app, visit, &situation).await?;
            Ok(Destination::Account(page))
        }
        Purpose::AccountPage(page) => {
            let page = page.clone();
            answer::close(app, visit, &situation).await?;
            Ok(Destination::Account(page))
        }
        Purpose::Website(_) => match answer::of_attempt(app, visit, &situation, session).await? {
            Some(reply) => Ok(Destination::Website(reply)),
            None => Ok(Destination::Page(Box::new(situation))),
        },
        Purpose::Trial(id, _) => match trial::answer(app, visit, &situation, (*id, session)).await?
        {
            Some(reply) => Ok(Destination::Website(reply)),
            None => Ok(Destination::Page(Box::new(situation))),
        },
    }
}
