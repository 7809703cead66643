//! What the engine says of a layout of one's own, in words that offer what there is: it has no
//! packages, no project root, no clock and no files but those of its folder.

use serde_json::Value;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;

use super::world::{LETTERHEAD, RELEASE, SheetWorld};
use crate::read;

/// A message and its hints. `is_of_entry`: the error is in the call of the layout, which is not
/// the user's own.
pub(super) fn reworded(
    world: &SheetWorld,
    error: &SourceDiagnostic,
    is_of_entry: bool,
) -> (String, Vec<String>) {
    let message = error.message.as_str();
    if is_of_entry && let Some(worded) = of_entry(message) {
        return worded;
    }
    if let Some(worded) = of_files(message) {
        return worded;
    }
    if let Some(key) = between(message, "dictionary does not contain key \"", "\"") {
        if let Some(hint) = of_settings(world, error, key) {
            let message = format!("the letterhead's `layout_settings` have no `{key}`");
            return (message, vec![hint]);
        }
        let known = keys(world);
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        let near = read::did_you_mean(key, &known);
        let hints = near
            .into_iter()
            .chain(["docs/layouts.md lists what `release` and `letterhead` have".to_owned()]);
        return (format!("the data have no `{key}`"), hints.collect());
    }
    if let Some(family) = message.strip_prefix("unknown font family: ") {
        let families = world.families().join(", ");
        let hints = vec![
            format!("the fonts here are {families}"),
            "further fonts come from `font_dir` of the letterhead, or `--font-dir`".to_owned(),
        ];
        return (format!("there is no font `{family}`; another one stands in"), hints);
    }
    if message == "unresolved import" {
        let hint = "`letterpress layout show NAME` prints a module: `text`, `parts`, `page` …; docs/layouts.md lists what they have";
        return ("the file that is imported has no such name".to_owned(), vec![hint.to_owned()]);
    }
    if let Some(worded) = of_standards(message) {
        return worded;
    }
    let hints = error.hints.iter().map(|hint| hint.v.to_string());
    let hints = hints.filter(|hint| !is_of_other_program(hint)).collect();
    (message.to_owned(), hints)
}

/// What goes wrong where the layout is called.
fn of_entry(message: &str) -> Option<(String, Vec<String>)> {
    let definition = "it begins with `#let sheet(release, letterhead) = {`".to_owned();
    if message.contains("unresolved import") || message.contains("expected function") {
        let hints = vec![
            definition,
            "`letterpress layout new FILE.typ` writes one to start from".to_owned(),
        ];
        return Some((
            "the layout defines no function `sheet(release, letterhead)`".to_owned(),
            hints,
        ));
    }
    if message.contains("unexpected argument") || message.contains("missing argument") {
        let message =
            "the layout's `sheet` does not take two arguments, the release and the letterhead";
        return Some((message.to_owned(), vec![definition]));
    }
    None
}

/// What is said of files.
fn of_files(message: &str) -> Option<(String, Vec<String>)> {
    const FILES: &str = "a layout reads files of its own folder and below, and the modules that docs/layouts.md lists";
    if message.contains("cyclic import") {
        let hint = "`/layout/built-in.typ` is the built-in sheet as a function; `letterpress layout show built-in` prints it";
        return Some((
            "the layout imports itself: `/layout/sheet.typ` is the layout in use".to_owned(),
            vec![hint.to_owned()],
        ));
    }
    if message.contains("would escape") {
        let path = between(message, "path `", "`").unwrap_or_default();
        let path = path.trim_matches('"');
        return Some((
            format!("`{path}` lies outside the layout's folder"),
            vec![FILES.to_owned()],
        ));
    }
    let reason = between(message, "failed to load file (", ")")
        .filter(|_| message.ends_with(')'))
        .map(|_| &message["failed to load file (".len()..message.len() - 1])?;
    let hints = if reason.starts_with("packages") {
        vec![
            "copy the files that it needs into the layout's folder, and import them by their path"
                .to_owned(),
        ]
    } else if reason.ends_with("is data and no layout") {
        vec!["read it by `json(…)` or `read(…)`, or set it by `image(…)`".to_owned()]
    } else if reason.starts_with("there is no file") {
        vec![
            FILES.to_owned(),
            "its name has to stand in the layout as one string: what is put together is not found"
                .to_owned(),
        ]
    } else {
        vec![FILES.to_owned()]
    };
    Some((reason.to_owned(), hints))
}

/// What standards and the lack of a clock ask for.
fn of_standards(message: &str) -> Option<(String, Vec<String>)> {
    let lower = message.to_lowercase();
    let (message, hint) = if lower.contains("current date") {
        (
            "there is no clock: equal input gives equal sheets".to_owned(),
            "`datetime(..release.date)` is the day of the release, `release.dateline` the same in words",
        )
    } else if lower.contains("cmyk") {
        (
            message.to_owned(),
            "write the colour as `rgb(\"#00508c\")` or `luma(…)`, or use `ink(…)` of `/layout/text.typ`",
        )
    } else if lower.contains("title") {
        (
            message.to_owned(),
            "write `set document(title: release.title, date: datetime(..release.date))` first in `sheet`",
        )
    } else if lower.contains("document date") || lower.contains("missing date") {
        (
            message.to_owned(),
            "write `set document(date: datetime(..release.date))` first in `sheet`",
        )
    } else if lower.contains("alt text") || lower.contains("alternative") {
        (
            message.to_owned(),
            "write `image(…, alt: \"what it shows\")`, or `pdf.artifact(image(…))` for a picture that says nothing",
        )
    } else {
        return None;
    };
    Some((message, vec![hint.to_owned()]))
}

/// Whether a hint offers what another program has.
fn is_of_other_program(hint: &str) -> bool {
    ["--root", "project root", "package", "typst.app", "command line", "CLI", "web app"]
        .iter()
        .any(|word| hint.contains(word))
}

/// What to do about a setting that the letterhead does not have. `None` where the line that asks
/// for it does not speak of settings.
fn of_settings(world: &SheetWorld, error: &SourceDiagnostic, key: &str) -> Option<String> {
    let text = world.own()?.text(error.span.id()?.get().vpath().get_with_slash())?.text();
    let at = world.range(error.span)?;
    let (before, behind) = (text.get(..at.start)?, text.get(at.start..)?);
    let line = (before.rsplit('\n').next()?, behind.split('\n').next()?);
    [line.0, line.1].iter().any(|part| part.contains("layout_settings")).then(|| {
        format!(
            "settings come from the letterhead: write `{key} = …` in its `[layout_settings]`, or \
             `layout_settings.at(\"{key}\", default: …)` here"
        )
    })
}

/// The keys of the data.
fn keys(world: &SheetWorld) -> Vec<String> {
    let data = [RELEASE, LETTERHEAD]
        .into_iter()
        .filter_map(|path| serde_json::from_slice::<Value>(world.bytes(path)?).ok());
    let keys = data.filter_map(|data| Some(data.as_object()?.keys().cloned().collect::<Vec<_>>()));
    keys.flatten().collect()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}
