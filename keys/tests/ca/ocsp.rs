//! Requests about single certificates, put together byte by byte; `pki_tools` has the readers.

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, digest};
use keys::ca::{Authority, Reason, Serial, Status};
use x509_parser::prelude::*;

use crate::support::{ACME, DAY, NOW, System, authority};

const MALFORMED: &[u8] = &[0x30, 3, 0x0a, 1, 1];
const INTERNAL: &[u8] = &[0x30, 3, 0x0a, 1, 2];
const UNAUTHORIZED: &[u8] = &[0x30, 3, 0x0a, 1, 6];

const SHA1_OID: &[u8] = &[0x2b, 14, 3, 2, 26];
const SHA256_OID: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const SHA384_OID: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
const NONCE_OID: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2];

/// One DER element of less than 64 KiB.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    let head = match content.len() {
        0..128 => vec![tag, length[1]],
        128..256 => vec![tag, 0x81, length[1]],
        _ => vec![tag, 0x82, length[0], length[1]],
    };
    [head, content].concat()
}

fn id(authority: &Authority, (oid, hash): (&[u8], &'static Algorithm), serial: &[u8]) -> Vec<u8> {
    let (_, certificate) = X509Certificate::from_der(authority.certificate_der()).unwrap();
    let key = &certificate.public_key().subject_public_key.data;
    let algorithm = tlv(0x30, &[&tlv(6, &[oid]), &[5, 0]]);
    let name_hash = tlv(4, &[digest(hash, authority.subject_der()).as_ref()]);
    let key_hash = tlv(4, &[digest(hash, key).as_ref()]);
    tlv(0x30, &[&algorithm, &name_hash, &key_hash, &tlv(2, &[serial])])
}

fn sha1(authority: &Authority, serial: &[u8]) -> Vec<u8> {
    id(authority, (SHA1_OID, &SHA1_FOR_LEGACY_USE_ONLY), serial)
}

fn request(ids: &[Vec<u8>], extensions: &[Vec<u8>]) -> Vec<u8> {
    let list: Vec<_> = ids.iter().map(|it| tlv(0x30, &[it])).collect();
    let list = tlv(0x30, &[&list.concat()]);
    let extensions = match extensions {
        [] => vec![],
        some => tlv(0xa2, &[&tlv(0x30, &[&some.concat()])]),
    };
    tlv(0x30, &[&tlv(0x30, &[&list, &extensions])])
}

fn nonce(length: usize) -> Vec<u8> {
    let value = tlv(4, &[&tlv(4, &[&vec![0xab; length]])]);
    tlv(0x30, &[&tlv(6, &[NONCE_OID]), &value])
}

fn answer(request: &[u8], status: Status) -> Vec<u8> {
    ACME.ocsp(request, |_| status, NOW, NOW + DAY)
}

fn has(answer: &[u8], part: &[u8]) -> bool {
    answer.windows(part.len()).any(|it| it == part)
}

fn is_successful(answer: &[u8]) -> bool {
    has(&answer[..8], &[0x0a, 1, 0])
}

#[test]
fn both_hashes_name_the_authority() {
    for hash in [(SHA1_OID, &SHA1_FOR_LEGACY_USE_ONLY), (SHA256_OID, &SHA256)] {
        let asked = id(&ACME, hash, &[0x51, 2]);
        let answer = answer(&request(std::slice::from_ref(&asked), &[]), Status::Good);
        assert!(is_successful(&answer));
        assert!(has(&answer, &[&asked[..], &[0x80, 0]].concat()), "good");
    }
    let asked = id(&ACME, (SHA384_OID, &SHA384), &[0x51, 2]);
    assert_eq!(answer(&request(&[asked], &[]), Status::Good), UNAUTHORIZED);
}

#[test]
fn the_number_is_looked_up_as_it_is_written_elsewhere() {
    let drawn = Serial::draw(&System).to_string();
    let bytes: Vec<u8> =
        (0..20).map(|at| u8::from_str_radix(&drawn[2 * at..2 * at + 2], 16).unwrap()).collect();
    let asked = request(&[sha1(&ACME, &bytes), sha1(&ACME, &[0, 0x9f])], &[]);
    let seen = std::cell::RefCell::new(vec![]);
    let look_up = |serial: &str| {
        seen.borrow_mut().push(serial.to_owned());
        Status::Good
    };
    assert!(is_successful(&ACME.ocsp(&asked, look_up, NOW, NOW + DAY)));
    assert_eq!(*seen.borrow(), [drawn, "9f".to_owned()]);
}

#[test]
fn every_status_is_written_as_such() {
    let asked = sha1(&ACME, &[0x51, 2]);
    let of = |status| answer(&request(std::slice::from_ref(&asked), &[]), status);
    let with = |tail: &[u8]| [&asked[..], tail].concat();
    assert!(has(&of(Status::Unknown), &with(&[0x82, 0])));
    // 2027-01-15 08:00:00 is NOW.
    let time = b"\x18\x0f20270115080000Z";
    let revoked = |reason| of(Status::Revoked { at: NOW, reason });
    assert!(has(&revoked(Reason::Unspecified), &with(&[&[0xa1, 17], &time[..]].concat())));
    for (reason, code) in [
        (Reason::KeyCompromise, 1),
        (Reason::AffiliationChanged, 3),
        (Reason::Superseded, 4),
        (Reason::CessationOfOperation, 5),
        (Reason::PrivilegeWithdrawn, 9),
    ] {
        let tail = [&[0xa1, 22], &time[..], &[0xa0, 3, 0x0a, 1, code]].concat();
        assert!(has(&revoked(reason), &with(&tail)), "{reason:?}");
    }
}

#[test]
fn a_nonce_comes_back_unless_it_is_no_nonce() {
    let asked = [sha1(&ACME, &[0x51, 2])];
    for length in [1, 16, 32] {
        let answer = answer(&request(&asked, &[nonce(length)]), Status::Good);
        assert!(is_successful(&answer) && has(&answer, &nonce(length)), "{length}");
    }
    for length in [0, 33, 200] {
        let answer = answer(&request(&asked, &[nonce(length)]), Status::Good);
        assert_eq!(answer, MALFORMED, "{length}");
    }
    assert_eq!(answer(&request(&asked, &[nonce(16), nonce(16)]), Status::Good), MALFORMED);
    assert!(!has(&answer(&request(&asked, &[]), Status::Good), NONCE_OID));
}

#[test]
fn an_extension_is_ignored_unless_it_is_critical() {
    let asked = [sha1(&ACME, &[0x51, 2])];
    let oid = tlv(6, &[&[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 4]]);
    let harmless = tlv(0x30, &[&oid, &[4, 2, 5, 0]]);
    let critical = tlv(0x30, &[&oid, &[1, 1, 0xff], &[4, 2, 5, 0]]);
    assert!(is_successful(&answer(&request(&asked, &[harmless]), Status::Good)));
    assert_eq!(answer(&request(&asked, &[critical]), Status::Good), MALFORMED);
}

#[test]
fn only_certificates_of_the_authority_are_answered_for() {
    let (other, namesake) = (authority("Other"), authority("Acme Client CA"));
    for foreign in [&other, &namesake] {
        let foreign = sha1(foreign, &[0x51, 2]);
        let alone = request(std::slice::from_ref(&foreign), &[]);
        assert_eq!(answer(&alone, Status::Good), UNAUTHORIZED);
        let own = sha1(&ACME, &[0x51, 2]);
        let both = answer(&request(&[own.clone(), foreign.clone()], &[]), Status::Good);
        assert!(has(&both, &[&own[..], &[0x80, 0]].concat()));
        assert!(has(&both, &[&foreign[..], &[0x82, 0]].concat()), "unknown, whatever the number");
    }
    // Neither zero nor negative numbers are ever issued.
    for serial in [&[0][..], &[0x80], &[1; 21]] {
        let asked = sha1(&ACME, serial);
        let answer = answer(&request(std::slice::from_ref(&asked), &[]), Status::Good);
        assert!(has(&answer, &[&asked[..], &[0x82, 0]].concat()), "{serial:?}");
    }
}

#[test]
fn what_is_no_request_is_malformed() {
    let asked = || sha1(&ACME, &[0x51, 2]);
    let whole = request(&[asked()], &[nonce(16)]);
    for length in 0..whole.len() {
        assert_eq!(answer(&whole[..length], Status::Good), MALFORMED, "{length}");
    }
    assert_eq!(answer(&[&whole[..], &[0]].concat(), Status::Good), MALFORMED);
    assert_eq!(answer(&request(&[], &[]), Status::Good), MALFORMED);
    assert!(is_successful(&answer(&request(&vec![asked(); 32], &[]), Status::Good)));
    assert_eq!(answer(&request(&vec![asked(); 33], &[]), Status::Good), MALFORMED);
    let list = tlv(0x30, &[&tlv(0x30, &[&asked()])]);
    let version = |number| tlv(0x30, &[&tlv(0x30, &[&tlv(0xa0, &[&[2, 1, number]]), &list])]);
    assert!(is_successful(&answer(&version(0), Status::Good)));
    assert_eq!(answer(&version(1), Status::Good), MALFORMED);
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1 << (at % 8);
        // Whatever it is, it is answered.
        assert_eq!(answer(&changed, Status::Good)[0], 0x30, "byte {at}");
    }
}

#[test]
fn times_that_cannot_be_are_not_signed() {
    let asked = request(&[sha1(&ACME, &[0x51, 2])], &[]);
    for (from, to) in [(NOW, NOW), (NOW, NOW - 1), (-1, NOW), (NOW, i64::MAX)] {
        assert_eq!(ACME.ocsp(&asked, |_| Status::Good, from, to), INTERNAL, "{from} {to}");
    }
    let revoked = Status::Revoked { at: -1, reason: Reason::Superseded };
    assert_eq!(answer(&asked, revoked), INTERNAL);
}
