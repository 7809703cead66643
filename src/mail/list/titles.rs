//! What the columns of tables are called in offices and by their programs.
//!
//! The titles are those of Outlook, Thunderbird, Google Contacts, LibreOffice and Exchange, in
//! English and German, and what people write. Of a title its letters and digits count.

use super::faults;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListColumn {
    Email,
    /// A further address of the same person.
    OtherEmail,
    Name,
    FirstName,
    LastName,
    Language,
    Format,
    Tags,
}

use ListColumn::{Email, FirstName, Format, Language, LastName, Name, OtherEmail, Tags};

/// Folded titles. The first of each column is that of letterpress.
const TITLES: &[(ListColumn, &[&str])] = &[
    (
        Email,
        &[
            "email",
            "emails",
            "mail",
            "mails",
            "emailadresse",
            "emailadressen",
            "mailadresse",
            "mailadressen",
            "emailaddress",
            "emailaddresses",
            "mailaddress",
            "email1",
            "email1wert",
            "email1value",
            "email1adresse",
            "email1address",
            "emailwert",
            "emailvalue",
            "primaereemailadresse",
            "primaereemail",
            "primaryemail",
            "primaryemailaddress",
            "hauptemail",
            "hauptemailadresse",
            "primarysmtpaddress",
            "smtpadresse",
            "smtpaddress",
            "internetadresse",
            "emailgeschaeftlich",
            "emaildienstlich",
            "emailberuflich",
            "emailarbeit",
            "emailbuero",
            "emailredaktion",
            "emailwork",
            "emailbusiness",
            "workemail",
            "businessemail",
            "dienstlicheemail",
            "dienstlicheemailadresse",
            "geschaeftlicheemailadresse",
            "elektronischepost",
            "recipient",
            "recipients",
            "recipientemail",
            "empfaenger",
            "empfaengeradresse",
            "to",
            "an",
            "emejl",
            "emailovaadresa",
            "adresemail",
        ],
    ),
    (
        OtherEmail,
        &[
            "email2",
            "email2wert",
            "email2value",
            "email2adresse",
            "email2address",
            "email3",
            "email3wert",
            "email3value",
            "email3adresse",
            "email3address",
            "email4",
            "email4value",
            "email4wert",
            "secondaryemail",
            "secondaryemailaddress",
            "sekundaereemailadresse",
            "sekundaereemail",
            "zweiteemail",
            "zweiteemailadresse",
            "weitereemail",
            "weitereemails",
            "weitereemailadresse",
            "weitereemailadressen",
            "additionalemail",
            "additionalemailaddress",
            "alternativeemail",
            "otheremail",
            "emailprivat",
            "privateemail",
            "privateemailadresse",
            "emailhome",
            "homeemail",
            "emailother",
            "emailsonstige",
        ],
    ),
    (
        Name,
        &[
            "name",
            "anzeigename",
            "displayname",
            "vollername",
            "vollstaendigername",
            "fullname",
            "namevollstaendig",
            "vorundnachname",
            "vornamenachname",
            "vornameundnachname",
            "ansprechpartner",
            "ansprechpartnerin",
            "ansprechperson",
            "kontaktperson",
            "kontaktname",
            "contactname",
            "contactperson",
            "empfaengername",
            "recipientname",
        ],
    ),
    (FirstName, &["vorname", "firstname", "givenname", "vornamen", "rufname", "forename"]),
    (
        LastName,
        &["nachname", "lastname", "familyname", "familienname", "surname", "zuname", "nachnamen"],
    ),
    (Language, &["language", "sprache", "sprachen", "lang", "korrespondenzsprache"]),
    (
        Format,
        &[
            "format",
            "mailformat",
            "emailformat",
            "nachrichtenformat",
            "bevorzugtesformat",
            "preferredformat",
            "preferredmailformat",
            "preferedmailformat",
        ],
    ),
    (
        Tags,
        &[
            "tags",
            "schlagworte",
            "schlagwort",
            "schlagwoerter",
            "stichworte",
            "stichwort",
            "stichwoerter",
            "kategorien",
            "kategorie",
            "categories",
            "category",
            "labels",
            "groupmembership",
            "gruppe",
            "gruppen",
            "group",
            "groups",
            "ressort",
            "ressorts",
            "verteiler",
            "thema",
            "themen",
            "keywords",
        ],
    ),
];

impl ListColumn {
    /// The column that a title stands for.
    pub fn from_title(title: &str) -> Option<Self> {
        // A cell of a list can hold a book.
        if title.len() > 100 {
            return None;
        }
        // `#NAME?` is no title of names.
        if faults::is_fault(title) {
            return None;
        }
        let title = folded(title);
        let is_known = |(_, titles): &&(Self, &[&str])| titles.contains(&&*title);
        TITLES.iter().find(is_known).map(|(column, _)| *column)
    }

    /// Its title in letterpress.
    pub fn as_str(self) -> &'static str {
        let titles = TITLES.iter().find(|(column, _)| *column == self);
        titles.and_then(|(_, titles)| titles.first()).copied().unwrap_or_default()
    }

    /// The titles that letterpress gives itself.
    pub const OWN: [&'static str; 5] = ["email", "name", "language", "format", "tags"];
}

/// A title as its letters and digits, in lower case and without marks.
pub(super) fn folded(title: &str) -> String {
    let mut folded = String::with_capacity(title.len());
    for letter in title.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'á' => folded.push('a'),
            _ if letter.is_alphanumeric() => folded.push(letter),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_however_they_are_written() {
        for (title, column) in [
            ("E-Mail", Some(Email)),
            ("E\u{2011}Mail Adresse*", Some(Email)),
            ("\u{FEFF}e-mail", Some(Email)),
            ("Primäre E-Mail-Adresse", Some(Email)),
            ("E-mail 1 - Value", Some(Email)),
            ("E-Mail 2: Adresse", Some(OtherEmail)),
            ("E-Mail-Typ", None),
            ("NACH NAME", Some(LastName)),
            ("Schlagwörter", Some(Tags)),
            ("tag", None),
            ("#NAME?", None),
            ("", None),
        ] {
            assert_eq!(ListColumn::from_title(title), column, "{title}");
        }
        let titles = TITLES.iter().flat_map(|(_, titles)| *titles);
        assert!(titles.clone().all(|title| folded(title) == *title));
        let mut all: Vec<_> = titles.collect();
        all.sort_unstable();
        assert!(all.windows(2).all(|two| two[0] != two[1]), "a title stands for two columns");
    }
}
