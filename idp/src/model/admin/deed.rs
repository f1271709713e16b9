//! Every deed of administration, in one table: what it is called, what a token needs for it, and whose work it is.
//!
//! The API, the console and the command line offer these, and no others; a test walks the table.

use super::{ApiScope, Role};

macro_rules! deeds {
    ($($name:ident = $word:literal, $scope:ident, [$($role:ident)*])*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Deed {
            $($name,)*
        }

        impl Deed {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As the audit trail names it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// What a token or an API key must have for it.
            pub const fn scope(self) -> ApiScope {
                match self {
                    $(Self::$name => ApiScope::$scope,)*
                }
            }

            /// Whose work it is.
            pub const fn roles(self) -> &'static [Role] {
                match self {
                    $(Self::$name => &[$(Role::$role,)*],)*
                }
            }
        }
    };
}

deeds! {
    TenantList = "tenant.list", TenantsRead, [Auditor SupportDesk Owner Operator]
    TenantShow = "tenant.show", TenantsRead, [Auditor SupportDesk Owner Operator]
    TenantCreate = "tenant.create", TenantsWrite, [Operator]
    TenantRename = "tenant.rename", TenantsWrite, [Owner Operator]
    TenantImages = "tenant.images", TenantsWrite, [Owner Operator]
    PolicyShow = "policy.show", PolicyRead, [Auditor SupportDesk Owner Operator]
    PolicyHistory = "policy.history", PolicyRead, [Auditor Owner Operator]
    PolicyChange = "policy.change", PolicyWrite, [Owner Operator]
    PolicyRollBack = "policy.roll_back", PolicyWrite, [Owner Operator]
    PolicySimulate = "policy.simulate", PolicyRead, [Auditor SupportDesk Owner Operator]
    UserList = "user.list", UsersRead, [Auditor SupportDesk Owner Operator]
    UserShow = "user.show", UsersRead, [Auditor SupportDesk Owner Operator]
    UserHistory = "user.history", UsersRead, [Auditor SupportDesk Owner Operator]
    UserCreate = "user.create", UsersWrite, [Owner Operator]
    UserInvite = "user.invite", UsersSupport, [SupportDesk Owner Operator]
    UserUnlock = "user.unlock", UsersSupport, [SupportDesk Owner Operator]
    UserDisable = "user.disable", UsersWrite, [Owner Operator]
    UserEnable = "user.enable", UsersWrite, [Owner Operator]
    UserForceChange = "user.force_change", UsersSupport, [SupportDesk Owner Operator]
    UserEndSessions = "user.end_sessions", UsersSupport, [SupportDesk Owner Operator]
    UserApproveReissue = "user.approve_reissue", UsersSupport, [SupportDesk Owner Operator]
    UserRevokeConsent = "user.revoke_consent", UsersSupport, [SupportDesk Owner Operator]
    UserLoginMethod = "user.login_method", UsersWrite, [Owner Operator]
    UserClaims = "user.claims", UsersWrite, [Owner Operator]
    UserRename = "user.rename", UsersWrite, [Owner Operator]
    UserAddresses = "user.addresses", UsersWrite, [Owner Operator]
    UserImport = "user.import", UsersWrite, [Owner Operator]
    UserExport = "user.export", UsersRead, [Owner Operator]
    UserRemove = "user.remove", UsersWrite, [Owner Operator]
    ClientList = "client.list", ClientsRead, [Auditor Owner Operator]
    ClientShow = "client.show", ClientsRead, [Auditor Owner Operator]
    ClientCreate = "client.create", ClientsWrite, [Owner Operator]
    ClientChange = "client.change", ClientsWrite, [Owner Operator]
    ClientRemove = "client.remove", ClientsWrite, [Owner Operator]
    ClientRotateSecret = "client.rotate_secret", ClientsWrite, [Owner Operator]
    ClientTry = "client.try", ClientsWrite, [Owner Operator]
    ClientTrial = "client.trial", ClientsRead, [Owner Operator]
    InitialAccessTokenList = "client.initial_access_token.list", ClientsRead, [Auditor Owner Operator]
    InitialAccessTokenCreate = "client.initial_access_token.create", ClientsWrite, [Owner Operator]
    InitialAccessTokenRevoke = "client.initial_access_token.revoke", ClientsWrite, [Owner Operator]
    CertificateList = "certificate.list", CertificatesRead, [Auditor SupportDesk Owner Operator]
    CertificateAuthorities = "certificate.authorities", CertificatesRead, [Auditor SupportDesk Owner Operator]
    CertificateIssue = "certificate.issue", CertificatesWrite, [Owner Operator]
    CertificateRevoke = "certificate.revoke", CertificatesWrite, [SupportDesk Owner Operator]
    KeyList = "key.list", KeysRead, [Auditor Owner Operator]
    KeyRotate = "key.rotate", KeysWrite, [Owner Operator]
    OutboxList = "outbox.list", OutboxRead, [Auditor SupportDesk Owner Operator]
    OutboxRetry = "outbox.retry", OutboxWrite, [SupportDesk Owner Operator]
    AuditList = "audit.list", AuditRead, [Auditor Owner Operator]
    AuditVerify = "audit.verify", AuditRead, [Auditor Owner Operator]
    AuditExport = "audit.export", AuditRead, [Auditor Owner Operator]
    WebhookList = "webhook.list", WebhooksRead, [Auditor Owner Operator]
    WebhookCreate = "webhook.create", WebhooksWrite, [Owner Operator]
    WebhookRemove = "webhook.remove", WebhooksWrite, [Owner Operator]
    WebhookDeliveries = "webhook.deliveries", WebhooksRead, [Auditor Owner Operator]
    WebhookRetry = "webhook.retry", WebhooksWrite, [Owner Operator]
    WebhookTest = "webhook.test", WebhooksWrite, [Owner Operator]
    RoleList = "role.list", AccessRead, [Auditor Owner Operator]
    RoleGrant = "role.grant", AccessWrite, [Owner Operator]
    RoleRevoke = "role.revoke", AccessWrite, [Owner Operator]
    ApiKeyList = "api_key.list", AccessRead, [Auditor Owner Operator]
    ApiKeyCreate = "api_key.create", AccessWrite, [Owner Operator]
    ApiKeyRevoke = "api_key.revoke", AccessWrite, [Owner Operator]
    ScimTokenList = "scim_token.list", AccessRead, [Auditor Owner Operator]
    ScimTokenCreate = "scim_token.create", AccessWrite, [Owner Operator]
    ScimTokenRevoke = "scim_token.revoke", AccessWrite, [Owner Operator]
    Overview = "overview", UsersRead, [Auditor SupportDesk Owner Operator]
}
