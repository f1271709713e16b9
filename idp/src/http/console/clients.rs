//! `GET /console/t/{of}/clients`: the websites and programs that sign people in here, and a short form for another.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Map, Value, json};

use super::act::{ActPage, Choice, Field, Kind};
use super::client;
use super::door::{self, Room};
use super::sheet::{Asking, Cell, Link, SheetPage, Table};
use super::shell::CLIENTS;
use crate::app::App;
use crate::http::extract::{Posted, Visitor};
use crate::http::failure::Failure;
use crate::model::admin::Deed;
use crate::model::client::metadata::{self, By, Unfit};
use crate::model::client::{Client, Impossible, Profile, Settings};
use crate::stop::Stop;
use crate::usecase::admin::clients;
use crate::wire::params::Params;
use crate::words::{stamp, text};

/// So many clients a page.
const PART: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/console/t/{of}/clients", get(show))
        .route("/console/t/{of}/clients/new", get(ask).post(create))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::ClientList).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let wanted: String = visitor.asked("q").unwrap_or_default().trim().chars().take(100).collect();
    let part = visitor.asked("page").and_then(|page| page.parse().ok()).unwrap_or(1_usize).max(1);
    let fits = |client: &Client| {
        let has = |text: &str| text.to_lowercase().contains(&wanted.to_lowercase());
        has(&client.name)
            || has(&client.id.0)
            || client.redirect_uris.iter().any(|uri| has(uri.as_str()))
    };
    let all = clients::all(&app, room.tenant.id).await?;
    let found: Vec<_> = all.into_iter().filter(fits).collect();
    let begin = (part - 1).saturating_mul(PART);
    let rows = found.iter().skip(begin).take(PART).enumerate().map(|(number, client)| {
        let href = room.path(&format!("/clients/{}", client.id));
        let link = Link { id: format!("client-{}", number + 1), href, label: client.name.clone() };
        vec![
            Cell::links(vec![link]),
            Cell::of(profile_text(&visitor, client.profile)),
            Cell::code(client.id.to_string()),
            Cell::of(stamp(client.created_at)),
        ]
    });
    let heads = ["client-name", "client-profile", "client-id", "console-created"];
    let href = |part: usize| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &wanted)
            .append_pair("page", &part.to_string())
            .finish();
        room.path(&format!("/clients?{query}"))
    };
    let new = ("client-new", room.path("/clients/new"));
    let mut page = SheetPage::of(&visitor, &room, &CLIENTS, &["client-remove"]).button(
        &visitor,
        room.may(Deed::ClientCreate),
        new,
    );
    let tokens = ("initial-tokens", room.path("/clients/initial-access-tokens"));
    page = page.button(&visitor, room.may(Deed::InitialAccessTokenList), tokens);
    page.tables =
        vec![Table::of(&visitor, ("clients", "nav-clients"), &heads).rows(rows.collect())];
    let field = Field::text(&visitor, "q", "clients-search").holding(Some(wanted.clone()));
    page.asking = Some(Asking { action: room.path("/clients"), fields: vec![field] });
    page.first_href = (part > 1).then(|| href(1));
    page.next_href = (begin + PART < found.len()).then(|| href(part + 1));
    Ok(page.show(&app, &visitor))
}

/// A profile in words.
pub fn profile_text(visitor: &Visitor, profile: Profile) -> String {
    text(visitor.visit.language, &format!("profile-{}", profile.as_str()))
}

fn page(visitor: &Visitor, room: &Room) -> ActPage {
    let choice = |profile: Profile| {
        let label = profile_text(visitor, profile);
        Choice::of(profile.as_str(), label, profile == Profile::Web)
    };
    let profile = Field::text(visitor, "profile", "client-profile");
    let page = ActPage::of_room(visitor, room, &CLIENTS, ("client-new", "/new"))
        .field(profile.choices(Kind::Radios, Profile::ALL.map(choice).into()));
    named(visitor, page)
}

