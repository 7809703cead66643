//! Pages as they are typed: `1,3-5,7-`.

/// Some pages, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSelection {
    typed: String,
    /// First and last page of each range; without a last one, all that follow.
    ranges: Vec<(usize, Option<usize>)>,
}

impl PageSelection {
    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Whether a page belongs to it.
    pub fn contains(&self, page: usize) -> bool {
        let mut ranges = self.ranges.iter();
        ranges.any(|(first, last)| *first <= page && last.is_none_or(|last| page <= last))
    }

    /// The pages that were typed by their number: of a range, the first. The others it has only if
    /// the release is as long.
    pub fn named(&self) -> impl Iterator<Item = usize> {
        self.ranges.iter().map(|(first, _)| *first)
    }
}

/// A list of pages and ranges of pages.
pub(super) fn page_selection(typed: &str) -> Result<PageSelection, String> {
    let ranges = typed.split(',').map(range).collect::<Result<_, _>>()?;
    Ok(PageSelection { typed: typed.to_owned(), ranges })
}

fn range(typed: &str) -> Result<(usize, Option<usize>), String> {
    let (first, last) = match typed.split_once('-') {
        None => {
            let page = page(typed)?;
            (page, Some(page))
        }
        Some((first, last)) if last.trim().is_empty() => (page(first)?, None),
        Some((first, last)) => (page(first)?, Some(page(last)?)),
    };
    match last {
        Some(last) if last < first => Err(format!("page {last} comes before page {first}")),
        _ => Ok((first, last)),
    }
}

fn page(typed: &str) -> Result<usize, String> {
    let typed = typed.trim();
    let page = typed.parse().ok().filter(|page| *page > 0);
    page.ok_or_else(|| format!("`{typed}` is no page; write `3`, `3-5`, or `7-` for all from 7 on"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_single_ranges_or_all_that_follow() {
        let pages = |typed| {
            let selection = page_selection(typed).unwrap();
            (1..=10).filter(|page| selection.contains(*page)).collect::<Vec<_>>()
        };
        assert_eq!(pages("1"), [1]);
        assert_eq!(pages("1,3-5,7-"), [1, 3, 4, 5, 7, 8, 9, 10]);
        assert_eq!(pages("5, 2 - 3"), [2, 3, 5]);
        assert_eq!(pages("9-99999999999"), [9, 10]);
    }

    #[test]
    fn of_a_range_the_first_page_is_named() {
        let named = |typed| page_selection(typed).unwrap().named().collect::<Vec<_>>();
        assert_eq!(named("2-3"), [2]);
        assert_eq!(named("1,4-5,7-"), [1, 4, 7]);
    }

    #[test]
    fn what_is_no_page_is_refused() {
        for wrong in ["", "0", "a", "1,", "3-2", "-3", "1-2-3", "+x", "99999999999999999999"] {
            assert!(page_selection(wrong).is_err(), "{wrong}");
        }
    }
}
