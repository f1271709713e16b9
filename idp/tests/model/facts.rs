//! The world in the product's own words: what its functions are asked with.

use std::sync::LazyLock;

use idp::model::attempt::{Attempt, Progress, Purpose, Waiting};
use idp::model::ending::Ending;
use idp::model::enrolment::{self, Enrolment};
use idp::model::history;
use idp::model::ids::{
    AttemptId, ClientId, CodeId, DeviceId, EnrolmentId, KnownBrowserId, ReissueId, SessionId,
    TenantId, UserId,
};
use idp::model::known_browser::KnownBrowser;
use idp::model::moment::Moment;
use idp::model::names::LoginName;
use idp::model::one_time_code::{self, OneTimeCode};
use idp::model::password::{self, Stored};
use idp::model::reissue::{Proof, Reissue};
use idp::model::session::Session;
use idp::model::user::{Stage, User};
use idp::wire::authorize::Accepted;
use idp::wire::prompt::Prompt;
use idp::wire::scope::Scope;
use time::Duration;
use uuid::Uuid;

use crate::request::Typed;
use crate::world::{self, At, Browser, Clock, End, Known, Login, Origin, Person, Secret, Who};

/// One tick: longer than a code (10 minutes) and a lock (15) live, shorter than a login or a link (30).
pub const TICK: Duration = Duration::minutes(16);

pub const TENANT: TenantId = TenantId(Uuid::nil());

static NAMES: LazyLock<[LoginName; 2]> =
    LazyLock::new(|| ["alice", "bob"].map(|name| LoginName::parse(name).unwrap()));

/// The website's requests: an ordinary one, and one that wants a login anew.
static REQUESTS: LazyLock<[Accepted; 2]> = LazyLock::new(|| {
    [false, true].map(|login| Accepted {
        scope: Scope::parse("openid").unwrap(),
        prompt: Prompt { login, ..Prompt::default() },
        ..Accepted::default()
    })
});

fn number(of: usize) -> Uuid {
    Uuid::from_u128(of as u128 + 1)
}

pub fn moment(clock: Clock) -> Moment {
    Moment::from_seconds(100_000_000).plus(TICK * i32::from(clock))
}

pub fn user_id(who: Who) -> UserId {
    UserId(number(who))
}

pub fn browser(browser: Browser) -> Vec<u8> {
    vec![u8::from(browser != 0)]
}

pub fn accepted(anew: bool) -> &'static Accepted {
    &REQUESTS[usize::from(anew)]
}

/// When a password was set: no two of a user were at the same millisecond.
pub fn set_at(secret: Secret) -> Moment {
    moment(secret.set_at).plus(Duration::milliseconds(secret.version.into()))
}

fn stored(secret: Secret) -> Stored {
    let origin = match secret.origin {
        Origin::Chosen => password::Origin::Chosen,
        Origin::Temporary { until } => password::Origin::Temporary { until: moment(until) },
        Origin::Reset => password::Origin::Reset,
    };
    Stored { hash: secret.version.to_string(), origin, set_at: set_at(secret) }
}

pub fn user(who: Who, person: &Person) -> User {
    let stage = match person.secret {
        secret if person.closed => Stage::Disabled(secret.map(stored)),
        Some(secret) => Stage::Active(stored(secret)),
        None => Stage::Invited,
    };
    User {
        tenant: TENANT,
        id: user_id(who),
        login_name: NAMES[who].clone(),
        subject: String::new(),
        stage,
        login_method: person.method,
        created_at: moment(0),
    }
}

pub fn progress(at: At) -> Progress {
    match at {
        At::Nobody => Progress::Nobody,
        At::Doubt { who } => Progress::Doubt { name: Some(NAMES[who].clone()) },
        At::Password { who, secret } => {
            Progress::Password { user: user_id(who), set_at: set_at(secret) }
        }
        At::Both { who, secret, method, remember } => Progress::Both {
            user: user_id(who),
            set_at: set_at(secret),
            method,
            device: DeviceId(number(who)),
            remember,
            certificate: None,
        },
        At::SignedIn { who, session } => {
            Progress::SignedIn { user: user_id(who), session: SessionId(number(session)) }
        }
        At::Finished { who } => Progress::Finished { user: user_id(who) },
        At::Cancelled => Progress::Cancelled,
    }
}

