//! What letterpress itself writes on the sheet, and what a letterhead may override.

use std::collections::BTreeMap;

use crate::field::{FieldMap, FieldValue, Node, Shape, ValueReader, join};
use crate::release::Language;

/// The labels: their names, and their texts in German, English, Upper Sorbian, Czech and Polish.
#[rustfmt::skip]
pub(crate) const LABELS: &[(&str, [&str; 5])] = &[
    ("release", ["Medieninformation", "Media release", "Nowinska zdźělenka", "Tisková zpráva", "Informacja prasowa"]),
    ("invitation", ["Einladung", "Invitation", "Přeprošenje", "Pozvánka", "Zaproszenie"]),
    ("correction", ["Korrektur", "Correction", "Korektura", "Oprava", "Sprostowanie"]),
    ("speech", ["Rede", "Speech", "Narěč", "Projev", "Przemówienie"]),
    ("statement", ["Statement", "Statement", "Stejišćo", "Prohlášení", "Oświadczenie"]),
    ("contact", ["Ihr Ansprechpartner", "Your contact", "Kontaktna wosoba", "Kontaktní osoba", "Osoba do kontaktu"]),
    ("contacts", ["Ihre Ansprechpartner", "Your contacts", "Kontaktne wosoby", "Kontaktní osoby", "Osoby do kontaktu"]),
    ("direct_line", ["Durchwahl", "Direct line", "Direktna linka", "Přímá linka", "Numer bezpośredni"]),
    ("phone", ["Telefon", "Phone", "Telefon", "Telefon", "Telefon"]),
    ("mobile", ["Mobil", "Mobile", "Mobilny telefon", "Mobil", "Tel. kom."]),
    ("fax", ["Telefax", "Fax", "Telefaks", "Fax", "Faks"]),
    ("email", ["E-Mail", "E-mail", "E-mejl", "E-mail", "E-mail"]),
    ("availability", ["Erreichbar", "Available", "K docpěću", "K zastižení", "Dostępność"]),
    ("address", ["Hausanschrift", "Address", "Adresa", "Adresa", "Adres"]),
    ("postal", ["Postanschrift", "Postal address", "Póstowa adresa", "Poštovní adresa", "Adres do korespondencji"]),
    ("offices", ["Außenstellen", "Branch offices", "Wotnožki", "Pobočky", "Oddziały"]),
    ("transit", ["Verkehrsanbindung", "Public transport", "Wobchadne zwiski", "Dopravní spojení", "Dojazd"]),
    ("parking", ["Parken", "Parking", "Parkowanje", "Parkování", "Parking"]),
    ("media", ["Medien:", "Media:", "Medije:", "Média:", "Media:"]),
    ("photo", ["Foto", "Photo", "Foto", "Foto", "Zdjęcie"]),
    ("video", ["Video", "Video", "Widejo", "Video", "Wideo"]),
    ("audio", ["Audio", "Audio", "Awdijo", "Audio", "Audio"]),
    ("document", ["Dokument", "Document", "Dokument", "Dokument", "Dokument"]),
    ("links", ["Links:", "Links:", "Wotkazy:", "Odkazy:", "Odnośniki:"]),
    ("picture", ["Bild", "Picture", "Wobraz", "Obrázek", "Ilustracja"]),
    ("credit", ["Foto:", "Photo:", "Foto:", "Foto:", "Fot."]),
    ("embargo", ["Sperrfrist:", "Embargo:", "Embargo:", "Embargo:", "Embargo:"]),
    ("number", ["Nr.", "No.", "čo.", "č.", "nr"]),
    ("page", ["Seite", "Page", "Strona", "Strana", "Strona"]),
    ("of", ["von", "of", "z", "z", "z"]),
    // Nothing stands there unless a letterhead says it.
    ("immediate", ["", "", "", "", ""]),
    ("withheld", ["Zurückgestellt – nicht veröffentlichen", "Withheld – not for publication", "Zadźeržane – njewozjewić", "Pozastaveno – nezveřejňovat", "Wstrzymane – nie publikować"]),
    ("canceled", ["Zurückgezogen – nicht verwenden", "Withdrawn – do not use", "Wróćo wzate – njewužiwać", "Staženo – nepoužívat", "Wycofane – nie wykorzystywać"]),
    ("corrects", ["Korrektur zu:", "Correction to:", "Korektura k:", "Oprava k:", "Sprostowanie do:"]),
    ("follows", ["Bezug:", "Reference:", "Poćah:", "Vztahuje se k:", "Dotyczy:"]),
    ("when", ["Wann:", "When:", "Hdy:", "Kdy:", "Kiedy:"]),
    ("where", ["Wo:", "Where:", "Hdźe:", "Kde:", "Gdzie:"]),
    ("agenda", ["Ablauf:", "Agenda:", "Wotběh:", "Program:", "Program:"]),
    ("accreditation", ["Akkreditierung:", "Accreditation:", "Akreditacija:", "Akreditace:", "Akredytacja:"]),
    ("deadline", ["bis", "by", "do", "do", "do"]),
    ("version", ["Fassung", "Version", "Wersija", "Verze", "Wersja"]),
    ("footnote", ["Fußnote", "Footnote", "Nóžka", "Poznámka pod čarou", "Przypis"]),
    ("back", ["Zurück zum Text", "Back to the text", "Wróćo k tekstej", "Zpět k textu", "Powrót do tekstu"]),
    // In the HTML of a mail, under a table that is shortened there.
    ("whole_table", ["Die vollständige Tabelle ({rows} Zeilen) steht im PDF.", "The whole table ({rows} rows) is in the PDF.", "Dospołna tabela (ličba rjadow: {rows}) steji w PDF-dataji.", "Úplná tabulka (počet řádků: {rows}) je v PDF.", "Pełna tabela (liczba wierszy: {rows}) znajduje się w pliku PDF."]),
    ("list", ["Medieninformationen", "Media releases", "Nowinske zdźělenki", "Tiskové zprávy", "Informacje prasowe"]),
    ("subscribed", ["Sie erhalten diese Nachricht, weil Ihre Adresse in unserem Presseverteiler steht.", "You receive this message because your address is on our press list.", "Dóstawaće tutu powěsć, dokelž steji Waša adresa w našim nowinskim rozdźělniku.", "Tuto zprávu dostáváte, protože je Vaše adresa na našem tiskovém seznamu.", "Otrzymują Państwo tę wiadomość, ponieważ Państwa adres znajduje się na naszej liście prasowej."]),
    ("unsubscribe", ["Von dieser Liste abmelden", "Unsubscribe from this list", "Z lisćiny wotzjewić", "Odhlásit se ze seznamu", "Wypisz się z listy"]),
    ("unsubscribe_by_answer", ["Zum Abmelden genügt eine Antwort auf diese Nachricht.", "To unsubscribe, answer this message.", "Za wotzjewjenje dosaha wotmołwa na tutu powěsć.", "K odhlášení stačí na tuto zprávu odpovědět.", "Aby się wypisać, wystarczy odpowiedzieć na tę wiadomość."]),
];

