//! TLS of the endpoints (FAPI 2.0 §5.2.1): 1.2 or 1.3, and below 1.3 only suites with forward secrecy and authenticated
//! encryption. The first words of a handshake are enough, so they are written by hand: no library speaks TLS 1.1.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use crate::trial::Trial;

const TLS_1_0: u16 = 0x0301;
const TLS_1_1: u16 = 0x0302;
const TLS_1_2: u16 = 0x0303;
const TLS_1_3: u16 = 0x0304;
/// CBC, RC4 and RSA key exchange: what nobody may choose.
const WEAK: &[u16] = &[
    0xc013, 0xc014, 0xc009, 0xc00a, 0xc027, 0xc028, 0xc023, 0xc024, 0x009c, 0x009d, 0x002f, 0x0035,
    0x003c, 0x003d, 0x000a, 0x0005,
];
/// ECDHE with AES-GCM or ChaCha20-Poly1305.
const STRONG: &[u16] = &[0xc02f, 0xc030, 0xc02b, 0xc02c, 0xcca8, 0xcca9];
const OF_1_3: &[u16] = &[0x1301, 0x1302, 0x1303];

/// Judges the token endpoint; a provider without TLS on this machine is not judged.
pub(super) async fn judge(trial: &Trial) -> Result<()> {
    let url = Url::parse(trial.provider.member("token_endpoint")?)?;
    if url.scheme() != "https" {
        return Ok(());
    }
    let host = url.host_str().context("the token endpoint has no host")?;
    let port = url.port_or_known_default().unwrap_or(443);
    let accepts = async |version: u16, suites: &[u16]| {
        agreed(host, port, &hello(host, version, suites)).await
    };
    let old: Vec<u16> = WEAK.iter().chain(STRONG).copied().collect();
    for (version, name) in [(TLS_1_0, "1.0"), (TLS_1_1, "1.1")] {
        ensure!(!accepts(version, &old).await?, "{host}:{port} speaks TLS {name}");
    }
    ensure!(!accepts(TLS_1_2, WEAK).await?, "{host}:{port} agrees to a weak suite of TLS 1.2");
    if !accepts(TLS_1_3, OF_1_3).await? {
        trial.warn(format!("{host}:{port} does not speak TLS 1.3"));
    }
    Ok(())
}

/// Whether the server answers with a ServerHello rather than an alert or nothing.
async fn agreed(host: &str, port: u16, hello: &[u8]) -> Result<bool> {
    let mut stream = TcpStream::connect((host, port)).await?;
    stream.write_all(hello).await?;
    let mut start = [0_u8; 6];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read_exact(&mut start)).await;
    // Record of a handshake, holding a ServerHello (also a request to try again).
    Ok(matches!(read, Ok(Ok(_))) && start[0] == 0x16 && start[5] == 0x02)
}

/// A ClientHello record (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2).
fn hello(host: &str, version: u16, suites: &[u16]) -> Vec<u8> {
    let mut body = version.min(TLS_1_2).to_be_bytes().to_vec();
    body.extend([0x5a; 32]);
    body.push(0);
    body.extend(counted(&suites.iter().flat_map(|suite| suite.to_be_bytes()).collect::<Vec<_>>()));
    body.extend([1, 0]);
    body.extend(counted(&extensions(host, version)));
    let mut message = vec![0x01, 0x00];
    message.extend(counted(&body));
    let mut record = vec![0x16, 0x03, 0x01];
    record.extend(counted(&message));
    record
}

fn extensions(host: &str, version: u16) -> Vec<u8> {
    let mut name = vec![0];
    name.extend(counted(host.as_bytes()));
    let mut all = extension(0, &counted(&name));
    // Groups x25519 and P-256; points uncompressed; signatures ECDSA, PSS and PKCS#1 with SHA-256.
    all.extend(extension(10, &counted(&[0x00, 0x1d, 0x00, 0x17])));
    all.extend(extension(11, &[1, 0]));
    all.extend(extension(13, &counted(&[0x04, 0x03, 0x08, 0x04, 0x04, 0x01])));
    if version == TLS_1_3 {
        all.extend(extension(43, &[2, 0x03, 0x04]));
        let mut share = vec![0x00, 0x1d];
        share.extend(counted(&[9; 32]));
        all.extend(extension(51, &counted(&share)));
    }
    all
}

fn extension(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut out = kind.to_be_bytes().to_vec();
    out.extend(counted(content));
    out
}

/// Content behind its length in two bytes.
fn counted(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    let mut out = length.to_be_bytes().to_vec();
    out.extend(content);
    out
}
