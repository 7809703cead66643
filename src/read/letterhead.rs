//! A checked tree to the typed [`Letterhead`].

use std::collections::BTreeMap;

use super::fields_map::FieldMap;
use super::node::Value;
use super::release::{contacts, inline};
use super::values::Group;
use crate::diagnostic::Diagnostic;
use crate::letterhead::{
    Address, Colour, Footnote, Letterhead, Logo, Mail, Marks, Office, QuoteStyle, Theme,
    Typography, Warnings,
};
use crate::release::Language;

/// Builds the letterhead; see [`super::release::build`] on what stands in for
/// values that the check has reported.
pub(crate) fn build(
    fields: Group<'_>,
    map: &FieldMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Letterhead {
    Letterhead {
        id: fields.text("id").unwrap_or_default(),
        name: fields.text("name").unwrap_or_default(),
        short: fields.text("short"),
        valid_from: fields.day("valid_from"),
        valid_until: fields.day("valid_until"),
        sender: fields.texts("sender"),
        wordmark: fields.texts("wordmark"),
        logo: fields.group("logo").map(logo),
        address: fields.group("address").map(address),
        postal: fields.group("postal").map(address),
        offices: fields.groups("offices").map(office).collect(),
        logos: fields.groups("logos").map(logo).collect(),
        website: fields.text("website"),
        transit: fields.text("transit"),
        parking: fields.text("parking"),
        footnote: fields.group("footnote").map(footnote),
        labels: fields.group("labels").map(labels).unwrap_or_default(),
        contacts: contacts(fields),
        boilerplate: inline(fields.raw("boilerplate"), "boilerplate", map, diagnostics),
        theme: fields.group("theme").map(theme).unwrap_or_default(),
        font_dir: fields.text("font_dir"),
        marks: fields.group("marks").map(marks).unwrap_or_default(),
        typography: fields.group("typography").map(typography).unwrap_or_default(),
        warnings: fields.group("warnings").map(warnings).unwrap_or_default(),
        mail: fields.group("mail").map(mail).unwrap_or_default(),
    }
}

fn logo(fields: Group<'_>) -> Logo {
    Logo {
        file: fields.text("file").unwrap_or_default(),
        alt: fields.text("alt").unwrap_or_default(),
        width: fields.number("width"),
    }
}

fn address(fields: Group<'_>) -> Address {
    Address { lines: fields.texts("lines") }
}

fn office(fields: Group<'_>) -> Office {
    Office { name: fields.text("name"), lines: fields.texts("lines") }
}

fn footnote(fields: Group<'_>) -> Footnote {
    Footnote {
        mark: fields.text("mark").unwrap_or_else(|| "*".to_owned()),
        text: fields.text("text").unwrap_or_default(),
        link: fields.text("link"),
    }
}

fn labels(languages: Group<'_>) -> BTreeMap<Language, BTreeMap<String, String>> {
    let of = |fields: Group<'_>| {
        let pairs =
            fields.0.iter().filter_map(|entry| Some((entry.key.clone(), fields.text(&entry.key)?)));
        pairs.collect()
    };
    let named = languages.0.iter().filter_map(|entry| {
        let language = Language::from_spelling(&entry.key)?;
        Some((language, of(Group::of(&entry.node))))
    });
    named.collect()
}

fn theme(fields: Group<'_>) -> Theme {
    let mut theme = Theme::default();
    let fonts = fields.texts("fonts");
    if !fonts.is_empty() {
        theme.fonts = fonts;
    }
    let figures = |name, set: &mut dyn FnMut(&str, f64)| {
        for entry in fields.group(name).map_or(&[][..], |group| group.0) {
            if let Value::Number(text) = &entry.node.value
                && let Ok(number) = text.parse()
            {
                set(&entry.key, number);
            }
        }
    };
    let put = |figure: Option<&mut f64>, number| {
        if let Some(figure) = figure {
            *figure = number;
        }
    };
    figures("sizes", &mut |name, number| put(theme.sizes.figure(name), number));
    figures("measures", &mut |name, number| put(theme.measures.figure(name), number));
    figures("spacing", &mut |name, number| put(theme.spacing.figure(name), number));
    for entry in fields.group("colours").map_or(&[][..], |group| group.0) {
        if let Value::Text(text) = &entry.node.value
            && let Some(parsed) = Colour::parse(&text.value)
            && let Some(colour) = theme.colours.colour(&entry.key)
        {
            *colour = parsed;
        }
    }
    theme
}

fn marks(fields: Group<'_>) -> Marks {
    Marks { fold: fields.flag("fold"), punch: fields.flag("punch") }
}

fn typography(fields: Group<'_>) -> Typography {
    Typography {
        quotes: QuoteStyle::from_spelling(fields.raw("quotes").unwrap_or_default().trim())
            .unwrap_or_default(),
        hyphenation: fields.texts("hyphenation"),
        banned_signs: fields.texts("banned_signs"),
        end_mark: fields.text("end_mark"),
    }
}

fn warnings(fields: Group<'_>) -> Warnings {
    Warnings { on: fields.texts("on"), off: fields.texts("off") }
}

fn mail(fields: Group<'_>) -> Mail {
    Mail {
        relay: fields.text("relay"),
        from: fields.text("from"),
        from_name: fields.text("from_name"),
        return_path: fields.text("return_path"),
        reply_to: fields.text("reply_to"),
        subject: fields.text("subject"),
        file_name: fields.text("file_name"),
        list_id: fields.text("list_id"),
        unsubscribe: fields.text("unsubscribe"),
    }
}
