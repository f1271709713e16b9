//! What browsers and password managers read of every field of every form: one table, by `experience.md` 4.2.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html};

use crate::support::page::css;

/// Page, id, name, type, `autocomplete`, `inputmode` (`-` where there is none).
const FIELDS: [&str; 92] = [
    "account/certificate.html form-compat form radio - -",
    "account/certificate.html form-modern form radio - -",
    "account/certificate_csr.html csr csr textarea off -",
    "account/certificate_pem.html pem - textarea - -",
    "account/device_code.html device-code code text one-time-code numeric",
    "account/device_done.html form-compat form radio - -",
    "account/device_done.html form-modern form radio - -",
    "account/device_form.html kind-mobile kind radio - -",
    "account/device_form.html kind-pc kind radio - -",
    "account/device_form.html kind-smartphone kind radio - -",
    "account/device_form.html mail mail text email email",
    "account/device_form.html mail-confirm mail_confirm text email email",
    "account/method.html method-password method radio - -",
    "account/method.html method-password-certificate method radio - -",
    "account/method.html method-password-otp method radio - -",
    "account/method_certificates.html form-2-compat form radio - -",
    "account/method_certificates.html form-2-modern form radio - -",
    "account/method_certificates.html form-compat form radio - -",
    "account/method_certificates.html form-modern form radio - -",
    "account/password.html account-name - text username -",
    "account/password.html current-password current_password password current-password -",
    "account/password.html new-password new_password password new-password -",
    "account/password.html new-password-confirm new_password_confirm password new-password -",
    "account/question.html account-name - text username -",
    "account/question.html answer answer text off -",
    "account/question.html question question select off -",
    "activate/enter.html user-code user_code text off -",
    "console/act.html kind-mobile kind radio - -",
    "console/act.html kind-pc kind radio - -",
    "console/act.html lines lines textarea off -",
    "console/act.html mail mail text off -",
    "console/act.html place place select off -",
    "console/certificate.html form-compat form radio - -",
    "console/certificate.html form-modern form radio - -",
    "console/policy.html choice-a choice radio - -",
    "console/policy.html choice-b choice radio - -",
    "console/policy.html choice-wrong-a choice-wrong radio - -",
    "console/policy.html choice-wrong-b choice-wrong radio - -",
    "console/policy.html lines lines textarea off -",
    "console/policy.html lines-wrong lines-wrong textarea off -",
    "console/policy.html number number text off numeric",
    "console/policy.html number-wrong number-wrong text off numeric",
    "console/policy.html several-a several.a checkbox - -",
    "console/policy.html several-b several.b checkbox - -",
    "console/policy.html several-wrong-a several-wrong.a checkbox - -",
    "console/policy.html several-wrong-b several-wrong.b checkbox - -",
    "console/policy.html switch switch checkbox - -",
    "console/policy.html switch-wrong switch-wrong checkbox - -",
    "console/policy.html text text text off -",
    "console/policy.html text-wrong text-wrong text off -",
    "console/policy_preview.html user-id user_id text off -",
    "console/set_up.html mail mail text email email",
    "console/set_up.html new-password new_password password new-password -",
    "console/set_up.html new-password-confirm new_password_confirm password new-password -",
    "console/set_up.html set-up-code set_up_code text off -",
    "console/set_up.html username username text username email",
    "console/sheet.html q q text off -",
    "console/sheet.html state state select off -",
    "console/table.html encoding encoding select off -",
    "console/table.html file file file off -",
    "console/table.html replace-passwords replace_passwords checkbox - -",
    "console/tenants.html q q text off -",
    "console/users.html method method select off -",
    "console/users.html q q text off -",
    "console/users.html state state select off -",
    "enrol/code.html account-name - text username -",
    "enrol/code.html initial-code otp text one-time-code -",
    "enrol/credentials.html account-name - text username -",
    "enrol/credentials.html answer answer text off -",
    "enrol/credentials.html new-password new_password password new-password -",
    "enrol/credentials.html new-password-confirm new_password_confirm password new-password -",
    "enrol/credentials.html question question select off -",
    "enrol/done.html form-2-compat form radio - -",
    "enrol/done.html form-2-modern form radio - -",
    "enrol/done.html form-compat form radio - -",
    "enrol/done.html form-modern form radio - -",
    "login/code.html otp otp text one-time-code numeric",
    "login/code.html otp-device device select - -",
    "login/code.html remember-browser remember checkbox - -",
    "login/new_password.html account-name - text username -",
    "login/new_password.html new-password new_password password new-password -",
    "login/new_password.html new-password-confirm new_password_confirm password new-password -",
    "login/password.html password password password current-password -",
    "login/password.html username username text username email",
    "reissue/new_password.html account-name - text username -",
    "reissue/new_password.html new-password new_password password new-password -",
    "reissue/new_password.html new-password-confirm new_password_confirm password new-password -",
    "reissue/question.html answer answer text off -",
    "reissue/question.html question question select off -",
    "reissue/request.html mail mail text email email",
    "reissue/request.html username username text username email",
    "reissue/second_proof.html recovery-code recovery_code text off -",
];

