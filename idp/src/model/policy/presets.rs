//! The two policies to start from: `standard` (today's standards) and `classic` (the manual, exactly).

use std::collections::BTreeSet;

use super::super::login_method::LoginMethod;
use super::{
    AccountSiteRules, Bilingual, CertificateKey, CertificateRules, Characters, CodeRules,
    ConsentRule, DownloadPassword, EnrolmentRules, Language, LanguageRules, LinkRules,
    LockoutRules, Look, MethodChange, MethodRules, PasswordRules, Policy, Preset, QuestionRules,
    Registration, ReissueEnd, ReissueRules, Release, SessionRules,
};

impl Preset {
    pub const ALL: [Self; 2] = [Self::Standard, Self::Classic];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Classic => "classic",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == text)
    }
}

impl Policy {
    pub fn preset(preset: Preset) -> Self {
        match preset {
            Preset::Standard => Self::standard(),
            Preset::Classic => Self::classic(),
        }
    }

    pub fn standard() -> Self {
        Self {
            preset: Preset::Standard,
            password: PasswordRules {
                length_min: 8,
                length_min_alone: 15,
                length_max: 128,
                characters: Characters::Any,
                required_classes: BTreeSet::new(),
                valid_days: None,
                remind_days_before: BTreeSet::new(),
                former_refused: 1,
                refuse_commonplace: true,
            },
            one_time_code: code_rules(),
            lockout: LockoutRules {
                tries: 10,
                growing_delay: true,
                release: Release::AfterMinutes(15),
                self_release_by_mail: true,
                known_browser_counts_apart: true,
                answer_tries: None,
            },
            conceal_first_step: false,
            login_methods: MethodRules {
                allowed: BTreeSet::from([
                    LoginMethod::PasswordOtp,
                    LoginMethod::PasswordCertificate,
                ]),
                of_new_user: LoginMethod::PasswordOtp,
                user_may_change: MethodChange::UpwardOnly,
            },
            account_site: account_site(false),
            devices_at_most: 5,
            history_days: 90,
            certificate: CertificateRules {
                valid_days: 365,
                key: CertificateKey::P256,
                download_password: DownloadPassword::ShownOnce,
            },
            enrolment: EnrolmentRules { address_days: 7, tries: 5 },
            reissue: by_second_proof(),
            question: QuestionRules { on: false, list: Vec::new() },
            recovery_codes: true,
            session: SessionRules {
                idle_minutes: 30,
                absolute_minutes: 12 * 60,
                single_sign_on: true,
                remembered_browser_days: Some(30),
            },
            consent: ConsentRule::FirstTime,
            links: LinkRules { account: true, reissue: true },
            client_registration: Registration::Off,
            languages: languages(),
            desk: None,
            look: Look::default(),
            claims: Vec::new(),
        }
    }

    pub fn classic() -> Self {
        Self {
            preset: Preset::Classic,
            password: PasswordRules {
                length_min: 8,
                length_min_alone: 8,
                length_max: 32,
                characters: Characters::HalfWidth,
                required_classes: BTreeSet::new(),
                valid_days: Some(90),
                remind_days_before: BTreeSet::from([14, 7, 1]),
                former_refused: 1,
                refuse_commonplace: true,
            },
            one_time_code: code_rules(),
            lockout: LockoutRules {
                tries: 5,
                growing_delay: false,
                release: Release::Desk,
                self_release_by_mail: false,
                known_browser_counts_apart: false,
                answer_tries: Some(5),
            },
            conceal_first_step: false,
            login_methods: MethodRules {
                allowed: LoginMethod::ALL.into(),
                of_new_user: LoginMethod::PasswordOtp,
                user_may_change: MethodChange::BothWays,
            },
            account_site: account_site(true),
            devices_at_most: 5,
            history_days: 31,
            certificate: CertificateRules {
                valid_days: 365,
                key: CertificateKey::Rsa2048,
                download_password: DownloadPassword::Kept,
            },
            enrolment: EnrolmentRules { address_days: 30, tries: 5 },
            reissue: ReissueRules {
                on: true,
                link_minutes: 60,
                ends_with: ReissueEnd::TemporaryPassword { minutes: 60 },
            },
            question: QuestionRules { on: true, list: questions() },
            recovery_codes: false,
            session: SessionRules {
                idle_minutes: 30,
                absolute_minutes: 8 * 60,
                single_sign_on: true,
                remembered_browser_days: None,
            },
            consent: ConsentRule::Never,
            links: LinkRules { account: true, reissue: true },
            client_registration: Registration::Off,
            languages: languages(),
            desk: None,
            look: Look::default(),
            claims: Vec::new(),
        }
    }
}

fn code_rules() -> CodeRules {
    CodeRules {
        digits: 6,
        life_seconds: 600,
        resend_wait_seconds: 30,
        mails_per_quarter_hour: 5,
        tries_per_code: 5,
    }
}

fn account_site(question_change: bool) -> AccountSiteRules {
    AccountSiteRules {
        on: true,
        device_add: true,
        device_change: true,
        device_delete: true,
        password_change: true,
        question_change,
        history: true,
        connected_websites: true,
        browsers: true,
        data_download: true,
    }
}

const fn by_second_proof() -> ReissueRules {
    ReissueRules { on: true, link_minutes: 30, ends_with: ReissueEnd::SecondProof }
}

fn languages() -> LanguageRules {
    LanguageRules { default: Language::Ja, offered: BTreeSet::from([Language::Ja, Language::En]) }
}

/// A list to start from; a tenant edits its own.
fn questions() -> Vec<Bilingual> {
    [
        ("初めて飼ったペットの名前は?", "What was the name of your first pet?"),
        ("小学校で一番好きだった先生の名前は?", "Who was your favourite primary school teacher?"),
        ("子どものころ住んでいた町の名前は?", "In which town did you live as a child?"),
        ("一番思い出に残っている旅行先は?", "Which journey do you remember best?"),
        ("母親の旧姓は?", "What is your mother's maiden name?"),
    ]
    .map(|(ja, en)| Bilingual { ja: ja.to_owned(), en: en.to_owned() })
    .into()
}
