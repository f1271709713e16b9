//! Tenants as files: written, compared, made true; twice changes nothing; secrets never stand in them.

use std::path::{Path, PathBuf};

use idp::cli::declared::{Planned, plan, write};
use idp::model::image::Place;
use idp::model::names::TenantSlug;
use idp::model::policy::Policy;
use idp::model::secret::{Kind as SecretKind, Opaque};
use idp::random::SystemRandom;
use idp::stop::Stop;
use idp::usecase::admin::declarations::compare::Kind;
use idp::usecase::admin::declarations::{apply, standing};
use idp::usecase::admin::{clients, images, policies, tenants};
use idp::usecase::client::secret;
use tempfile::TempDir;

use crate::support::tenant::ADMIN;
use crate::support::{TestIdp, TestTenant};

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n a small picture";

/// A tenant with everything that files tell, written to a folder.
struct Scene {
    idp: TestIdp,
    acme: TestTenant,
    folder: TempDir,
    secrets: Vec<String>,
    references: Vec<String>,
}

impl Scene {
    async fn written() -> Self {
        let idp = TestIdp::start().await;
        let acme = idp.classic().await;
        let mut policy = Policy::classic();
        policy.look.colour = Some("#0a7d4f".to_owned());
        policies::change(&idp.app, &acme.tenant, policy.check().unwrap(), ADMIN).await.unwrap();
        let picture = Some(PICTURE.to_vec());
        images::put(&idp.app, &acme.tenant, Place::Logo, picture, ADMIN).await.unwrap();
        let shop = acme.website("Shop").await;
        let other = acme.website("Portal").await;
        let secrets = [shop, other].into_iter().filter_map(|one| one.secret).collect();
        let folder = tempfile::tempdir().unwrap();
        let slug = TenantSlug::parse("acme").unwrap();
        let standing = standing::of(&idp.app, &slug).await.unwrap().unwrap();
        let references = write(folder.path(), &standing).unwrap();
        Self { idp, acme, folder, secrets, references }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("acme").join(name)
    }

    fn replace(&self, name: &str, old: &str, new: &str) {
        let text = std::fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(old), "{old} in {text}");
        std::fs::write(self.file(name), text.replace(old, new)).unwrap();
    }

    /// Has the references lead to files with secrets.
    fn give_secrets(&self) {
        for (number, reference) in self.references.iter().enumerate() {
            let name = format!("secret-{number}");
            let secret = Opaque::draw(SecretKind::ClientSecret, &SystemRandom);
            std::fs::write(self.file(&name), secret.expose()).unwrap();
            self.replace("clients.toml", reference, &format!("file:{name}"));
        }
    }
}

async fn planned(idp: &TestIdp, folder: &Path, prune: bool) -> Vec<Planned> {
    plan(&idp.app, folder, prune).await.unwrap()
}

async fn applied(idp: &TestIdp, folder: &Path, prune: bool) -> usize {
    let mut changed = 0;
    for one in planned(idp, folder, prune).await {
        apply::apply(&idp.app, &one.wanted, one.standing.as_ref(), &one.changes, ADMIN)
            .await
            .unwrap();
        changed += one.changes.len();
    }
    changed
}

fn items(planned: &[Planned]) -> Vec<(Kind, Option<&str>)> {
    let all = planned.iter().flat_map(|one| &one.changes);
    all.map(|one| (one.kind, one.item.as_deref())).collect()
}

fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder.join("acme"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn what_was_written_is_made_true_elsewhere_and_written_again_alike() {
    let scene = Scene::written().await;
    assert_eq!(scene.references.len(), 2);
    let written = content(scene.folder.path());
    for (name, bytes) in &written {
        let text = String::from_utf8_lossy(bytes);
        assert!(scene.secrets.iter().all(|secret| !text.contains(secret)), "{name}");
    }
    // Where it came from, nothing differs: references to nothing leave secrets as they are.
    assert_eq!(items(&planned(&scene.idp, scene.folder.path(), false).await), []);

    let elsewhere = TestIdp::start().await;
    let wrong = plan(&elsewhere.app, scene.folder.path(), false).await.err().unwrap().to_string();
    assert!(
        wrong.contains("clients.toml:")
            && wrong.contains(": client ")
            && wrong.contains("is not given"),
        "{wrong}"
    );
    scene.give_secrets();
    let found = planned(&elsewhere, scene.folder.path(), false).await;
    assert_eq!(items(&found), [(Kind::Create, None); 3]);
    assert_eq!(applied(&elsewhere, scene.folder.path(), false).await, 3);
    assert_eq!(applied(&elsewhere, scene.folder.path(), false).await, 0, "twice changes nothing");
    let slug = TenantSlug::parse("acme").unwrap();
    let there = standing::of(&elsewhere.app, &slug).await.unwrap().unwrap();
    let again = tempfile::tempdir().unwrap();
    write(again.path(), &there).unwrap();
    assert_eq!(content(again.path()), written);
}

#[tokio::test]
async fn what_differs_is_told_item_by_item_and_done_as_deeds() {
    let scene = Scene::written().await;
    let (idp, at) = (&scene.idp, scene.folder.path());
    scene.replace("tenant.toml", "digits = 6", "digits = 8");
    scene.replace("tenant.toml", "logo = \"logo.png\"\n", "");
    scene.replace("clients.toml", "client_name = \"Shop\"", "client_name = \"店\"");
    let found = planned(idp, at, false).await;
    let wanted = [
        (Kind::Change, Some("logo")),
        (Kind::Change, Some("policy.one_time_code.digits")),
        (Kind::Change, Some("client_name")),
    ];
    assert_eq!(items(&found), wanted);
    applied(idp, at, false).await;
    assert_eq!(items(&planned(idp, at, false).await), []);
    let deeds: Vec<_> = scene.acme.audit().await.into_iter().map(|one| one.action).collect();
    for deed in ["tenant.images", "policy.change", "client.change"] {
        assert!(deeds.iter().any(|one| one == deed), "{deed}: {deeds:?}");
    }
    // Drift: somebody changed it by hand, and made what no file knows.
    let stray = scene.acme.website("Stray").await;
    let tenant = standing::of(&idp.app, &scene.acme.tenant.slug).await.unwrap().unwrap().tenant;
    tenants::rename(&idp.app, &tenant, "別の名前", ADMIN).await.unwrap();
    let found = planned(idp, at, false).await;
    assert_eq!(items(&found), [(Kind::Change, Some("name")), (Kind::Drift, None)]);
    applied(idp, at, false).await;
    let all = clients::all(&idp.app, tenant.id).await.unwrap();
    assert!(all.iter().any(|one| one.id == stray.client.id), "what is in no file stays");
    let clients_file = std::fs::read(scene.file("clients.toml")).unwrap();
    std::fs::remove_file(scene.file("clients.toml")).unwrap();
    let wrong = plan(&idp.app, at, true).await.err().unwrap().to_string();
    assert!(wrong.contains("--prune"), "a file that is missing prunes nobody: {wrong}");
    std::fs::write(scene.file("clients.toml"), clients_file).unwrap();
    assert_eq!(items(&planned(idp, at, true).await), [(Kind::Remove, None)]);
    applied(idp, at, true).await;
    let all = clients::all(&idp.app, tenant.id).await.unwrap();
    assert!(all.iter().all(|one| one.id != stray.client.id));
}

#[tokio::test]
async fn another_secret_is_put_beside_the_former() {
    let scene = Scene::written().await;
    let (idp, at) = (&scene.idp, scene.folder.path());
    scene.give_secrets();
    let found = planned(idp, at, false).await;
    assert_eq!(items(&found), [(Kind::Change, Some("client_secret")); 2]);
    let told = serde_json::to_string(&found[0].changes).unwrap();
    assert!(!told.contains("k_"), "{told}");
    applied(idp, at, false).await;
    assert_eq!(items(&planned(idp, at, false).await), []);
    let id = &found[0].standing.as_ref().unwrap().clients[0].id;
    for secret in &scene.secrets {
        let (tenant, secret) = (scene.acme.tenant.id, secret.clone().into());
        if secret::is_known(&idp.app, tenant, id, &secret).await.unwrap() {
            return;
        }
    }
    panic!("the former secret serves for a day");
}

#[tokio::test]
async fn everything_wrong_is_told_at_once_and_nothing_is_done() {
    let scene = Scene::written().await;
    scene.replace("tenant.toml", "digits = 6", "digits = 3");
    scene.replace(
        "clients.toml",
        "client_name = \"Shop\"",
        "client_name = \"Shop\"\ncolour = \"red\"",
    );
    std::fs::create_dir(scene.folder.path().join("No_Slug")).unwrap();
    let wrong = plan(&scene.idp.app, scene.folder.path(), true).await.err().unwrap().to_string();
    for part in ["policy.one_time_code.digits", "colour", "No_Slug"] {
        assert!(wrong.contains(part), "{part}: {wrong}");
    }
    let line = |name: &str, word: &str| {
        let text = std::fs::read_to_string(scene.file(name)).unwrap();
        let number = text.lines().position(|line| line.starts_with(word)).unwrap() + 1;
        format!("{name}:{number}: ")
    };
    for place in [line("tenant.toml", "digits = 3"), line("clients.toml", "colour = ")] {
        assert!(wrong.contains(&place), "{place}: {wrong}");
    }
    scene.replace("tenant.toml", "digits = 3", "digits = 6\ndigit = 6");
    let wrong = plan(&scene.idp.app, scene.folder.path(), true).await.err().unwrap().to_string();
    assert!(wrong.contains(&line("tenant.toml", "digit = 6")), "{wrong}");
}

/// What was planned, done late.
async fn late(idp: &TestIdp, found: &[Planned]) -> bool {
    let one = &found[0];
    let late = apply::apply(&idp.app, &one.wanted, one.standing.as_ref(), &one.changes, ADMIN);
    matches!(late.await, Err(Stop::Refused(apply::Refusal::ChangedMeanwhile)))
}

#[tokio::test]
async fn somebody_elses_change_is_not_overwritten() {
    let scene = Scene::written().await;
    let (idp, at) = (&scene.idp, scene.folder.path());
    scene.replace("tenant.toml", "digits = 6", "digits = 8");
    let found = planned(idp, at, false).await;
    let tenant = &found[0].standing.as_ref().unwrap().tenant;
    let mut policy = tenant.policy.clone().into_inner();
    policy.history_days = 45;
    policies::change(&idp.app, tenant, policy.check().unwrap(), ADMIN).await.unwrap();
    assert!(late(idp, &found).await);
    let stands = standing::of(&idp.app, &tenant.slug).await.unwrap().unwrap();
    assert_eq!(stands.tenant.policy.history_days, 45);
    // A picture, and a client that is to be removed.
    let found = planned(idp, at, false).await;
    images::put(&idp.app, &stands.tenant, Place::Logo, None, ADMIN).await.unwrap();
    assert!(late(idp, &found).await);
    let stray = scene.acme.website("Stray").await.client;
    let found = planned(idp, at, true).await;
    let mut changed = stray.clone();
    changed.name = "Needed".to_owned();
    clients::change(&idp.app, &stands.tenant, &changed, ADMIN).await.unwrap();
    assert!(late(idp, &found).await);
    assert!(clients::by_id(&idp.app, stands.tenant.id, &stray.id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_method_that_keeps_the_secret_itself_takes_the_given_one() {
    let scene = Scene::written().await;
    let (idp, at) = (&scene.idp, scene.folder.path());
    scene.give_secrets();
    applied(idp, at, false).await;
    let client = "client_name = \"Shop\"";
    let method = "token_endpoint_auth_method = \"client_secret_jwt\"";
    scene.replace("clients.toml", client, &format!("{client}\n{method}"));
    let found = planned(idp, at, false).await;
    assert!(items(&found).contains(&(Kind::Change, Some("token_endpoint_auth_method"))));
    applied(idp, at, false).await;
    assert_eq!(items(&planned(idp, at, false).await), [], "the secret is the one of the file");
}

#[tokio::test]
async fn what_was_cut_off_is_done_by_the_next() {
    let scene = Scene::written().await;
    let (idp, at) = (&scene.idp, scene.folder.path());
    let other = at.join("beta");
    std::fs::create_dir(&other).unwrap();
    std::fs::copy(scene.file("logo.png"), other.join("logo.png")).unwrap();
    std::fs::copy(scene.file("tenant.toml"), other.join("tenant.toml")).unwrap();
    scene.replace("tenant.toml", "digits = 6", "digits = 8");
    let found = planned(idp, at, false).await;
    assert_eq!(found.len(), 2);
    let one = &found[0];
    apply::apply(&idp.app, &one.wanted, one.standing.as_ref(), &one.changes, ADMIN).await.unwrap();
    let found = planned(idp, at, false).await;
    assert_eq!(items(&found), [(Kind::Create, None)]);
    applied(idp, at, false).await;
    assert_eq!(items(&planned(idp, at, false).await), []);
}
