//! `docs/first-steps.md`, done as it stands there: its commands by a shell, its pages by an administrator and a person.

mod agent;
mod shell;

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use agent::Agent;
use examples::website::{WebsiteSettings, router};
use shell::Shell;

const PASSWORD: &str = "suzume-no-oyado-4V";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// The indented lines of the page, each run of them one step.
fn steps(page: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    for line in page.lines() {
        match line.strip_prefix("    ") {
            Some(command) => {
                let step = steps.last_mut().unwrap();
                step.push_str(command);
                step.push('\n');
            }
            None => steps.push(String::new()),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The page with addresses that nobody else has.
fn page() -> (String, [u16; 3]) {
    let mut text = std::fs::read_to_string(root().join("docs/first-steps.md")).unwrap();
    let ports = [(); 3].map(|()| free_port());
    for (told, port) in ["8443", "8081", "2525"].iter().zip(ports) {
        assert!(text.contains(told));
        text = text.replace(told, &port.to_string());
    }
    (text, ports)
}

async fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{what} did not come");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn listens(port: u16) {
    eventually("a listener", || std::net::TcpStream::connect(("127.0.0.1", port)).ok()).await;
}

/// What stands behind a word at the beginning of a line.
fn told(text: &str, word: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix(word));
    let rest = line.unwrap_or_else(|| panic!("no {word} in {text}"));
    rest.split_whitespace().next().unwrap().to_owned()
}

/// Does what the page says, and returns what each step told, by its first words.
async fn commands(
    shell: &mut Shell,
    page: &str,
    folder: &Path,
    ports: [u16; 3],
) -> BTreeMap<String, String> {
    let program = Path::new(env!("CARGO_BIN_EXE_sekisho")).parent().unwrap();
    let mut said = BTreeMap::new();
    for step in steps(page) {
        let step = step.replace("$PWD/target/release", program.to_str().unwrap()).replace(
            "mkdir -p first-steps && cd",
            &format!("mkdir -p '{0}' && cd '{0}' #", folder.display()),
        );
        if step.contains("relay.py") {
            shell.leave(step.trim(), &folder.join("relay.log"));
            listens(ports[2]).await;
        } else if step.trim() == "sekisho serve" {
            shell.leave(step.trim(), &folder.join("serve.log"));
            listens(ports[0]).await;
        } else if step.starts_with("cargo ") || step.starts_with("export WEBSITE_") {
            // Built already; and the website is the same one, in this process.
            said.insert(step.clone(), step);
        } else {
            let text = shell.run(&step);
            said.insert(step.split_whitespace().take(3).collect::<Vec<_>>().join(" "), text);
        }
    }
    said
}

/// The one-time password of the newest letter to somebody, as soon as there is one more than before.
async fn code(folder: &Path, to: &str, before: usize) -> String {
    eventually("a letter", || {
        let letters = std::fs::read_to_string(folder.join("relay.log")).unwrap();
        let letters: Vec<_> = letters.split("-----\n").filter(|one| one.contains(to)).collect();
        let is_code = |line: &&str| line.len() >= 6 && line.bytes().all(|one| one.is_ascii_digit());
        let newest = letters.last().filter(|_| letters.len() > before)?;
        newest.lines().map(str::trim).find(is_code).map(str::to_owned)
    })
    .await
}

/// The first administrator, through the pages of step 4.
async fn administers(base: &str, folder: &Path, set_up_code: &str, pem: &[u8]) {
    let mut browser = Agent::trusting(pem);
    browser.open(&format!("{base}/console/set-up")).await;
    let fields = [
        ("set-up-code", set_up_code),
        ("username", "boss"),
        ("mail", "boss@example.jp"),
        ("new-password", PASSWORD),
        ("new-password-confirm", PASSWORD),
    ];
    browser.press("set-up-submit", &fields).await;
    browser.open(&format!("{base}/console")).await;
    browser.press("login-submit", &[("username", "boss"), ("password", PASSWORD)]).await;
    let code = code(folder, "boss@example.jp", 0).await;
    browser.press("otp-submit", &[("otp", &code)]).await;
    assert!(browser.text("tenants").contains("acme"));
}

/// The person: enrols, and signs in to the website.
async fn signs_in(website: &str, folder: &Path, invited: &str, pem: &[u8]) -> Agent {
    let mut browser = Agent::trusting(pem);
    browser.open(&told(invited, "address")).await;
    let code_in_hand = told(invited, "initial code");
    browser.press("initial-code-submit", &[("initial-code", &code_in_hand)]).await;
    let twice = [("new-password", PASSWORD), ("new-password-confirm", PASSWORD)];
    browser.press("enrol-submit", &twice).await;
    assert!(browser.has("enrol-done"));
    browser.open(website).await;
    browser.press("sign-in", &[]).await;
    let letters = std::fs::read_to_string(folder.join("relay.log")).unwrap();
    let before = letters.split("-----\n").filter(|one| one.contains("hanako@example.jp")).count();
    browser.press("login-submit", &[("username", "hanako"), ("password", PASSWORD)]).await;
    let code = code(folder, "hanako@example.jp", before).await;
    browser.press("otp-submit", &[("otp", &code)]).await;
    browser.press("consent-accept", &[]).await;
    browser
}

#[tokio::test]
async fn the_page_leads_to_a_website_that_signs_a_person_in() {
    let (page, ports) = page();
    let folder = tempfile::tempdir().unwrap();
    let mut shell = Shell::start(&root());
    let said = commands(&mut shell, &page, folder.path(), ports).await;
    let pem = std::fs::read(folder.path().join("localhost.pem")).unwrap();
    let (base, website) =
        (format!("https://localhost:{}", ports[0]), format!("http://localhost:{}", ports[1]));

    let doctor = &said["sekisho doctor"];
    assert!(doctor.contains("answers") && !doctor.contains("BROKEN"), "{doctor}");
    // A service that does not know its own certificate is told so.
    let (text, status) = shell.tried(
        "sed '/authority_file/d; /outbound/d' sekisho.toml >strange.toml; sekisho doctor --config strange.toml",
    );
    assert!(status != "0" && text.contains("authority_file"), "{text}");
    let code = told(&said["sekisho role set-up-code"], "code");
    administers(&base, folder.path(), &code, &pem).await;

    let client = &said["sekisho client create"];
    let started = said.keys().find(|step| step.contains("-p examples")).unwrap();
    let issuer = started.split("--issuer ").nth(1).unwrap().trim().to_owned();
    let settings = WebsiteSettings {
        issuer: issuer.clone(),
        client_id: told(client, "client_id"),
        client_secret: Some(told(client, "client_secret")),
        base: website.clone(),
        extra_root_certificates: Some(folder.path().join("localhost.pem")),
        account_site: None,
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", ports[1])).await.unwrap();
    let serving =
        tokio::spawn(async move { axum::serve(listener, router(settings).unwrap()).await });
    let browser = signs_in(&website, folder.path(), &said["sekisho user invite"], &pem).await;
    assert!(browser.text("claim-iss").ends_with(&issuer));
    assert!(browser.has("signed-in-as") && browser.text("claim-amr").contains("otp"));
    serving.abort();

    let shown = shell.run("sekisho user show --tenant acme --user-id hanako");
    assert!(shown.contains("can log in") && shown.contains("signed in"), "{shown}");
    let trail = shell.run("sekisho audit list --tenant acme");
    assert!(trail.contains("client.create") && trail.contains("user.invite"), "{trail}");
}
