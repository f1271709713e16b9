//! Tables of users that are sent once: looked at in the background, and written when somebody who saw it says so.

use std::io::{self, Read};
use std::sync::Arc;

use tokio::runtime::Handle;

use crate::app::App;
use crate::model::ids::{TenantId, UploadId};
use crate::model::import::encoding::Encoding;
use crate::model::import::upload::{MOST_BYTES, MOST_OPEN, Report, Sender, State, Terms, Upload};
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::import::{Import, Source};

/// So many are listed.
const LISTED: u64 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the file is larger than {MOST_BYTES} bytes")]
    TooLarge,
    #[error("{MOST_OPEN} tables wait already; have them written, or give them up")]
    TooMany,
}

/// Keeps a table to be looked at.
pub async fn take(
    app: &App,
    tenant: &Tenant,
    (bytes, terms): (&[u8], Terms),
    sender: Sender,
) -> Result<UploadId, Stop<Refusal>> {
    if bytes.len() > MOST_BYTES {
        return Err(Stop::Refused(Refusal::TooLarge));
    }
    let now = app.now();
    let upload = &Upload {
        id: UploadId(row_id(app.random(), now)),
        sender,
        terms,
        state: State::Checking,
        report: Report::default(),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        claims: 0,
        made_at: now,
    };
    let kept = app.database.write(|tx| async move {
        store::tenants::hold(&tx, tenant.id).await?;
        if store::import_uploads::count_open(&tx, tenant.id).await? >= MOST_OPEN {
            return Ok(Err(Stop::Refused(Refusal::TooMany)));
        }
        store::import_uploads::create(&tx, tenant.id, upload, bytes, now).await?;
        Ok::<_, Fault>(Ok(()))
    });
    kept.await??;
    app.uploads.notify_one();
    Ok(upload.id)
}

pub async fn of(app: &App, tenant: TenantId, id: UploadId) -> Result<Option<Upload>, Fault> {
    store::import_uploads::by_id(app.database.read(), tenant, id).await
}

/// The newest first.
pub async fn list(app: &App, tenant: TenantId) -> Result<Vec<Upload>, Fault> {
    store::import_uploads::newest(app.database.read(), tenant, LISTED).await
}

/// Has it written, in the name of whoever says so. False where it is not waiting for that.
pub async fn write(
    app: &App,
    tenant: TenantId,
    upload: &Upload,
    skip_wrong: bool,
) -> Result<bool, Fault> {
    let terms = &Terms { skip_wrong, ..upload.terms.clone() };
    let (id, now) = (upload.id, app.now());
    let begun = app
        .database
        .write(|tx| async move {
            store::import_uploads::begin_writing(&tx, tenant, id, (&upload.sender, terms), now)
                .await
        })
        .await?;
    app.uploads.notify_one();
    Ok(begun)
}

/// Forgets it with its bytes. False where it is being written, or gone.
pub async fn give_up(app: &App, tenant: TenantId, id: UploadId) -> Result<bool, Fault> {
    app.database
        .write(|tx| async move { store::import_uploads::remove(&tx, tenant, id).await })
        .await
}

/// The import that an upload is.
pub fn import(app: &App, tenant: TenantId, upload: &Upload) -> Import {
    let source = Kept { app: app.clone(), tenant, upload: upload.id, runtime: Handle::current() };
    Import {
        source: Arc::new(source),
        encoding: upload.terms.encoding.as_deref().and_then(Encoding::parse),
        replace_passwords: upload.terms.replace_passwords,
        pass_over_wrong: upload.terms.skip_wrong,
        language: upload.terms.language,
    }
}

/// A table in pieces in the database. It is read off the async threads, piece by piece.
struct Kept {
    app: App,
    tenant: TenantId,
    upload: UploadId,
    runtime: Handle,
}

impl Source for Kept {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let Self { app, tenant, upload, runtime } = self;
        let (app, tenant, upload) = (app.clone(), *tenant, *upload);
        let runtime = runtime.clone();
        let next = move |number| {
            let piece = store::import_uploads::piece(app.database.read(), tenant, upload, number);
            runtime.block_on(piece).map_err(|fault| io::Error::other(fault.to_string()))
        };
        Ok(Box::new(Pieces { next, number: 0, piece: io::Cursor::new(Vec::new()) }))
    }
}

struct Pieces<F> {
    next: F,
    number: i32,
    piece: io::Cursor<Vec<u8>>,
}

impl<F: FnMut(i32) -> io::Result<Option<Vec<u8>>>> Read for Pieces<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            let Some(piece) = (self.next)(self.number)? else { return Ok(0) };
            self.number += 1;
            self.piece = io::Cursor::new(piece);
        }
    }
}
