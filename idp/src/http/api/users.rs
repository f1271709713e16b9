//! Users: list, show, create, their claims and their history.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Caller, Tagged};
use super::paging::{Listed, Page, Part, place, read_place};
use super::problem::{Answer, FieldError, Refused};
use super::told::{Asked, Told};
use super::user_shapes::{Login, UserLine, UserShape, UserState};
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::claims::Claims;
use crate::model::device::Kind;
use crate::model::login_method::LoginMethod;
use crate::model::names::{LoginName, MailAddress};
use crate::model::user::User;
use crate::usecase::admin::claims;
use crate::usecase::admin::people::{self, StageIs, Wanted};
use crate::usecase::admin::users::{self, NewUser};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show))
        .routes(routes!(put_claims))
        .routes(routes!(history))
}

/// Which users are asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// The one user of this user ID, however it is spelled.
    #[param(max_length = 128)]
    user_id: Option<String>,
    /// Users whose user ID begins so.
    #[param(max_length = 128)]
    begins: Option<String>,
    /// Users with a device of this mail address.
    #[param(max_length = 254)]
    mail: Option<String>,
    /// Users of whom the user ID, a mail address or a name begins so.
    #[param(max_length = 100)]
    search: Option<String>,
    state: Option<UserState>,
    login_method: Option<LoginMethod>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

impl Filter {
    /// None where nobody can fit.
    fn read(&self) -> Option<Wanted> {
        let name = |text: &Option<String>| text.as_deref().map(LoginName::parse);
        let mail = self.mail.as_deref().map(MailAddress::parse);
        // PostgreSQL takes no NUL in a text, and nobody is called by a sign that cannot be seen.
        let plain = |text: &String| !text.is_empty() && !text.chars().any(char::is_control);
        let search = self.search.clone().map(|text| Some(text).filter(plain));
        Some(Wanted {
            login_name: swap(name(&self.user_id))?,
            prefix: swap(name(&self.begins))?,
            mail: swap(mail)?,
            text: swap(search)?,
            stage: self.state.map(|state| match state {
                UserState::ToEnrol => StageIs::Invited,
                UserState::Active => StageIs::Active,
                UserState::Disabled => StageIs::Disabled,
            }),
            method: self.login_method,
        })
    }
}

/// What was asked for and could not be read fits nothing.
#[expect(
    clippy::option_option,
    reason = "the outer says whether it can be read, the inner whether it was asked"
)]
fn swap<T>(asked: Option<Option<T>>) -> Option<Option<T>> {
    asked.map_or(Some(None), |read| read.map(Some))
}

/// Lists users by user ID
#[utoipa::path(get, path = "/tenants/{tenant}/users", tag = "users", operation_id = "user.list",
    params(Filter), responses((status = 200, body = Listed<UserLine>)))]
async fn list(caller: Caller, Asked(asked): Asked<Filter>) -> Answer<Json<Listed<UserLine>>> {
    let (tenant, _) = caller.tenant(Deed::UserList)?;
    let part = Part { limit: asked.limit, cursor: asked.cursor.clone() };
    let page = Page::of(&caller, "users", &part)?;
    let after = page.after.as_deref().and_then(LoginName::parse);
    let found = match asked.read() {
        Some(filter) => {
            people::search(&caller.app, tenant.id, &filter, after.as_ref(), page.most()).await?
        }
        None => Vec::new(),
    };
    let place = |user: &User| user.login_name.to_string();
    Ok(Json(page.cut(found, place, |user| UserLine::of(&user))))
}

/// Shows a user, and why he cannot log in where he cannot
#[utoipa::path(get, path = "/tenants/{tenant}/users/{id}", tag = "users",
    operation_id = "user.show", responses((status = 200, body = UserShape)))]
async fn show(caller: Caller) -> Answer<Tagged<UserShape>> {
    let (tenant, shown, _) = caller.user(Deed::UserShow).await?;
    Ok(Tagged(UserShape::of(&caller.app, tenant, &shown).await?))
}