/// The fields that a form of a client has.
pub fn named(visitor: &Visitor, page: ActPage) -> ActPage {
    let field = |name: &'static str, key: &str| Field::text(visitor, name, key);
    let logout = field("post_logout_redirect_uris", "client-logout-uris");
    page.field(field("client_name", "client-name").hint(visitor, "client-name-hint"))
        .field(
            field("redirect_uris", "client-redirect-uris")
                .hint(visitor, "client-redirect-uris-hint")
                .lines()
                .optional(),
        )
        .field(logout.hint(visitor, "client-logout-uris-hint").lines().optional())
        .field(
            field("jwks_uri", "client-jwks-uri").hint(visitor, "client-jwks-uri-hint").optional(),
        )
        .field(field("client_uri", "client-home").hint(visitor, "client-home-hint").optional())
        .field(
            field("initiate_login_uri", "client-begin")
                .hint(visitor, "client-begin-hint")
                .optional(),
        )
}

/// What the fields say, in the words of RFC 7591.
pub fn said(fields: &Params) -> Map<String, Value> {
    let value = |name: &str| fields.value(name).unwrap_or_default().trim().to_owned();
    let lines = |name: &str| -> Vec<String> {
        let text = value(name);
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let mut said = Map::new();
    said.insert("client_name".to_owned(), json!(value("client_name")));
    said.insert("redirect_uris".to_owned(), json!(lines("redirect_uris")));
    let logout = lines("post_logout_redirect_uris");
    said.insert("post_logout_redirect_uris".to_owned(), json!(logout));
    for name in ["jwks_uri", "client_uri", "initiate_login_uri"] {
        let value = Some(value(name)).filter(|value| !value.is_empty());
        said.insert(name.to_owned(), json!(value));
    }
    said
}

/// The word of a refusal's text, and the field that it is about.
pub fn unfit(why: &Unfit) -> (&'static str, Option<&'static str>) {
    match why {
        Unfit::RedirectUri { member, .. } if member == "post_logout_redirect_uris" => {
            ("client_redirect", Some("post-logout-redirect-uris"))
        }
        Unfit::RedirectUri { .. } => ("client_redirect", Some("redirect-uris")),
        Unfit::NotOffered(member) if member.contains("jwks") => ("client_keys", Some("jwks-uri")),
        Unfit::NotOffered(_) | Unfit::Unknown(_) => ("client_not_possible", None),
    }
}

/// The same for a whole that does not fit together.
pub const fn impossible(why: &Impossible) -> (&'static str, Option<&'static str>) {
    match why {
        Impossible::NoRedirectUri => ("client_no_redirect", Some("redirect-uris")),
        Impossible::RedirectScheme | Impossible::NativeScheme | Impossible::Fapi2Scheme => {
            ("client_redirect", Some("redirect-uris"))
        }
        Impossible::Address => ("client_https", None),
        Impossible::NoKeysToProve | Impossible::NoKeysToVerify | Impossible::NoKeysToEncrypt => {
            ("client_keys", Some("jwks-uri"))
        }
        _ => ("client_not_possible", None),
    }
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let room = match door::room(&app, &visitor, Deed::ClientCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    Ok(page(&visitor, &room).show(&app, &visitor))
}

async fn create(State(app): State<App>, posted: Posted) -> Result<Response, Failure> {
    let (visitor, fields) = (posted.visitor, posted.fields);
    let room = match door::room(&app, &visitor, Deed::ClientCreate).await? {
        Ok(room) => room,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |wrong| Ok(page(&visitor, &room).again(&app, &visitor, &fields, wrong));
    let Some(profile) = fields.value("profile").and_then(Profile::parse) else {
        return again(("required", Some("profile")));
    };
    let bare = Client {
        id: clients::new_id(&app),
        name: String::new(),
        profile,
        authentication: profile.authentication(),
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        settings: Settings::of(profile),
        created_at: app.now(),
    };
    let client = match metadata::read(bare, said(&fields), By::Administrator) {
        Ok(client) if client.name.is_empty() => return again(("required", Some("client-name"))),
        Ok(client) => client,
        Err(why) => return again(unfit(&why)),
    };
    match clients::create(&app, &room.tenant, client, room.actor()).await {
        Ok(made) => {
            let title = text(visitor.visit.language, "client-made");
            let page = client::sheet(&app, &visitor, &room, &made.client);
            let page = page.titled(title, vec![text(visitor.visit.language, "client-made-lead")]);
            Ok(match &made.secret {
                Some(secret) => {
                    page.secret(&visitor, "client-secret", secret.expose()).once(&app, &visitor)
                }
                None => page.show(&app, &visitor),
            })
        }
        Err(Stop::Refused(why)) => again(impossible(&why)),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
