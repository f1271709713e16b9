//! The three doors of administration: every deed by the console, by the API and by the command line.
//!
//! That every operation of the API does its deed and notes it is walked in `api::deeds`; that every page of the console
//! does, in `console::noted`; that every verb of the command line does, in `walk`.

mod walk;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use idp::cli::CommandLine;
use idp::model::admin::Deed::{self, *};

use crate::support::TestIdp;
use crate::urls::MAP;

/// A deed, the route of the console that does it or shows it (below `/console/t/{of}` but for the first), its
/// operation (below `/api/v1`) and its words on the command line.
#[rustfmt::skip]
pub(crate) const DOORS: &[(Deed, &str, &str, &str)] = &[
    (TenantList, "GET /console/tenants", "GET /tenants", "tenant list"),
    (TenantShow, "GET ", "GET /tenants/{tenant}", "tenant show"),
    (TenantCreate, "POST /console/tenants/new", "POST /tenants", "tenant create"),
    (TenantRename, "POST /look/name", "PATCH /tenants/{tenant}", "tenant rename"),
    (TenantImages, "POST /look/{place}", "PUT /tenants/{tenant}/images/{place}", "tenant image"),
    (PolicyShow, "GET /policy", "GET /tenants/{tenant}/policy", "policy show"),
    (PolicyHistory, "GET /policy/history", "GET /tenants/{tenant}/policy/history", "policy history"),
    (PolicyChange, "POST /policy", "PUT /tenants/{tenant}/policy", "policy set"),
    (PolicyRollBack, "POST /policy", "POST /tenants/{tenant}/policy/roll-back", "policy roll-back"),
    (PolicySimulate, "POST /policy/preview", "POST /tenants/{tenant}/policy/simulate", "policy simulate"),
    (UserList, "GET /users", "GET /tenants/{tenant}/users", "user list"),
    (UserShow, "GET /users/{user}", "GET /tenants/{tenant}/users/{id}", "user show"),
    (UserHistory, "GET /users/{user}/history", "GET /tenants/{tenant}/users/{id}/history", "user history"),
    (UserCreate, "POST /users/new", "POST /tenants/{tenant}/users", "user create"),
    (UserInvite, "POST /users/{user}/invite", "POST /tenants/{tenant}/users/{id}/invite", "user invite"),
    (UserUnlock, "POST /users/{user}/deeds/{deed}", "POST /tenants/{tenant}/users/{id}/unlock", "user unlock"),
    (UserDisable, "POST /users/{user}/deeds/{deed}", "POST /tenants/{tenant}/users/{id}/disable", "user disable"),
    (UserEnable, "POST /users/{user}/deeds/{deed}", "POST /tenants/{tenant}/users/{id}/enable", "user enable"),
    (UserForceChange, "POST /users/{user}/deeds/{deed}", "POST /tenants/{tenant}/users/{id}/force-change", "user force-change"),
    (UserEndSessions, "POST /users/{user}/deeds/{deed}", "POST /tenants/{tenant}/users/{id}/end-sessions", "user end-sessions"),
    (UserApproveReissue, "POST /users/{user}/deeds/{deed}", "POST /tenants/{tenant}/users/{id}/approve-reissue", "user approve-reissue"),
    (UserRevokeConsent, "POST /users/{user}/consents/{client}/revoke", "DELETE /tenants/{tenant}/users/{id}/consents/{client_id}", "user revoke-consent"),
    (UserLoginMethod, "POST /users/{user}/method", "PUT /tenants/{tenant}/users/{id}/login-method", "user set-method"),
    (UserClaims, "POST /users/{user}/claims", "PUT /tenants/{tenant}/users/{id}/claims", "user claims set"),
    (UserRename, "POST /users/{user}/rename", "PUT /tenants/{tenant}/users/{id}/user-id", "user rename"),
    (UserAddresses, "POST /users/{user}/addresses", "PUT /tenants/{tenant}/users/{id}/devices", "user addresses"),
    (UserImport, "POST /table/{upload}/write", "POST /tenants/{tenant}/user-table", "user import"),
    (UserExport, "GET /table/export", "GET /tenants/{tenant}/user-table", "user export"),
    (UserRemove, "POST /users/{user}/remove", "DELETE /tenants/{tenant}/users/{id}", "user remove"),
    (ClientList, "GET /clients", "GET /tenants/{tenant}/clients", "client list"),
    (ClientShow, "GET /clients/{client}", "GET /tenants/{tenant}/clients/{client_id}", "client show"),
    (ClientCreate, "POST /clients/new", "POST /tenants/{tenant}/clients", "client create"),
    (ClientChange, "POST /clients/{client}/change", "PATCH /tenants/{tenant}/clients/{client_id}", "client change"),
    (ClientRemove, "POST /clients/{client}/remove", "DELETE /tenants/{tenant}/clients/{client_id}", "client remove"),
    (ClientRotateSecret, "POST /clients/{client}/rotate", "POST /tenants/{tenant}/clients/{client_id}/rotate-secret", "client rotate-secret"),
    (ClientTry, "POST /clients/{client}/try", "POST /tenants/{tenant}/clients/{client_id}/trials", "client try"),
    (ClientTrial, "GET /clients/{client}/trials/{trial}", "GET /tenants/{tenant}/clients/{client_id}/trials/{trial_id}", "client trial"),
    (InitialAccessTokenList, "GET /clients/initial-access-tokens", "GET /tenants/{tenant}/initial-access-tokens", "client initial-access-token list"),
    (InitialAccessTokenCreate, "POST /clients/initial-access-tokens/new", "POST /tenants/{tenant}/initial-access-tokens", "client initial-access-token create"),
    (InitialAccessTokenRevoke, "POST /clients/initial-access-tokens/{token}/revoke", "DELETE /tenants/{tenant}/initial-access-tokens/{token_id}", "client initial-access-token revoke"),
    (CertificateList, "GET /users/{user}", "GET /tenants/{tenant}/users/{id}/certificates", "certificate list"),
    (CertificateAuthorities, "GET /authority", "GET /tenants/{tenant}/certificate-authorities", "certificate authorities"),
    (CertificateIssue, "POST /users/{user}/certificates/{number}/issue", "POST /tenants/{tenant}/users/{id}/certificates", "certificate issue"),
    (CertificateRevoke, "POST /users/{user}/certificates/{number}/revoke", "POST /tenants/{tenant}/users/{id}/certificates/{device}/revoke", "certificate revoke"),
    (KeyList, "GET /keys", "GET /tenants/{tenant}/keys", "key list"),
    (KeyRotate, "POST /keys/rotate", "POST /tenants/{tenant}/keys/rotate", "key rotate"),
    (OutboxList, "GET /outbox", "GET /tenants/{tenant}/outbox", "outbox list"),
    (OutboxRetry, "POST /outbox/{letter}/retry", "POST /tenants/{tenant}/outbox/retry", "outbox retry"),
    (AuditList, "GET /audit", "GET /tenants/{tenant}/audit", "audit list"),
    (AuditVerify, "GET /audit/verify", "GET /tenants/{tenant}/audit/verify", "audit verify"),
    (AuditExport, "GET /audit/export", "GET /tenants/{tenant}/audit/export", "audit export"),
    (WebhookList, "GET /webhooks", "GET /tenants/{tenant}/webhooks", "webhook list"),
    (WebhookCreate, "POST /webhooks/new", "POST /tenants/{tenant}/webhooks", "webhook create"),
    (WebhookRemove, "POST /webhooks/{webhook}/remove", "DELETE /tenants/{tenant}/webhooks/{webhook_id}", "webhook remove"),
    (WebhookDeliveries, "GET /webhooks/{webhook}", "GET /tenants/{tenant}/webhooks/{webhook_id}/deliveries", "webhook deliveries"),
    (WebhookRetry, "POST /webhooks/{webhook}/deliveries/{number}/retry", "POST /tenants/{tenant}/webhooks/{webhook_id}/deliveries/{number}/retry", "webhook retry"),
    (WebhookTest, "POST /webhooks/{webhook}/test", "POST /tenants/{tenant}/webhooks/{webhook_id}/test", "webhook test"),
    (RoleList, "GET /access", "GET /tenants/{tenant}/roles", "role list"),
    (RoleGrant, "POST /access/roles/new", "POST /tenants/{tenant}/roles", "role grant"),
    (RoleRevoke, "POST /access/roles/{grant}/revoke", "DELETE /tenants/{tenant}/roles/{grant_id}", "role revoke"),
    (ApiKeyList, "GET /access", "GET /tenants/{tenant}/api-keys", "api-key list"),
    (ApiKeyCreate, "POST /access/api-keys/new", "POST /tenants/{tenant}/api-keys", "api-key create"),
    (ApiKeyRevoke, "POST /access/api-keys/{key}/revoke", "DELETE /tenants/{tenant}/api-keys/{key_id}", "api-key revoke"),
    (ScimTokenList, "GET /access", "GET /tenants/{tenant}/scim-tokens", "scim-token list"),
    (ScimTokenCreate, "POST /access/scim-tokens/new", "POST /tenants/{tenant}/scim-tokens", "scim-token create"),
    (ScimTokenRevoke, "POST /access/scim-tokens/{token}/revoke", "DELETE /tenants/{tenant}/scim-tokens/{scim_token_id}", "scim-token revoke"),
    (Overview, "GET ", "GET /tenants/{tenant}/overview", "overview"),
];

