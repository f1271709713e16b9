//! The tenants and people of a demo.

use crate::model::login_method::LoginMethod::{self, Password, PasswordCertificate, PasswordOtp};
use crate::model::policy::Preset;

/// A person of the demo, with the password in plain sight.
pub(super) struct Person {
    pub(super) user_id: &'static str,
    pub(super) password: Option<&'static str>,
    pub(super) mail: &'static [&'static str],
    pub(super) method: LoginMethod,
    pub(super) state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Active,
    ToEnrol,
    Expired,
    Reset,
    Locked,
}

pub(super) struct Contract {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) preset: Preset,
    /// For machines: its websites register themselves, and its people need no mailed code.
    pub(super) for_machines: bool,
    pub(super) people: &'static [Person],
}

const fn person(
    user_id: &'static str,
    password: Option<&'static str>,
    mail: &'static [&'static str],
    method: LoginMethod,
    state: State,
) -> Person {
    Person { user_id, password, mail, method, state }
}

/// Whoever administers the demo: an operator, in the tenant of administrators.
pub(super) const ADMINISTRATOR: Person = Person {
    user_id: "operator",
    password: Some("hikari no mori no tobira"),
    mail: &["operator@mail.example"],
    method: PasswordOtp,
    state: State::Active,
};

/// The demo's tenants and people.
pub(super) const CONTRACTS: [Contract; 3] = [
    Contract {
        slug: "demo",
        name: "みどり証券 会員サイト",
        preset: Preset::Classic,
        for_machines: false,
        people: &[
            person(
                "p-01-usr012",
                Some("kaza-guruma-7Q"),
                &["taro@mail.example", "taro.keitai@mobile.example"],
                PasswordOtp,
                State::Active,
            ),
            person(
                "p-01-usr007",
                Some("mizu-tamari-3R"),
                &["hanako@mail.example"],
                Password,
                State::Active,
            ),
            person(
                "p-01-usr003",
                Some("yuki-daruma-5S"),
                &["saburo@mail.example"],
                PasswordOtp,
                State::Expired,
            ),
            person(
                "p-01-usr005",
                Some("hoshi-zora-9T"),
                &["goro@mail.example"],
                PasswordOtp,
                State::Reset,
            ),
            person(
                "p-01-usr004",
                Some("tsuki-akari-2U"),
                &["shiro@mail.example"],
                PasswordOtp,
                State::Locked,
            ),
            person(
                "p-01-usr008",
                Some("hana-ikada-8V"),
                &["yae@mail.example"],
                PasswordCertificate,
                State::Active,
            ),
            person("p-01-usr020", None, &["momo@mail.example"], PasswordOtp, State::ToEnrol),
        ],
    },
    Contract {
        slug: "modern",
        name: "あおば保険 お客様ページ",
        preset: Preset::Standard,
        for_machines: false,
        people: &[
            person(
                "tanaka",
                Some("asagao no saku niwa"),
                &["tanaka@mail.example"],
                PasswordOtp,
                State::Active,
            ),
            person(
                "suzuki",
                Some("umibe de hirotta kai"),
                &["suzuki@mail.example", "suzuki@work.example"],
                PasswordOtp,
                State::Active,
            ),
            person("sato", None, &["sato@mail.example"], PasswordOtp, State::ToEnrol),
            person(
                "kobayashi",
                Some("koharu biyori no engawa"),
                &["kobayashi@mail.example"],
                PasswordCertificate,
                State::Active,
            ),
        ],
    },
    Contract {
        slug: "conformance",
        name: "ひので試験場",
        preset: Preset::Standard,
        for_machines: true,
        people: &[person(
            "tester",
            Some("asatsuyu no hikaru niwa"),
            &["tester@mail.example"],
            Password,
            State::Active,
        )],
    },
];
