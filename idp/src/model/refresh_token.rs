//! A refresh token (RFC 6749 §1.5): how long it lives, and what using it again means.

use time::Duration;

use super::client::{Client, Profile};
use super::grant::Grant;
use super::ids::{ClientId, GrantId, UserId};
use super::moment::Moment;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    pub grant: GrantId,
    pub client: ClientId,
    pub user: UserId,
    /// When it was exchanged for the one after it.
    pub used: Option<Moment>,
    pub created: Moment,
    pub expires: Moment,
}

/// From the grant on, whatever is used in between (ASVS 10.4.8).
const LIFE: Duration = Duration::days(30);

/// One that nobody uses is not needed.
const IDLE: Duration = Duration::days(14);

/// Two tabs, or an answer that was lost on its way: so long the former token leads to the same successor.
const GRACE: Duration = Duration::seconds(30);

/// What presenting a token means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Unused,
    /// Used a moment ago: there is one successor, and this is asked for again.
    UsedJustNow,
    /// Somebody has a copy (RFC 9700 §4.14.2).
    Reused,
    Expired,
}

impl RefreshToken {
    pub fn standing(&self, now: Moment) -> Standing {
        match self.used {
            Some(used) if now.since(used) > GRACE => Standing::Reused,
            _ if now >= self.expires => Standing::Expired,
            Some(_) => Standing::UsedJustNow,
            None => Standing::Unused,
        }
    }
}

/// When nothing comes from a grant any more.
pub fn grant_ends(client: &Client, now: Moment) -> Moment {
    let own = client.settings.tokens.refresh_token_life;
    now.plus(own.map_or(LIFE, |seconds| Duration::seconds(seconds.into())))
}

/// When a token of this grant ends that is issued or used now.
pub fn ends(grant: &Grant, now: Moment) -> Moment {
    grant.expires.min(now.plus(IDLE))
}

/// Whether each use brings another. One that is of no use without the client's key stays: rotating it can only lose it
/// (FAPI 2.0 Security Profile §5.3.2.1).
pub fn rotates(client: &Client, grant: &Grant) -> bool {
    let bound = !client.is_public() && grant.details.holder.is_some();
    client.profile != Profile::Fapi2 && !bound
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::client::Settings;
    use crate::model::grant::Details;
    use crate::model::token::Confirmation;
    use crate::wire::scope::Scope;

    #[test]
    fn using_it_again_is_forgiven_for_half_a_minute() {
        let start = Moment::from_seconds(1_000_000);
        let token = |used: Option<i64>| RefreshToken {
            grant: GrantId(Uuid::nil()),
            client: ClientId("web".to_owned()),
            user: UserId(Uuid::nil()),
            used: used.map(|after| start.plus(Duration::seconds(after))),
            created: start,
            expires: start.plus(Duration::seconds(100)),
        };
        for (used, now, expected) in [
            (None, 0, Standing::Unused),
            (None, 99, Standing::Unused),
            (None, 100, Standing::Expired),
            (Some(10), 10, Standing::UsedJustNow),
            (Some(10), 40, Standing::UsedJustNow),
            (Some(10), 41, Standing::Reused),
            (Some(90), 105, Standing::Expired),
            (Some(90), 200, Standing::Reused),
            // Another process's clock may be a moment ahead.
            (Some(10), 9, Standing::UsedJustNow),
        ] {
            let now = start.plus(Duration::seconds(now));
            assert_eq!(token(used).standing(now), expected, "{used:?} {now:?}");
        }
    }

    #[test]
    fn only_what_a_thief_could_use_is_rotated() {
        let client = |profile: Profile| Client {
            id: ClientId("web".to_owned()),
            name: String::new(),
            profile,
            authentication: profile.authentication(),
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            settings: Settings::of(profile),
            created_at: Moment::from_seconds(0),
        };
        let grant = |bound: bool| Grant {
            id: GrantId(Uuid::nil()),
            client: ClientId("web".to_owned()),
            user: None,
            session: None,
            scope: Scope::default(),
            details: Details {
                holder: bound.then(|| Confirmation::Key("key".to_owned())),
                ..Details::default()
            },
            expires: Moment::from_seconds(0),
        };
        for (profile, bound, rotated) in [
            (Profile::Web, false, true),
            (Profile::Web, true, false),
            (Profile::Browser, false, true),
            (Profile::Browser, true, true),
            (Profile::Fapi2, true, false),
            (Profile::Fapi2, false, false),
        ] {
            assert_eq!(rotates(&client(profile), &grant(bound)), rotated, "{profile:?} {bound}");
        }
    }
}
