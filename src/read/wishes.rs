//! What people type for something that a letterhead has under another name, or does not have: each
//! with the field that grants the wish.

use crate::field::{Field, FieldGroup, Shape, join};
use crate::letterhead::Letterhead;
use crate::release::Language;

/// The number of groups from which on a name says too little to ask for one of them.
const MAX_GROUPS: usize = 4;

/// Where it is described what a letterhead can say.
const GUIDE: &str = "docs/letterhead.md";

/// Names that people type, in lower case and with `_` between words, and what to write instead. A
/// name with a point stands for the field of that group, one without for that name anywhere.
#[rustfmt::skip]
const WISHES: &[(&[&str], &str)] = &[
    (&["logo.position", "logo.align", "logo.alignment", "logo.side", "logo.ausrichtung", "logo_position", "logo_side"],
        "where the mark stands is `place` in `[logo]`: `place = \"left\"`"),
    (&["logo.size", "logo.groesse", "logo.größe", "logo.breite", "logo.scale", "logo_width", "logo_height", "logo_size"],
        "the size of the mark is `width` or `height` in `[logo]`, in mm"),
    (&["logo.later", "logo.small", "logo.second", "logo_small", "logo_later"],
        "the mark of later pages is `later_file` in `[logo]`"),
    (&["name_translations", "translations", "translation", "i18n", "localized", "localised", "languages", "uebersetzungen", "übersetzungen", "sprachen"],
        "a text in several languages is written in its place: `name = { de = \"…\", en = \"…\" }`"),
    (&["name_en", "name_de", "sender_en", "address_en", "boilerplate_en", "footnote_en", "role_en", "label_en", "text_en", "alt_en"],
        "a text in several languages is written in its place: `name = { de = \"…\", en = \"…\" }`"),
    (&["bank", "iban", "bic", "bank_account", "bankverbindung", "konto", "vat", "vat_id", "ust_id", "ustid", "steuernummer", "tax_id", "imprint", "impressum", "legal", "footer", "foot_lines", "foot_text", "fusszeile", "fußzeile", "fuss", "fuß"],
        "lines at the foot of the page are `lines` in `[foot]`: `lines = [\"Bank · IBAN …\"]`"),
    (&["slogan", "motto", "claim", "tagline", "leitspruch"],
        "a line beside the mark is one of `sender` or `wordmark`, a line at the foot is `lines` in `[foot]`"),
    (&["social", "social_media", "twitter", "x", "mastodon", "facebook", "instagram", "linkedin", "youtube", "bluesky", "kanaele", "kanäle"],
        "addresses of channels are `lines` in `[foot]`, or stand in `boilerplate`"),
    (&["colors", "color", "colour", "farbe", "farben", "theme.palette", "palette", "accent", "accent_color", "primary_color", "hausfarbe"],
        "colours are `[theme.colours]`: `headline = \"#00508c\"`"),
    (&["font", "fonts", "font_family", "typeface", "schrift", "schriften", "schriftart"],
        "families are `fonts` in `[theme]`; the files of the fonts lie in the folder that `font_dir` names"),
    (&["font_size", "size", "sizes", "schriftgroesse", "schriftgröße", "schriftgrad"],
        "sizes are `[theme.sizes]`, in pt: `body = 10.5`"),
    (&["paper", "paper_size", "format", "page_size", "page", "papier", "papierformat", "seitenformat", "letter", "a4"],
        "the size of the page is `page` in `[theme]`: `page = \"letter\"`"),
    (&["background", "watermark", "letterhead_pdf", "stationery", "hintergrund", "wasserzeichen", "briefpapier", "briefbogen", "briefkopf", "template", "vorlage", "pdf"],
        "the house's own paper is `[underlay]`: `first = \"sheet.pdf\"`"),
    (&["columns", "column", "sidebar", "side_column", "spalte", "spalten", "infospalte", "informationsspalte", "information", "layout.column"],
        "where the information column stands is `information` in `[theme]`: `\"left\"`, `\"right\"`, `\"end\"` or `\"none\"`"),
    (&["sections", "parts", "sequence", "reihenfolge", "order"],
        "the order of the parts is `order` in `[theme]`"),
    (&["stripe", "bar", "balken", "streifen", "farbband", "farbbalken", "banner", "band", "header_color", "header_colour"],
        "a band of colour across the head is `[theme.band]` with `height` and `colour`"),
    (&["margin", "margins", "rand", "raender", "ränder"],
        "places and widths are `[theme.measures]`, in mm: `left`, `text_width`, `bottom`"),
    (&["header", "running_head", "kopf", "kopfzeile", "seitenkopf"],
        "the running head of later pages is `later` in `[head]`"),
    (&["line_height", "line_spacing", "leading", "zeilenabstand"],
        "distances are `[theme.spacing]`, in em: `leading = 0.7`"),
    (&["bold", "weight", "font_weight", "schriftschnitt", "strichstaerke", "strichstärke"],
        "weights are `[theme.weights]`, or stand in `[theme.fonts]` beside their family"),
    (&["tel", "telefon", "phone", "telephone", "email", "mail_address", "ansprechpartner", "pressesprecher", "pressesprecherin", "spokesperson"],
        "who answers is one of `[[contacts]]`: `name`, `phone`, `email`"),
    (&["street", "strasse", "straße", "plz", "zip", "city", "ort", "hausanschrift"],
        "an address is `lines` in `[address]`, line by line"),
    (&["po_box", "postfach", "postanschrift"],
        "where letters go is `lines` in `[postal]`, line by line"),
    (&["url", "web", "homepage", "internet"],
        "the house's web address is `website`"),
    (&["valid", "validity", "from", "until", "gueltig_ab", "gültig_ab", "gueltig_bis", "gültig_bis", "history", "versions", "periods", "zeitraum"],
        "days are `valid_from` and `valid_until`; what changes from a day on is a `[[period]]` with `from`"),
    (&["parent", "base", "inherit", "inherits", "include", "import", "basis", "erbt_von"],
        "a base in the same folder is `extends`: `extends = \"family.toml\"`"),
    (&["lang", "locale", "sprache", "default_language"],
        "the language of its releases is `language`: `language = \"en\"`"),
    (&["wappen", "emblem", "signet", "bild", "image", "picture", "bildmarke"],
        "the mark is `[logo]` with `file` and `alt`"),
    (&["house", "organisation", "organization", "company", "title", "behoerde", "behörde", "absender"],
        "the full name of the house is `name`, the lines beside the mark are `sender`"),
    (&["disclaimer", "hinweis", "datenschutz", "privacy"],
        "the disclaimer is `[footnote]` with `text` and `link`"),
    (&["fold_marks", "falzmarken", "punch_mark", "lochmarke"],
        "marks for folding and punching are `fold` and `punch` in `[marks]`"),
    (&["immediate_release", "for_immediate_release", "release_line"],
        "what stands there is a label: `[labels.en]`"),
];

