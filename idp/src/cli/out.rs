//! Standard output and standard input of the command line. Logs go to standard error.

use std::io::{IsTerminal, Read, Write};

use anyhow::{Context, Result};
use secrecy::SecretString;
use serde::Serialize;

/// A reader who has seen enough and went away is no failure.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

#[expect(clippy::print_stderr, reason = "the one place that says why a command failed")]
pub fn error(text: &str) {
    eprintln!("sekisho: {text}");
}

/// One line, so that a reader knows where it ends.
pub fn json(value: &impl Serialize) -> Result<()> {
    line(&serde_json::to_string(value).context("JSON")?);
    Ok(())
}

/// Either JSON or lines of text.
pub fn either(
    json_wanted: bool,
    value: &impl Serialize,
    text: impl FnOnce() -> String,
) -> Result<()> {
    if json_wanted {
        return json(value);
    }
    line(text().trim_end());
    Ok(())
}

/// A secret from standard input: never an argument, which other users of the machine could read.
pub fn secret(what: &str) -> Result<SecretString> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        error(&format!("type {what}, then Enter and Ctrl-D"));
    }
    let mut text = String::new();
    input.read_to_string(&mut text).with_context(|| format!("{what} from standard input"))?;
    let text = text.trim_end_matches(['\r', '\n']);
    anyhow::ensure!(!text.is_empty(), "standard input holds no {what}");
    Ok(SecretString::from(text.to_owned()))
}