pub fn attempt(login: &Login) -> Attempt {
    let request = accepted(login.anew).clone();
    Attempt {
        id: AttemptId(Uuid::nil()),
        browser: browser(login.browser),
        purpose: Purpose::Website(Box::new(Waiting { client: ClientId("shop".into()), request })),
        progress: progress(login.at),
        new_password: login.fresh.map(|version| version.to_string()),
        created_at: moment(login.begun),
    }
}

/// What a person enters.
pub fn digits(typed: Typed) -> String {
    match typed {
        Typed::Wrong => "000000".to_owned(),
        Typed::Login(code) => format!("1{code:05}"),
        Typed::Initial(enrolment) => format!("2{enrolment:05}"),
    }
}

/// What is kept of an entered code, or would be, under the words of a login's code.
pub fn code_digest(id: usize, who: Who, typed: Typed) -> Vec<u8> {
    one_time_code::digest_input(TENANT, user_id(who), CodeId(number(id)), &digits(typed)).into()
}

pub fn code(id: usize, row: &world::Code) -> OneTimeCode {
    OneTimeCode {
        id: CodeId(number(id)),
        attempt: AttemptId(number(row.login)),
        user: user_id(row.who),
        device: DeviceId(number(row.who)),
        reference: String::new(),
        digest: row.mailed.then(|| code_digest(id, row.who, Typed::Login(id))),
        wrong_tries: row.wrong_tries.into(),
        asked_at: moment(row.asked),
    }
}

pub fn initial_digest(id: usize, typed: Typed) -> Vec<u8> {
    enrolment::digest_input(TENANT, EnrolmentId(number(id)), &digits(typed)).into()
}

fn ending(end: End) -> Ending {
    match end {
        End::Used => Ending::Used,
        End::Superseded => Ending::Superseded,
        End::Closed => Ending::Closed,
    }
}

pub fn enrolment(id: usize, row: &world::Enrolment, days: u16) -> Enrolment {
    Enrolment {
        id: EnrolmentId(number(id)),
        user: user_id(row.who),
        code_digest: Some(initial_digest(id, Typed::Initial(id))),
        wrong_tries: row.wrong_tries.into(),
        created_at: moment(row.begun),
        expires_at: moment(row.begun).plus(Duration::days(days.into())),
        browser: row.browser.map(browser),
        ended: row.ended.map(ending),
    }
}

pub fn reissue(id: usize, row: &world::Reissue, minutes: u16) -> Reissue {
    // The same as `find` does: dead with the account, or with another password.
    let ended = row.ended.or(row.overtaken.then_some(End::Closed));
    Reissue {
        id: ReissueId(number(id)),
        user: user_id(row.who),
        created_at: moment(row.begun),
        expires_at: moment(row.begun).plus(Duration::minutes(minutes.into())),
        browser: row.browser.map(browser),
        wrong_tries: 0,
        proof: row.proven.then_some(Proof::RecoveryCode),
        ended: ended.map(ending),
    }
}

pub fn session(row: &world::Session) -> Session {
    Session {
        id: SessionId(Uuid::nil()),
        user: user_id(row.who),
        method: row.method,
        certificate: None,
        authenticated_at: moment(row.begun),
        last_seen: moment(row.begun),
    }
}

pub fn known(who: Who, row: &Known) -> KnownBrowser {
    KnownBrowser {
        id: KnownBrowserId(Uuid::nil()),
        user: user_id(who),
        origin: history::Origin { address: String::new(), browser: String::new() },
        created_at: moment(0),
        last_seen: moment(0),
        remembered_until: row.remembered_until.map(moment),
        standing: row.count.0,
        ended: false,
    }
}
