//! Help: the account site, entry by entry.

use super::super::login_method::LoginMethod;
use super::super::menu::Entry;
use super::super::policy::{MethodChange, Policy};
use super::super::recovery_code;
use super::{Chapter, Id, Line, allows};

pub(super) fn chapter(id: Id, policy: &Policy) -> Option<Chapter> {
    let site = &policy.account_site;
    let has = |entry: Entry| entry.is_on(policy).then_some(());
    let devices = has(Entry::Devices);
    match id {
        Id::Account => devices.map(|()| account(policy)),
        Id::ChangePassword => has(Entry::Password).map(|()| password()),
        Id::ChangeQuestion => has(Entry::Question).map(|()| question()),
        Id::History => has(Entry::History).map(|()| history(policy)),
        Id::NotMe => has(Entry::History).map(|()| not_me()),
        Id::DeviceAdd => devices.filter(|()| site.device_add).map(|()| device_add(policy)),
        Id::DeviceChange => devices.filter(|()| site.device_change).map(|()| device_change(policy)),
        Id::DeviceDelete => devices.filter(|()| site.device_delete).map(|()| device_delete(policy)),
        Id::Method => has(Entry::Method).map(|()| method(policy)),
        Id::RecoveryCodes => policy.recovery_codes.then(|| recovery_codes(policy)),
        Id::Websites => has(Entry::Websites).map(|()| websites()),
        Id::Browsers => has(Entry::Browsers).map(|()| browsers(policy)),
        Id::Data => has(Entry::Data).map(|()| data(policy)),
        _ => None,
    }
}

fn account(policy: &Policy) -> Chapter {
    let certificates = allows(policy, LoginMethod::PasswordCertificate);
    Chapter::new(Id::Account, Line::of("help-account-lead"))
        .step_if(policy.links.account, Line::of("help-account-open"))
        .step_if(!policy.links.account, Line::of("help-account-open-website"))
        .step(Line::of("help-account-menu").shows("account"))
        .note_if(certificates, Line::of("help-account-certificates"))
        .point(Line::of("help-account-fresh"))
        .point(Line::of("help-account-notices"))
}

fn password() -> Chapter {
    Chapter::new(Id::ChangePassword, Line::of("help-change-password-lead"))
        .step(Line::of("help-change-password-menu"))
        .step(Line::of("help-change-password-enter").shows("change-password"))
        .step(Line::of("help-change-password-done").shows("change-password-done"))
}

fn question() -> Chapter {
    Chapter::new(Id::ChangeQuestion, Line::of("help-change-question-lead"))
        .step(Line::of("help-change-question-menu"))
        .step(Line::of("help-change-question-enter").shows("change-question"))
        .note(Line::of("help-change-question-answer"))
        .step(Line::of("help-change-question-done").shows("change-question-done"))
}

fn history(policy: &Policy) -> Chapter {
    // The pages call 31 days a month too.
    let months = u8::from(policy.history_days == 31);
    Chapter::new(Id::History, Line::of("help-history-lead"))
        .step(Line::of("help-history-menu"))
        .step(
            Line::of("help-history-read")
                .number("months", months)
                .number("days", policy.history_days)
                .shows("history"),
        )
        .note(Line::of("help-history-pages"))
        .step(Line::of("help-history-file"))
}

fn not_me() -> Chapter {
    Chapter::new(Id::NotMe, Line::of("help-not-me-lead"))
        .step(Line::of("help-not-me-menu"))
        .step(Line::of("help-not-me-press").shows("not-me"))
        .step(Line::of("help-not-me-done").shows("not-me-done"))
}

