//! Forms with a file (RFC 7578), as browsers send them: the whole body is there already and is cut into its parts.

use std::ops::Range;

/// No form of ours has more parts.
const MOST_PARTS: usize = 20;
/// The longest boundary (RFC 2046 §5.1.1).
const LONGEST: usize = 70;
const BREAK: &[u8] = b"\r\n";

/// A field or a file; its content as a place in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub is_file: bool,
    pub content: Range<usize>,
}

/// The parts of a body; none where it is no such form.
pub fn parts(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let mark = format!("--{}", boundary(content_type)?);
    let between = [BREAK, mark.as_bytes()].concat();
    let mut at = body.starts_with(mark.as_bytes()).then_some(mark.len())?;
    let mut parts = Vec::new();
    loop {
        let rest = body.get(at..)?;
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        if !rest.starts_with(BREAK) || parts.len() == MOST_PARTS {
            return None;
        }
        // The break before the first header is the first half of the empty line where there is none.
        let head = find(rest, b"\r\n\r\n")?;
        let (name, is_file) = named(rest.get(BREAK.len()..head)?)?;
        let begin = at + head + 2 * BREAK.len();
        let end = begin + find(body.get(begin..)?, &between)?;
        parts.push(Part { name, is_file, content: begin..end });
        at = end + between.len();
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = parameters.split(';').find_map(|one| {
        let (name, value) = one.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value.trim_matches('"'))
    })?;
    let plain = |byte: u8| byte.is_ascii_graphic();
    (!value.is_empty() && value.len() <= LONGEST && value.bytes().all(plain)).then_some(value)
}

/// The name of a part, and whether it has the name of a file, which nobody needs.
fn named(head: &[u8]) -> Option<(String, bool)> {
    let head = std::str::from_utf8(head).ok()?;
    let line = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-disposition").then_some(value.trim())
    })?;
    let mut rest = line.strip_prefix("form-data")?;
    let (mut name, mut is_file) = (None, false);
    while let Some(parameter) = rest.trim_start().strip_prefix(';') {
        let (key, value) = parameter.trim_start().split_once("=\"")?;
        let (value, after) = value.split_once('"')?;
        match key {
            "name" => name = Some(value.to_owned()),
            "filename" => is_file = true,
            _ => {}
        }
        rest = after;
    }
    Some((name?, is_file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=----x";

    fn body() -> Vec<u8> {
        let text = "------x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n------x\r\n\
                    Content-Disposition: form-data; name=\"file\"; filename=\"a;b.csv\"\r\n\
                    Content-Type: text/csv\r\n\r\nuser_id\r\n\r\nalice\r\n\r\n------x--\r\n";
        text.as_bytes().to_vec()
    }

    #[test]
    fn fields_and_files_are_cut_apart() {
        let body = body();
        let found = parts(TYPE, &body).unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|part| (part.name.as_str(), part.is_file, &body[part.content.clone()]))
            .collect();
        assert_eq!(
            told,
            [("csrf", false, &b"abc"[..]), ("file", true, &b"user_id\r\n\r\nalice\r\n"[..])]
        );
    }

    #[test]
    fn what_is_no_such_form_has_no_parts() {
        let whole = body();
        for (kind, body) in [
            ("text/csv", &whole[..]),
            ("multipart/form-data", &whole[..]),
            ("multipart/form-data; boundary=", &whole[..]),
            ("multipart/form-data; boundary=other", &whole[..]),
            (TYPE, &b""[..]),
            (TYPE, &b"------x"[..]),
            (TYPE, &b"------x\r\n\r\n"[..]),
            (
                TYPE,
                &b"------x\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n------x--"[..],
            ),
        ] {
            assert_eq!(parts(kind, body), None, "{kind}");
        }
        // Wherever it is cut off.
        let end = whole.len() - 4;
        for length in 0..end {
            assert_eq!(parts(TYPE, &whole[..length]), None, "{length}");
        }
    }

    #[test]
    fn nobody_sends_parts_without_end() {
        let one = "------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        let many = format!("{}------x--", one.repeat(MOST_PARTS + 1));
        assert_eq!(parts(TYPE, many.as_bytes()), None);
        let fewer = format!("{}------x--", one.repeat(MOST_PARTS));
        assert_eq!(parts(TYPE, fewer.as_bytes()).unwrap().len(), MOST_PARTS);
    }
}
