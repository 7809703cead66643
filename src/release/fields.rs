//! The fields of a release, group by group. These tables are the contract of `docs/format.md`.

use serde::Serialize;

use super::{Day, Kind, Language, MediaType, Moment, ReleaseDate, Status};
use crate::body::{Body, Inline, StyledLine};
use crate::diagnostic::codes;
use crate::field::{Shape, fields};

/// Stands in where a required date is missing or wrong, which is reported: such a release is
/// never set.
const MISSING_DATE: ReleaseDate = ReleaseDate::Day(Day::FIRST);

const EMBARGO: Shape = Shape::Moment {
    without_zone: codes::EMBARGO_WITHOUT_ZONE,
    without_hour: codes::EMBARGO_WITHOUT_HOUR,
};

fields! {
    /// A press release.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct Release {
        /// Id of a built-in letterhead, or path to a `.toml` beside the release.
        letterhead: Option<String>, required "unless `--letterhead` is given", "smwk";
        /// What kind of release it is. It is set as "Medieninformation", "Einladung",
        /// "Korrektur", "Rede" or "Statement".
        kind: Kind = Kind::Release, optional, "invitation";
        /// The language of the text: of labels, dates and hyphenation, and of the PDF. Upper
        /// Sorbian (`hsb`) is not hyphenated.
        language: Language = Language::German, optional, "en";
        /// Stable identifier. The PDF's document ID and the Message-ID of its mails are made from
        /// it. By default it consists of letterhead, date and number, or of letterhead, date and
        /// the headline as a slug where there is no number.
        id: Option<String>, optional, "lmo-2022-123";
        /// The office's own number, in quotes. It stands behind the kind:
        /// "Medieninformation 123/2022".
        number: Option<String>, optional, "123/2022";
        /// The day of issue. It is also the date of the PDF, and chooses the letterhead's period
        /// of validity.
        date: ReleaseDate = MISSING_DATE, required, "2022-11-25";
        /// The place of the dateline.
        place: Option<String>, optional, "Dresden";
        /// Not to be published before this moment. "Sperrfrist: …" is the first line of the sheet
        /// and stands on every later page.
        embargo: Option<Moment> as EMBARGO, optional, "2022-11-25T14:00+01:00";
        /// Not to be mailed before this moment: `mail send` refuses to.
        not_before: Option<Moment>, optional, "2022-11-25T08:00+01:00";
        /// 1 for the first issue, counted up with each new one. From 2 on it stands below the
        /// date.
        version: u32 = 1, optional, "2";
        /// Whether the release may be used. `withheld` and `canceled` put a line before
        /// everything else, on every page.
        status: Status = Status::Usable, optional, "withheld";
        /// What a correction corrects or a follow-up follows. It is one line above the headline.
        refers_to: Option<Reference>, optional;
        /// The line above the headline: a topic or a series.
        kicker: Option<String> as Shape::Line, optional, "Digitale Verwaltung";
        /// The headline. It takes `*emphasis*` and `[words]{lang=en}`; its words are also the PDF's
        /// title.
        headline: StyledLine, required, "Musterland ordnet seine Muster neu";
        /// The line under the headline, with the same markup. With kind and number, its words are
        /// the PDF's subject.
        subheadline: Option<StyledLine>, optional, "Neues Verzeichnis";
        /// One paragraph before the body, set bold.
        lead: Option<Vec<Inline>>, optional;
        /// Lines such as "Es gilt das gesprochene Wort", before the lead, set italic.
        notices: Vec<Vec<Inline>>, optional, "Es gilt das gesprochene Wort.";
        /// Who answers questions.
        contacts: Vec<Contact>, optional "the letterhead's own";
        /// Media, listed under "Medien:". A photo with a file is also set as a picture.
        media: Vec<Media>, optional;
        /// Links, listed under "Links:".
        links: Vec<Link>, optional;
        /// Keywords for the PDF's metadata. They do not appear on the sheet.
        keywords: Vec<String>, optional, "Forschung", "Hochschule";
        /// What an invitation invites to.
        event: Option<Event>, optional;
        /// Who signs, below the body.
        signatories: Vec<Signatory>, optional;
        /// The closing text about the house.
        boilerplate: Option<Vec<Inline>>, optional "the letterhead's";
        /// Hyphenation exceptions: words with a hyphen at each wanted break. They win over the
        /// letterhead's and over soft hyphens in the text. Breaks that the patterns do not propose
        /// cannot be added.
        hyphenation: Vec<String>, optional, "Vernetzungs-treffen";
        /// The text, in Markdown. In a Markdown file it is not a field, but what stands under the
        /// second `---`.
        body: Body, required;
    }
}

fields! {
    /// Another release that this one refers to.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct Reference {
        /// The other release's own `id`. By it a mail program shows the two as one conversation;
        /// it does not appear on the sheet. By default it consists of letterhead, date and number
        /// or headline, as that release's own does.
        id: Option<String>, optional, "lmo-2022-122";
        /// The version that is meant. It does not appear on the sheet.
        version: Option<u32>, optional "`1`", "2";
        /// The number of the other release, in quotes.
        number: Option<String>, optional, "122/2022";
        /// Its date.
        date: Option<Day>, optional, "2022-11-24";
        /// Its headline.
        headline: Option<String>, optional, "Muster gesucht";
        /// Where it can be read. The line becomes a link.
        url: Option<String> as Shape::Link, optional, "https://example.org/122";
    }
}

