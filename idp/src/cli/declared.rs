//! Folders of declarations: read and written. Each tenant has one, named by its slug.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::files;
use crate::app::App;
use crate::model::audit::hex;
use crate::model::client::metadata::Said;
use crate::model::declaration::{
    self, ClientsFile, Secret, TenantFile, Text, Wanted, WantedClient, Wrong,
};
use crate::model::image::{Image, Place};
use crate::model::moment::Moment;
use crate::model::names::TenantSlug;
use crate::model::secret::{Kind, Opaque};
use crate::settings::{Environment, ProcessEnvironment};
use crate::stop::Stop;
use crate::usecase::admin::declarations::compare::{self, Change, Refusal};
use crate::usecase::admin::declarations::standing::{self, Standing};

const TENANT: &str = "tenant.toml";
const CLIENTS: &str = "clients.toml";

/// A tenant of a folder, what stands of it, and what differs.
pub struct Planned {
    pub wanted: Wanted,
    pub standing: Option<Standing>,
    pub changes: Vec<Change>,
}

/// Reads a folder whole and compares it with what stands; or all that is wrong with it.
pub async fn plan(app: &App, folder: &Path, prune: bool) -> Result<Vec<Planned>> {
    let (found, mut wrong) = read(folder, app.now())?;
    let mut planned = Vec::new();
    for wanted in found {
        let file = folder.join(wanted.slug.as_str()).join(CLIENTS);
        if prune && !file.exists() {
            let why = "--prune wants the file to be there, if only empty";
            wrong.push(Wrong::new(&file.display().to_string(), "file", why));
            continue;
        }
        let standing = standing::of(app, &wanted.slug).await?;
        match compare::compare(app, &wanted, standing.as_ref(), prune).await {
            Ok(changes) => planned.push(Planned { wanted, standing, changes }),
            Err(Stop::Refused(why)) => {
                let folder = folder.join(wanted.slug.as_str());
                wrong.extend(why.iter().map(|one| complaint(&folder, &wanted, one)));
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    }
    if wrong.is_empty() {
        return Ok(planned);
    }
    let lines: Vec<_> = wrong.iter().map(|one| format!("  {one}")).collect();
    anyhow::bail!("nothing was changed; this is wrong:\n{}", lines.join("\n"))
}

/// A refusal, told with the place in its file.
fn complaint(folder: &Path, wanted: &Wanted, why: &Refusal) -> Wrong {
    let of = |name: &str| (folder.join(name), why.to_string());
    let Some(id) = why.client() else {
        let (path, why) = of(TENANT);
        return named(&path, |file| file.wrong("name", "name", why));
    };
    let (path, why) = of(CLIENTS);
    let number = wanted.clients.iter().rposition(|one| one.client.id.as_str() == id);
    named(&path, |file| file.wrong_client((number.unwrap_or_default(), id), "", why))
}

/// A complaint about a file that could be read before.
fn named(path: &Path, told: impl FnOnce(Text<'_>) -> Wrong) -> Wrong {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    told(Text { file: &path.display().to_string(), text: &text })
}

/// The tenants of a folder, by slug, as far as they can be read.
fn read(folder: &Path, now: Moment) -> Result<(Vec<Wanted>, Vec<Wrong>)> {
    let failed = || format!("{} cannot be read", folder.display());
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(failed)? {
        inside.push(entry.with_context(failed)?.path());
    }
    inside.retain(|path| path.is_dir() && !name(path).starts_with('.'));
    inside.sort();
    anyhow::ensure!(!inside.is_empty(), "{} has no folder of a tenant", folder.display());
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for path in inside {
        match tenant(&path, now) {
            Ok(wanted) => found.push(wanted),
            Err(all) => wrong.extend(all),
        }
    }
    Ok((found, wrong))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn tenant(folder: &Path, now: Moment) -> Result<Wanted, Vec<Wrong>> {
    let shown = |file: &str| folder.join(file).display().to_string();
    let mut wrong = Vec::new();
    let slug = TenantSlug::parse(&name(folder));
    if slug.is_none() {
        let why = "a folder is named by a slug: 1 to 40 of a-z, 0-9 and hyphens";
        wrong.push(Wrong::new(&folder.display().to_string(), "name", why));
    }
    let clients = clients(folder, now).unwrap_or_else(|all| {
        wrong.extend(all);
        Vec::new()
    });
    let name = shown(TENANT);
    let text = match text(&folder.join(TENANT)) {
        Ok(text) => text,
        Err(one) => return Err(wrong.into_iter().chain([one]).collect()),
    };
    let read = Text { file: &name, text: &text };
    let file = match read.read::<TenantFile>() {
        Ok(file) => file,
        Err(one) => return Err(wrong.into_iter().chain([one]).collect()),
    };
    let mut images = [None, None];
    for ((image, place), said) in images.iter_mut().zip(Place::ALL).zip([&file.logo, &file.seal]) {
        match said.as_ref().map(|said| picture(folder, said)).transpose() {
            Ok(found) => *image = found,
            Err(why) => wrong.push(read.wrong(place.as_str(), place.as_str(), why)),
        }
    }
    match (declaration::policy(read, file.policy), slug) {
        (Ok(policy), Some(slug)) if wrong.is_empty() => {
            Ok(Wanted { slug, name: file.name, policy, images, clients })
        }
        (Err(all), _) => Err(wrong.into_iter().chain(all).collect()),
        (Ok(_), _) => Err(wrong),
    }
}

fn text(path: &Path) -> Result<String, Wrong> {
    let file = path.display().to_string();
    std::fs::read_to_string(path).map_err(|error| Wrong::new(&file, "file", error.to_string()))
}

fn picture(folder: &Path, said: &str) -> Result<Image, String> {
    let bytes = std::fs::read(folder.join(said)).map_err(|error| format!("{said}: {error}"))?;
    Image::look_at(bytes).map_err(|why| format!("{said}: {why}"))
}

fn clients(folder: &Path, now: Moment) -> Result<Vec<WantedClient>, Vec<Wrong>> {
    let path = folder.join(CLIENTS);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = text(&path).map_err(|one| vec![one])?;
    let file = Text { file: &path.display().to_string(), text: &text };
    let read: ClientsFile = file.read().map_err(|one| vec![one])?;
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (number, said) in read.client.into_iter().enumerate() {
        match one(file, folder, (number, said), now) {
            Ok(client) => found.push(client),
            Err(one) => wrong.push(one),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

fn one(
    file: Text<'_>,
    folder: &Path,
    (number, said): (usize, Said),
    now: Moment,
) -> Result<WantedClient, Wrong> {
    let (client, reference) = declaration::client(file, number, said, now)?;
    let secret = reference.map_or(Ok(Secret::Unsaid), |reference| secret(folder, reference));
    let at = (number, client.id.as_str());
    let secret = secret.map_err(|why| file.wrong_client(at, "client_secret", why))?;
    Ok(WantedClient { client, secret })
}

/// The secret behind a reference, if anything stands there.
fn secret(folder: &Path, reference: String) -> Result<Secret, &'static str> {
    let behind = match reference.split_once(':') {
        Some(("env", name)) => ProcessEnvironment.value(name),
        Some(("file", path)) => std::fs::read_to_string(folder.join(path)).ok(),
        _ => return Err("client_secret is a reference: env:NAME or file:PATH"),
    };
    let Some(text) = behind else { return Ok(Secret::Missing(reference)) };
    let given = Opaque::parse(Kind::ClientSecret, text.trim());
    given.map(Secret::Given).ok_or(
        "client_secret leads to what is no client secret of this service (k_ and 43 characters)",
    )
}

/// Writes a tenant as a folder; the references that are to be given elsewhere.
pub fn write(folder: &Path, standing: &Standing) -> Result<Vec<String>> {
    let folder = folder.join(standing.tenant.slug.as_str());
    files::private_folder(&folder)?;
    let mut pictures = [None, None];
    for ((picture, place), image) in
        pictures.iter_mut().zip(Place::ALL).zip(standing.images.iter().cloned())
    {
        let Some(image) = image else { continue };
        let kind = image.format.media_type().trim_start_matches("image/");
        let name = format!("{}.{kind}", place.as_str());
        put(&folder.join(&name), &image.bytes)?;
        *picture = Some(name);
    }
    let [logo, seal] = pictures;
    let (name, policy) =
        (standing.tenant.name.clone(), standing.tenant.policy.clone().into_inner());
    let tenant = TenantFile { name, logo, seal, policy };
    put(&folder.join(TENANT), toml::to_string(&tenant).context("TOML")?.as_bytes())?;
    let (mut client, mut references) = (Vec::new(), Vec::new());
    for one in &standing.clients {
        let reference = one
            .authentication
            .has_secret()
            .then(|| format!("env:{}", variable(standing.tenant.slug.as_str(), one.id.as_str())));
        client.push(declaration::told(one, reference.as_deref())?);
        references.extend(reference);
    }
    let clients = toml::to_string(&ClientsFile { client }).context("TOML")?;
    put(&folder.join(CLIENTS), clients.as_bytes())?;
    Ok(references)
}

fn put(path: &PathBuf, content: &[u8]) -> Result<()> {
    std::fs::write(path, content).with_context(|| format!("{} cannot be written", path.display()))
}

/// `SEKISHO_SHOP_ABC_SECRET`. Names that lose a sign by it are told apart by a digest.
fn variable(slug: &str, client: &str) -> String {
    let plain = |text: &str| text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    let upper = |text: &str| -> String {
        let sign =
            |one: char| if one.is_ascii_alphanumeric() { one.to_ascii_uppercase() } else { '_' };
        text.chars().map(sign).collect()
    };
    let apart = if plain(slug) && plain(client) {
        String::new()
    } else {
        let digest = keys::digest::sha256(format!("{slug}|{client}").as_bytes());
        hex(&digest[..4]).to_uppercase()
    };
    let words = [upper(slug), upper(client), apart];
    let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    format!("SEKISHO_{}_SECRET", words.join("_"))
}
