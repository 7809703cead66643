//! The limits of a run, as they are set on the command line.

use std::num::NonZeroUsize;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::limits::Limits;
use letterpress::message;
use letterpress::read;

use super::usage;
use crate::cli;

/// The limits of letterheads and PDF files.
pub fn limits(typed: &cli::BoundsArgs) -> Result<Limits, Diagnostics> {
    let mut limits = Limits::default();
    let errors: Vec<_> = typed.limit.iter().filter_map(|one| set(&mut limits, one).err()).collect();
    Diagnostics::check(errors)?;
    Ok(limits)
}

/// The limits of releases: two have options of their own.
pub fn of_releases(typed: &cli::TypesettingArgs) -> Result<Limits, Diagnostics> {
    let mut limits = limits(&typed.bounds)?;
    if let Some(pixels) = typed.max_pixels {
        limits.pictures = limits.pictures.with_pixels(pixels);
    }
    limits.text.pages = typed.max_pages.map_or(limits.text.pages, NonZeroUsize::get);
    Ok(limits)
}

fn set(limits: &mut Limits, typed: &cli::LimitSetting) -> Result<(), Diagnostic> {
    let cli::LimitSetting { name, figure } = typed;
    if limits.set(name, *figure).is_some() {
        return Ok(());
    }
    let known: Vec<_> = Limits::rows().map(|row| row.name()).collect();
    if known.contains(name) {
        return Err(usage(message!(
            "{figure} is more than the limit `{name}` can be",
            figure,
            name
        )));
    }
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    let hint = read::did_you_mean(name, &known)
        .unwrap_or_else(|| format!("the limits are {}", known.join(", ")));
    Err(usage(message!("there is no limit `{name}`", name)).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(name: &str, figure: u64) -> Option<Diagnostic> {
        let typed = cli::LimitSetting { name: name.to_owned(), figure };
        set(&mut Limits::default(), &typed).err()
    }

    #[test]
    fn a_limit_is_known_by_its_name() {
        assert_eq!(refusal("text.blocks", 40_000), None);
        let meant = refusal("text.block", 1).map(|error| error.hints);
        assert_eq!(meant, Some(vec!["did you mean `text.blocks`?".to_owned()]));
        let all = refusal("", 1).map(|error| error.hints).unwrap_or_default();
        assert!(all.iter().any(|hint| hint.contains("pictures.side")), "{all:?}");
        assert!(refusal("pictures.side", 1 << 32).is_some_and(|error| error.hints.is_empty()));
    }
}
