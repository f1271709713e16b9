//! Users as the API tells of them: no password, no answer, no code.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::problem::Answer;
use crate::app::App;
use crate::model::claims::Claims;
use crate::model::device::{Device, Kind};
use crate::model::forecast::{Obstacle, Page};
use crate::model::history::{Entry, Outcome};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::usecase::admin::users::Shown;
use crate::usecase::admin::{claims, people};

/// How far a user has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// Has not enrolled yet.
    ToEnrol,
    Active,
    Disabled,
}

/// A user in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserLine)]
pub struct UserLine {
    /// The id in addresses of this API.
    pub id: Uuid,
    /// What the user types to log in.
    pub user_id: String,
    /// The subject in tokens for clients of public subjects.
    pub sub: String,
    pub state: UserState,
    pub login_method: LoginMethod,
    /// Unix seconds.
    pub created_at: i64,
}

/// A user with what stands between him and a login.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserShape {
    #[serde(flatten)]
    pub line: UserLine,
    /// Where one-time passwords go.
    pub devices: Vec<DeviceShape>,
    /// Why the user cannot log in now; empty: he can.
    pub obstacles: Vec<Obstacle>,
    /// The pages of the next login, in their order.
    pub steps: Vec<Page>,
    /// When the password expires, in Unix seconds; null: never, or there is none.
    pub password_expires_at: Option<i64>,
    /// What is known of the user beyond the account.
    pub claims: Claims,
}

/// A device (端末) of a user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Device)]
pub struct DeviceShape {
    /// Counts the devices of the user.
    pub number: u32,
    pub mail: String,
    pub kind: Kind,
    /// Unix seconds.
    pub last_used_at: Option<i64>,
}

/// One try to log in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Login {
    /// Unix seconds.
    pub at: i64,
    pub outcome: Outcome,
    pub login_method: LoginMethod,
    /// The website that the user came from.
    pub client_id: Option<String>,
    /// The address it was tried from.
    pub address: String,
    /// The browser, as it names itself.
    pub browser: String,
}

impl UserLine {
    pub fn of(user: &User) -> Self {
        Self {
            id: user.id.0,
            user_id: user.login_name.to_string(),
            sub: user.subject.clone(),
            state: match user.stage {
                Stage::Invited => UserState::ToEnrol,
                Stage::Active(_) => UserState::Active,
                Stage::Disabled(_) => UserState::Disabled,
            },
            login_method: user.login_method,
            created_at: user.created_at.seconds(),
        }
    }
}

impl UserShape {
    pub async fn of(app: &App, tenant: &Tenant, shown: &Shown) -> Answer<Self> {
        let forecast = people::forecast(app, tenant, &shown.user).await?;
        Ok(Self {
            claims: claims::show(app, tenant, &shown.user).await?,
            line: UserLine::of(&shown.user),
            devices: shown.devices.iter().map(DeviceShape::of).collect(),
            obstacles: forecast.obstacles,
            steps: forecast.steps,
            password_expires_at: forecast.password_expires,
        })
    }
}

impl DeviceShape {
    pub fn of(device: &Device) -> Self {
        Self {
            number: device.number,
            mail: device.address.to_string(),
            kind: device.kind,
            last_used_at: device.last_used.map(Moment::seconds),
        }
    }
}

impl Login {
    pub fn of(entry: Entry) -> Self {
        Self {
            at: entry.at.seconds(),
            outcome: entry.outcome,
            login_method: entry.method,
            client_id: entry.client.map(|client| client.to_string()),
            address: entry.origin.address,
            browser: entry.origin.browser,
        }
    }
}