/// The only fields that nothing may fill in: what is known to one person alone, what is chosen from a list, what is
/// pasted from elsewhere.
const OFF: [&str; 5] = ["answer", "question", "recovery-code", "csr", "user-code"];

/// Checks the fields of a page and returns their lines.
pub(super) fn look(name: &str, html: &str) -> BTreeSet<String> {
    let page = Html::parse_document(html);
    let fields = css("input:not([type=hidden]), select, textarea");
    page.select(&fields).map(|field| checked(name, field)).collect()
}

fn checked(name: &str, field: ElementRef<'_>) -> String {
    let attribute = |name: &str| field.attr(name).unwrap_or("-");
    let (id, kind, fills) = (attribute("id"), attribute("type"), attribute("autocomplete"));
    let whole = || format!("{name}: {}", field.html());
    for meddling in ["maxlength", "pattern", "onpaste", "autocorrect"] {
        assert_eq!(attribute(meddling), "-", "{}", whole());
    }
    // What an administrator types is about somebody else.
    let of_another = name.starts_with("console/");
    assert!(fills != "off" || OFF.contains(&id) || of_another, "{}", whole());
    if kind == "text" && attribute("readonly") == "-" {
        assert_eq!(
            (attribute("autocapitalize"), attribute("spellcheck")),
            ("none", "false"),
            "{}",
            whole()
        );
        assert!(id == "answer" || attribute("lang") == "en", "{}", whole());
    }
    if kind == "password" {
        assert!(["current-password", "new-password"].contains(&fills), "{}", whole());
        assert_eq!(
            fills == "new-password",
            attribute("passwordrules").contains("minlength"),
            "{}",
            whole()
        );
        assert!(has_user_name_before(field), "no user name before it: {}", whole());
    }
    let kind = if field.value().name() == "input" { kind } else { field.value().name() };
    let line = [name, id, attribute("name"), kind, fills, attribute("inputmode")];
    line.join(" ")
}

/// Managers pair a password with the user name that stands before it in the same form, typed or settled.
fn has_user_name_before(field: ElementRef<'_>) -> bool {
    let mut above = field.ancestors().filter_map(ElementRef::wrap);
    let form = above.find(|one| one.value().name() == "form");
    let fields = css("input:not([type=hidden])");
    let before = form.into_iter().flat_map(|form| form.select(&fields).collect::<Vec<_>>());
    before
        .take_while(|one| one.id() != field.id())
        .any(|one| one.attr("autocomplete") == Some("username"))
}

/// Every line of the table is met on some page, and nothing else is.
pub(super) fn as_in_the_table(met: &BTreeSet<String>) {
    let table = FIELDS.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let table: BTreeSet<_> = table.collect();
    let (new, gone): (Vec<_>, Vec<_>) =
        (met.difference(&table).collect(), table.difference(met).collect());
    assert!(
        new.is_empty() && gone.is_empty(),
        "not in the table: {new:#?}\nin the table alone: {gone:#?}"
    );
}