fn device_add(policy: &Policy) -> Chapter {
    let rules = &policy.one_time_code;
    let certificates = allows(policy, LoginMethod::PasswordCertificate);
    Chapter::new(
        Id::DeviceAdd,
        Line::of("help-device-add-lead").number("n", policy.devices_at_most),
    )
    .step(Line::of("help-device-add-menu").shows("device-add"))
    .step(Line::of("help-device-enter").shows("device-form"))
    .step(Line::of("help-device-confirm").shows("device-confirm"))
    .step(Line::of("help-device-code").number("n", rules.digits).shows("device-code"))
    .note(Line::of("help-device-reference"))
    .step(Line::of("help-device-add-done").shows("device-done"))
    .note_if(certificates, Line::of("help-device-add-certificate"))
    .point(Line::of("help-device-told"))
}

fn device_change(policy: &Policy) -> Chapter {
    let certificates = allows(policy, LoginMethod::PasswordCertificate);
    Chapter::new(Id::DeviceChange, Line::of("help-device-change-lead"))
        .step(Line::of("help-device-change-menu").shows("device-change"))
        .step(Line::of("help-device-change-enter"))
        .step(Line::of("help-device-change-done"))
        .note_if(certificates, Line::of("help-device-change-certificate"))
        .point(Line::of("help-device-told"))
}

fn device_delete(policy: &Policy) -> Chapter {
    let certificates = allows(policy, LoginMethod::PasswordCertificate);
    Chapter::new(Id::DeviceDelete, Line::of("help-device-delete-lead"))
        .step(Line::of("help-device-delete-menu"))
        .step(Line::of("help-device-delete-press").shows("device-delete"))
        .note_if(certificates, Line::of("help-device-delete-certificate"))
        .note(Line::of("help-device-delete-last"))
        .step(Line::of("help-device-delete-done"))
        .point(Line::of("help-device-told"))
}

fn method(policy: &Policy) -> Chapter {
    let both = policy.login_methods.user_may_change == MethodChange::BothWays;
    let certificates = allows(policy, LoginMethod::PasswordCertificate);
    let chapter = Chapter::new(Id::Method, Line::of("help-method-lead"))
        .step(Line::of("help-method-menu"))
        .step(Line::of("help-method-choose").shows("method"))
        .note_if(!both, Line::of("help-method-upward"))
        .step(Line::of("help-method-execute").shows("method-confirm"))
        .note_if(both, Line::of("help-method-downward"));
    let chapter = if certificates {
        chapter
            .step(Line::of("help-method-certificates").shows("method-certificates"))
            .note(Line::of("help-method-not-yet"))
    } else {
        chapter
    };
    chapter.step(Line::of("help-method-done").shows("method-done"))
}

fn recovery_codes(policy: &Policy) -> Chapter {
    let n = i64::try_from(recovery_code::COUNT).unwrap_or_default();
    let chapter = Chapter::new(Id::RecoveryCodes, Line::of("help-recovery-lead"))
        .step(Line::of("help-recovery-first"));
    if !Entry::RecoveryCodes.is_on(policy) {
        return chapter.step(Line::of("help-recovery-keep"));
    }
    chapter
        .step(Line::of("help-recovery-menu").shows("recovery-codes"))
        .step(Line::of("help-recovery-new").number("n", n).shows("recovery-codes-new"))
        .note(Line::of("help-recovery-former"))
        .step(Line::of("help-recovery-keep"))
}

fn websites() -> Chapter {
    Chapter::new(Id::Websites, Line::of("help-websites-lead"))
        .step(Line::of("help-websites-menu").shows("websites"))
        .step(Line::of("help-websites-revoke"))
}

fn browsers(policy: &Policy) -> Chapter {
    let remembers = policy.session.remembered_browser_days.is_some();
    Chapter::new(Id::Browsers, Line::of("help-browsers-lead"))
        .step(Line::of("help-browsers-menu").shows("browsers"))
        .step(Line::of("help-browsers-end"))
        .note_if(remembers, Line::of("help-browsers-forget"))
}

fn data(policy: &Policy) -> Chapter {
    let without = if policy.question.on { "help-data-without" } else { "help-data-without-answer" };
    Chapter::new(Id::Data, Line::of("help-data-lead"))
        .step(Line::of("help-data-menu").shows("data"))
        .step(Line::of("help-data-press"))
        .note(Line::of(without))
}
