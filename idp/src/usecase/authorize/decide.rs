//! Login, consent, answer or objection: decided by the request, the session and the policy alone.

use time::Duration;

use super::refusal::Objection;
use crate::model::claims::disclosed;
use crate::model::consent::{self, Consent};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::policy::Policy;
use crate::model::session::{Session, acr};
use crate::wire::authorize::Accepted;
use crate::wire::scope::Scope;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    AskLogin,
    AskConsent,
    Answer,
    Object(Objection),
}

/// A live session, and the person behind it.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    pub session: &'a Session,
    /// The `sub` by which the website that asks knows him.
    pub subject: &'a str,
    /// The method of his logins from now on.
    pub method: LoginMethod,
}

pub fn decide(
    request: &Accepted,
    who: Option<Who<'_>>,
    agreed: &Scope,
    policy: &Policy,
    now: Moment,
) -> Decision {
    match usable(request, who, policy, now) {
        Err(Objection::TooWeak) => Decision::Object(Objection::TooWeak),
        Err(objection) if request.prompt.none => Decision::Object(objection),
        Err(_) => Decision::AskLogin,
        Ok(()) => {
            let asked = disclosed(&request.scope, &request.claims, &policy.claims);
            match consent::decide(policy.consent, &request.prompt, &asked, agreed) {
                Consent::Ask if request.prompt.none => Decision::Object(Objection::ConsentNeeded),
                Consent::Ask => Decision::AskConsent,
                Consent::Given | Consent::NotNeeded => Decision::Answer,
            }
        }
    }
}

/// Whether the session that stands answers this request (OpenID Connect Core §3.1.2.3).
fn usable(
    request: &Accepted,
    who: Option<Who<'_>>,
    policy: &Policy,
    now: Moment,
) -> Result<(), Objection> {
    let Some(Who { session, subject, method }) = who else { return Err(Objection::NobodySignedIn) };
    let asks = request.prompt.login || request.prompt.select_account;
    // Without single sign-on every website begins with a login of its own; a silent request may still ask.
    if asks || (!policy.session.single_sign_on && !request.prompt.none) {
        return Err(Objection::NobodySignedIn);
    }
    if request.max_age.is_some_and(|age| {
        now.since(session.authenticated_at) > Duration::seconds(age.into()) || age == 0
    }) {
        return Err(Objection::NobodySignedIn);
    }
    if request.subject_hint.as_deref().is_some_and(|hint| hint != subject) {
        return Err(Objection::OtherPerson);
    }
    match &request.acr {
        Some(wish) if !wish.is_met_by(acr(session.method)) => {
            // Step-up (RFC 9470 §4): worth a login where it would be stronger than the one that stands.
            if wish.is_met_by(acr(method)) {
                Err(Objection::NobodySignedIn)
            } else if wish.essential {
                Err(Objection::TooWeak)
            } else {
                Ok(())
            }
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Decision::{Answer, AskConsent, AskLogin, Object};
    use super::Objection::{ConsentNeeded, NobodySignedIn, OtherPerson};
    use super::*;
    use crate::model::ids::{SessionId, UserId};
    use crate::wire::acr::{Acr, AcrWish};
    use crate::wire::prompt::Prompt;

    const LOGIN: Moment = Moment::from_seconds(1_000_000);

    fn request(prompt: &str, max_age: Option<u32>, hint: Option<&str>) -> Accepted {
        Accepted {
            scope: Scope::parse("openid").unwrap(),
            prompt: Prompt::parse(prompt).unwrap(),
            max_age,
            subject_hint: hint.map(str::to_owned),
            ..Accepted::default()
        }
    }

    #[test]
    fn decisions_by_table() {
        let session = Session {
            id: SessionId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            method: LoginMethod::Password,
            certificate: None,
            authenticated_at: LOGIN,
            last_seen: LOGIN,
        };
        let now = LOGIN.plus(Duration::seconds(10));
        let method = LoginMethod::Password;
        let who = Some(Who { session: &session, subject: "alice", method });
        let classic = Policy::classic();
        let mut no_sso = Policy::classic();
        no_sso.session.single_sign_on = false;
        let standard = Policy::standard();
        let none = Scope::default();
        let agreed = Scope::parse("openid").unwrap();
        for (prompt, max_age, hint, who, agreed, policy, expected) in [
            ("", None, None, None, &none, &classic, AskLogin),
            ("none", None, None, None, &none, &classic, Object(NobodySignedIn)),
            ("", None, None, who, &none, &classic, Answer),
            ("none", None, None, who, &none, &classic, Answer),
            ("login", None, None, who, &none, &classic, AskLogin),
            ("select_account", None, None, who, &none, &classic, AskLogin),
            ("", Some(10), None, who, &none, &classic, Answer),
            ("", Some(9), None, who, &none, &classic, AskLogin),
            ("", Some(0), None, who, &none, &classic, AskLogin),
            ("none", Some(9), None, who, &none, &classic, Object(NobodySignedIn)),
            ("", None, Some("alice"), who, &none, &classic, Answer),
            ("", None, Some("bob"), who, &none, &classic, AskLogin),
            ("none", None, Some("bob"), who, &none, &classic, Object(OtherPerson)),
            ("", None, None, who, &none, &no_sso, AskLogin),
            ("", None, None, who, &none, &standard, AskConsent),
            ("none", None, None, who, &none, &standard, Object(ConsentNeeded)),
            ("", None, None, who, &agreed, &standard, Answer),
            ("consent", None, None, who, &agreed, &standard, AskConsent),
            ("consent", None, None, who, &none, &classic, AskConsent),
        ] {
            let request = request(prompt, max_age, hint);
            let decision = decide(&request, who, agreed, policy, now);
            assert_eq!(decision, expected, "{prompt} {max_age:?} {hint:?}");
        }
    }

    // RFC 9470 §4
    #[test]
    fn a_stronger_login_is_asked_for_where_it_would_help() {
        let session = Session {
            id: SessionId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            method: LoginMethod::Password,
            certificate: None,
            authenticated_at: LOGIN,
            last_seen: LOGIN,
        };
        let policy = Policy::classic();
        for (own, essential, prompt, expected) in [
            (LoginMethod::Password, false, "", Answer),
            (LoginMethod::Password, true, "", Object(Objection::TooWeak)),
            (LoginMethod::Password, true, "none", Object(Objection::TooWeak)),
            (LoginMethod::PasswordOtp, false, "", AskLogin),
            (LoginMethod::PasswordOtp, true, "", AskLogin),
            (LoginMethod::PasswordCertificate, true, "none", Object(NobodySignedIn)),
        ] {
            let who = Who { session: &session, subject: "alice", method: own };
            let acr = Some(AcrWish { values: vec![Acr::PasswordOtp], essential });
            let asked = Accepted { acr, ..request(prompt, None, None) };
            let decision = decide(&asked, Some(who), &Scope::default(), &policy, LOGIN);
            assert_eq!(decision, expected, "{own:?} {essential} {prompt}");
        }
    }
}
