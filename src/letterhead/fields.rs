//! The fields of a letterhead, group by group; those of the theme are in `theme`. These tables
//! are the contract of `docs/format.md`.

use std::collections::BTreeMap;

use super::by_language::{LINES, TEXT};
use super::contacts;
use super::paper::{Badge, Foot, Head, Logo, Marks, Underlay};
use super::settings::{Periods, Settings};
use super::theme::Theme;
use crate::body::Inline;
use crate::diagnostic::codes;
use crate::field::{FieldGroup, OneOrMore, Shape, fields, spelled};
use crate::release::{Contact, Day, Language};

const WARNING_CODES: Shape = Shape::List(&Shape::WarningCode);
const INLINE: Shape = Shape::ByLanguage(&Shape::Inline, Language::SPELLINGS);
const POSTAL_ADDRESS: Shape =
    Shape::ByLanguage(&Shape::Group(PostalAddress::FIELDS), Language::SPELLINGS);
const OFFICES: Shape =
    Shape::ByLanguage(&Shape::List(&Shape::Group(Office::FIELDS)), Language::SPELLINGS);

/// One address, or several.
const LINKS: Shape = Shape::OneOrMore(&Shape::Link);

fields! {
    /// A letterhead, as an authority keeps it.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Letterhead {
        /// Short stable name, such as smwk.
        id: String, required;
        /// A base in the same folder, such as `family.toml`. What stands here wins: groups are
        /// merged, lists and texts replaced. A base may extend another one, and may lack what is
        /// required here.
        extends: Option<String> as Shape::Path, optional;
        /// The language of releases that name none.
        language: Language = Language::German, optional;
        /// The full name of the house. It stands under the kind, and is the PDF's author.
        name: String as TEXT, required;
        /// Its abbreviation, for `{house}` in the subject of mails and in the running head.
        short: Option<String> as TEXT, optional;
        /// The first day on which it is used.
        valid_from: Option<Day>, optional;
        /// The last day on which it is used.
        valid_until: Option<Day>, optional;
        /// The lines beside the mark.
        sender: Vec<String> as LINES, optional;
        /// Lettering such as `["Freistaat", "Sachsen"]`, line by line. The last line is set bold.
        wordmark: Vec<String> as LINES, optional;
        /// The mark. Without it sender lines, rule and wordmark stand alone.
        logo: Option<Logo>, optional;
        /// Where visitors go ("Hausanschrift").
        address: Option<PostalAddress> as POSTAL_ADDRESS, optional;
        /// Where letters go ("Postanschrift").
        postal: Option<PostalAddress> as POSTAL_ADDRESS, optional;
        /// Branch offices ("Außenstellen").
        offices: Vec<Office> as OFFICES, optional;
        /// Certificates and campaigns, at the end of the information column.
        logos: Vec<Badge>, optional;
        /// The house's web address. `https://` is added to the link where no scheme is typed.
        website: Option<String> as TEXT, optional;
        /// How to get there by public transport.
        transit: Option<String> as TEXT, optional;
        /// Where to park.
        parking: Option<String> as TEXT, optional;
        /// The disclaimer at the e-mail address.
        footnote: Option<Footnote>, optional;
        /// Labels that override the built-in ones, by language.
        labels: BTreeMap<Language, BTreeMap<String, String>>, optional;
        /// Who answers where a release names nobody. The fields are those of a release.
        contacts: Vec<Contact> as contacts::CONTACTS, optional;
        /// The closing text about the house.
        boilerplate: Option<Vec<Inline>> as INLINE, optional;
        /// Fonts, sizes, measures, distances and colours.
        theme: Theme, optional;
        /// What stands above the text of later pages.
        head: Head, optional;
        /// Lines at the foot of pages.
        foot: Foot, optional;
        /// The house's own paper, behind all that is set.
        underlay: Option<Underlay>, optional;
        /// A folder of fonts (`.ttf`, `.otf`, `.ttc`, `.otc`), relative to the letterhead.
        font_dir: Option<String> as Shape::Path, optional;
        /// Fold and punch marks.
        marks: Marks, optional;
        /// House rules of setting.
        typography: Typography, optional;
        /// Warnings that are switched on or off by their codes.
        warnings: Warnings, optional;
        /// Settings of the mail.
        mail: Mail, optional;
        /// The office's own layout, a Typst file in the letterhead's folder or below. `--layout`
        /// wins over it.
        layout: Option<String> as Shape::Path, optional;
        /// What that layout is handed as `letterhead.layout_settings`, as it stands here.
        layout_settings: Settings, optional;
        /// Changes from a day on: `from`, and any fields but `id`, `extends` and `period`. A change
        /// holds until a later one, or for good.
        period: Periods, optional;
        also {
            /// The languages of texts, by their fields, that the letterhead does not have in the
            /// language of the release. In a letterhead that was built from values there is none.
            stand_ins: BTreeMap<String, Language>;
        }
    }
}