fields! {
    /// A person or desk that answers questions.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct Contact {
        /// The heading over the contact. By default it is "Ihr Ansprechpartner", over several
        /// contacts "Ihre Ansprechpartner".
        label: Option<String>, optional, "Ihre Ansprechpartnerin";
        /// The full name.
        name: String, required, "Mira Muster";
        /// The function.
        role: Option<String>, optional, "Pressesprecherin";
        /// Where the person works, if not the house itself.
        organisation: Option<String>, optional, "Institut für Muster";
        /// Telephone number, in quotes, as it is to be printed. It is a link where it begins with
        /// `+` and the number to dial is certain: of `+49 (0)30 23125-001` it is +493023125001.
        phone: Option<String> as Shape::Phone, optional, "+49 30 23125 001";
        /// Mobile number, in quotes. It is a link as `phone` is.
        mobile: Option<String> as Shape::Phone, optional, "+49 170 1234567";
        /// Telefax number, in quotes.
        fax: Option<String> as Shape::Phone, optional, "+49 30 23125 009";
        /// E-mail address. It carries the mark of the letterhead's footnote.
        email: Option<String> as Shape::Email, optional, "presse@musterwesen.example";
        /// When the contact answers.
        availability: Option<String>, optional, "Mo–Fr 9–16 Uhr";
    }
}

fields! {
    /// A medium that goes with the release.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct Media {
        /// What it is. It is listed as "Foto: …", "Video: …" and so on.
        media_type("type"): MediaType = MediaType::Photo, optional, "video";
        /// Path relative to the release. With it a photo is set as a picture; of other types the
        /// file is not opened.
        file: Option<String> as Shape::Path, optional, "photos/hoersaal.jpg";
        /// What it shows, for everybody: the listed line, and the text under the picture. It takes
        /// `*emphasis*` and `[words]{lang=en}`.
        caption: Option<StyledLine>, optional, "Hörsaal des HZDR";
        /// What it shows, for those who cannot see it.
        alt: Option<String>,
            required "for a photo with a file that is not `decorative`",
            "Blick in den voll besetzten Hörsaal";
        /// Whether the picture says nothing. Then it is set, but neither listed nor read aloud,
        /// and has neither `alt` nor `caption`.
        decorative: bool = false, optional, "true";
        /// Who made it: "Foto: …" under the picture, unless it begins with such a word itself
        /// ("Grafik: …"), in parentheses in the list where there is no file.
        credit: Option<String>, optional, "HZDR / A. Muster";
        /// Terms of use, under the picture.
        usage: Option<String>, optional, "Honorarfrei";
        /// Where it can be fetched. The listed line becomes a link.
        url: Option<String> as Shape::Link, optional, "https://example.org/film";
    }
}

fields! {
    /// A labelled link.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct Link {
        /// What is shown.
        label: Option<String>, optional "the address", "Zum Verzeichnis";
        /// The target.
        url: String as Shape::Link, required, "https://example.org";
    }
}

fields! {
    /// What an invitation invites to.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct Event {
        /// When it begins.
        start: ReleaseDate = MISSING_DATE, required, "2022-12-01T10:00+01:00";
        /// When it ends.
        end: Option<ReleaseDate>, optional, "2022-12-01T12:00+01:00";
        /// The house or room.
        venue: Option<String>, optional, "Pressesaal";
        /// Street and town.
        address: Option<String>, optional, "Am Beispiel 1, 12345 Musterstadt";
        /// What happens when.
        agenda: Vec<AgendaItem>, optional;
        /// How journalists register.
        accreditation: Option<Accreditation>, optional;
    }
}

fields! {
    /// A line of an agenda.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct AgendaItem {
        /// When, as it is to be printed.
        time: Option<String>, optional, "9.00 Uhr";
        /// What happens.
        text: String, required, "Begrüßung";
        /// Where, if elsewhere.
        place: Option<String>, optional, "Lager";
    }
}

fields! {
    /// How journalists register.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct Accreditation {
        /// Until when.
        deadline: Option<ReleaseDate>, optional, "2022-11-30";
        /// Where to.
        email: Option<String> as Shape::Email, optional, "presse@musterwesen.example";
        /// Anything else.
        note: Option<String>, optional, "bitte mit Presseausweis";
    }
}

fields! {
    /// A person who signs.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
    #[non_exhaustive]
    pub struct Signatory {
        /// The full name.
        name: String, required, "Max Muster";
        /// The function.
        role: Option<String>, optional, "Präsident";
        /// For whom the person signs.
        organisation: Option<String>, optional, "Landesamt für Musterwesen";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body;
    use crate::field::FieldMap;

    #[test]
    fn values_are_noted_under_their_names_in_files() {
        let (body, _) = body::parse("Ein *Satz*.");
        let day = Day::new(2022, 11, 25).unwrap_or(Day::FIRST);
        let mut release = Release::new(ReleaseDate::Day(day), "Neu", body);
        release.media = vec![Media::picture("hoersaal.jpg", "Der Hörsaal")];
        release.notices = vec![body::parse_inline("Es gilt *dies*.").0];
        let map = FieldMap::of_values(&release);
        for (path, text) in [
            ("date", Some("2022-11-25")),
            ("headline", Some("Neu")),
            ("kind", Some("release")),
            ("media[0].type", Some("photo")),
            ("media[0].alt", Some("Der Hörsaal")),
            ("media[0].decorative", None),
            ("notices[0]", Some("Es gilt dies.")),
            ("body", Some("Ein Satz.")),
        ] {
            assert!(map.has(path), "{path}");
            assert_eq!(map.text(path).map(str::trim), text, "{path}");
        }
        assert!(!map.has("subheadline") && !map.has("media[0].caption"));
    }
}
