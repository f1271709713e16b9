//! Whoever holds the database, but not the master key, changes nothing that is not found, and found at its place.

use idp::model::audit::How;
use idp::usecase::admin::audit::{From, verify};
use idp::usecase::upkeep::seal_audit::seal_all;

use crate::support::{TestIdp, TestTenant};

async fn sealed() -> (TestIdp, TestTenant) {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.write_events(20).await;
    seal_all(&idp.app).await.unwrap();
    (idp, acme)
}

async fn found(idp: &TestIdp, acme: &TestTenant) -> Option<(i64, How)> {
    let verdict = verify(&idp.app, &acme.tenant, &From::TheFirst).await.unwrap();
    verdict.broken.map(|found| (found.number, found.how))
}

const COPY: &str = "INSERT INTO audit_event \
    (tenant_id, id, at, actor, action, subject, details, ip, number, link) \
    SELECT tenant_id, OTHER_ID, at, actor, 'user.forged', subject, details, ip, NEW_NUMBER, link \
    FROM audit_event WHERE number = 9";

/// A forged event under a number.
fn copy(number: &str) -> String {
    COPY.replace("NEW_NUMBER", number)
}

const SWAP: [&str; 3] = [
    "UPDATE audit_event SET number = -1 WHERE number = 7",
    "UPDATE audit_event SET number = 7 WHERE number = 12",
    "UPDATE audit_event SET number = 12 WHERE number = -1",
];

const CLOSE_UP: [&str; 3] = [
    "DELETE FROM audit_event WHERE number = 7",
    "UPDATE audit_event SET number = -number WHERE number > 7",
    "UPDATE audit_event SET number = -number - 1 WHERE number < 0",
];

#[tokio::test]
async fn every_tampering_is_found_at_its_place() {
    let insert_at_9 = [
        "UPDATE audit_event SET number = -number WHERE number > 8".to_owned(),
        "UPDATE audit_event SET number = 1 - number WHERE number < 0".to_owned(),
        copy("9").replace("number = 9", "number = 10"),
    ];
    let one = |text: &str| vec![text.to_owned()];
    let all = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    for (name, statements, expected) in [
        ("action", one("UPDATE audit_event SET action = 'x' WHERE number = 5"), (5, How::Changed)),
        (
            "details",
            one("UPDATE audit_event SET details = '{}' WHERE number = 5"),
            (5, How::Changed),
        ),
        ("time", one("UPDATE audit_event SET at = at + 1 WHERE number = 5"), (5, How::Changed)),
        ("address", one("UPDATE audit_event SET ip = '' WHERE number = 5"), (5, How::Changed)),
        ("removed", one("DELETE FROM audit_event WHERE number = 7"), (7, How::Removed)),
        ("first", one("DELETE FROM audit_event WHERE number = 1"), (1, How::Removed)),
        ("closed up", all(&CLOSE_UP), (7, How::Removed)),
        ("inserted", insert_at_9.to_vec(), (9, How::Inserted)),
        ("reordered", all(&SWAP), (7, How::Reordered)),
        ("cut off", one("DELETE FROM audit_event WHERE number > 17"), (18, How::CutOff)),
        (
            "cut off, head and all",
            all(&[
                "DELETE FROM audit_event WHERE number > 17",
                "UPDATE audit_head SET number = 17, \
                 link = (SELECT link FROM audit_event WHERE number = 17)",
            ]),
            (17, How::Head),
        ),
        ("head gone", one("DELETE FROM audit_head"), (1, How::Head)),
        (
            "unsealed",
            one("UPDATE audit_event SET number = NULL WHERE number = 7"),
            (7, How::Removed),
        ),
    ] {
        let (idp, acme) = sealed().await;
        assert_eq!(found(&idp, &acme).await, None, "{name}");
        idp.tamper(&acme, &statements).await;
        assert_eq!(found(&idp, &acme).await, Some(expected), "{name}");
        // Sealing on heals nothing.
        acme.write_events(3).await;
        seal_all(&idp.app).await.unwrap();
        let place = found(&idp, &acme).await.map(|(number, _)| number);
        assert_eq!(place, Some(expected.0), "{name}, sealed on");
    }
    // Behind the head.
    let (idp, acme) = sealed().await;
    let end = verify(&idp.app, &acme.tenant, &From::TheFirst).await.unwrap().number;
    idp.tamper(&acme, &[copy(&(end + 1).to_string())]).await;
    assert_eq!(found(&idp, &acme).await, Some((end + 1, How::Inserted)));
}

#[tokio::test]
async fn the_database_refuses_to_change_or_remove_events() {
    let (idp, acme) = sealed().await;
    acme.write_events(1).await;
    for statement in [
        "UPDATE audit_event SET action = 'x'",
        "UPDATE audit_event SET action = 'x' WHERE number IS NULL",
        "UPDATE audit_event SET number = 99 WHERE number = 5",
        "UPDATE audit_event SET link = NULL WHERE number = 5",
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE number IS NULL",
    ] {
        let refused = idp.statement(statement).await.unwrap_err().to_string();
        assert!(refused.contains("audit events are never changed"), "{statement}: {refused}");
    }
    assert_eq!(seal_all(&idp.app).await.unwrap(), 1);
    assert_eq!(found(&idp, &acme).await, None);
}
