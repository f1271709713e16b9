//! Tenants, their names, what they show of themselves, and what their rules cost.

use idp::model::admin::Role;
use idp::model::policy::Policy;
use idp::usecase::tenant;

use super::policy::{filled, pairs, with};
use super::sheets::noted;
use super::{administrator, entered};
use crate::support::page::css;
use crate::support::{TestIdp, TestTenant};

const AT: &str = "/console/t/acme";

#[tokio::test]
async fn the_look_is_tried_on_and_saved() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, &format!("{AT}/look")).await;
    let page = browser.page();
    assert!(page.has("#look-colour") && !page.has("#password-length-min"));
    let form = filled(page);
    let green = with(form.clone(), "look.colour", "#0a7d4f");
    let specimen = with(green.clone(), "specimen", "en");
    // A specimen shows the wish, leads nowhere by its forms, and saves nothing.
    let page = browser.submit("/preview", &pairs(&specimen)).await;
    assert_eq!(page.status(), 200);
    assert!(page.has("[inert] #login-submit") && page.has(".specimen"));
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("en"));
    let sheet = page.attribute("link[href*='/look/colours.css']", "href").unwrap();
    let colours = browser.open(&sheet).await;
    assert_eq!(colours.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(colours.body.contains("--brand: #0a7d4f"), "{}", colours.body);
    assert!(standing(&idp).await.look.colour.is_none());

    browser.open(format!("{AT}/look")).await;
    let page = browser.submit("/preview", &pairs(&with(form, "look.colour", "green"))).await;
    assert!(page.has("#look-colour-error"));
    let page = browser.submit("/preview", &pairs(&green)).await;
    assert!(page.has("#differences") && page.has("#policy-save"));
    // Back, with what was typed; and on again.
    let page = browser.submit("/edit", &[]).await;
    assert_eq!(page.attribute("#look-colour", "value").as_deref(), Some("#0a7d4f"));
    let again = filled(page);
    browser.submit("/preview", &pairs(&again)).await;
    let page = browser.submit("/policy", &[]).await;
    assert!(page.has("#notice") && page.has("#look-colour"), "back on the page of the look");
    let policy = standing(&idp).await;
    assert_eq!(policy.look.colour.as_deref(), Some("#0a7d4f"));
    assert_eq!(Policy { look: Policy::classic().look, ..policy }, Policy::classic());
    assert_eq!(noted(&acme, "policy.change").await, ["hanako"]);
}

async fn standing(idp: &TestIdp) -> Policy {
    let tenant = tenant::by_slug(&idp.app, "acme").await.unwrap().unwrap();
    tenant.policy.clone().into_inner()
}

#[tokio::test]
async fn what_a_rule_costs_is_told_beside_it_and_before_it_stands() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, &format!("{AT}/policy")).await;
    let page = browser.page();
    assert!(page.text("main").contains("ASVS 6.4.2 (L1)"), "the secret question stands");
    let form = with(filled(page), "session.idle_minutes", "90");
    let page = browser.submit("/preview", &pairs(&form)).await;
    let costs = page.text("#costs");
    assert!(
        costs.contains("§2.2.3") && page.html().select(&css("#costs .mark")).count() == 1,
        "{costs}"
    );
    // The other preset keeps what the tenant shows of itself.
    let page = browser.open(format!("{AT}/policy/preset/standard")).await;
    assert_eq!(page.html().select(&css("#costs li")).count(), 1, "mailed codes");
    browser.submit("/policy", &[]).await;
    assert_eq!(standing(&idp).await, Policy::standard());
    assert_eq!(browser.open(format!("{AT}/policy/preset/modern")).await.status(), 404);
}

