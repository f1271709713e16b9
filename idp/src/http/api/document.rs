//! Finishes the OpenAPI document: what every operation has in common, from the tables that decide it.

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use utoipa::{PartialSchema, ToSchema};

use super::problem::{Code, FieldError, Problem};
use crate::app::App;
use crate::model::admin::{ApiScope, Deed};

const ABOUT: &str = "Administration of Sekisho. Times are Unix seconds. A caller proves itself by an access token that \
a client of the tenant in the address, or of the tenant `system`, got for itself (client credentials), or by an API \
key of one of these; both are sent as `Authorization: Bearer`. What lies outside of a caller's reach is answered as \
what is not there.";

/// Operations whose resource has an `ETag`, which `If-Match` may name.
const TAGGED: [&str; 6] = [
    "tenant.rename",
    "policy.change",
    "policy.roll_back",
    "client.change",
    "client.remove",
    "user.",
];

/// The document as it is served.
pub fn finished(app: &App, described: OpenApi) -> String {
    let mut document = serde_json::to_value(described).unwrap_or_default();
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "Sekisho administration",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
        "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
    });
    document["servers"] = json!([{ "url": app.base }]);
    document["components"]["securitySchemes"] = schemes(app);
    let mut common = vec![
        (Problem::name().into_owned(), Problem::schema()),
        (FieldError::name().into_owned(), FieldError::schema()),
    ];
    Problem::schemas(&mut common);
    for (name, schema) in common {
        document["components"]["schemas"][name] = json!(schema);
    }
    for (path, item) in members(&mut document["paths"]) {
        for (method, operation) in members(item) {
            finish(path, method, operation);
        }
    }
    document.to_string()
}

fn members(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

fn schemes(app: &App) -> Value {
    let scopes: Map<_, _> =
        ApiScope::ALL.iter().map(|scope| (scope.as_str().to_owned(), json!(""))).collect();
    let token_url = format!("{}/t/{{tenant}}/token", app.base);
    json!({
        "client_credentials": {
            "type": "oauth2",
            "flows": { "clientCredentials": { "tokenUrl": token_url, "scopes": scopes } },
        },
        "api_key": { "type": "http", "scheme": "bearer", "description": "An API key (y_…)." },
    })
}

fn finish(path: &str, method: &str, operation: &mut Value) {
    let word = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let Some(deed) = Deed::ALL.iter().find(|deed| deed.as_str() == word) else { return };
    let scope = deed.scope().as_str();
    let roles: Vec<_> = deed.roles().iter().map(|role| role.as_str()).collect();
    operation["description"] =
        json!(format!("Scope `{scope}`. Roles: {}.", roles.join(", ").replace('_', " ")));
    operation["security"] = json!([{ "client_credentials": [scope] }, { "api_key": [] }]);
    operation["x-roles"] = json!(roles);
    let writes = method != "get";
    let tagged = writes && TAGGED.iter().any(|one| word.starts_with(one));
    let tagged = tagged && !["user.create", "user.import"].contains(&word.as_str());
    parameters(path, method, tagged, operation);
    responses(path, writes, tagged, operation);
}

fn parameters(path: &str, method: &str, tagged: bool, operation: &mut Value) {
    let mut all = operation["parameters"].as_array().cloned().unwrap_or_default();
    for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        let (about, schema) = in_path(name);
        all.push(json!({
            "name": name, "in": "path", "required": true, "description": about, "schema": schema,
        }));
    }
    let mut optional = |place: &str, name: &str, about: &str, schema: Value| {
        all.push(json!({
            "name": name, "in": place, "required": false, "description": about, "schema": schema,
        }));
    };
    if method != "get" {
        let about = "Does it and takes it back: what the answer would be.";
        optional("query", "dry_run", about, json!({ "type": "boolean", "default": false }));
    }
    if method == "post" {
        let about = "The same key with the same request brings the same answer for 24 hours.";
        let schema = json!({ "type": "string", "pattern": "^[!-~]{1,255}$" });
        optional("header", "Idempotency-Key", about, schema);
    }
    if tagged {
        let about = "Only if the resource still has this `ETag`.";
        let schema = json!({ "type": "string", "pattern": "^[!-~]([ -~]{0,398}[!-~])?$" });
        optional("header", "If-Match", about, schema);
    }
    operation["parameters"] = json!(all);
}

