//! Words at which a heading breaks badly or well, language by language.

use crate::typography::TypesetLanguage;

/// Words of each language in which headings are broken by sense.
pub(super) struct WordsByLanguage {
    german: &'static [&'static str],
    english: &'static [&'static str],
    upper_sorbian: &'static [&'static str],
    czech: &'static [&'static str],
    polish: &'static [&'static str],
}

impl WordsByLanguage {
    /// Those of a language; none of a language that no release is written in.
    pub fn of(&self, language: TypesetLanguage) -> &'static [&'static str] {
        match language {
            TypesetLanguage::German => self.german,
            TypesetLanguage::English => self.english,
            TypesetLanguage::UpperSorbian => self.upper_sorbian,
            TypesetLanguage::Czech => self.czech,
            TypesetLanguage::Polish => self.polish,
            _ => &[],
        }
    }
}

/// Articles, prepositions and what else belongs to the word behind it: no line ends with one.
#[rustfmt::skip]
pub(super) const BINDS_FORWARD: WordsByLanguage = WordsByLanguage {
    german: &[
        "der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "eines", "einem",
        "einen", "kein", "keine", "keinen", "keiner", "keinem", "dieser", "diese", "dieses",
        "diesem", "diesen", "sein", "seine", "seinen", "seiner", "seinem", "ihr", "ihre", "ihren",
        "ihrer", "ihrem", "unser", "unsere", "unseren", "unserer", "jeder", "jede", "jedes", "für",
        "von", "vom", "zu", "zum", "zur", "mit", "bei", "beim", "in", "im", "ins", "an", "am",
        "ans", "auf", "aufs", "aus", "nach", "seit", "vor", "vorm", "über", "unter", "durch",
        "gegen", "ohne", "um", "bis", "ab", "pro", "per", "laut", "trotz", "wegen", "während",
        "zwischen", "hinter", "neben", "innerhalb", "außerhalb",
    ],
    english: &[
        "the", "a", "an", "of", "to", "in", "on", "at", "by", "for", "from", "with", "without",
        "into", "onto", "over", "under", "between", "against", "about", "after", "before", "since",
        "until", "its", "their", "our", "his", "her", "this", "that", "these", "those", "per",
        "via",
    ],
    upper_sorbian: &[
        "na", "w", "we", "z", "ze", "za", "do", "wo", "wot", "wote", "při", "po", "pod", "pode",
        "nad", "před", "přez", "k", "ke", "ku", "mjez", "bjez", "dla", "tuta", "tutón", "tute",
    ],
    czech: &[
        "na", "v", "ve", "z", "ze", "za", "do", "o", "od", "ode", "při", "po", "pod", "nad",
        "před", "přes", "k", "ke", "ku", "s", "se", "mezi", "bez", "pro", "u", "ten", "ta", "to",
        "tato", "tento",
    ],
    polish: &[
        "na", "w", "we", "z", "ze", "za", "do", "o", "od", "ode", "przy", "po", "pod", "nad",
        "przed", "przez", "k", "ku", "między", "bez", "dla", "u", "ten", "ta", "to",
    ],
};

/// Conjunctions and other small words: a line rather ends with another word.
#[rustfmt::skip]
pub(super) const BINDS_LOOSELY: WordsByLanguage = WordsByLanguage {
    german: &[
        "und", "oder", "sowie", "aber", "so", "nicht", "sehr", "wenn", "dass", "ob", "neue",
        "neuer", "neues", "neuen", "neuem", "mehr", "fast", "rund", "etwa", "wie", "als", "je",
        "alle", "aller",
    ],
    english: &[
        "and", "or", "but", "no", "not", "more", "new", "as", "than", "every", "each",
    ],
    upper_sorbian: &[
        "a", "abo", "jako", "kaž", "zo", "njeje", "nowa", "nowe", "nowy",
    ],
    czech: &[
        "a", "i", "nebo", "ani", "jako", "než", "že", "nová", "nové", "nový",
    ],
    polish: &[
        "a", "i", "lub", "oraz", "ani", "jako", "niż", "że", "nie", "nowa", "nowe", "nowy",
    ],
};

/// Words that begin a new phrase: a line may well begin with one.
#[rustfmt::skip]
pub(super) const OPENS_PHRASE: WordsByLanguage = WordsByLanguage {
    german: &[
        "aber", "für", "von", "vom", "zum", "zur", "mit", "bei", "beim", "in",
        "im", "am", "auf", "aus", "nach", "seit", "vor", "über", "unter", "durch", "gegen", "ohne",
        "bis", "ab", "als", "wie", "dass", "wenn", "ob", "weil", "während", "zwischen",
    ],
    english: &[
        "but", "of", "in", "on", "at", "by", "for", "from", "with", "without", "into",
        "over", "under", "between", "against", "about", "after", "before", "since", "until", "as",
        "than", "that", "when", "while", "to",
    ],
    upper_sorbian: &["na", "za", "do", "wo", "wot", "při", "po", "před", "přez", "mjez", "dla", "zo"],
    czech: &["na", "za", "do", "od", "při", "po", "před", "přes", "mezi", "pro", "že"],
    polish: &["na", "za", "do", "od", "przy", "po", "przed", "przez", "dla", "że"],
};

/// Words that join two of a kind.
#[rustfmt::skip]
pub(super) const JOINS: WordsByLanguage = WordsByLanguage {
    german: &["und", "oder", "sowie"],
    english: &["and", "or"],
    upper_sorbian: &["a", "abo"],
    czech: &["a", "nebo", "i"],
    polish: &["a", "i", "lub", "oraz"],
};
