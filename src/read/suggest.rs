//! "Did you mean": the known word nearest to one that is not known.

/// German and everyday words that people write for our fields.
const FIELD_WORDS: &[(&str, &str)] = &[
    ("abbinder", "boilerplate"),
    ("adresse", "address"),
    ("ansprechpartner", "contacts"),
    ("ansprechpartnerin", "contacts"),
    ("art", "kind"),
    ("balken", "band"),
    ("bank", "foot"),
    ("bilder", "media"),
    ("bildnachweis", "credit"),
    ("bildunterschrift", "caption"),
    ("bogen", "underlay"),
    ("breite", "width"),
    ("briefpapier", "underlay"),
    ("colors", "colours"),
    ("column", "information"),
    ("columns", "information"),
    ("contact", "contacts"),
    ("dachzeile", "kicker"),
    ("datei", "file"),
    ("datum", "date"),
    ("ehlo", "helo"),
    ("einleitung", "lead"),
    ("farben", "colours"),
    ("fotos", "media"),
    ("fußzeile", "foot"),
    ("handy", "mobile"),
    ("hintergrund", "underlay"),
    ("hostname", "helo"),
    ("hinweise", "notices"),
    ("höhe", "height"),
    ("iban", "foot"),
    ("kontakt", "contacts"),
    ("kontakte", "contacts"),
    ("lang", "language"),
    ("mail", "email"),
    ("medien", "media"),
    ("mobil", "mobile"),
    ("nummer", "number"),
    ("ort", "place"),
    ("paper", "page"),
    ("papier", "page"),
    ("photos", "media"),
    ("position", "place"),
    ("rechnername", "helo"),
    ("reihenfolge", "order"),
    ("rolle", "role"),
    ("schlagworte", "keywords"),
    ("schriften", "fonts"),
    ("spalte", "information"),
    ("sperrfrist", "embargo"),
    ("sprache", "language"),
    ("stichworte", "keywords"),
    ("streifen", "band"),
    ("subtitle", "subheadline"),
    ("tags", "keywords"),
    ("telefax", "fax"),
    ("telefon", "phone"),
    ("telephone", "phone"),
    ("titel", "headline"),
    ("title", "headline"),
    ("type", "kind"),
    ("untertitel", "subheadline"),
    ("unterzeile", "subheadline"),
    ("veranstaltung", "event"),
    ("überschrift", "headline"),
];

/// The field that a name was meant to be.
pub(crate) fn field<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<_> = known.collect();
    let lower = name.to_lowercase();
    let meant = FIELD_WORDS.iter().find(|(word, _)| *word == lower).map(|(_, field)| *field);
    match meant.and_then(|meant| known.iter().find(|&&field| field == meant)) {
        Some(field) => Some(field),
        None => word(name, known.into_iter()),
    }
}

/// "did you mean `x`?", where a known word is near.
pub fn did_you_mean(typed: &str, known: &[&str]) -> Option<String> {
    word(typed, known.iter().copied()).map(|word| format!("did you mean `{word}`?"))
}

/// The near word, else all that there are.
pub(crate) fn hint(typed: &str, known: &[&str]) -> String {
    did_you_mean(typed, known).unwrap_or_else(|| format!("one of {}", known.join(", ")))
}

/// The nearest word, if it is near: one edit in short words, a third of the
/// letters in longer ones; case, `-` and `_` do not count.
pub(crate) fn word<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = folded(typed);
    let allowed = (typed.chars().count() / 3).max(1);
    known
        .map(|word| (strsim::damerau_levenshtein(&typed, &folded(word)), word))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

fn folded(text: &str) -> String {
    text.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    #[test]
    fn near_words_are_found_and_far_ones_not() {
        let fields = || ["kicker", "headline", "subheadline", "date", "contacts"].into_iter();
        assert_eq!(super::field("headlne", fields()), Some("headline"));
        assert_eq!(super::field("Datum", fields()), Some("date"));
        assert_eq!(super::field("Dachzeile", fields()), Some("kicker"));
        assert_eq!(super::field("Kontakte", fields()), Some("contacts"));
        assert_eq!(super::field("wetterbericht", fields()), None);
        assert_eq!(super::word("Invitaton", ["invitation"].into_iter()), Some("invitation"));
    }

    #[test]
    fn near_words_are_offered_and_far_ones_are_not() {
        let offer = |word| super::did_you_mean(word, &["smwk", "neutral"]);
        assert_eq!(offer("smkw").as_deref(), Some("did you mean `smwk`?"));
        assert_eq!(offer("neutrla").as_deref(), Some("did you mean `neutral`?"));
        assert_eq!(offer("polizei"), None);
        assert_eq!(super::hint("polizei", &["smwk", "neutral"]), "one of smwk, neutral");
    }
}
