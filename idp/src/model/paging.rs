//! Pages of a list: whatever is asked for, one that there is.

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    pub number: u64,
    pub pages: u64,
    pub total: u64,
    per_page: u64,
}

impl Paging {
    /// The page asked for, or the nearest; an empty list has one page.
    pub fn of(asked: Option<&str>, total: u64, per_page: u64) -> Self {
        let per_page = per_page.max(1);
        let pages = total.div_ceil(per_page).max(1);
        let number = match asked.map(str::parse::<i128>) {
            Some(Ok(number)) => u64::try_from(number.max(1)).unwrap_or(u64::MAX),
            Some(Err(_)) | None => 1,
        };
        Self { number: number.min(pages), pages, total, per_page }
    }

    /// How many rows come before this page.
    pub const fn offset(&self) -> u64 {
        (self.number - 1) * self.per_page
    }

    /// The first and the last row, counted from one; zeros where there is none.
    pub fn range(&self) -> (u64, u64) {
        let last = (self.offset() + self.per_page).min(self.total);
        (last.min(self.offset() + 1), last)
    }

    pub fn previous(&self) -> Option<u64> {
        (self.number > 1).then(|| self.number - 1)
    }

    pub fn next(&self) -> Option<u64> {
        (self.number < self.pages).then(|| self.number + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_by_table() {
        for (asked, total, number, pages, range) in [
            (None, 3, 1, 1, (1, 3)),
            (None, 0, 1, 1, (0, 0)),
            (Some("1"), 45, 1, 3, (1, 20)),
            (Some("2"), 45, 2, 3, (21, 40)),
            (Some("3"), 45, 3, 3, (41, 45)),
            (Some("4"), 45, 3, 3, (41, 45)),
            (Some("2"), 20, 1, 1, (1, 20)),
            (Some("0"), 45, 1, 3, (1, 20)),
            (Some("-1"), 45, 1, 3, (1, 20)),
            (Some("1000000000"), 45, 3, 3, (41, 45)),
            (Some("99999999999999999999999999"), 45, 3, 3, (41, 45)),
            (Some("1e9"), 45, 1, 3, (1, 20)),
            (Some("two"), 45, 1, 3, (1, 20)),
            (Some(""), 45, 1, 3, (1, 20)),
        ] {
            let paging = Paging::of(asked, total, 20);
            assert_eq!((paging.number, paging.pages), (number, pages), "{asked:?}");
            assert_eq!(paging.range(), range, "{asked:?}");
        }
        let middle = Paging::of(Some("2"), 45, 20);
        assert_eq!((middle.previous(), middle.next()), (Some(1), Some(3)));
        let only = Paging::of(None, 3, 20);
        assert_eq!((only.previous(), only.next()), (None, None));
    }
}
