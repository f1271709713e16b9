//! Help: client certificates: fetched, imported on each system, renewed.

use super::super::login_method::LoginMethod;
use super::super::menu::Entry;
use super::super::policy::{DownloadPassword, Policy};
use super::{Chapter, Id, Line, allows};

pub(super) fn chapter(id: Id, policy: &Policy) -> Option<Chapter> {
    if !allows(policy, LoginMethod::PasswordCertificate) {
        return None;
    }
    let site = Entry::Devices.is_on(policy);
    match id {
        Id::CertificateDownload => Some(download(policy, site)),
        Id::ImportMac => Some(import_mac()),
        Id::ImportIos => Some(import_ios()),
        Id::ImportWindows => Some(import_windows()),
        Id::ImportFirefox => Some(import_firefox()),
        Id::ImportAndroid => Some(import_android()),
        Id::CertificateRenew => Some(renew(policy, site)),
        _ => None,
    }
}

fn download(policy: &Policy, site: bool) -> Chapter {
    let kept = policy.certificate.download_password == DownloadPassword::Kept;
    let chapter = Chapter::new(Id::CertificateDownload, Line::of("help-certificate-lead"))
        .step(Line::of("help-certificate-on-device"));
    let form = || Line::of("help-certificate-form").shows("certificate-issued");
    let chapter = match (site, kept) {
        (true, true) => chapter
            .step(Line::of("help-certificate-show"))
            .step(Line::of("help-certificate-press").shows("certificate-press"))
            .note(Line::of("help-certificate-not-issued")),
        (true, false) => chapter
            .step(Line::of("help-certificate-issue"))
            .step(Line::of("help-certificate-note-password"))
            .step(form())
            .note(Line::of("help-certificate-fetched-once")),
        (false, _) => chapter
            .step(Line::of("help-certificate-enrolment"))
            .step(form())
            .note_if(!kept, Line::of("help-certificate-fetched-once")),
    };
    chapter
        .step(Line::of("help-certificate-import"))
        .point(Line::of("help-certificate-share"))
        .point(Line::of("help-certificate-lost"))
}

fn import_mac() -> Chapter {
    Chapter::new(Id::ImportMac, Line::of("help-import-mac-lead"))
        .step(Line::of("help-import-mac-open"))
        .step(Line::of("help-import-mac-password"))
        .step(Line::of("help-import-mac-use"))
        .point(Line::of("help-import-mac-firefox"))
        .point(Line::of("help-import-delete"))
}

fn import_ios() -> Chapter {
    Chapter::new(Id::ImportIos, Line::of("help-import-ios-lead"))
        .step(Line::of("help-import-ios-open"))
        .step(Line::of("help-import-ios-settings"))
        .step(Line::of("help-import-ios-password"))
        .step(Line::of("help-import-ios-use"))
        .point(Line::of("help-import-delete"))
}

fn import_windows() -> Chapter {
    Chapter::new(Id::ImportWindows, Line::of("help-import-windows-lead"))
        .step(Line::of("help-import-windows-open"))
        .step(Line::of("help-import-windows-password"))
        .note(Line::of("help-import-windows-export"))
        .step(Line::of("help-import-windows-store"))
        .step(Line::of("help-import-windows-use"))
        .point(Line::of("help-import-delete"))
}

fn import_firefox() -> Chapter {
    Chapter::new(Id::ImportFirefox, Line::of("help-import-firefox-lead"))
        .step(Line::of("help-import-firefox-open"))
        .step(Line::of("help-import-firefox-import"))
        .step(Line::of("help-import-firefox-password"))
        .step(Line::of("help-import-firefox-use"))
        .point(Line::of("help-import-delete"))
}

fn import_android() -> Chapter {
    Chapter::new(Id::ImportAndroid, Line::of("help-import-android-lead"))
        .step(Line::of("help-import-android-open"))
        .step(Line::of("help-import-android-password"))
        .step(Line::of("help-import-android-use"))
        .point(Line::of("help-import-delete"))
}

fn renew(policy: &Policy, site: bool) -> Chapter {
    let days = policy.certificate.valid_days;
    let chapter = Chapter::new(Id::CertificateRenew, Line::of("help-renew-lead").number("n", days))
        .step(Line::of("help-renew-mail"));
    if !site {
        return chapter.step(Line::of("help-renew-desk"));
    }
    chapter
        .step(Line::of("help-renew-press").shows("certificate-renew"))
        .step(Line::of("help-renew-download").shows("certificate-issued"))
        .point(Line::of("help-renew-former"))
}