/// What to write instead of an unknown field of a letterhead; none where nobody is known to type
/// it.
pub(super) fn granted(path: &str) -> Option<String> {
    let path = without_numbers(path);
    // A change from a day on has the fields of the letterhead.
    let path = path.strip_prefix("period.").unwrap_or(&path);
    let folded = path.to_lowercase().replace('-', "_");
    let (group, name) = folded.rsplit_once('.').unwrap_or(("", &folded));
    // A name that says its group as well is meant more closely than one that is typed anywhere.
    if let Some(field) = field_of(&folded).or_else(|| field_of(name)) {
        return Some(format!("{field}; see {GUIDE}"));
    }
    let is_language = Language::SPELLINGS.contains(&name) || name == "en_us";
    if is_language && !group.is_empty() {
        return Some(format!(
            "each text of `{group}` has its languages in its own place: `text = {{ de = \"…\", en = \"…\" }}`; see {GUIDE}"
        ));
    }
    misplaced(name)
}

/// Where a field belongs that stands in the wrong group, or whose group is still switched off.
fn misplaced(name: &str) -> Option<String> {
    if Letterhead::FIELDS.iter().any(|field| field.name == name) {
        return Some(format!("`{name}` stands at the top, above the first line in brackets"));
    }
    let mut groups = Vec::new();
    add_groups("", Letterhead::FIELDS, name, &mut groups);
    let is_clear = !groups.is_empty() && groups.len() <= MAX_GROUPS;
    is_clear.then(|| {
        format!("`{name}` stands below {}: is there a `#` before that line?", groups.join(" or "))
    })
}

/// The groups that have a field of this name, as their lines are written.
fn add_groups(path: &str, fields: &'static [Field], name: &str, groups: &mut Vec<String>) {
    for field in fields {
        let path = join(path, field.name);
        let (fields, line) = match field.shape.of_one_language() {
            Shape::Group(fields) | Shape::ListOr(fields) => (fields, format!("`[{path}]`")),
            Shape::List(Shape::Group(fields)) => (*fields, format!("`[[{path}]]`")),
            _ => continue,
        };
        if fields.iter().any(|field| field.name == name) {
            groups.push(line);
        }
        add_groups(&path, fields, name, groups);
    }
}

/// The field that grants a wish.
fn field_of(wish: &str) -> Option<&'static str> {
    WISHES.iter().find(|(words, _)| words.contains(&wish)).map(|(_, field)| *field)
}

/// The path of a field, whichever entry of a list it is in.
fn without_numbers(path: &str) -> String {
    path.split('.').map(|name| name.split('[').next().unwrap_or(name)).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_names_the_field_that_grants_it() {
        for (typed, field) in [
            ("name_translations", "`name = {"),
            ("logo.position", "`place` in `[logo]`"),
            ("footnote.en", "each text of `footnote`"),
            ("contacts[0].en", "each text of `contacts`"),
            ("bank", "`lines` in `[foot]`"),
            ("theme.paper", "`page` in `[theme]`"),
            ("Schriftart", "`fonts` in `[theme]`"),
            ("Seitenformat", "`page` in `[theme]`"),
        ] {
            let hint = granted(typed).unwrap_or_default();
            assert!(hint.contains(field) && hint.ends_with("see docs/letterhead.md"), "{hint}");
        }
        assert_eq!(granted("wetterbericht"), None);
        assert_eq!(granted("en"), None);
    }

    #[test]
    fn fields_in_the_wrong_group_are_sent_to_theirs() {
        for (typed, place) in [
            ("file", "below `[logo]` or `[[logos]]`: "),
            ("contacts[0].lines", "`[foot]`: "),
            ("contacts[0].headline", "`[theme.colours]`: "),
            ("mail.font_dir", "at the top"),
        ] {
            let hint = granted(typed).unwrap_or_default();
            assert!(hint.contains(place), "{typed}: {hint}");
        }
        // Each use of fonts has it.
        assert_eq!(granted("mail.family"), None);
    }

    #[test]
    fn no_name_is_wished_twice() {
        let mut all: Vec<_> = WISHES.iter().flat_map(|(words, _)| words.iter()).collect();
        all.sort_unstable();
        let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
