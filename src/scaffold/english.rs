//! The English words of a release to begin with.

/// German words of the templates and what stands for them, long ones before those within them.
const WORDS: [(&str, &str); 28] = [
    ("Überschrift der korrigierten Medieninformation", "Headline of the corrected release"),
    ("Überschrift: was ist neu, in einer Zeile", "Headline: what is new, in one line"),
    (
        "Der erste Absatz sagt, wer was wann wo und warum getan hat.",
        "The first paragraph says who did what, when, where and why.",
    ),
    (
        "»Ein Zitat steht in einem Absatz mit spitzer Klammer davor.«",
        "“A quotation stands in a paragraph with an angle bracket before it.”",
    ),
    ("Dresden, 25. November 2022", "Sampleton, 25 November 2022"),
    ("Straße 1, 01097 Dresden", "1 Sample Street, Sampleton"),
    ("Es gilt das gesprochene Wort.", "Check against delivery."),
    ("Ein Absatz vor dem Text.", "A paragraph before the text."),
    ("Vernetzungs-treffen", "net-working"),
    ("Mehr unter example.org", "More at example.org"),
    ("Forschung, Hochschule", "research, universities"),
    ("\"Forschung\", \"Hochschule\"", "\"research\", \"universities\""),
    ("Was zu sehen ist", "What can be seen"),
    ("Zwischenüberschrift", "Subheading"),
    ("Über das Haus.", "About the organisation."),
    ("Pressesprecher", "Spokesperson"),
    ("haus-2022", "house-2022"),
    ("Vorname Name", "First Last"),
    ("10.00 Uhr", "10:00"),
    ("Präsidentin", "President"),
    ("Unterzeile", "Subheadline"),
    ("Pressesaal", "Press Room"),
    ("Begrüßung", "Welcome"),
    ("Erstens", "First"),
    ("Zweitens", "Second"),
    ("presse@", "press@"),
    ("Dresden", "Sampleton"),
    ("Rolle", "role"),
];

/// A text of the templates in English.
pub(super) fn words(german: &str) -> String {
    WORDS.iter().fold(german.to_owned(), |text, (german, english)| text.replace(german, english))
}
