//! What rows do, and what is wrong with those that are wrong.

use idp::model::import::column::Column;
use idp::model::import::reason::Reason;
use idp::model::policy::Policy;
use idp::model::user::Stage;
use idp::usecase::admin::import::Refusal;

use super::{counts, everybody, imported, one, table, tried};
use crate::support::TestIdp;

const WRONG: &str = "user_id,login_method,mail1,device_kind1,mail2,mail3,mail4,mail5,mail6,birthdate,password_hash\n\
    fine,,fine@b.cd,,,,,,,,\n\
    ,,a@b.cd,,,,,,,,\n\
    a b,,a@b.cd,,,,,,,,\n\
    FINE,,a@b.cd,,,,,,,,\n\
    m1,magic,a@b.cd,,,,,,,,\n\
    m2,password_otp,,,,,,,,,\n\
    k1,password,,pc,,,,,,,\n\
    k2,password,a@b.cd,fax,,,,,,,\n\
    d1,password,nobody,,,,,,,,\n\
    d2,password,a@b.cd,,A@B.CD,,,,,,\n\
    d3,password,a@b.cd,,b@b.cd,c@b.cd,d@b.cd,e@b.cd,f@b.cd,,\n\
    c1,password,,,,,,,,31.12.1999,\n\
    h1,password,,,,,,,,,hunter2\n\
    h2,password,,,,,,,,,$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n\
    few,password\n\n,,,,,,,,,,\n";

#[tokio::test]
async fn every_wrong_row_is_told_with_its_reasons_and_nothing_is_written() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let before = acme.actions().await;
    let (outcome, heard) = imported(&acme, &table(WRONG)).await;
    let Err(Refusal::Wrong(tally)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((tally.created, tally.wrong), (1, 14));
    let expected = [
        Reason::NoUserId,
        Reason::UserId,
        Reason::Twice { line: 2 },
        Reason::LoginMethod,
        Reason::NeedsAddress,
        Reason::KindWithoutAddress { column: Column::Kind(1) },
        Reason::Kind { column: Column::Kind(1) },
        Reason::Address { column: Column::Mail(1) },
        Reason::AddressTwice { column: Column::Mail(2) },
        Reason::TooManyAddresses { most: acme.tenant.policy.devices_at_most },
        Reason::Claim { column: Column::Claim(10) },
        Reason::UnknownHash,
        Reason::CostlyHash,
        Reason::Cells { wanted: 11, found: 2 },
    ];
    let expected: Vec<_> = (3..).zip(expected).map(|(line, why)| (line, vec![why])).collect();
    assert_eq!(heard.wrong, expected);
    assert!(everybody(&acme).await.is_empty());
    assert_eq!(acme.actions().await.len(), before.len());
    // The rows that are right may go alone.
    let mut import = table(WRONG);
    import.pass_over_wrong = true;
    let (outcome, heard) = imported(&acme, &import).await;
    assert_eq!(counts(&outcome.unwrap()), [1, 0, 0, 14]);
    assert_eq!(heard.wrong, expected, "each is told once");
    assert_eq!(everybody(&acme).await.len(), 1);
}

#[tokio::test]
async fn the_policy_says_which_methods_there_are() {
    let idp = TestIdp::start().await;
    let mut policy = Policy::classic();
    policy.login_methods.allowed = [policy.login_methods.of_new_user].into();
    let acme = idp.tenant("acme", policy).await;
    let text = "user_id,login_method,mail1\na,password,a@b.cd\n";
    let (_, heard) = tried(&acme, &table(text)).await;
    assert_eq!(heard.wrong, [(2, vec![Reason::MethodNotAllowed])]);
}