/// What is shown on a page that stands open to no more roles under the name of another deed.
const BESIDE: [(Deed, Deed); 5] = [
    (TenantShow, Overview),
    (PolicySimulate, PolicyChange),
    (CertificateList, UserShow),
    (ApiKeyList, RoleList),
    (ScimTokenList, RoleList),
];

fn console() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/console");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = files.filter(|path| path.extension().is_some_and(|one| one == "rs"));
    sources.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_deed_stands_in_the_table_once() {
    let named: Vec<_> = DOORS.iter().map(|(deed, ..)| *deed).collect();
    let all: BTreeSet<_> = Deed::ALL.iter().copied().collect();
    assert_eq!(named.iter().copied().collect::<BTreeSet<_>>(), all);
    assert_eq!(named.len(), all.len());
}

#[test]
fn every_deed_has_its_page_of_the_console() {
    let sources = console();
    for (deed, door, ..) in DOORS {
        let names = |text: &str, deed: Deed| {
            let word = format!("Deed::{deed:?}");
            let ends = |rest: &str| !rest.starts_with(|one: char| one.is_alphanumeric());
            text.match_indices(&word).any(|(at, _)| ends(&text[at + word.len()..]))
        };
        let (method, below) = door.split_once(' ').unwrap();
        let here = |route: &str| {
            if below.starts_with("/console") {
                route.to_owned()
            } else {
                format!("/console/t/{{of}}{route}")
            }
        };
        let route = here(below);
        assert!(MAP.iter().any(|(one, path, _)| *one == method && *path == route), "{route}");
        // The page asks the one rule for this deed before it answers.
        let quoted = format!("\"{route}\"");
        let page = sources.iter().filter(|(_, text)| text.contains(&quoted));
        let guard = BESIDE.iter().find(|(one, _)| one == deed).map_or(*deed, |(_, guard)| *guard);
        let asks =
            |text: &str| names(text, guard) || (guard == TenantList && text.contains("door::hall"));
        assert!(page.clone().any(|(_, text)| asks(text)), "{route} never asks for {guard:?}");
        assert!(guard.roles().iter().all(|role| deed.roles().contains(role)), "{deed:?}");
    }
}

