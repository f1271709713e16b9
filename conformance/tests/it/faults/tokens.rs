//! Faults at the token endpoint and at UserInfo.

use serde_json::{Value, json};

use super::{answered, asked, warned};
use crate::support::{Answered, Fault, Sent};

const SERVER: (&str, &str) = ("basic", "oidcc-server");

const fn basic(module: &'static str) -> (&'static str, &'static str) {
    ("basic", module)
}

/// Changes the JSON of the token answer.
fn token(sent: &Sent, answered: &mut Answered, change: fn(&mut Value)) {
    if sent.to("/token") {
        answered.json(change);
    }
}

/// Changes claims of the ID token, which stays properly signed.
fn claims(sent: &Sent, answered: &mut Answered, change: fn(&mut Value)) {
    if sent.to("/token") {
        answered.resign(change);
    } else if sent.to("/jwks") {
        answered.publish();
    }
}

fn userinfo(sent: &Sent, answered: &mut Answered, change: fn(&mut Value)) {
    if sent.to("/userinfo") {
        answered.json(change);
    }
}

/// A code is good for ever: what was granted once is granted again.
fn grants_again(sent: &Sent, answered: &mut Answered) {
    if !sent.to("/token") {
        return;
    }
    let memory = answered.memory.clone();
    let mut memory = memory.lock().unwrap();
    match (answered.status, &memory.granted) {
        (200, _) => memory.granted = Some(answered.body.clone()),
        (_, Some(granted)) => {
            answered.status = 200;
            answered.body.clone_from(granted);
        }
        _ => {}
    }
}

pub(crate) const FAULTS: &[Fault] = &[
    answered("tokens may be stored", SERVER, |sent, answered| {
        if sent.to("/token") {
            answered.header("cache-control", "max-age=60");
        }
    }),
    answered("token_type is unknown", SERVER, |sent, answered| {
        token(sent, answered, |body| body["token_type"] = json!("mac"));
    }),
    answered("expires_in is text", SERVER, |sent, answered| {
        token(sent, answered, |body| body["expires_in"] = json!("3600"));
    }),
    warned(answered("expires_in is missing", SERVER, |sent, answered| {
        token(sent, answered, |body| {
            body.as_object_mut().unwrap().remove("expires_in");
        });
    })),
    answered("no ID token comes", SERVER, |sent, answered| {
        token(sent, answered, |body| {
            body.as_object_mut().unwrap().remove("id_token");
        });
    }),
    answered("the signature does not hold", SERVER, |sent, answered| {
        token(sent, answered, |body| {
            body["id_token"] = json!(conformance::jose::spoil(body["id_token"].as_str().unwrap()));
        });
    }),
    answered("the ID token is unsigned", SERVER, |sent, answered| {
        token(sent, answered, |body| {
            let claims =
                conformance::jose::peek(body["id_token"].as_str().unwrap()).unwrap().claims;
            body["id_token"] = json!(conformance::jose::unsigned(&claims));
        });
    }),
    answered("aud is another client", SERVER, |sent, answered| {
        claims(sent, answered, |claims| claims["aud"] = json!("somebody else"));
    }),
    answered("iss is another issuer", SERVER, |sent, answered| {
        claims(sent, answered, |claims| claims["iss"] = json!("https://other.example"));
    }),
    answered("the ID token has expired", SERVER, |sent, answered| {
        claims(sent, answered, |claims| {
            claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 60);
        });
    }),
    answered("the ID token is an hour old", SERVER, |sent, answered| {
        claims(sent, answered, |claims| {
            claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 3600);
        });
    }),
    answered("exp is text", SERVER, |sent, answered| {
        claims(sent, answered, |claims| claims["exp"] = json!(claims["exp"].to_string()));
    }),
    answered("sub is empty", SERVER, |sent, answered| {
        claims(sent, answered, |claims| claims["sub"] = json!(""));
    }),
    warned(answered("a claim nobody asked for", SERVER, |sent, answered| {
        claims(sent, answered, |claims| claims["name"] = json!("Somebody"));
    })),
    answered("auth_time is missing", basic("oidcc-max-age-10000"), |sent, answered| {
        claims(sent, answered, |claims| {
            claims.as_object_mut().unwrap().remove("auth_time");
        });
    }),
    answered("auth_time is now", basic("oidcc-prompt-none-logged-in"), |sent, answered| {
        claims(sent, answered, |claims| claims["auth_time"] = claims["exp"].clone());
    }),
    warned(answered(
        "acr was not asked for",
        basic("oidcc-ensure-request-with-acr-values-succeeds"),
        |sent, answered| claims(sent, answered, |claims| claims["acr"] = json!("other")),
    )),
    warned(answered(
        "email stands in the ID token",
        basic("oidcc-scope-email"),
        |sent, answered| {
            claims(sent, answered, |claims| claims["email"] = json!("a@example.org"));
        },
    )),
    warned(answered("a code works twice", basic("oidcc-codereuse"), grants_again)),
    answered("a code works after 30 seconds", basic("oidcc-codereuse-30seconds"), grants_again),
    asked("client_secret_post is not known", basic("oidcc-server-client-secret-post"), |sent| {
        if sent.to("/token") {
            sent.set("client_secret", None);
        }
    }),
    answered("UserInfo is somebody else's", basic("oidcc-userinfo-get"), |sent, answered| {
        userinfo(sent, answered, |claims| claims["sub"] = json!("somebody else"));
    }),
    answered("UserInfo is called text", basic("oidcc-userinfo-get"), |sent, answered| {
        if sent.to("/userinfo") {
            answered.header("content-type", "text/plain");
        }
    }),
    answered("UserInfo knows no POST", basic("oidcc-userinfo-post-header"), |sent, answered| {
        if sent.to("/userinfo") && sent.method == "POST" {
            answered.page();
        }
    }),
    warned(answered(
        "UserInfo takes no form",
        basic("oidcc-userinfo-post-body"),
        |sent, answered| {
            if sent.to("/userinfo") && !sent.body.is_empty() {
                answered.page();
            }
        },
    )),
    answered("email_verified is text", basic("oidcc-scope-email"), |sent, answered| {
        userinfo(sent, answered, |claims| claims["email_verified"] = json!("true"));
    }),
    warned(answered("email is missing", basic("oidcc-scope-email"), |sent, answered| {
        userinfo(sent, answered, |claims| {
            claims.as_object_mut().unwrap().remove("email");
        });
    })),
    warned(answered(
        "name nobody asked for",
        basic("oidcc-alternate-happy-flow"),
        |sent, answered| {
            userinfo(sent, answered, |claims| claims["name"] = json!("Somebody"));
        },
    )),
];