/// A user to be. He enrols by himself: see `user.invite`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserToBe {
    /// What the user types to log in; folded and in lower case from here on.
    #[schema(pattern = r"^[A-Za-z0-9_.@+/#-]{1,128}$")]
    user_id: String,
    /// Null: the policy's method of new users.
    login_method: Option<LoginMethod>,
    /// Where one-time passwords go.
    #[serde(default)]
    #[schema(max_items = 20)]
    devices: Vec<NewDevice>,
}

/// A device of a new user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDevice {
    #[schema(format = Email, max_length = 254)]
    pub mail: String,
    pub kind: Kind,
}

impl UserToBe {
    fn read(self) -> Answer<NewUser> {
        let mut wrong = Vec::new();
        let mut tell = |pointer: String, detail: &str| {
            wrong.push(FieldError { pointer, detail: detail.to_owned() });
        };
        let login_name = LoginName::parse(&self.user_id);
        if login_name.is_none() {
            tell("/user_id".to_owned(), "is not 1 to 128 letters, digits and -_.@+/#");
        }
        let addresses = addresses(&self.devices, &mut tell);
        match login_name.filter(|_| wrong.is_empty()) {
            Some(login_name) => Ok(NewUser {
                login_name,
                login_method: self.login_method,
                addresses,
                password: None,
            }),
            None => Err(Refused::of_members(wrong)),
        }
    }
}

/// The mail addresses of devices; what is none is told by its pointer.
pub(super) fn addresses(
    devices: &[NewDevice],
    tell: &mut impl FnMut(String, &str),
) -> Vec<(MailAddress, Kind)> {
    let mut addresses = Vec::new();
    for (place, device) in devices.iter().enumerate() {
        match MailAddress::parse(&device.mail) {
            Some(address) => addresses.push((address, device.kind)),
            None => tell(format!("/devices/{place}/mail"), "is not a mail address"),
        }
    }
    addresses
}

/// Creates a user, who enrols by himself
#[utoipa::path(post, path = "/tenants/{tenant}/users", tag = "users", operation_id = "user.create",
    request_body = UserToBe, responses((status = 201, body = UserLine)))]
async fn create(caller: Caller, Told(new): Told<UserToBe>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::UserCreate)?;
    let made = users::create(&caller.app, tenant, new.read()?, by).await?;
    let place = format!("/api/v1/tenants/{}/users/{}", tenant.slug, made.id);
    let shape = Json(UserLine::of(&made));
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], shape).into_response())
}

/// Replaces what is told of a user beyond the account: all of it
#[utoipa::path(put, path = "/tenants/{tenant}/users/{id}/claims", tag = "users",
    operation_id = "user.claims", request_body = Claims, responses((status = 200, body = Claims)))]
async fn put_claims(caller: Caller, Told(told): Told<Claims>) -> Answer<Json<Claims>> {
    let (tenant, shown, by) = caller.user(Deed::UserClaims).await?;
    claims::set(&caller.app, tenant, &shown.user, &told, by).await?;
    Ok(Json(told))
}

/// Lists the logins of a user and his failures, newest first
#[utoipa::path(get, path = "/tenants/{tenant}/users/{id}/history", tag = "users",
    operation_id = "user.history", params(Part), responses((status = 200, body = Listed<Login>)))]
async fn history(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<Login>>> {
    let (tenant, shown, _) = caller.user(Deed::UserHistory).await?;
    let page = Page::of(&caller, "history", &part)?;
    let before = page.after.as_deref().map(read_place).transpose()?;
    let found = people::history(&caller.app, tenant, shown.user.id, before, page.most()).await?;
    let place = |(id, entry): &(uuid::Uuid, crate::model::history::Entry)| place(entry.at, *id);
    Ok(Json(page.cut(found, place, |(_, entry)| Login::of(entry))))
}
