//! Reads the file off the async threads: first all of it for its digest and encoding, then rows in batches.

use std::io::{BufReader, Cursor, Read};

use aws_lc_rs::digest::{Context, SHA256};
use encoding_rs::{Decoder, DecoderResult, SHIFT_JIS, UTF_8};

use super::{Import, Refusal};
use crate::model::csv;
use crate::model::csv::read::{Record, Records, Stopped};
use crate::model::import::column::{Column, columns};
use crate::model::import::encoding::Encoding;
use crate::model::import::given::{self, Given};
use crate::model::import::reason::Reason;
use crate::stop::{Fault, Stop};

/// So many rows are looked at, and written, together.
const BATCH: usize = 500;

const MARK: &[u8] = csv::BYTE_ORDER_MARK.as_bytes();

/// One row of the file.
#[derive(Clone, Debug)]
pub struct Row {
    /// From 1, without the headings and empty lines.
    pub number: u64,
    /// The line on which it begins.
    pub line: u64,
    /// As it came, one cell each.
    pub cells: Vec<String>,
    pub(super) given: Result<Given, Vec<Reason>>,
}

impl Row {
    /// Whom it names, if it can be read.
    pub fn user_id(&self) -> Option<&str> {
        self.given.as_ref().ok().map(|given| given.login_name.as_str())
    }
}

/// What is known of a file before its rows.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) digest: Vec<u8>,
    pub(super) encoding: Encoding,
    pub(super) headings: Vec<String>,
}

/// The rows of a file, batch by batch.
pub(super) struct Batches {
    records: Records<BufReader<Box<dyn Read + Send>>>,
    encoding: Encoding,
    columns: Vec<Option<Column>>,
    rows: u64,
}

/// Does work off the async threads.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Stop<Refusal>> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Fault::Other(error.to_string()))?.map_err(Stop::Refused)
}

/// Reads the whole file for its digest and encoding, and its headings.
pub(super) async fn open(import: &Import) -> Result<(Table, Batches), Stop<Refusal>> {
    let import = import.clone();
    apart(move || {
        let (digest, found) = survey(&import)?;
        let encoding = import.encoding.or(found).ok_or(Refusal::UnknownEncoding)?;
        let mut batches = begin(&import, encoding)?;
        let first = batches.record()?.unwrap_or_default();
        let headings: Vec<_> = batches.cells(&first).0;
        batches.columns = columns(&headings)?;
        Ok((Table { digest, encoding, headings }, batches))
    })
    .await
}

impl Batches {
    /// The next rows; none at the end.
    pub(super) async fn next(self) -> Result<(Self, Vec<Row>), Stop<Refusal>> {
        apart(move || {
            let (mut batches, mut rows) = (self, Vec::new());
            while rows.len() < BATCH {
                let Some(record) = batches.record()? else { break };
                if record.is_empty() {
                    continue;
                }
                batches.rows += 1;
                if batches.rows > crate::model::import::MOST_ROWS {
                    return Err(Refusal::TooManyRows);
                }
                rows.push(batches.row(&record));
            }
            Ok((batches, rows))
        })
        .await
    }

    fn record(&mut self) -> Result<Option<Record>, Refusal> {
        self.records.read().map_err(|stopped| match stopped {
            Stopped::Io(error) => Refusal::Unreadable(error.to_string()),
            Stopped::Unclosed(line) => Refusal::Unclosed(line),
        })
    }

    fn row(&self, record: &Record) -> Row {
        let (cells, decoded) = self.cells(record);
        let given = if record.misquoted {
            Err(vec![Reason::Quotes])
        } else if decoded {
            given::read(&self.columns, &cells)
        } else {
            Err(vec![Reason::Encoding])
        };
        Row { number: self.rows, line: record.line, cells, given }
    }

    /// The texts of cells, and whether all of them are text of this encoding.
    fn cells(&self, record: &Record) -> (Vec<String>, bool) {
        let mut fine = true;
        let cell = |bytes: &Vec<u8>| {
            let decoded = self.encoding.decode(bytes);
            fine &= decoded.is_some();
            let text = decoded.unwrap_or_else(|| self.encoding.decode_somehow(bytes));
            csv::plain(&text).to_owned()
        };
        let cells = record.cells.iter().map(cell).collect();
        (cells, fine)
    }
}

fn begin(import: &Import, encoding: Encoding) -> Result<Batches, Refusal> {
    let mut file = opened(import)?;
    let mut head = Vec::new();
    let most = u64::try_from(MARK.len()).unwrap_or(0);
    file.by_ref().take(most).read_to_end(&mut head).map_err(unreadable)?;
    if head == MARK {
        head.clear();
    }
    let whole: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(file));
    let records = Records::new(BufReader::with_capacity(64 * 1024, whole));
    Ok(Batches { records, encoding, columns: Vec::new(), rows: 0 })
}

fn opened(import: &Import) -> Result<Box<dyn Read + Send>, Refusal> {
    import.source.open().map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn unreadable(error: std::io::Error) -> Refusal {
    Refusal::Unreadable(error.to_string())
}

/// The digest of the file, told how it is to be imported; and the encoding that all of it is in.
fn survey(import: &Import) -> Result<(Vec<u8>, Option<Encoding>), Refusal> {
    let mut file = opened(import)?;
    let mut digest = Context::new(&SHA256);
    let told = import.encoding.map_or("", Encoding::as_str);
    let how = format!("{}|{}|{told}|", import.replace_passwords, import.pass_over_wrong);
    digest.update(how.as_bytes());
    let mut utf8 = Trial::new(UTF_8.new_decoder_without_bom_handling());
    let mut cp932 = Trial::new(SHIFT_JIS.new_decoder_without_bom_handling());
    let (mut piece, mut first) = (vec![0; 64 * 1024], true);
    loop {
        let read = file.read(&mut piece).map_err(unreadable)?;
        let read = &piece[..read];
        if first && (read.starts_with(&[0xff, 0xfe]) || read.starts_with(&[0xfe, 0xff])) {
            return Err(Refusal::Utf16);
        }
        first = false;
        digest.update(read);
        utf8.take(read);
        cp932.take(read);
        if read.is_empty() {
            break;
        }
    }
    let found =
        if utf8.fits { Some(Encoding::Utf8) } else { cp932.fits.then_some(Encoding::Cp932) };
    Ok((digest.finish().as_ref().to_vec(), found))
}

/// Whether all that came so far is text of an encoding.
struct Trial {
    decoder: Decoder,
    scratch: Vec<u8>,
    fits: bool,
}

impl Trial {
    fn new(decoder: Decoder) -> Self {
        Self { decoder, scratch: Vec::new(), fits: true }
    }

    /// Nothing at all is the end.
    fn take(&mut self, bytes: &[u8]) {
        if !self.fits {
            return;
        }
        let Some(most) = self.decoder.max_utf8_buffer_length_without_replacement(bytes.len())
        else {
            self.fits = false;
            return;
        };
        self.scratch.resize(most, 0);
        let (last, scratch) = (bytes.is_empty(), &mut self.scratch);
        let (result, ..) = self.decoder.decode_to_utf8_without_replacement(bytes, scratch, last);
        self.fits = matches!(result, DecoderResult::InputEmpty);
    }
}