/// The names of the labels.
const LABEL_NAMES: &[&str] = &names();

const fn names() -> [&'static str; LABELS.len()] {
    let mut names = [""; LABELS.len()];
    let mut at = 0;
    while at < LABELS.len() {
        names[at] = LABELS[at].0;
        at += 1;
    }
    names
}

/// Labels by language and name.
impl FieldValue for BTreeMap<Language, BTreeMap<String, String>> {
    const SHAPE: Shape = Shape::Labels(Language::SPELLINGS, LABEL_NAMES);

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        let mut labels = Self::new();
        for entry in node.entries() {
            if let Some(language) = Language::from_spelling(&entry.key) {
                let path = join(path, &entry.key);
                labels.insert(language, labels_of(&entry.node, &path, reader));
            }
        }
        Some(labels)
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        for (language, labels) in self {
            for (name, text) in labels {
                text.note(&format!("{path}.{language}.{name}"), map);
            }
        }
    }
}

/// The labels of one language.
fn labels_of(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> BTreeMap<String, String> {
    let entries = node.entries();
    let names = entries.iter().map(|entry| &entry.key);
    let labels = names.filter_map(|name| Some((name.clone(), reader.field(entries, path, name)?)));
    labels.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_a_text_in_every_language() {
        for (name, texts) in LABELS.iter().filter(|(name, _)| *name != "immediate") {
            assert!(texts.iter().all(|text| !text.is_empty()), "{name}");
        }
    }
}
