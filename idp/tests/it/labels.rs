//! The labels and headings of the manual, on the Japanese pages of a classic contract, letter for letter.

use idp::model::login_method::LoginMethod;
use idp::model::policy::Policy;

use crate::support::page::css;
use crate::support::person::{device, with_desk};
use crate::support::tenant::credentials;
use crate::support::{Page, TestIdp, TestTenant};

/// What a page calls its fields, buttons, columns and parts.
fn labels(page: &Page) -> Vec<String> {
    let html = page.html();
    let selector = css("label, legend, button, a.button, th, h1, h2, dt, .trail li");
    // What is said beside a label, such as that it is required, stands in an element of its own.
    let text = |element: scraper::ElementRef<'_>| {
        let first = element.text().map(str::trim).find(|words| !words.is_empty());
        first.unwrap_or_default().to_owned()
    };
    html.select(&selector).map(text).collect()
}

fn says(page: &Page, expected: &[&str]) {
    let found = labels(page);
    for label in expected {
        assert!(found.iter().any(|one| one == label), "no {label} in {found:?}");
    }
}

async fn acme(idp: &TestIdp) -> TestTenant {
    idp.tenant("acme", with_desk(Policy::classic())).await
}

#[tokio::test]
async fn the_enrolment_is_labelled_as_in_the_manual() {
    let idp = TestIdp::start().await;
    let acme = acme(&idp).await;
    let alice = acme.newcomer("alice").await;
    let (address, code) = acme.handed_over(&alice).await;
    let mut browser = idp.browser();
    let trail = ["初回認証", "認証情報登録", "認証情報登録完了"];
    let page = browser.open(&address).await;
    says(page, &["ユーザID", "ワンタイムパスワード", "次へ"]);
    says(page, &trail);
    let page = browser.submit("/code", &[("otp", &code)]).await;
    says(page, &["パスワード", "パスワード確認", "秘密の質問", "秘密の質問答え", "登録"]);
    says(page, &trail);
}

#[tokio::test]
async fn the_login_is_labelled_as_in_the_manual() {
    let idp = TestIdp::start().await;
    let acme = acme(&idp).await;
    let website = acme.website("portal").await;
    let alice = acme.user("alice").await;
    let expired = acme
        .user_as("bob", |new| {
            if let Some((_, _, set_at)) = &mut new.password {
                *set_at = set_at.minus(time::Duration::days(100));
            }
        })
        .await;
    let mut browser = acme.at_login(&website).await;
    says(browser.page(), &["ユーザID", "パスワード", "ログイン"]);
    let page = browser.submit("/password", &credentials(&expired)).await;
    says(page, &["新しいパスワード", "新しいパスワード(確認)", "登録"]);
    let browser = acme.past_password(&website, &alice).await;
    says(browser.page(), &["ワンタイムパスワード", "ログイン"]);
    let mut browser = acme.at_login(&website).await;
    for _ in 0..5 {
        browser.submit("/password", &[("username", "carol"), ("password", "not it")]).await;
    }
    assert_eq!(browser.page().text("#account-locked h1"), "アカウントロック");
    idp.letters_may_wait();
}

#[tokio::test]
async fn the_account_site_is_labelled_as_in_the_manual() {
    let idp = TestIdp::start().await;
    let acme = acme(&idp).await;
    let alice = acme.user("alice").await;
    let mut browser = acme.signed_in(&idp, &alice, "/account").await;
    says(browser.page(), &["端末情報", "端末No", "メールアドレス"]);
    says(browser.page(), &["電子証明書有効期限", "証明書ダウンロード用パスワード", "追加"]);
    let page = browser.open(acme.at("/account/password")).await;
    let fields = ["現在のパスワード", "変更後のパスワード", "変更後のパスワード確認", "変更"];
    says(page, &fields);
    let page = browser.open(acme.at("/account/question")).await;
    says(page, &["秘密の質問", "秘密の質問答え", "変更"]);
    assert!(page.body.contains("alice"), "the user ID is shown");
    let page = browser.open(acme.at("/account/devices/new")).await;
    says(page, &["メールアドレス", "メールアドレス確認", "端末種別", "確認"]);
    says(page, &["パソコン", "携帯電話", "スマートフォン"]);
    let page = browser.submit("/new", &device("new@acme.test", "pc")).await;
    says(page, &["戻る", "登録", "端末登録", "端末登録確認", "端末登録完了"]);
    let page = browser.open(acme.at("/account/method")).await;
    let methods = ["IDパスワード", "IDパスワード+ワンタイムパスワード", "IDパスワード+電子証明書"];
    says(page, &methods);
    says(page, &["キャンセル", "次へ"]);
    let to = LoginMethod::Password.as_str();
    let page = browser.submit("/method", &[("method", to)]).await;
    says(page, &["ログイン方法変更前", "ログイン方法変更後", "端末情報", "戻る", "実行"]);
}

#[tokio::test]
async fn the_reissue_is_labelled_as_in_the_manual() {
    let idp = TestIdp::start().await;
    let acme = acme(&idp).await;
    let alice = acme.user("alice").await;
    let trail = [
        "パスワード再発行案内",
        "パスワード再発行案内完了",
        "パスワード再発行",
        "パスワード再発行完了",
    ];
    let mut browser = idp.browser();
    let page = browser.open(acme.at("/reissue")).await;
    says(page, &["ユーザID", "メールアドレス", "送信"]);
    says(page, &trail);
    assert_eq!(page.text("[aria-current=step]"), trail[0]);
    let fields = [("username", alice.name()), ("mail", &alice.addresses[0])];
    let page = browser.submit("/reissue", &fields).await;
    assert_eq!(page.text("[aria-current=step]"), trail[1]);
    let letter = idp.mailbox(&alice).newest().await;
    assert!(letter.mail.subject.contains("パスワード再発行手順のご案内"), "{letter:?}");
    browser.open(letter.link()).await;
    let page = browser.submit("/confirm", &[]).await;
    says(page, &["秘密の質問", "秘密の質問答え", "送信"]);
    assert_eq!(page.text("[aria-current=step]"), trail[2]);
}

#[tokio::test]
async fn a_login_page_links_to_the_account_site_where_policy_and_website_want_it() {
    let idp = TestIdp::start().await;
    let mut acme = acme(&idp).await;
    let website = acme.website("portal").await;
    assert!(acme.at_login(&website).await.page().has("#account-link"));
    acme.change_policy(|policy| policy.links.account = false).await;
    assert!(!acme.at_login(&website).await.page().has("#account-link"));
    acme.change_policy(|policy| {
        policy.links.account = true;
        policy.account_site.on = false;
    })
    .await;
    assert!(!acme.at_login(&website).await.page().has("#account-link"));
}
