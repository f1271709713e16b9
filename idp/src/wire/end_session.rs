//! The logout request of a website (OpenID Connect RP-Initiated Logout §2).

use super::params::Params;

#[derive(Clone, Debug, Default)]
pub struct EndSessionRequest {
    pub id_token_hint: Option<String>,
    pub client_id: Option<String>,
    pub post_logout_redirect_uri: Option<String>,
    pub state: Option<String>,
}

impl EndSessionRequest {
    pub fn read(params: &Params) -> Self {
        Self {
            id_token_hint: params.owned("id_token_hint"),
            client_id: params.owned("client_id"),
            post_logout_redirect_uri: params.owned("post_logout_redirect_uri"),
            state: params.owned("state"),
        }
    }
}
