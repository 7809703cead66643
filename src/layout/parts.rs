//! The parts of the data that a layout has to set, or to say that it leaves them out.

/// Each part by its name in the data, and in words.
pub(crate) const PARTS: &[(&str, &str)] = &[
    ("alerts", "the alerts"),
    ("kind", "the kind"),
    ("dateline", "the date"),
    ("version", "the version"),
    ("reference", "what is corrected or referred to"),
    ("kicker", "the line above the headline"),
    ("headline", "the headline"),
    ("subheadline", "the subheadline"),
    ("lead", "the lead"),
    ("notices", "the notices"),
    ("event", "the event"),
    ("blocks", "the text"),
    ("notes", "the footnotes"),
    ("end_mark", "the end mark"),
    ("signatories", "the signatories"),
    ("boilerplate", "the closing text about the house"),
    ("media", "the list of media"),
    ("pictures", "the pictures"),
    ("links", "the links"),
    ("contacts", "the contacts"),
    ("name", "the name of the house"),
    ("logo", "the logo"),
    ("logos", "the further logos"),
    ("address", "the address"),
    ("postal", "the postal address"),
    ("offices", "the offices"),
    ("website", "the website"),
    ("transit", "the way by public transport"),
    ("parking", "the parking"),
    ("footnote", "the note at the e-mail addresses"),
];

/// Whether there is a part of this name.
pub(super) fn is_part(name: &str) -> bool {
    PARTS.iter().any(|(known, _)| *known == name)
}
