//! Help: which chapters and which steps the people of a contract meet. The page `/t/{tenant}/help` and the manual in
//! `docs/manual` are both written from it.

mod account;
mod arrival;
mod certificate;
mod login;

use super::login_method::LoginMethod;
use super::policy::Policy;

/// A chapter, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Id {
    Environment,
    Passwords,
    Enrolment,
    LoginPassword,
    LoginCode,
    LoginCertificate,
    Activate,
    NewPassword,
    Lock,
    ReissueTemporary,
    ReissueSecondProof,
    Account,
    ChangePassword,
    ChangeQuestion,
    History,
    NotMe,
    DeviceAdd,
    DeviceChange,
    DeviceDelete,
    Method,
    RecoveryCodes,
    Websites,
    Browsers,
    Data,
    CertificateDownload,
    ImportMac,
    ImportIos,
    ImportWindows,
    ImportFirefox,
    ImportAndroid,
    CertificateRenew,
    Logout,
}

impl Id {
    pub const ALL: [Self; 32] = [
        Self::Environment,
        Self::Passwords,
        Self::Enrolment,
        Self::LoginPassword,
        Self::LoginCode,
        Self::LoginCertificate,
        Self::Activate,
        Self::NewPassword,
        Self::Lock,
        Self::ReissueTemporary,
        Self::ReissueSecondProof,
        Self::Account,
        Self::ChangePassword,
        Self::ChangeQuestion,
        Self::History,
        Self::NotMe,
        Self::DeviceAdd,
        Self::DeviceChange,
        Self::DeviceDelete,
        Self::Method,
        Self::RecoveryCodes,
        Self::Websites,
        Self::Browsers,
        Self::Data,
        Self::CertificateDownload,
        Self::ImportMac,
        Self::ImportIos,
        Self::ImportWindows,
        Self::ImportFirefox,
        Self::ImportAndroid,
        Self::CertificateRenew,
        Self::Logout,
    ];

    /// Its name in addresses and in the names of files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Passwords => "passwords",
            Self::Enrolment => "enrolment",
            Self::LoginPassword => "login-password",
            Self::LoginCode => "login-code",
            Self::LoginCertificate => "login-certificate",
            Self::Activate => "activate",
            Self::NewPassword => "new-password",
            Self::Lock => "lock",
            Self::ReissueTemporary => "reissue-temporary",
            Self::ReissueSecondProof => "reissue-second-proof",
            Self::Account => "account",
            Self::ChangePassword => "change-password",
            Self::ChangeQuestion => "change-question",
            Self::History => "history",
            Self::NotMe => "not-me",
            Self::DeviceAdd => "device-add",
            Self::DeviceChange => "device-change",
            Self::DeviceDelete => "device-delete",
            Self::Method => "method",
            Self::RecoveryCodes => "recovery-codes",
            Self::Websites => "websites",
            Self::Browsers => "browsers",
            Self::Data => "data",
            Self::CertificateDownload => "certificate-download",
            Self::ImportMac => "import-mac",
            Self::ImportIos => "import-ios",
            Self::ImportWindows => "import-windows",
            Self::ImportFirefox => "import-firefox",
            Self::ImportAndroid => "import-android",
            Self::CertificateRenew => "certificate-renew",
            Self::Logout => "logout",
        }
    }

    /// Whether only people meet it whose contract has clients on devices without a browser.
    pub const fn is_about_devices(self) -> bool {
        matches!(self, Self::Activate)
    }

    /// The chapter as the contract has it; none where it has none.
    pub fn of(self, policy: &Policy) -> Option<Chapter> {
        arrival::chapter(self, policy)
            .or_else(|| login::chapter(self, policy))
            .or_else(|| account::chapter(self, policy))
            .or_else(|| certificate::chapter(self, policy))
    }
}

/// What people do to reach one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    pub id: Id,
    pub lead: Line,
    pub steps: Vec<Step>,
    /// What is to be known besides, in no order.
    pub points: Vec<Point>,
}

/// One numbered step, and what may be different from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub line: Line,
    pub notes: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Point {
    Line(Line),
    /// The rules of a password, in the words that the pages have for them.
    PasswordRules {
        second_step: bool,
    },
}

/// A text by its key, with what the policy says in it, and the picture of the page that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub key: &'static str,
    pub arguments: Vec<(&'static str, Argument)>,
    pub picture: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    Number(i64),
    /// Written one after another.
    Numbers(Vec<i64>),
}

/// The help of a contract: no chapter and no step that its people do not meet; `devices` where some of its clients run
/// on devices without a browser.
pub fn chapters(policy: &Policy, devices: bool) -> Vec<Chapter> {
    let met = Id::ALL.into_iter().filter(|id| devices || !id.is_about_devices());
    met.filter_map(|id| id.of(policy)).collect()
}

fn allows(policy: &Policy, method: LoginMethod) -> bool {
    policy.login_methods.allowed.contains(&method)
}

impl Line {
    const fn of(key: &'static str) -> Self {
        Self { key, arguments: Vec::new(), picture: None }
    }

    fn number(mut self, name: &'static str, value: impl Into<i64>) -> Self {
        self.arguments.push((name, Argument::Number(value.into())));
        self
    }

    fn shows(mut self, picture: &'static str) -> Self {
        self.picture = Some(picture);
        self
    }
}

impl Chapter {
    fn new(id: Id, lead: Line) -> Self {
        Self { id, lead, steps: Vec::new(), points: Vec::new() }
    }

    fn step(mut self, line: Line) -> Self {
        self.steps.push(Step { line, notes: Vec::new() });
        self
    }

    fn step_if(self, has: bool, line: Line) -> Self {
        if has { self.step(line) } else { self }
    }

    /// A note to the step before it.
    fn note(mut self, line: Line) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.notes.push(line);
        }
        self
    }

    fn note_if(self, has: bool, line: Line) -> Self {
        if has { self.note(line) } else { self }
    }

    fn point(mut self, line: Line) -> Self {
        self.points.push(Point::Line(line));
        self
    }

    fn point_if(self, has: bool, line: Line) -> Self {
        if has { self.point(line) } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_told_apart_and_in_order() {
        let mut names: Vec<_> = Id::ALL.iter().map(|id| id.as_str()).collect();
        assert!(Id::ALL.is_sorted());
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Id::ALL.len());
    }

    #[test]
    fn the_presets_differ_where_their_pages_differ() {
        let of = |policy: &Policy| -> Vec<_> {
            chapters(policy, false).into_iter().map(|chapter| chapter.id).collect()
        };
        let (classic, standard) = (of(&Policy::classic()), of(&Policy::standard()));
        let only = |these: &[Id], those: &[Id]| -> Vec<_> {
            these.iter().copied().filter(|id| !those.contains(id)).collect()
        };
        let of_classic = [Id::LoginPassword, Id::ReissueTemporary, Id::ChangeQuestion];
        assert_eq!(only(&classic, &standard), of_classic);
        assert_eq!(only(&standard, &classic), [Id::ReissueSecondProof, Id::RecoveryCodes]);
    }

    #[test]
    fn every_chapter_says_something_and_belongs_to_some_contract() {
        for id in Id::ALL {
            let chapter = id.of(&Policy::classic()).or_else(|| id.of(&Policy::standard()));
            let chapter = chapter.unwrap();
            assert_eq!(chapter.id, id);
            assert!(!chapter.steps.is_empty() || !chapter.points.is_empty(), "{id:?}");
        }
    }
}