#[tokio::test]
async fn a_dry_run_tells_all_and_writes_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.user("alice").await;
    let before = acme.actions().await;
    let text = "user_id,login_method,mail1,device_kind1,mail2,name,country\n\
        alice,password,new@acme.test,mobile,second@acme.test,緑川,JP\n\
        bob,,bob@acme.test,,,,\n";
    let (checked, heard) = tried(&acme, &table(text)).await;
    let tally = checked.unwrap().tally;
    assert_eq!([tally.created, tally.changed, tally.unchanged, tally.wrong], [1, 1, 0, 0]);
    let method = alice.user.login_method.as_str();
    let expected = [
        "alice: mail1 alice@acme.test -> new@acme.test".to_owned(),
        "alice: device_kind1 pc -> mobile".to_owned(),
        "alice: mail2 - -> second@acme.test".to_owned(),
        "alice: device_kind2 - -> pc".to_owned(),
        format!("alice: login_method {method} -> password"),
        "alice: name - -> 緑川".to_owned(),
        "alice: country - -> JP".to_owned(),
    ];
    assert_eq!(heard.differences(), expected);
    assert_eq!(acme.actions().await.len(), before.len());
    assert_eq!(everybody(&acme).await.len(), 1);
    assert_eq!(one(&acme, "alice").await.devices[0].address.as_str(), "alice@acme.test");

    let (outcome, _) = imported(&acme, &table(text)).await;
    assert_eq!(counts(&outcome.unwrap()), [1, 1, 0, 0]);
    let (again, _) = tried(&acme, &table(text)).await;
    assert_eq!(again.unwrap().tally.unchanged, 2);
    // Whoever read her mail hears that others changed where it goes.
    let letters = idp.letters_to("alice@acme.test").letters().await;
    let told: Vec<_> = letters.iter().map(|letter| letter.mail.text.as_str()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|text| text.contains("n***@acme.test")), "{told:?}");
    assert!(told.iter().any(|text| text.contains("s***@acme.test")), "{told:?}");
}

#[tokio::test]
async fn only_what_is_given_changes() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let other = idp.tenant("other", Policy::classic()).await;
    acme.user("alice").await;
    other.user("alice").await;
    let elsewhere = format!("{:?}", everybody(&other).await);
    let first = "user_id,name,nickname,region,attribute:rank\nalice,緑川,みどり,東京都,3\n";
    imported(&acme, &table(first)).await.0.unwrap();
    let before = one(&acme, "alice").await;
    let second = "user_id,mail1,name,nickname,region,country\nalice,,新緑,,,JP\n";
    imported(&acme, &table(second)).await.0.unwrap();
    let after = one(&acme, "alice").await;
    assert_eq!(after.claims.name.as_deref(), Some("新緑"));
    assert_eq!(after.claims.nickname.as_deref(), Some("みどり"));
    let address = after.claims.address.clone().unwrap();
    assert_eq!(
        (address.region.as_deref(), address.country.as_deref()),
        (Some("東京都"), Some("JP"))
    );
    assert_eq!(after.claims.attributes, before.claims.attributes);
    assert_eq!(after.devices[0].address, before.devices[0].address);
    assert_eq!(after.user.subject, before.user.subject);
    let hash = |stage: &Stage| stage.password().unwrap().hash.clone();
    assert_eq!(hash(&after.user.stage), hash(&before.user.stage));
    // EX-04: another tenant is not touched, and what was done is noted without what it says.
    assert_eq!(format!("{:?}", everybody(&other).await), elsewhere);
    let noted = acme.audit().await;
    let columns = serde_json::json!(["name", "country"]);
    let noted = noted.iter().find(|one| one.details["changed"][0]["columns"] == columns).unwrap();
    assert_eq!((noted.action.as_str(), noted.actor.as_str()), ("user.import", "desk"));
    assert!(!noted.details.to_string().contains("新緑"));
}

#[tokio::test]
async fn who_comes_without_a_hash_waits_for_the_enrolment() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    imported(&acme, &table("user_id,mail1\nalice,alice@acme.test\n")).await.0.unwrap();
    let alice = one(&acme, "alice").await;
    assert!(matches!(alice.user.stage, Stage::Invited));
    assert_eq!(alice.user.login_method, acme.tenant.policy.login_methods.of_new_user);
}
