//! What a file may be: encodings, headings, quotes.

use encoding_rs::SHIFT_JIS;
use idp::model::import::encoding::Encoding;
use idp::model::import::reason::{Misheaded, Reason};
use idp::model::login_method::LoginMethod;
use idp::usecase::admin::import::Refusal;

use super::{counts, everybody, imported, one, table, tried};
use crate::support::TestIdp;

const JAPANESE: &str = "ユーザID,ログイン方法,メールアドレス1,端末種別1,氏名\r\n\
    hanako,IDパスワード＋ワンタイムパスワード,hanako@example.jp,スマートフォン,\"髙橋, 花子\"\r\n";

#[tokio::test]
async fn utf_8_with_and_without_its_mark_and_cp932_say_the_same() {
    let idp = TestIdp::start().await;
    let marked = format!("\u{feff}{JAPANESE}");
    let quoted = format!("\u{feff}{}", JAPANESE.replacen("ユーザID", "\"ユーザID\"", 1));
    let (cp932, _, unknown) = SHIFT_JIS.encode(JAPANESE);
    assert!(!unknown);
    for (place, (bytes, encoding)) in [
        (JAPANESE.as_bytes(), Encoding::Utf8),
        (marked.as_bytes(), Encoding::Utf8),
        (quoted.as_bytes(), Encoding::Utf8),
        (cp932.as_ref(), Encoding::Cp932),
    ]
    .into_iter()
    .enumerate()
    {
        let policy = idp::model::policy::Policy::classic();
        let acme = idp.tenant(&format!("acme{place}"), policy).await;
        let (outcome, heard) = imported(&acme, &table(bytes)).await;
        assert_eq!(counts(&outcome.unwrap()), [1, 0, 0, 0]);
        assert_eq!(heard.encoding, Some(encoding));
        let hanako = one(&acme, "hanako").await;
        assert_eq!(hanako.claims.name.as_deref(), Some("髙橋, 花子"));
        assert_eq!(hanako.user.login_method, LoginMethod::PasswordOtp);
        assert_eq!(hanako.devices[0].kind, idp::model::device::Kind::Smartphone);
    }
}

#[tokio::test]
async fn a_file_that_is_no_table_is_refused_whole() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let lost = format!("user_id\na\n\"b\n{}", "x\n".repeat(50_000));
    for (bytes, refusal) in [
        (&b""[..], Refusal::Headings(Misheaded::NoUserId)),
        (b"name\na\n", Refusal::Headings(Misheaded::NoUserId)),
        (b"user_id,password\n", Refusal::Headings(Misheaded::Unknown("password".to_owned()))),
        (b"user_id,user_id\n", Refusal::Headings(Misheaded::Twice("user_id".to_owned()))),
        (b"\xff\xfeu\0s\0", Refusal::Utf16),
        (b"user_id,name\na,\xff\xff\n", Refusal::UnknownEncoding),
        (b"user_id\na\n\"b\n", Refusal::Unclosed(3)),
        (lost.as_bytes(), Refusal::Unclosed(3)),
    ] {
        let (outcome, _) = imported(&acme, &table(bytes)).await;
        assert_eq!(outcome.unwrap_err(), refusal);
    }
    assert!(everybody(&acme).await.is_empty());
}

#[tokio::test]
async fn the_encoding_may_be_told_and_then_wrong_rows_are() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let mut import = table(b"user_id,mail1,name\na,a@b.cd,x\nb,b@b.cd,\xff\xff\nc,c@b.cd,\"x\"y\n");
    import.encoding = Some(Encoding::Utf8);
    let (checked, heard) = tried(&acme, &import).await;
    assert_eq!(checked.unwrap().tally.wrong, 2);
    assert_eq!(heard.wrong, [(3, vec![Reason::Encoding]), (4, vec![Reason::Quotes])]);
}
