//! Passwords of other systems: each form opens its account once and is then replaced by our own.

use idp::model::password::Typed;

use super::{counts, imported, one, table, tried};
use crate::support::{TestIdp, TestTenant, Website};

/// Form, password, hash. None was made by this program's own libraries: the first two are test vectors of the reference
/// implementation, the third of crypt_blowfish, the others of Python's hashlib.
const FORMS: [(&str, &str, &str); 5] = [
    (
        "argon2id",
        "password",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    ),
    (
        "argon2i",
        "password",
        "$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ",
    ),
    ("bcrypt", "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    (
        "pbkdf2",
        "kaza-guruma-77",
        "$pbkdf2-sha512$i=210000$c2l4dGVlbi1ieXRlLXNsdA$lAuN/qR6PZNQvDLqmQFPi9ZTayDziRULrGuiFickyjI",
    ),
    (
        "django",
        "kaza-guruma-77",
        "pbkdf2_sha256$600000$seasalt1$AoUtfNLwPqzfv97r9YupDHKK0wnQMK6QpHMDD/axrtg=",
    ),
];

fn file() -> String {
    let rows = FORMS.map(|(name, _, hash)| format!("{name},password,\"{hash}\"\n"));
    format!("user_id,login_method,password_hash\n{}", rows.concat())
}

async fn stored(acme: &TestTenant, name: &str) -> String {
    one(acme, name).await.user.stage.password().unwrap().hash.clone()
}

async fn opens(acme: &TestTenant, portal: &Website, name: &str, password: &str) -> bool {
    let mut browser = acme.at_login(portal).await;
    browser.submit("/password", &[("username", name), ("password", password)]).await;
    browser.has_left()
}

#[tokio::test]
async fn each_form_opens_once_and_becomes_our_own() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let (outcome, _) = imported(&acme, &table(file())).await;
    assert_eq!(counts(&outcome.unwrap()), [5, 0, 0, 0]);
    for (name, password, hash) in FORMS {
        assert_eq!(stored(&acme, name).await, format!("import:{hash}"));
        assert!(!opens(&acme, &portal, name, "not-this-one-77").await, "{name}");
        assert!(stored(&acme, name).await.ends_with(hash), "a wrong one replaces nothing");
        assert!(opens(&acme, &portal, name, password).await, "{name}");
        let own = stored(&acme, name).await;
        assert!(own.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{name}: {own}");
        assert!(!idp.app.passwords.is_outdated(&own));
        assert!(!opens(&acme, &portal, name, "not-this-one-77").await, "{name}");
        assert!(opens(&acme, &portal, name, password).await, "{name} again");
        assert_eq!(stored(&acme, name).await, own);
    }
}

#[tokio::test]
async fn what_is_too_long_to_be_a_password_opens_nothing() {
    let idp = TestIdp::start().await;
    let hash = format!("import:{}", FORMS[2].2);
    let long = Typed::fold(&"x".repeat(5_000));
    assert!(!idp.app.passwords.matches(Some(&hash), &long).await.unwrap());
    // The hash of nothing at all.
    let nothing = "import:$2b$04$......................w74bL5gU7LSJClZClCa.Pkz14aTv/XO";
    assert!(!idp.app.passwords.matches(Some(nothing), &long).await.unwrap());
}

#[tokio::test]
async fn a_hash_replaces_a_password_only_when_that_is_said() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let alice = acme.simple_user("alice").await;
    let before = stored(&acme, "alice").await;
    let browser = acme.past_password(&portal, &alice).await;
    let tokens = portal.redeem(&browser.arrival()).await;
    let (_, password, hash) = FORMS[2];
    let text = format!("user_id,password_hash\nalice,{hash}\n");
    let (outcome, _) = imported(&acme, &table(&text)).await;
    assert_eq!(counts(&outcome.unwrap()), [0, 0, 1, 0]);
    assert_eq!(stored(&acme, "alice").await, before);

    let mut import = table(&text);
    import.replace_passwords = true;
    let (_, heard) = tried(&acme, &import).await;
    assert_eq!(heard.differences(), ["alice: password_hash *** -> ***"]);
    assert_eq!(stored(&acme, "alice").await, before);
    let (outcome, _) = imported(&acme, &import).await;
    assert_eq!(counts(&outcome.unwrap()), [0, 1, 0, 0]);
    assert_ne!(portal.userinfo(&tokens.access_token).await.status(), 200, "sessions ended");
    assert!(opens(&acme, &portal, "alice", password).await);
    let letters = idp.mailbox(&alice).letters().await;
    assert!(letters.iter().any(|letter| letter.mail.subject.contains("パスワード")));
    let noted = acme.audit().await;
    assert!(noted.iter().all(|event| !event.details.to_string().contains("$2a$")));
}
