//! The login rules: changed after a look ahead, never over somebody else's change, and rolled back.

use idp::model::admin::Role;
use idp::model::policy::Policy;
use idp::usecase::admin::policies;
use idp::usecase::tenant;

use super::{administrator, entered};
use crate::support::tenant::ADMIN;
use crate::support::{Page, TestIdp};

const RULES: &str = "/console/t/acme/policy";

/// What a browser sends of the form as it stands.
pub(super) fn filled(page: &Page) -> Vec<(String, String)> {
    let mut fields = vec![];
    let html = page.html();
    for field in html.select(&crate::support::page::css("form input, form textarea")) {
        let kind = field.attr("type").unwrap_or("text");
        let ticked = field.attr("checked").is_some();
        let Some(name) = field.attr("name") else { continue };
        if kind == "hidden" || (["checkbox", "radio"].contains(&kind) && !ticked) {
            continue;
        }
        let text = field.text().collect::<String>();
        let value = field.attr("value").map_or(text, str::to_owned);
        fields.push((name.to_owned(), value));
    }
    fields
}

pub(super) fn with(
    mut fields: Vec<(String, String)>,
    name: &str,
    value: &str,
) -> Vec<(String, String)> {
    fields.retain(|one| one.0 != name);
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

pub(super) fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn standing(idp: &TestIdp) -> (u32, Policy) {
    let tenant = tenant::by_slug(&idp.app, "acme").await.unwrap().unwrap();
    (tenant.policy_version, tenant.policy.clone().into_inner())
}

#[tokio::test]
async fn a_rule_is_changed_after_a_look_ahead_and_rolled_back() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    acme.user("alice").await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, RULES).await;
    let (first, classic) = standing(&idp).await;
    let form = filled(browser.page());
    // Sent as it stands, nothing differs.
    let page = browser.submit("/preview", &pairs(&form)).await;
    assert_eq!(page.status(), 200);
    assert!(page.has("#no-differences") && !page.has("#policy-save"));
    browser.open(RULES).await;
    for (name, value, at) in [
        ("one_time_code.digits", "5", "one-time-code-digits"),
        ("one_time_code.digits", "999", "one-time-code-digits"),
        ("one_time_code.digits", "many", "one-time-code-digits"),
        ("lockout.answer_tries", "", "lockout-answer-tries"),
    ] {
        let page = browser.submit("/preview", &pairs(&with(form.clone(), name, value))).await;
        assert_eq!(
            (page.status(), page.problem().as_deref()),
            (422.try_into().unwrap(), Some("policy_wrong"))
        );
        assert!(page.has(&format!("#{at}-error")), "{name} {value}");
    }
    let changed = with(form, "login_methods.of_new_user", "password");
    let mut changed = with(changed, "one_time_code.digits", "8");
    changed.retain(|one| one.0 != "login_methods.allowed.password_otp");
    browser.open(RULES).await;
    browser.submit("/preview", &pairs(&changed)).await;
    let page = browser.submit("/preview", &[("user_id", "alice")]).await;
    assert!(page.has("#foreseen") && page.has("#policy-save"));
    assert_eq!(page.html().select(&crate::support::page::css("#differences tbody tr")).count(), 3);
    assert_eq!(standing(&idp).await.0, first);
    let page = browser.submit("/policy", &[]).await;
    assert!(page.has("#notice"));
    let (second, policy) = standing(&idp).await;
    assert_eq!((second, policy.one_time_code.digits), (first + 1, 8));
    let page = browser.open(format!("{RULES}/history")).await;
    assert!(page.body.contains("hanako"));
    let back = page.attribute(&format!("#back-to-{first}"), "href").unwrap();
    browser.open(&back).await;
    browser.submit("/policy", &[]).await;
    assert_eq!(standing(&idp).await, (first + 2, classic));
}

#[tokio::test]
async fn somebody_elses_change_is_not_overwritten() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, RULES).await;
    let form = with(filled(browser.page()), "devices_at_most", "7");
    browser.submit("/preview", &pairs(&form)).await;
    let (first, mut policy) = standing(&idp).await;
    policy.history_days = 45;
    policies::change(&idp.app, &acme.tenant, policy.check().unwrap(), ADMIN).await.unwrap();
    let page = browser.submit("/policy", &[]).await;
    assert_eq!(page.problem().as_deref(), Some("policy_changed"));
    assert!(!page.has("#policy-save"));
    let (version, policy) = standing(&idp).await;
    assert_eq!((version, policy.history_days), (first + 1, 45));
    assert_ne!(policy.devices_at_most, 7);
}

#[tokio::test]
async fn who_may_not_change_the_rules_reads_them() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let auditor = administrator(&idp, "hanako", Role::Auditor, Some(&acme)).await;
    let mut browser = entered(&idp, &auditor, RULES).await;
    assert!(!browser.page().has("#policy-preview") && browser.page().has("#policy-history"));
    let page = browser.open(format!("{RULES}/history")).await;
    assert!(page.has("#versions") && !page.has("[id^=back-to-]"));
    assert_eq!(browser.open(format!("{RULES}/history/1")).await.status(), 403);
}