#[tokio::test]
async fn every_deed_has_its_operation() {
    let document = TestIdp::start().await.door().get("/api/v1/openapi.json").await.json();
    for (deed, _, operation, _) in DOORS {
        let (method, path) = operation.split_once(' ').unwrap();
        let found = &document["paths"][format!("/api/v1{path}")][method.to_lowercase()];
        assert_eq!(found["operationId"], deed.as_str(), "{operation}");
    }
}

#[test]
fn every_deed_has_its_words_on_the_command_line() {
    let tree = CommandLine::command();
    for (deed, _, _, words) in DOORS {
        let mut at = &tree;
        for word in words.split(' ') {
            let next = at.find_subcommand(word);
            at = next.unwrap_or_else(|| panic!("{deed:?}: there is no sekisho {words}"));
        }
        assert!(!at.has_subcommands(), "{words} wants another word");
        let json = at.get_arguments().any(|argument| argument.get_id() == "json");
        assert!(json, "{words} has no --json");
    }
}

/// Every verb there is, by the words before it.
fn verbs(at: &clap::Command, before: &str, found: &mut BTreeSet<(String, String)>) {
    for one in at.get_subcommands().filter(|one| one.get_name() != "help") {
        if one.has_subcommands() {
            verbs(one, format!("{before} {}", one.get_name()).trim_start(), found);
        } else {
            found.insert((before.to_owned(), one.get_name().to_owned()));
        }
    }
}

#[test]
fn the_readme_names_every_verb_and_no_other() {
    let mut there = BTreeSet::new();
    verbs(&CommandLine::command(), "", &mut there);
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let text = std::fs::read_to_string(readme).unwrap();
    let table = text.split("\n### The command line\n").nth(1).unwrap().split("\n#").next().unwrap();
    let mut told = BTreeSet::new();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = row.trim_matches('|').split('|').collect();
        let words = |cell: &str| -> Vec<String> {
            cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        };
        let nouns = words(cells[0]);
        if cells[1].contains('`') {
            told.extend(words(cells[1]).into_iter().map(|verb| (nouns[0].clone(), verb)));
        } else {
            told.extend(nouns.into_iter().map(|verb| (String::new(), verb)));
        }
    }
    assert_eq!(told, there);
}
