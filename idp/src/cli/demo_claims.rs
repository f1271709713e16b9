//! What a demo tells of its first person: every standard claim.

use anyhow::{Context, Result};
use serde_json::json;

use super::stopped;
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::claims::Claims;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::usecase::admin::claims;

pub(super) async fn tell(app: &App, tenant: &Tenant, user: &User, by: Actor<'_>) -> Result<()> {
    let told: Claims = serde_json::from_value(json!({
        "name": "緑川 太郎",
        "family_name": "緑川",
        "given_name": "太郎",
        "middle_name": "一",
        "nickname": "たろちゃん",
        "profile": "https://people.example/taro",
        "picture": "https://people.example/taro.png",
        "website": "https://taro.example/",
        "gender": "male",
        "birthdate": "1972-11-03",
        "zoneinfo": "Asia/Tokyo",
        "locale": "ja-JP",
        "phone_number": "+81 90-0000-0000",
        "phone_number_verified": true,
        "address": {
            "formatted": "100-0001\n東京都千代田区千代田1-1",
            "street_address": "千代田1-1",
            "locality": "千代田区",
            "region": "東京都",
            "postal_code": "100-0001",
            "country": "JP",
        },
    }))
    .context("claims")?;
    claims::set(app, tenant, user, &told, by).await.map_err(stopped)
}
