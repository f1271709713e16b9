//! What leaves as a table comes back as it was; no spreadsheet runs it, and no other tenant is in it.

use std::fmt::Write as _;

use encoding_rs::SHIFT_JIS;
use idp::model::import::encoding::Encoding;
use idp::model::policy::{Language, Policy};
use idp::stop::Stop;
use idp::usecase::admin::export::{Refusal, Written, export, file_name, template};

use super::{counts, everybody, imported, table, tried};
use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, TestTenant};

const HOWS: [(Encoding, Language); 4] = [
    (Encoding::Utf8, Language::Ja),
    (Encoding::Utf8, Language::En),
    (Encoding::Cp932, Language::Ja),
    (Encoding::Cp932, Language::En),
];

/// Values that a spreadsheet would run, or that end a cell or a line.
const EVIL: [&str; 12] = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1＋1",
    "'=1",
    "''=1",
    "a,\"b\"",
    "two\r\nlines",
    "'plain",
];

async fn exported(acme: &TestTenant, encoding: Encoding, language: Language) -> Vec<u8> {
    let mut out = Vec::new();
    let how = Written { encoding, language };
    export(&acme.app, &acme.tenant, how, &mut out, ADMIN).await.unwrap();
    out
}

async fn peopled(idp: &TestIdp) -> TestTenant {
    let acme = idp.classic().await;
    acme.user("alice").await;
    let mut text =
        "user_id,mail1,device_kind1,mail2,name,nickname,email_verified,region\n".to_owned();
    for (number, value) in EVIL.iter().enumerate() {
        let cell = value.replace('"', "\"\"");
        writeln!(
            text,
            "u{number},u{number}@acme.test,mobile,v{number}@acme.test,\"{cell}\",\"'{cell}\",true,東京都"
        )
        .unwrap();
    }
    let (outcome, heard) = imported(&acme, &table(text)).await;
    assert_eq!(counts(&outcome.unwrap()), [12, 0, 0, 0], "{:?}", heard.wrong);
    acme
}

// EX-02, EX-03
#[tokio::test]
async fn what_leaves_comes_back_as_it_was() {
    let idp = TestIdp::start().await;
    let acme = peopled(&idp).await;
    let before = format!("{:?}", everybody(&acme).await);
    let fresh = |place: usize| format!("fresh{place}");
    for (place, (encoding, language)) in HOWS.into_iter().enumerate() {
        let bytes = exported(&acme, encoding, language).await;
        assert_eq!(bytes.starts_with(b"\xef\xbb\xbf"), encoding == Encoding::Utf8);
        let (outcome, heard) = imported(&acme, &table(&bytes)).await;
        assert_eq!(counts(&outcome.unwrap()), [0, 0, 13, 0], "{:?}", heard.differences());
        assert_eq!(heard.encoding, Some(encoding));
        assert_eq!(format!("{:?}", everybody(&acme).await), before);
        // A tenant that is filled by it has the same people.
        let other = idp.tenant(&fresh(place), Policy::classic()).await;
        imported(&other, &table(&bytes)).await.0.unwrap();
        let (mine, theirs) = (everybody(&acme).await, everybody(&other).await);
        for (mine, theirs) in mine.iter().zip(&theirs) {
            assert_eq!(mine.user.login_name, theirs.user.login_name);
            assert_eq!(mine.claims, theirs.claims);
            let addresses = |one: &idp::model::import::change::Known| {
                one.devices.iter().map(|one| (one.address.clone(), one.kind)).collect::<Vec<_>>()
            };
            assert_eq!(addresses(mine), addresses(theirs));
        }
        assert_eq!(mine.len(), theirs.len());
    }
}

// EX-01, EX-03
#[tokio::test]
async fn no_cell_is_a_formula_in_any_encoding() {
    let idp = TestIdp::start().await;
    let acme = peopled(&idp).await;
    for (encoding, language) in HOWS {
        let bytes = exported(&acme, encoding, language).await;
        let text = match encoding {
            Encoding::Utf8 => String::from_utf8(bytes).unwrap(),
            Encoding::Cp932 => SHIFT_JIS.decode(&bytes).0.into_owned(),
        };
        for evil in ["\"=", "\"+", "\"-", "\"@", "\"\t", "\"\r", "\"＝"] {
            for before in [",", "\r\n"] {
                assert!(!text.contains(&format!("{before}{evil}")), "{evil:?} of {encoding:?}");
            }
        }
        assert!(text.contains("\"'=1+1\"") && text.contains("\"'＝1＋1\""));
    }
}

// EX-04, EX-05
#[tokio::test]
async fn only_the_own_tenant_leaves_and_that_is_noted() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    let alice = acme.user("alice").await;
    other.user("mallory").await;
    let text = String::from_utf8(exported(&acme, Encoding::Utf8, Language::En).await).unwrap();
    assert!(text.contains("alice") && !text.contains("mallory"), "{text}");
    let hash = acme.now(&alice).await.stage.password().unwrap().hash.clone();
    assert!(!text.contains(&hash) && !text.contains("argon2") && !text.contains("password_hash"));
    let noted = acme.audit().await;
    let noted = noted.iter().find(|event| event.action == "user.export").unwrap();
    assert_eq!(noted.actor, "desk");
    assert_eq!(noted.details["users"], 1);
    let safe = |one: char| one.is_ascii_alphanumeric() || one == '-' || one == '.';
    assert!(file_name(&acme.app, &acme.tenant).chars().all(safe));
}

#[tokio::test]
async fn what_cp932_cannot_say_is_refused_and_not_lost() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    imported(&acme, &table("user_id,mail1,name\nalice,a@acme.test,𠮷野\n")).await.0.unwrap();
    let how = Written { encoding: Encoding::Cp932, language: Language::Ja };
    let refused = export(&acme.app, &acme.tenant, how, &mut Vec::new(), ADMIN).await;
    let Err(Stop::Refused(why)) = refused else { panic!("{refused:?}") };
    assert_eq!(why, Refusal::Letter("alice".to_owned()));
}

#[tokio::test]
async fn a_template_is_a_table_that_is_taken() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    for (encoding, language) in HOWS {
        let bytes = template(&acme.tenant, Written { encoding, language }).unwrap();
        let (checked, _) = tried(&acme, &table(&bytes)).await;
        assert_eq!(checked.unwrap().tally.rows(), 0);
    }
}
