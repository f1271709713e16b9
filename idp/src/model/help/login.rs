//! Help: one chapter for each login method, and logout.

use super::super::device_authorization::LIFE;
use super::super::login_method::LoginMethod;
use super::super::menu::Entry;
use super::super::policy::{ConsentRule, Policy, ReissueEnd};
use super::{Chapter, Id, Line, allows};

pub(super) fn chapter(id: Id, policy: &Policy) -> Option<Chapter> {
    match id {
        Id::LoginPassword => {
            allows(policy, LoginMethod::Password).then(|| finish(login(id, policy), policy))
        }
        Id::LoginCode => allows(policy, LoginMethod::PasswordOtp).then(|| code(policy)),
        Id::LoginCertificate => {
            allows(policy, LoginMethod::PasswordCertificate).then(|| certificate(policy))
        }
        Id::Activate => Some(activate(policy)),
        Id::Logout => Some(logout(policy)),
        _ => None,
    }
}

/// What every login begins with.
fn login(id: Id, policy: &Policy) -> Chapter {
    let lead = match id {
        Id::LoginCode => "help-login-code-lead",
        Id::LoginCertificate => "help-login-certificate-lead",
        _ => "help-login-password-lead",
    };
    Chapter::new(id, Line::of(lead))
        .step(Line::of("help-login-website"))
        .step(Line::of("help-login-enter").shows("login-password"))
        .note(Line::of("help-login-width"))
        .note(Line::of("help-login-wrong").shows("login-wrong"))
        .note_if(policy.conceal_first_step, Line::of("help-login-concealed"))
        .note(Line::of("help-login-new-password"))
}

fn code(policy: &Policy) -> Chapter {
    let rules = &policy.one_time_code;
    let days = policy.session.remembered_browser_days;
    let remember = Line::of("help-login-remember").number("n", days.unwrap_or_default());
    let life = i64::from(rules.life_seconds);
    let minutes = if life % 60 == 0 { life / 60 } else { 0 };
    let chapter = login(Id::LoginCode, policy)
        .step(Line::of("help-login-mail"))
        .note(Line::of("help-login-reference"))
        .step(Line::of("help-login-code").number("n", rules.digits).shows("login-code"))
        .note(Line::of("help-login-code-life").number("minutes", minutes).number("seconds", life))
        .note(
            Line::of("help-login-resend")
                .number("wait", rules.resend_wait_seconds)
                .number("mails", rules.mails_per_quarter_hour),
        )
        .note_if(policy.devices_at_most > 1, Line::of("help-login-device"))
        .note(Line::of("help-login-code-wrong").number("n", rules.tries_per_code))
        .note_if(days.is_some(), remember);
    finish(chapter, policy)
}

fn certificate(policy: &Policy) -> Chapter {
    let chapter = login(Id::LoginCertificate, policy)
        .step(Line::of("help-login-certificate").shows("login-certificate"))
        .step(Line::of("help-login-choose"))
        .note(Line::of("help-login-no-list"))
        .note(Line::of("help-login-expired"));
    finish(chapter, policy)
}

fn finish(chapter: Chapter, policy: &Policy) -> Chapter {
    let asks = policy.consent == ConsentRule::FirstTime;
    let answers = policy.reissue.on
        && matches!(policy.reissue.ends_with, ReissueEnd::TemporaryPassword { .. });
    chapter
        .step_if(asks, Line::of("help-login-consent").shows("login-consent"))
        .step(Line::of("help-login-in"))
        .note_if(policy.session.single_sign_on, Line::of("help-login-sso"))
        .point_if(policy.reissue.on, Line::of("help-login-forgotten"))
        .point_if(!policy.reissue.on, Line::of("help-login-forgotten-desk"))
        .point_if(answers, Line::of("help-login-temporary"))
}

fn activate(policy: &Policy) -> Chapter {
    let end = Line::of("help-activate-end");
    Chapter::new(Id::Activate, Line::of("help-activate-lead"))
        .step(Line::of("help-activate-open"))
        .step(Line::of("help-activate-enter").shows("activate"))
        .note(Line::of("help-activate-filled"))
        .note(Line::of("help-activate-wrong").number("n", LIFE.whole_minutes()))
        .step(Line::of("help-activate-login"))
        .step(Line::of("help-activate-confirm").shows("activate-confirm"))
        .step(Line::of("help-activate-done"))
        .point(Line::of("help-activate-stranger"))
        .point_if(Entry::Websites.is_on(policy), end)
}

fn logout(policy: &Policy) -> Chapter {
    Chapter::new(Id::Logout, Line::of("help-logout-lead"))
        .step_if(policy.account_site.on, Line::of("help-logout-press"))
        .step_if(!policy.account_site.on, Line::of("help-logout-website"))
        .step(Line::of("help-logout-done").shows("logout"))
        .point(Line::of("help-logout-idle").number("n", policy.session.idle_minutes))
        .point_if(policy.session.single_sign_on, Line::of("help-logout-sso"))
}
