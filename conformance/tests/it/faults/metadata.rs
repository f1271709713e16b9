//! Faults of the metadata and of the published keys.

use serde_json::{Value, json};

use super::{answered, warned};
use crate::support::{Answered, Fault, Sent};

const CONFIG: (&str, &str) = ("config", "oidcc-discovery-endpoint-verification");

fn metadata(sent: &Sent, answered: &mut Answered, change: fn(&mut Value)) {
    if sent.to("/openid-configuration") {
        answered.json(change);
    }
}

fn keys(sent: &Sent, answered: &mut Answered, change: fn(&mut Value)) {
    if sent.to("/jwks") {
        answered.json(|jwks| change(&mut jwks["keys"]));
    }
}

fn without(metadata: &mut Value, name: &str) {
    metadata.as_object_mut().unwrap().remove(name);
}

pub(crate) const FAULTS: &[Fault] = &[
    answered("the issuer is another", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["issuer"] = json!("https://other.example"));
    }),
    answered("the issuer has a query", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| {
            all["issuer"] = json!(format!("{}?x=1", all["issuer"].as_str().unwrap()));
        });
    }),
    answered("the metadata is called HTML", CONFIG, |sent, answered| {
        if sent.to("/openid-configuration") {
            answered.header("content-type", "text/html");
        }
    }),
    answered("no response types", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| without(all, "response_types_supported"));
    }),
    answered("response types as text", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["response_types_supported"] = json!("code"));
    }),
    answered("no RS256", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| {
            all["id_token_signing_alg_values_supported"] = json!(["ES256"]);
        });
    }),
    answered("an unknown kind of subject", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["subject_types_supported"] = json!(["secret"]));
    }),
    answered("an endpoint is not https", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| {
            all["userinfo_endpoint"] = json!("http://op.example/userinfo");
        });
    }),
    answered("a boolean is text", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["request_parameter_supported"] = json!("false"));
    }),
    answered("no openid scope", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["scopes_supported"] = json!(["email"]));
    }),
    answered("a scope with a space", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["scopes_supported"] = json!(["openid", "a b"]));
    }),
    answered("an unknown method of PKCE", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["code_challenge_methods_supported"] = json!(["S512"]));
    }),
    answered("a language that is none", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["ui_locales_supported"] = json!(["ja_JP"]));
    }),
    warned(answered("a language in odd letters", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["ui_locales_supported"] = json!(["EN"]));
    })),
    warned(answered("no claims announced", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| without(all, "claims_supported"));
    })),
    warned(answered("an unknown member", CONFIG, |sent, answered| {
        metadata(sent, answered, |all| all["made_up"] = json!(true));
    })),
    answered("a private key is published", CONFIG, |sent, answered| {
        keys(sent, answered, |keys| keys[0]["d"] = json!("AAAA"));
    }),
    answered("a key has no kid", CONFIG, |sent, answered| {
        keys(sent, answered, |keys| without(&mut keys[0], "kid"));
    }),
    answered("a kid comes twice", CONFIG, |sent, answered| {
        keys(sent, answered, |keys| {
            let first = keys[0].clone();
            keys.as_array_mut().unwrap().push(first);
        });
    }),
    answered("a shared secret is published", CONFIG, |sent, answered| {
        keys(sent, answered, |keys| {
            keys.as_array_mut().unwrap().push(json!({"kty": "oct", "kid": "s", "k": "AAAA"}));
        });
    }),
    warned(answered("a key of a kind unknown", CONFIG, |sent, answered| {
        keys(sent, answered, |keys| {
            keys.as_array_mut().unwrap().push(json!({"kty": "AKP", "kid": "pq", "pub": "AAAA"}));
        });
    })),
];
