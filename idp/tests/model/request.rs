//! What people, their browsers, the support desk and the clock can do to the world.

use idp::model::login_method::LoginMethod;

use crate::world::{Browser, Login, Secret, Who};

/// What is entered as a one-time password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Typed {
    Wrong,
    /// The digits that were mailed with this code of a login.
    Login(usize),
    /// The initial one-time password of this enrolment.
    Initial(usize),
}

/// What is brought back to a login as the sign of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    Pass(usize),
    /// The mailed link of this reissue.
    Link(usize),
}

/// A request about one login, by its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Password {
        who: Who,
        right: bool,
    },
    Choose,
    Code {
        typed: Typed,
        remember: bool,
    },
    Resend,
    /// From the code page to the first step, where that is concealed.
    Back,
    Bring(Thing),
    Agree,
    Cancel,
    /// Only looks at the page, which goes on where nothing is left to ask.
    Proceed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recovery {
    Confirm,
    Answer { right: bool },
    Prove { right: bool },
    Choose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Enrol {
    Code(Typed),
    Register,
}

/// What the support desk or the account site does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    Unlock(Who),
    Disable(Who),
    Enable(Who),
    Method(Who, LoginMethod),
    Reset(Who),
    /// The desk's word is the second proof.
    Approve(Who),
    /// The password page of the account site, with the right current password.
    Change(Browser),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Request {
    /// A website sends the browser here.
    Begin {
        browser: Browser,
        anew: bool,
    },
    Login {
        login: usize,
        browser: Browser,
        step: Step,
    },
    /// A certificate is shown at its own address, where no cookie is sent.
    Show {
        login: usize,
        who: Who,
    },
    Ask(Who),
    Reissue {
        reissue: usize,
        browser: Browser,
        link: bool,
        step: Recovery,
    },
    Invite(Who),
    Enrol {
        enrolment: usize,
        browser: Browser,
        step: Enrol,
    },
    Office(Deed),
}

/// What is due for whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Due {
    Password,
    NewPassword,
    Code,
    Certificate,
    SignIn,
    Consent,
    Answer,
    Confirm,
    Question,
    SecondProof,
    Credentials,
    /// The page tells how it ended, or that there is nothing.
    Nothing,
}

/// What a request read before its transaction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seen {
    pub due: Due,
    /// The row of the login.
    pub row: Option<Login>,
    /// The stored password, if the typed one was right.
    pub matched: Option<Secret>,
    /// The code of the login that could be entered.
    pub code: Option<usize>,
}

/// A request between its reading and its writing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Held {
    pub request: Request,
    pub seen: Seen,
}

/// What happens next in the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A request from beginning to end.
    Whole(Request),
    /// A request reads, and others come before it writes.
    Hold(Request),
    Land,
    Tick,
}
