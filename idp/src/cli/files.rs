//! Files that hold secrets: made for the owner alone.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use anyhow::{Context, Result};
use keys::random::Random;
use keys::seal::MasterKey;

use crate::random::SystemRandom;

/// A folder that nobody else may look into.
pub(super) fn private_folder(path: &Path) -> Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("{} cannot be made", path.display()))
}

/// Writes a file that nobody else may read, whole or not at all.
pub(super) fn private_file(path: &Path, content: &[u8]) -> Result<()> {
    let unfinished = path.with_extension("part");
    let failed = || format!("{} cannot be written", path.display());
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)
        .with_context(failed)?;
    file.write_all(content).with_context(failed)?;
    file.sync_all().with_context(failed)?;
    std::fs::rename(&unfinished, path).with_context(failed)
}

/// The master key of a demo, made at first start.
pub(super) fn master_key(folder: &Path) -> Result<MasterKey> {
    let path = folder.join("master.key");
    if !path.exists() {
        let mut bytes = [0; 32];
        SystemRandom.fill(&mut bytes);
        private_file(&path, MasterKey::from_bytes(bytes).to_base64().as_bytes())?;
    }
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(MasterKey::from_base64(text.trim())?)
}
