//! `GET /console/t/{of}/users/{user}`: everything about one person that the desk may know, and what it may do.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::deed::Simple;
use super::diagnosed;
use super::door::{self, Person};
use super::history::{TryRow, row};
use super::shell::{Shell, USERS};
use super::users::state_key;
use crate::app::App;
use crate::http::account::history::browser;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::admin::Deed;
use crate::model::certificate::State as CertificateState;
use crate::model::policy::Language;
use crate::model::user::Stage;
use crate::model::user_state::UserState;
use crate::usecase::admin::certificates::{self, Listed};
use crate::usecase::admin::{claims, diagnosis, people};
use crate::words::{moment, text};

const TRIES: u64 = 10;

pub fn routes() -> Router<App> {
    Router::new().route("/console/t/{of}/users/{user}", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let person = match door::person(&app, &visitor, Deed::UserShow).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (tenant, shown) = (&person.room.tenant, &person.shown);
    let user = &shown.user;
    let language = visitor.visit.language;
    let known = claims::show(&app, tenant, user).await?;
    let told = diagnosis::of(&app, tenant, user).await?;
    let tries = people::last_tries(&app, tenant, user, TRIES).await?;
    let state = UserState::of(user, shown.gate, &tenant.policy.password, app.now());
    let certificates = certificates::list(&app, tenant, shown).await?;
    let view = UserPage {
        console: Shell::of(&visitor, &person.room, &USERS).then(user.login_name.to_string(), None),
        login_name: user.login_name.to_string(),
        name: known.name,
        state: state.as_str(),
        state_text: text(language, &state_key(state)),
        method: text(language, user.login_method.text_key()),
        subject: user.subject.clone(),
        created: moment(language, user.created_at),
        obstacles: diagnosed::obstacles(language, &told),
        remarks: diagnosed::remarks(language, &told),
        steps: diagnosed::steps(language, &told),
        tries: tries.iter().map(|line| row(language, line)).collect(),
        history_href: person.path("/history"),
        devices: devices(&app, &visitor, &person),
        certificates: certificates.iter().map(|one| certificate(language, &person, one)).collect(),
        sessions: sessions(&app, &visitor, &person).await?,
        consents: consents(&app, &visitor, &person).await?,
        deeds: deeds(&person),
        notice: visitor.asked("done").and_then(|word| notice(language, word)),
    };
    Ok(visitor.page(&app, &view))
}

/// What was done just before; no other word is shown.
fn notice(language: Language, word: &str) -> Option<String> {
    const OTHERS: [&str; 11] = [
        "create",
        "rename",
        "addresses",
        "invite",
        "method",
        "claims",
        "end-session",
        "revoke-consent",
        "certificate-revoke",
        "certificate-gone",
        "certificate-issue",
    ];
    let known = OTHERS.contains(&word) || Simple::ALL.iter().any(|deed| deed.word() == word);
    known.then(|| text(language, &format!("done-{word}")))
}

/// Whoever only helps sees addresses masked.
fn devices(app: &App, visitor: &Visitor, person: &Person) -> Vec<DeviceRow> {
    let language = visitor.visit.language;
    let (shown, room) = (&person.shown, &person.room);
    let whole = room.may(Deed::UserClaims);
    let issue = certificates::are_for(app, &room.tenant, shown)
        && person.may(Deed::CertificateIssue).is_ok();
    let row = |device: &crate::model::device::Device| DeviceRow {
        number: device.number,
        kind: text(language, device.kind.text_key()),
        address: if whole { device.address.to_string() } else { device.address.masked() },
        last_used: device.last_used.map(|at| moment(language, at)),
        issue_href: issue.then(|| person.path(&format!("/certificates/{}/issue", device.number))),
    };
    shown.devices.iter().map(row).collect()
}

fn certificate(language: Language, person: &Person, one: &Listed) -> CertificateRow {
    let word = match one.state {
        CertificateState::NotIssued | CertificateState::Valid => "valid",
        CertificateState::Expiring => "expiring",
        CertificateState::Expired => "expired",
        CertificateState::Revoked => "revoked",
    };
    let live = matches!(one.state, CertificateState::Valid | CertificateState::Expiring);
    let may = live && person.may(Deed::CertificateRevoke).is_ok();
    let href = |number| person.path(&format!("/certificates/{number}/revoke"));
    CertificateRow {
        number: one.number,
        serial: one.certificate.serial.clone(),
        issued: moment(language, one.certificate.issued_at),
        expires: moment(language, one.certificate.not_after),
        state: word,
        revoke_href: one.number.filter(|_| may).map(href),
    }
}

async fn sessions(
    app: &App,
    visitor: &Visitor,
    person: &Person,
) -> Result<Vec<SessionRow>, Failure> {
    let language = visitor.visit.language;
    let may = person.may(Deed::UserEndSessions).is_ok();
    let all = people::sessions(app, &person.room.tenant, &person.shown.user).await?;
    let row = |(session, origin): &(crate::model::session::Session, _)| {
        let origin: &crate::model::history::Origin = origin;
        SessionRow {
            browser: browser(language, &origin.browser),
            address: origin.address.clone(),
            since: moment(language, session.authenticated_at),
            last_seen: moment(language, session.last_seen),
            method: text(language, session.method.text_key()),
            end_href: may.then(|| person.path(&format!("/sessions/{}/end", session.id))),
        }
    };
    Ok(all.iter().map(row).collect())
}

async fn consents(
    app: &App,
    visitor: &Visitor,
    person: &Person,
) -> Result<Vec<ConsentRow>, Failure> {
    let may = person.may(Deed::UserRevokeConsent).is_ok();
    let all = people::consents(app, &person.room.tenant, &person.shown.user).await?;
    let row = |(given, client): (crate::model::consent::Given, crate::model::client::Client)| {
        ConsentRow {
            scope: given.scope.to_string(),
            agreed: moment(visitor.visit.language, given.at),
            revoke_href: may.then(|| person.path(&format!("/consents/{}/revoke", client.id))),
            website: client.name,
        }
    };
    Ok(all.into_iter().map(row).collect())
}

/// What this administrator may do to this person now.
fn deeds(person: &Person) -> Vec<DeedLink> {
    let enrols = matches!(person.shown.user.stage, Stage::Invited);
    let forms = [
        ("invite", Deed::UserInvite, enrols),
        ("method", Deed::UserLoginMethod, true),
        ("claims", Deed::UserClaims, true),
        ("addresses", Deed::UserAddresses, true),
        ("rename", Deed::UserRename, true),
    ];
    let form = |word| DeedLink { word, href: person.path(&format!("/{word}")) };
    let forms = forms.into_iter().filter(|(_, deed, fits)| *fits && person.may(*deed).is_ok());
    let forms = forms.map(|(word, ..)| form(word));
    let remove = person.may(Deed::UserRemove).is_ok().then(|| form("remove"));
    let simple = Simple::ALL
        .into_iter()
        .filter(|one| one.fits(person) && person.may(one.deed()).is_ok())
        .map(|one| DeedLink {
            word: one.word(),
            href: person.path(&format!("/deeds/{}", one.word())),
        });
    forms.chain(simple).chain(remove).collect()
}

/// What `templates/console/user.html` may read.
#[derive(Serialize)]
pub struct UserPage {
    pub console: Shell,
    pub login_name: String,
    pub name: Option<String>,
    pub state: &'static str,
    pub state_text: String,
    pub method: String,
    pub subject: String,
    pub created: String,
    pub obstacles: Vec<String>,
    pub remarks: Vec<String>,
    pub steps: Vec<String>,
    pub tries: Vec<TryRow>,
    pub history_href: String,
    pub devices: Vec<DeviceRow>,
    pub certificates: Vec<CertificateRow>,
    pub sessions: Vec<SessionRow>,
    pub consents: Vec<ConsentRow>,
    pub deeds: Vec<DeedLink>,
    /// What was done just before.
    pub notice: Option<String>,
}

#[derive(Serialize)]
pub struct DeviceRow {
    pub number: u32,
    pub kind: String,
    pub address: String,
    pub last_used: Option<String>,
    pub issue_href: Option<String>,
}

#[derive(Serialize)]
pub struct CertificateRow {
    /// None: the device is not there any more.
    pub number: Option<u32>,
    pub serial: String,
    pub issued: String,
    pub expires: String,
    pub state: &'static str,
    pub revoke_href: Option<String>,
}

#[derive(Serialize)]
pub struct SessionRow {
    pub browser: String,
    pub address: String,
    pub since: String,
    pub last_seen: String,
    pub method: String,
    pub end_href: Option<String>,
}

#[derive(Serialize)]
pub struct ConsentRow {
    pub website: String,
    pub scope: String,
    pub agreed: String,
    pub revoke_href: Option<String>,
}

#[derive(Serialize)]
pub struct DeedLink {
    pub word: &'static str,
    pub href: String,
}

impl View for UserPage {
    const TEMPLATE: &'static str = "console/user.html";
}