#[tokio::test]
async fn a_tenant_is_made_and_renamed() {
    let idp = TestIdp::start().await;
    let operator = administrator(&idp, "root", Role::Operator, None).await;
    let mut browser = entered(&idp, &operator, "/console/tenants").await;
    let new = browser.page().attribute("#tenant-new", "href").unwrap();
    browser.open(&new).await;
    let fields = |slug, name| [("slug", slug), ("name", name), ("preset", "classic")];
    for (slug, name, word) in
        [("Not one", "店", "bad_slug"), ("system", "店", "slug_taken"), ("shop", "", "bad_name")]
    {
        let page = browser.submit("/tenants/new", &fields(slug, name)).await;
        assert_eq!(page.problem().as_deref(), Some(word));
    }
    let page = browser.submit("/tenants/new", &fields("shop", "あおば商店")).await;
    assert_eq!(page.text("#console-tenant"), "あおば商店");
    let made = tenant::by_slug(&idp.app, "shop").await.unwrap().unwrap();
    assert_eq!(made.policy.clone().into_inner(), Policy::classic());
    let shop = TestTenant { app: idp.app.clone(), tenant: made, door: idp.door() };
    assert_eq!(noted(&shop, "tenant.create").await, ["root"]);
    browser.open(&new).await;
    let page = browser.submit("/tenants/new", &fields("shop", "別の店")).await;
    assert_eq!(page.problem().as_deref(), Some("slug_taken"));

    let page = browser.open("/console/t/shop/look").await;
    let rename = page.attribute("#tenant-rename", "href").unwrap();
    browser.open(&rename).await;
    let page = browser.submit("/look/name", &[("name", " \u{7} ")]).await;
    assert_eq!(page.problem().as_deref(), Some("bad_name"));
    let page = browser.submit("/look/name", &[("name", "みどり商店")]).await;
    assert!(page.has("#notice") && page.text("#console-tenant") == "みどり商店");
}

#[tokio::test]
async fn the_authority_is_shown_to_whoever_trusts_it() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let auditor = administrator(&idp, "hanako", Role::Auditor, Some(&acme)).await;
    let at = format!("{AT}/authority");
    let mut browser = entered(&idp, &auditor, &at).await;
    assert!(!browser.page().has("#authorities"), "none before the first certificate");
    idp::usecase::certificate::authority::issuing(&idp.app, &acme.tenant, idp.app.now())
        .await
        .unwrap();
    let page = browser.open(&at).await;
    assert!(page.text("main").contains("-----BEGIN CERTIFICATE-----"));
    let list = page.text("#authorities td:last-child");
    let path = list.trim().strip_prefix(crate::support::BASE).unwrap().to_owned();
    assert_eq!(browser.open(&path).await.header("content-type"), Some("application/pkix-crl"));
}

#[tokio::test]
async fn others_look_and_change_nothing() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let desk = administrator(&idp, "hanako", Role::SupportDesk, Some(&acme)).await;
    let mut browser = entered(&idp, &desk, &format!("{AT}/look")).await;
    let page = browser.page();
    assert!(!page.has("#policy-preview") && !page.has("#tenant-rename") && !page.has(".deeds a"));
    for below in ["/look/name", "/policy/preset/standard"] {
        assert_eq!(browser.open(format!("{AT}{below}")).await.status(), 403, "{below}");
    }
    let owner = administrator(&idp, "jiro", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, "/console/tenants").await;
    assert!(!browser.page().has("#tenant-new"));
    assert_eq!(browser.open("/console/tenants/new").await.status(), 404);
}

#[tokio::test]
async fn pictures_are_put_and_taken_away() {
    const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n a small picture";
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let owner = administrator(&idp, "hanako", Role::Owner, Some(&acme)).await;
    let mut browser = entered(&idp, &owner, &format!("{AT}/look/logo")).await;
    assert_eq!(
        browser.page().attribute("form[action$='/logo']", "enctype").as_deref(),
        Some("multipart/form-data")
    );
    for (file, word) in
        [(vec![b'x'; 200 * 1024], "image_too_large"), (b"<svg/>".to_vec(), "image_format")]
    {
        let page = browser.upload("/logo", &[], &file).await;
        assert_eq!(page.problem().as_deref(), Some(word));
    }
    let page = browser.upload("/logo", &[], PICTURE).await;
    let image = page.attribute("img.picture", "src").unwrap();
    assert_eq!(browser.open(&image).await.header("content-type"), Some("image/png"));
    browser.open(format!("{AT}/look/logo")).await;
    assert!(!browser.upload("/logo", &[], b"").await.has("img.picture"));
    assert_eq!(noted(&acme, "tenant.images").await, ["hanako", "hanako"]);
    assert_eq!(browser.open(format!("{AT}/look/elsewhere")).await.status(), 404);
}