fields! {
    /// A postal address.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PostalAddress {
        /// The address, line by line.
        lines: Vec<String> as LINES, required;
    }
}

fields! {
    /// A branch office.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Office {
        /// Its name.
        name: Option<String> as TEXT, optional;
        /// Its address, line by line.
        lines: Vec<String> as LINES, required;
    }
}

fields! {
    /// The disclaimer.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Footnote {
        /// Its mark.
        mark: String = "*".to_owned(), optional;
        /// Its text.
        text: String as TEXT, required;
        /// The part of its text that is a link. `https://` is added to the link where no scheme
        /// is typed.
        link: Option<String> as TEXT, optional;
    }
}

impl Default for Footnote {
    fn default() -> Self {
        Self::empty()
    }
}

fields! {
    /// House rules of setting.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Typography {
        /// The form that straight quotes take: »…« and ›…‹, „…“ and ‚…‘, or as typed. The other
        /// languages have one form of their own.
        quotes: QuoteStyle = QuoteStyle::Guillemets, optional;
        /// Hyphenation exceptions, as in a release: words with a hyphen at each wanted break.
        hyphenation: Vec<String>, optional;
        /// Characters that the house does not want inside words, such as `:` or `*`. Each is a
        /// warning (`banned-sign`).
        banned_signs: Vec<String>, optional;
        /// A mark behind the last line, centred: of the text, or of the sheet where the contacts
        /// stand behind the text.
        end_mark: Option<String>, optional;
        /// The time zone of the house, by its name in the database of time zones. A moment with
        /// the offset of the other half of the year is a warning (`zone-doubtful`). Times of an
        /// event name their zone where it is another.
        zone: String = "Europe/Berlin".to_owned(), optional;
        /// The form of the times in event, deadline and embargo. Times in the author's own text
        /// stay as typed.
        time: Option<TimeStyle>, optional "`\"10:00\"` in English, `\"10 a.m.\"` in that of the United States, else `\"10.00\"`";
    }
}

impl Default for Typography {
    fn default() -> Self {
        Self::empty()
    }
}

spelled! {
    /// The form that straight quotes take.
    QuoteStyle, codes::UNKNOWN_QUOTE_STYLE, {
        /// »…« and ›…‹ in German, the language's own form elsewhere.
        #[default]
        Guillemets = "guillemets",
        /// „…“ and ‚…‘ in German, the language's own form elsewhere.
        LowHigh = "low-high",
        /// As typed.
        AsTyped = "as-typed",
    }
}

spelled! {
    /// The form of a time.
    TimeStyle, codes::UNKNOWN_TIME_STYLE, {
        /// With a point, as Duden has it first.
        #[default]
        Point = "10.00",
        /// With a colon, as in DIN 5008.
        Colon = "10:00",
        /// With a.m. and p.m. in English, with a colon in other languages.
        TwelveHours = "10 a.m.",
    }
}

fields! {
    /// Warnings switched on or off by code. Errors cannot be switched off.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Warnings {
        /// Codes of warnings that are wanted although a base, or the letterhead in an earlier
        /// period, has switched them `off`.
        on: Vec<String> as WARNING_CODES, optional;
        /// Codes of warnings that are not reported.
        off: Vec<String> as WARNING_CODES, optional;
    }
}

fields! {
    /// Settings of the mail.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Mail {
        /// The office's relay: `smtp://host:port` or `smtps://host:port`. It counts where the
        /// letterhead is built in or given with `--letterhead`, never where a release brings it.
        relay: Option<String>, optional;
        /// The office's journal, a file of this machine: its path, relative to the letterhead. It
        /// counts where `relay` does.
        journal: Option<String>, optional "see journal.md";
        /// The name of the machine that sends, as it is said to the relay (RFC 5321, 4.1.1.1):
        /// a host name such as `presse.example.org`. It counts where `relay` would.
        helo: Option<String>, optional "the address of the machine";
        /// The sender's address. No mail can be composed without it.
        from: Option<String> as Shape::Email, optional;
        /// The sender's name.
        from_name: Option<String> as TEXT, optional "`name` of the letterhead";
        /// Where answers go.
        reply_to: Option<String> as Shape::Email, optional "the first contact's address";
        /// Where relays report what cannot be delivered.
        return_path: Option<String> as Shape::Email, optional "`from`";
        /// The pattern of the subject.
        subject: Option<String> as TEXT, optional "`{kind} {house}: {headline}`";
        /// The pattern of the attachment's name.
        file_name: Option<String>, optional "`{date}_{code}_{house}_{headline}`";
        /// The list's identifier (RFC 2919): names of letters, digits, `-` and `_`, separated by
        /// dots.
        list_id: Option<String>, optional;
        /// Where to unsubscribe: an address by `https:` (RFC 8058) or `mailto:` (RFC 2369), at
        /// most 400 bytes long, or a list of one of each. `{email}` and `{token}` stand for the
        /// recipient.
        unsubscribe: OneOrMore as LINKS, optional;
    }
}