fn in_path(name: &str) -> (&'static str, Value) {
    let uuid = json!({ "type": "string", "format": "uuid" });
    match name {
        "tenant" => (
            "The slug of a tenant.",
            json!({ "type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$" }),
        ),
        "id" => ("The `id` of a user.", uuid),
        "grant_id" => ("The `id` of a grant.", uuid),
        "key_id" => ("The `id` of an API key.", uuid),
        "webhook_id" => ("The `id` of a webhook.", uuid),
        "scim_token_id" => ("The `id` of a SCIM token.", uuid),
        "place" => ("Where.", json!({ "type": "string", "enum": ["logo", "seal"] })),
        "number" => (
            "The number of an event in the audit trail.",
            json!({ "type": "integer", "minimum": 1 }),
        ),
        "device" => ("The number of a device.", json!({ "type": "integer", "minimum": 1 })),
        _ => {
            ("As it is listed.", json!({ "type": "string", "pattern": "^[A-Za-z0-9._~-]{1,200}$" }))
        }
    }
}

/// The codes that an operation may answer with.
fn codes(path: &str, writes: bool, tagged: bool, body: bool) -> Vec<Code> {
    let mut codes = vec![
        Code::InvalidRequest,
        Code::MissingToken,
        Code::InvalidToken,
        Code::InsufficientScope,
        Code::ForbiddenRole,
        Code::ActsUpward,
        Code::Broken,
        Code::Busy,
    ];
    if path.contains('{') {
        codes.push(Code::NotFound);
    } else if !writes {
        // The installation is not there for whoever is of one tenant.
        codes.extend([Code::NotFound, Code::InvalidCursor]);
    }
    if writes {
        let conflicts = [Code::AlreadyExists, Code::NotPossible, Code::ChangedMeanwhile];
        codes.extend(conflicts);
        codes.extend([Code::NotFound, Code::InProgress, Code::TooSlow, Code::TooLarge]);
        codes.extend([Code::Invalid, Code::KeyReused]);
    }
    if path.ends_with("/user-table") {
        codes.push(Code::NotPossible);
    }
    if body {
        codes.push(Code::MediaType);
    }
    if tagged {
        codes.push(Code::PreconditionFailed);
    }
    codes
}

fn responses(path: &str, writes: bool, tagged: bool, operation: &mut Value) {
    let body = operation.get("requestBody").is_some();
    let Some(all) = operation["responses"].as_object_mut() else { return };
    for (status, answer) in all.iter_mut() {
        if answer["description"].as_str().is_none_or(str::is_empty) {
            answer["description"] = json!(if status == "204" { "Done." } else { "As asked." });
        }
    }
    let dry = all.values().next().cloned().filter(|_| writes && !all.contains_key("200"));
    if let Some(mut dry) = dry {
        dry["description"] = json!("A dry run: what the answer would be, with `Dry-Run: true`.");
        all.insert("200".to_owned(), dry);
    }
    for code in codes(path, writes, tagged, body) {
        let status = code.status().as_u16().to_string();
        let answer = all.entry(status).or_insert_with(|| {
            let shape = json!({ "$ref": "#/components/schemas/Problem" });
            json!({
                "description": "",
                "content": { "application/problem+json": { "schema": shape } },
            })
        });
        let before = answer["description"].as_str().unwrap_or_default().to_owned();
        let between = if before.is_empty() { "" } else { ", " };
        answer["description"] = json!(format!("{before}{between}`{}`", code.as_str()));
    }
}
