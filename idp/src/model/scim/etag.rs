//! Conditions on the version of a resource (RFC 9110 §13.1, RFC 7644 §3.14). Versions are weak, and compared so.

/// What `If-Match` or `If-None-Match` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Versions {
    Any,
    These(Vec<String>),
}

impl Versions {
    /// Reads all lines of the header; none where there is none.
    pub fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let lines: Vec<_> = lines.collect();
        if lines.is_empty() {
            return None;
        }
        let parts = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).map(bare).collect();
        Some(if parts.contains(&"*") {
            Self::Any
        } else {
            Self::These(parts.into_iter().map(str::to_owned).collect())
        })
    }

    pub fn have(&self, version: &str) -> bool {
        match self {
            Self::Any => true,
            Self::These(list) => list.iter().any(|one| one == bare(version)),
        }
    }
}

/// Without the mark of weakness and the quotes.
fn bare(tag: &str) -> &str {
    tag.trim_start_matches("W/").trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_by_table() {
        for (lines, has) in [
            (&["*"][..], true),
            (&["W/\"a\""], true),
            (&["\"a\""], true),
            (&["W/\"b\", W/\"a\""], true),
            (&["W/\"b\"", "a"], true),
            (&["W/\"b\""], false),
            (&[""], false),
        ] {
            let versions = Versions::read(lines.iter().copied()).unwrap();
            assert_eq!(versions.have("W/\"a\""), has, "{lines:?}");
        }
        assert_eq!(Versions::read(std::iter::empty()), None);
    }
}
