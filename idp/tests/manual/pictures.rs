//! The pictures of the manual by their names: what is marked on each, and the label it has on the page.

/// Name of the picture; then ids of elements with the keys of their labels, in the order in which they are used.
type Picture = (&'static str, &'static [(&'static str, &'static str)]);

pub(crate) const PICTURES: &[Picture] = &[
    (
        "enrolment-code",
        &[
            ("account-name", "field-username"),
            ("initial-code", "field-code"),
            ("initial-code-submit", "next"),
        ],
    ),
    ("enrolment-mismatch", &[]),
    (
        "enrolment-credentials",
        &[
            ("new-password", "field-password"),
            ("new-password-confirm", "field-password-confirm"),
            ("question", "field-question"),
            ("answer", "field-answer"),
            ("enrol-submit", "register"),
        ],
    ),
    ("enrolment-done", &[]),
    (
        "login-password",
        &[
            ("username", "field-username"),
            ("password", "field-password"),
            ("login-submit", "login-submit"),
        ],
    ),
    ("login-wrong", &[]),
    (
        "login-code",
        &[
            ("otp-reference", "code-reference"),
            ("otp", "field-code"),
            ("otp-submit", "login-submit"),
            ("otp-resend", "code-again-submit"),
        ],
    ),
    ("login-certificate", &[("certificate-continue", "certificate-continue")]),
    ("activate", &[("user-code", "field-user-code"), ("user-code-submit", "next")]),
    (
        "activate-confirm",
        &[
            ("user-code-shown", "field-user-code"),
            ("activate-accept", "activate-accept"),
            ("activate-deny", "activate-deny"),
        ],
    ),
    ("login-consent", &[("consent-accept", "consent-accept")]),
    (
        "new-password",
        &[
            ("new-password", "field-new-password"),
            ("new-password-confirm", "field-new-password-confirm"),
            ("new-password-submit", "register"),
        ],
    ),
    ("new-password-reused", &[]),
    ("lock", &[("support-desk", "desk")]),
    ("lock-answers", &[]),
    ("lock-release", &[("release-execute", "release-execute")]),
    (
        "reissue-ask",
        &[("username", "field-username"), ("mail", "field-mail"), ("reissue-submit", "send")],
    ),
    ("reissue-sent", &[]),
    ("reissue-continue", &[("reissue-continue", "next")]),
    (
        "reissue-question",
        &[("question", "field-question"), ("answer", "field-answer"), ("answer-submit", "send")],
    ),
    ("reissue-mismatch", &[]),
    ("reissue-temporary", &[("temporary-password", "temporary-label")]),
    (
        "reissue-log-in",
        &[
            ("username", "field-username"),
            ("password", "field-password"),
            ("login-submit", "login-submit"),
        ],
    ),
    (
        "reissue-new",
        &[
            ("new-password", "field-new-password"),
            ("new-password-confirm", "field-new-password-confirm"),
            ("new-password-submit", "register"),
        ],
    ),
    ("reissue-proof", &[("recovery-code", "field-recovery-code"), ("recovery-submit", "next")]),
    (
        "reissue-choose",
        &[
            ("new-password", "field-new-password"),
            ("new-password-confirm", "field-new-password-confirm"),
            ("new-password-submit", "register"),
        ],
    ),
    ("reissue-done", &[]),
    ("account", &[("menu-account", "menu-account"), ("devices", "account-devices")]),
    (
        "change-password",
        &[
            ("menu-password", "menu-password"),
            ("current-password", "field-current-password"),
            ("new-password", "field-changed-password"),
            ("new-password-confirm", "field-changed-password-confirm"),
            ("password-submit", "change"),
        ],
    ),
    ("change-password-done", &[]),
    (
        "change-question",
        &[
            ("menu-question", "menu-question"),
            ("question", "field-question"),
            ("answer", "field-answer"),
            ("question-submit", "change"),
        ],
    ),
    ("change-question-done", &[]),
    (
        "history",
        &[
            ("menu-history", "menu-history"),
            ("history-csv", "history-csv"),
            ("history-not-me", "history-not-me"),
        ],
    ),
    ("not-me", &[("not-me-execute", "not-me-execute")]),
    ("not-me-done", &[]),
    ("device-add", &[("menu-account", "menu-account"), ("device-add", "add")]),
    (
        "device-form",
        &[
            ("mail", "field-mail"),
            ("mail-confirm", "field-mail-confirm"),
            ("kind", "field-kind"),
            ("device-confirm", "confirm"),
        ],
    ),
    ("device-confirm", &[("device-register", "register"), ("device-back", "back")]),
    (
        "device-code",
        &[
            ("otp-reference", "code-reference"),
            ("device-code", "field-device-code"),
            ("device-code-submit", "register"),
        ],
    ),
    ("device-done", &[]),
    ("device-change", &[("menu-account", "menu-account"), ("device-change", "change")]),
    ("device-delete", &[("device-delete-execute", "delete-execute")]),
    (
        "method",
        &[("menu-method", "menu-method"), ("method", "account-method"), ("method-next", "next")],
    ),
    ("method-confirm", &[("method-execute", "execute"), ("method-back", "back")]),
    (
        "method-certificates",
        &[
            ("download-password", "account-download-password"),
            ("certificate-download", "certificate-download"),
            ("method-certificates-done", "next"),
        ],
    ),
    ("method-done", &[]),
    ("recovery-codes", &[("menu-recovery", "menu-recovery"), ("recovery-make", "recovery-make")]),
    (
        "recovery-codes-new",
        &[("recovery-codes", "field-recovery-code"), ("recovery-done", "recovery-done")],
    ),
    ("websites", &[("menu-websites", "menu-websites"), ("website-revoke-1", "websites-revoke")]),
    ("browsers", &[("menu-browsers", "menu-browsers"), ("session-end-1", "browsers-end")]),
    ("data", &[("menu-data", "menu-data"), ("data-download", "data-download")]),
    ("certificate-press", &[("certificate-download", "certificate-download")]),
    (
        "certificate-issued",
        &[
            ("download-password", "account-download-password"),
            ("form", "certificate-form"),
            ("certificate-download", "certificate-download"),
        ],
    ),
    ("certificate-renew", &[("certificate-renew-execute", "certificate-renew-execute")]),
    ("logout", &[]),
];

/// What is marked on a picture.
pub(crate) fn marks(name: &str) -> &'static [(&'static str, &'static str)] {
    let found = PICTURES.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("the manual knows no picture {name}")).1
}
