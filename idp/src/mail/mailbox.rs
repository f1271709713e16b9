//! The demo's mailbox: letters as files in a folder, in place of a relay.

use std::path::PathBuf;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;

use super::Mail;
use super::courier::{Courier, NotSent};
use crate::model::ids::LetterId;
use crate::model::moment::Moment;

#[derive(Clone, Debug)]
pub struct Mailbox {
    folder: PathBuf,
}

/// A letter in the mailbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Received {
    pub to: String,
    pub subject: String,
    pub text: String,
    /// RFC 3339, in UTC.
    pub at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Mailbox {
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// All letters, newest first.
    pub fn letters(&self) -> std::io::Result<Vec<Received>> {
        let mut names: Vec<_> = std::fs::read_dir(&self.folder)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .collect();
        names.sort_unstable_by(|one, other| other.cmp(one));
        let read = |path: PathBuf| serde_json::from_slice(&std::fs::read(path).ok()?).ok();
        Ok(names.into_iter().filter_map(read).collect())
    }

    fn put(&self, id: LetterId, mail: &Mail, now: Moment) -> std::io::Result<()> {
        let received = Received {
            to: mail.to.to_string(),
            subject: mail.subject.clone(),
            text: mail.text.clone(),
            at: now.utc().format(&Rfc3339).unwrap_or_default(),
            code: mail.code.clone(),
            link: None,
        };
        std::fs::create_dir_all(&self.folder)?;
        // Written beside and renamed: a reader never meets half a letter.
        let name = format!("{:020}-{id}", now.millis());
        let unfinished = self.folder.join(format!("{name}.part"));
        std::fs::write(&unfinished, serde_json::to_vec_pretty(&received)?)?;
        std::fs::rename(unfinished, self.folder.join(format!("{name}.json")))
    }
}

impl Courier for Mailbox {
    fn send<'a>(
        &'a self,
        id: LetterId,
        mail: &'a Mail,
        now: Moment,
    ) -> BoxFuture<'a, Result<(), NotSent>> {
        let done = self.put(id, mail, now).map_err(|error| NotSent::ForNow(error.to_string()));
        Box::pin(std::future::ready(done))
    }

    fn test(&self) -> BoxFuture<'_, Result<(), NotSent>> {
        let made = std::fs::create_dir_all(&self.folder);
        Box::pin(std::future::ready(made.map_err(|error| NotSent::ForNow(error.to_string()))))
    }
}
